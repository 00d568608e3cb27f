package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;

import dev.cresset.op.DType;
import dev.cresset.op.Interpolation;
import dev.cresset.op.PlaneOp;

/** Planes sampled at points: for each point the places around it, then a loop over the channels. */
final class GridKernel {
    private GridKernel() {}

    static void forward(PlaneOp.GridSample op, View input, View grid, View out) {
        Sampler s = new Sampler(op, input, grid);
        double[] x = Dense.load(input);
        double[] y = new double[out.numel()];
        for (int n = 0; n < s.batch; n++) {
            for (int p = 0; p < s.points; p++) {
                int taps = s.locate(n, p);
                for (int c = 0; c < s.channels; c++) {
                    int source = (n * s.channels + c) * s.plane;
                    double sum = 0;
                    for (int k = 0; k < taps; k++) {
                        sum += x[source + s.place[k]] * s.weight[k];
                    }
                    y[(n * s.channels + c) * s.points + p] = sum;
                }
            }
        }
        Dense.store(y, out);
    }

    /** From the gradient of the result to those of input and grid. */
    static void backward(PlaneOp.GridSample op, View[] in, View[] out) {
        Sampler s = new Sampler(op, in[1], in[2]);
        double[] g = Dense.load(in[0]);
        double[] x = Dense.load(in[1]);
        double[] dx = new double[x.length];
        double[] dgrid = new double[out[1].numel()];
        int dims = op.dimensions();
        for (int n = 0; n < s.batch; n++) {
            for (int p = 0; p < s.points; p++) {
                int taps = s.locate(n, p);
                int target = (n * s.points + p) * dims;
                for (int c = 0; c < s.channels; c++) {
                    int source = (n * s.channels + c) * s.plane;
                    double v = g[(n * s.channels + c) * s.points + p];
                    for (int k = 0; k < taps; k++) {
                        dx[source + s.place[k]] += v * s.weight[k];
                        double slope = v * x[source + s.place[k]];
                        for (int d = 0; d < dims; d++) {
                            // the grid names the last dimension first
                            dgrid[target + d] += slope * s.slope[2 - d][k];
                        }
                    }
                }
            }
        }
        Dense.store(dx, out[0]);
        Dense.store(dgrid, out[1]);
    }

    /** The places around a point, their weights, and the slopes of those in the grid's numbers. */
    private static final class Sampler {
        private final PlaneOp.GridSample op;
        private final double[] grid;
        private final boolean single;
        private final int[] size;
        final int batch;
        final int channels;
        final int points;
        final int plane;
        final int[] place = new int[64];
        final double[] weight = new double[64];
        final double[][] slope = new double[3][64];
        private final int[][] index = {{0}, {0}, {0}};
        private final double[][] part = {{1}, {1}, {1}};
        private final double[][] rise = {{0}, {0}, {0}};

        Sampler(PlaneOp.GridSample op, View x, View grid) {
            this.op = op;
            this.grid = Dense.load(grid);
            this.single = x.dtype() != DType.FLOAT64;
            this.size = last(x.shape(), op.dimensions());
            this.batch = x.shape().size(0);
            this.channels = x.shape().size(1);
            this.points = batch == 0 ? 0 : grid.numel() / batch / op.dimensions();
            this.plane = size[0] * size[1] * size[2];
        }

        /** Finds a point's places, and returns how many there are. */
        int locate(int n, int p) {
            int dims = op.dimensions();
            for (int d = 0; d < dims; d++) {
                along(2 - d, grid[(n * points + p) * dims + d]);
            }
            int taps = 0;
            for (int a = 0; a < index[0].length; a++) {
                for (int b = 0; b < index[1].length; b++) {
                    for (int c = 0; c < index[2].length; c++) {
                        if (index[0][a] < 0 || index[1][b] < 0 || index[2][c] < 0) {
                            continue;
                        }
                        place[taps] = (index[0][a] * size[1] + index[1][b]) * size[2] + index[2][c];
                        weight[taps] = part[0][a] * part[1][b] * part[2][c];
                        slope[0][taps] = rise[0][a] * part[1][b] * part[2][c];
                        slope[1][taps] = part[0][a] * rise[1][b] * part[2][c];
                        slope[2][taps++] = part[0][a] * part[1][b] * rise[2][c];
                    }
                }
            }
            return taps;
        }

        private double round(double x) {
            return single ? (float) x : x;
        }

        /** Finds the places along one dimension. */
        private void along(int d, double number) {
            double factor = (op.alignCorners() ? size[d] - 1 : size[d]) / 2.0;
            double at = round(round(number + 1) * factor);
            at = op.alignCorners() ? at : round(at - 0.5);
            if (op.by() == Interpolation.CUBIC) {
                double first = Math.floor(at);
                part[d] = Taps.cubicWeights(at - first);
                rise[d] = Taps.cubicSlopes(at - first);
                index[d] = new int[4];
                for (int k = 0; k < 4; k++) {
                    index[d][k] = inside(bounded(d, first - 1 + k), d);
                    rise[d][k] *= factor;
                }
                return;
            }
            double bounded = bounded(d, at);
            if (op.by() == Interpolation.NEAREST) {
                index[d] = new int[] {inside(Math.rint(bounded), d)};
                part[d] = new double[] {1};
                rise[d] = new double[] {0};
                return;
            }
            double turn = factor * direction(d, at);
            double first = Math.floor(bounded);
            index[d] = new int[] {inside(first, d), inside(first + 1, d)};
            part[d] = new double[] {1 - (bounded - first), bounded - first};
            rise[d] = new double[] {-turn, turn};
        }

        private int inside(double at, int d) {
            return at >= 0 && at < size[d] ? (int) at : -1;
        }

        private double low() {
            return op.alignCorners() ? 0 : -0.5;
        }

        private double span(int d) {
            return op.alignCorners() ? size[d] - 1 : size[d];
        }

        /** Returns a place brought back into the plane; NaN is the first one. */
        private double bounded(int d, double at) {
            return switch (op.beyond()) {
                case ZEROS -> at;
                case BORDER -> clipped(d, at);
                case REFLECTION -> clipped(d, mirrored(d, at));
            };
        }

        private double clipped(int d, double at) {
            return at > 0 ? Math.min(at, size[d] - 1) : 0;
        }

        private double mirrored(int d, double at) {
            double span = span(d);
            if (span == 0) {
                return 0;
            }
            double from = Math.abs(at - low());
            double extra = from % span;
            boolean even = Math.floor(from / span) % 2 == 0;
            return round(even ? extra + low() : span - extra + low());
        }

        /** Returns the slope of {@link #bounded}: 1, -1 or 0. */
        private double direction(int d, double at) {
            return switch (op.beyond()) {
                case ZEROS -> 1;
                case BORDER -> at > 0 && at < size[d] - 1 ? 1 : 0;
                case REFLECTION -> {
                    double back = mirrored(d, at);
                    if (span(d) == 0 || !(back > 0 && back < size[d] - 1)) {
                        yield 0;
                    }
                    double from = at - low();
                    boolean even = Math.floor(Math.abs(from) / span(d)) % 2 == 0;
                    yield even == (from >= 0) ? 1 : -1;
                }
            };
        }
    }
}
