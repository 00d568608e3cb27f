package dev.cresset.engine;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;

/** Padding, a run of the last dimension at a time, whatever the dtype. */
final class PlainPad {
    private PlainPad() {}

    static void run(NeuralOp.Pad op, View x, View y) {
        int rank = y.shape().rank();
        if (rank == 0) {
            y.setDouble(0, x.doubleAt(0));
            return;
        }
        if (y.numel() == 0) {
            return;
        }
        int last = rank - 1;
        int[][] source = new int[rank][];
        for (int d = 0; d < rank; d++) {
            source[d] = new int[y.shape().size(d)];
            for (int i = 0; i < y.shape().size(d); i++) {
                source[d][i] =
                        ReferenceSpatial.source(op, d, i - op.before()[d], x.shape().size(d));
            }
        }
        Row row = new Row(op.value(), x, y, source[last]);
        int[] at = new int[rank];
        do {
            int from = x.layout().offset();
            int to = y.layout().offset();
            boolean inside = true;
            for (int d = 0; d < last; d++) {
                inside &= source[d][at[d]] >= 0;
                from += source[d][at[d]] * x.layout().stride(d);
                to += at[d] * y.layout().stride(d);
            }
            row.copy(inside, from, to);
        } while (next(at, y.shape(), last));
    }

    private static boolean next(int[] at, Shape shape, int dims) {
        for (int d = dims - 1; d >= 0; d--) {
            if (++at[d] < shape.size(d)) {
                return true;
            }
            at[d] = 0;
        }
        return false;
    }

    /** One run of the result, of places whose sources are known; consecutive ones go together. */
    private static final class Row {
        private final double value;
        private final View x;
        private final View y;
        private final int[] source;
        private final int length;
        private final int readStep;
        private final int writeStep;

        Row(double value, View x, View y, int[] source) {
            int last = y.shape().rank() - 1;
            this.value = value;
            this.x = x;
            this.y = y;
            this.source = source;
            this.length = y.shape().size(last);
            this.readStep = x.layout().stride(last);
            this.writeStep = y.layout().stride(last);
        }

        void copy(boolean inside, int from, int to) {
            for (int i = 0; i < length; ) {
                if (!inside || source[i] < 0) {
                    Element.setDouble(y.dtype(), y.storage(), to + i * writeStep, value);
                    i++;
                    continue;
                }
                int end = i + 1;
                while (readStep == 1
                        && writeStep == 1
                        && end < length
                        && source[end] == source[end - 1] + 1) {
                    end++;
                }
                System.arraycopy(
                        x.storage().array(),
                        from + source[i] * readStep,
                        y.storage().array(),
                        to + i * writeStep,
                        end - i);
                i = end;
            }
        }
    }
}
