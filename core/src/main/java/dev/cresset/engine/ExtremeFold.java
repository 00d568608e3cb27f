package dev.cresset.engine;

import org.jspecify.annotations.Nullable;

/** The extreme of every line and its index: the first among equals; a NaN before any number. */
final class ExtremeFold {
    private ExtremeFold() {}

    /** Writes indices, and values too if they are asked for. */
    static void run(View x, Lines lines, boolean max, @Nullable View values, View indices) {
        if (lines.kept().numel() == 0) {
            return;
        }
        int[] places = Runs.places(lines.kept());
        Runs along = Runs.of(lines.along());
        double[] reals = new double[Chunk.SIZE];
        long[] wholes = new long[Chunk.SIZE];
        for (int i = 0; i < places.length; i++) {
            int best =
                    x.dtype().isFloatingPoint()
                            ? real(x, places[i], along, max, reals)
                            : whole(x, places[i], along, max, wholes);
            indices.setLong(i, best);
            if (values != null) {
                int at = lines.index(i, best);
                if (x.dtype().isFloatingPoint()) {
                    values.setDouble(i, Element.getDouble(x.dtype(), x.storage(), at));
                } else {
                    values.setLong(i, Element.getLong(x.dtype(), x.storage(), at));
                }
            }
        }
    }

    private static int real(View x, int place, Runs along, boolean max, double[] buffer) {
        int at = 0;
        int best = 0;
        double extreme = max ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        for (int start : along.starts()) {
            for (int from = 0; from < along.length(); from += Chunk.SIZE) {
                int n = Math.min(Chunk.SIZE, along.length() - from);
                Chunk.load(x, place + start + from * along.step(), along.step(), n, buffer);
                for (int j = 0; j < n; j++) {
                    double v = buffer[j];
                    if (max ? !(v <= extreme) : !(v >= extreme)) {
                        best = at + j;
                        if (Double.isNaN(v)) {
                            return best;
                        }
                        extreme = v;
                    }
                }
                at += n;
            }
        }
        return best;
    }

    private static int whole(View x, int place, Runs along, boolean max, long[] buffer) {
        int at = 0;
        int best = 0;
        long extreme = max ? Long.MIN_VALUE : Long.MAX_VALUE;
        for (int start : along.starts()) {
            for (int from = 0; from < along.length(); from += Chunk.SIZE) {
                int n = Math.min(Chunk.SIZE, along.length() - from);
                Chunk.load(x, place + start + from * along.step(), along.step(), n, buffer);
                for (int j = 0; j < n; j++) {
                    if (max ? buffer[j] > extreme : buffer[j] < extreme) {
                        best = at + j;
                        extreme = buffer[j];
                    }
                }
                at += n;
            }
        }
        return best;
    }
}
