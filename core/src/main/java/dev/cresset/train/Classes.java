package dev.cresset.train;

import dev.cresset.Tensor;

/** The classes that predictions and targets name. */
final class Classes {
    private static final double HALF = 0.5;

    private Classes() {}

    static long[] predicted(String metric, Tensor predictions, Tensor targets) {
        Tensor p = predictions.detach();
        boolean scores = p.dtype().isFloatingPoint();
        if (scores && p.dim() == targets.dim() + 1 && p.dim() >= 2 && sameBut1(p, targets)) {
            return p.argmax(1).toLongArray();
        }
        if (p.shape().equals(targets.shape())) {
            return (scores ? p.gt(HALF) : p).toLongArray();
        }
        throw new IllegalArgumentException(
                metric
                        + ": expected scores (n, classes, *) or classes (n, *) for targets (n, *),"
                        + " but found "
                        + p.dtype()
                        + " "
                        + p.shape().listText()
                        + " for "
                        + targets.shape().listText());
    }

    static boolean sameBut1(Tensor scores, Tensor targets) {
        boolean same = scores.size(0) == targets.size(0);
        for (int d = 1; d < targets.dim(); d++) {
            same &= scores.size(d + 1) == targets.size(d);
        }
        return same;
    }

    static int checked(String metric, String what, long value, int classes) {
        if (value < 0 || value >= classes) {
            throw new IllegalArgumentException(
                    metric
                            + ": "
                            + what
                            + " "
                            + value
                            + " is out of range for "
                            + classes
                            + " classes");
        }
        return (int) value;
    }
}
