package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Interpolation;
import dev.cresset.op.PlaneOp;

/**
 * Which places of one dimension each resampled place is made of, and with what weights.
 *
 * @param size the size of the dimension that is read
 * @param index for each result the places
 * @param weight for each result their weights
 */
record Taps(int size, int[][] index, double[][] weight) {
    /*
     * Places and weights are computed in the precision that PyTorch computes them in: float, and
     * double for float64, so that neighbours are chosen alike where a place falls between two.
     *
     * Two things of PyTorch 2.13 are not followed, being its errors: antialiased results of width 1
     * all have the first row's value there; and the gradient of NEAREST leaves a given factor out of
     * account where a size stays or doubles, unlike the values.
     */

    private static final double CUBIC = -0.75;
    private static final double CUBIC_ANTIALIASED = -0.5;

    /** Returns the taps of three dimensions: missing ones, in front, keep their one place. */
    static Taps[] of(PlaneOp.Resample op, DType dtype, int... plane) {
        int n = op.sizes().length;
        Taps[] out = {same(1), same(1), same(1)};
        boolean wide = dtype == DType.FLOAT64;
        for (int d = 0; d < n; d++) {
            Scale scale = Scale.of(op, d, plane[d], wide);
            Taps taps = new Taps(plane[d], new int[op.sizes()[d]][], new double[op.sizes()[d]][]);
            for (int o = 0; o < op.sizes()[d]; o++) {
                taps.fill(op, scale, o);
            }
            out[3 - n + d] = taps;
        }
        return out;
    }

    private static Taps same(int size) {
        int[][] index = new int[size][];
        double[][] weight = new double[size][];
        for (int o = 0; o < size; o++) {
            index[o] = new int[] {o};
            weight[o] = new double[] {1};
        }
        return new Taps(size, index, weight);
    }

    /** Returns the number of results. */
    int results() {
        return index.length;
    }

    /** The distance between two results, in places. */
    private record Scale(double value, boolean wide, boolean aligned, int results) {
        static Scale of(PlaneOp.Resample op, int dim, int size, boolean wide) {
            int out = op.sizes()[dim];
            double given = op.scales()[dim];
            boolean near =
                    op.by() == Interpolation.NEAREST || op.by() == Interpolation.NEAREST_EXACT;
            boolean aligned = op.alignCorners() && !near;
            double value;
            if (aligned) {
                value = out > 1 ? quotient(size - 1, out - 1, wide) : 0;
            } else {
                value = given > 0 ? rounded(1 / given, wide) : quotient(size, out, wide);
            }
            return new Scale(value, wide, aligned, out);
        }

        private static double quotient(int a, int b, boolean wide) {
            return wide ? (double) a / b : (float) a / (float) b;
        }

        private static double rounded(double x, boolean wide) {
            return wide ? x : (float) x;
        }

        double round(double x) {
            return rounded(x, wide);
        }

        /** Returns where a result lies, in places. */
        double place(int o) {
            return aligned ? round(value * o) : round(round(value * (o + 0.5)) - 0.5);
        }
    }

    private void fill(PlaneOp.Resample op, Scale scale, int o) {
        if (op.antialias()) {
            if (scale.results() == size) {
                set(o, o);
            } else {
                average(op.by(), scale, o);
            }
            return;
        }
        switch (op.by()) {
            case NEAREST -> set(o, Math.min((int) scale.round(scale.value() * o), size - 1));
            case NEAREST_EXACT -> {
                double place = Math.max(scale.place(o), 0);
                set(o, Math.min((int) scale.round(place + 0.5), size - 1));
            }
            case LINEAR -> {
                if (scale.results() == size) {
                    set(o, o);
                    return;
                }
                double place = Math.max(scale.place(o), 0);
                int first = Math.min((int) place, size - 1);
                double t = Math.clamp(place - first, 0, 1);
                index[o] = new int[] {first, Math.min(first + 1, size - 1)};
                weight[o] = new double[] {1 - t, t};
            }
            case CUBIC -> {
                double place = scale.place(o);
                int first = Math.min((int) Math.floor(place), size - 1);
                double t = Math.clamp(place - first, 0, 1);
                index[o] = new int[4];
                weight[o] = cubicWeights(t);
                for (int k = 0; k < 4; k++) {
                    index[o][k] = Math.clamp(first - 1L + k, 0, size - 1);
                }
            }
            case LANCZOS -> throw new IllegalStateException("resample: lanczos without antialias");
        }
    }

    private void set(int o, int place) {
        index[o] = new int[] {place};
        weight[o] = new double[] {1};
    }

    /** Returns the weights of four places for a point at t in [0, 1] between the middle two. */
    static double[] cubicWeights(double t) {
        return new double[] {
            cubic(1 + t, CUBIC), cubic(t, CUBIC), cubic(1 - t, CUBIC), cubic(2 - t, CUBIC)
        };
    }

    /** Returns the derivatives of {@link #cubicWeights} in t. */
    static double[] cubicSlopes(double t) {
        return new double[] {
            cubicSlope(1 + t), cubicSlope(t), -cubicSlope(1 - t), -cubicSlope(2 - t)
        };
    }

    private static double cubic(double x, double a) {
        return x <= 1
                ? ((a + 2) * x - (a + 3)) * x * x + 1
                : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    }

    private static double cubicSlope(double x) {
        double a = CUBIC;
        return x <= 1 ? (3 * (a + 2) * x - 2 * (a + 3)) * x : (3 * a * x - 10 * a) * x + 8 * a;
    }

    /** The weights of all places under a filter as wide as a result. */
    private void average(Interpolation by, Scale scale, int o) {
        int reach = by == Interpolation.LINEAR ? 1 : by == Interpolation.CUBIC ? 2 : 3;
        double wide = Math.max(scale.value(), 1);
        double support = scale.round(reach * wide);
        double centre = scale.round(scale.value() * (o + 0.5));
        int first = Math.max((int) scale.round(scale.round(centre - support) + 0.5), 0);
        int end = Math.min((int) scale.round(scale.round(centre + support) + 0.5), size);
        int count = Math.clamp(end - (long) first, 0, (int) Math.ceil(support) * 2 + 1);
        index[o] = new int[count];
        weight[o] = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            index[o][k] = first + k;
            weight[o][k] = filter(by, Math.abs((k + first - centre + 0.5) / wide));
            sum += weight[o][k];
        }
        for (int k = 0; k < count && sum != 0; k++) {
            weight[o][k] /= sum;
        }
    }

    private static double filter(Interpolation by, double x) {
        return switch (by) {
            case LINEAR -> Math.max(1 - x, 0);
            case CUBIC -> x < 2 ? cubic(x, CUBIC_ANTIALIASED) : 0;
            case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
            case NEAREST, NEAREST_EXACT ->
                    throw new IllegalStateException("resample: antialias of " + by);
        };
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
