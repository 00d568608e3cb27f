package dev.cresset.nn;

import dev.cresset.GradFunction;
import dev.cresset.Tensor;
import dev.cresset.op.PadMode;
import org.jspecify.annotations.Nullable;

/** Normalisation by the squares of neighbouring channels (Krizhevsky et al. 2012, section 3.3). */
final class ResponseNormalization {
    private ResponseNormalization() {}

    /** Returns {@code x / (k + alpha * mean of the squares of size channels)^beta}. */
    static Tensor local(Tensor x, int size, double alpha, double beta, double k) {
        if (x.dim() < 3) {
            throw new IllegalArgumentException(
                    "local_response_norm: Expected 3D or higher dimensionality input (got "
                            + x.dim()
                            + " dimensions: "
                            + x.shape().listText()
                            + ")");
        }
        if (x.numel() == 0) {
            return x;
        }
        Tensor squares = x.mul(x);
        int before = size / 2;
        int after = (size - 1) / 2;
        Tensor mean;
        if (x.dim() == 3) {
            Tensor padded =
                    Functional.pad(
                            squares.unsqueeze(1),
                            new int[] {0, 0, before, after},
                            PadMode.CONSTANT,
                            0);
            mean = Functional.avgPool2d(padded, new int[] {size, 1}, o -> o.stride(1)).squeeze(1);
        } else {
            Tensor padded =
                    Functional.pad(
                            squares.reshape(x.size(0), 1, x.size(1), x.size(2), -1),
                            new int[] {0, 0, 0, 0, before, after},
                            PadMode.CONSTANT,
                            0);
            mean =
                    Functional.avgPool3d(padded, new int[] {size, 1, 1}, o -> o.stride(1))
                            .squeeze(1)
                            .view(x.shape());
        }
        return x.div(mean.mul(alpha).add(k).pow(beta));
    }

    /**
     * Torch7's normalisation across maps, with a gradient of its own.
     *
     * <p>As there, the first map stays in the sums of all later ones, the sums of an even size are
     * of one map less, and the gradient sums over the maps before instead of those around.
     */
    static Tensor crossMap(Tensor x, int size, double alpha, double beta, double k) {
        if (size == 0) {
            throw new IllegalArgumentException("CrossMapLRN2d: size must not be 0, got " + size);
        }
        return new CrossMapLRN2d(size, alpha, beta, k).apply(x);
    }

    private static final class CrossMapLRN2d extends GradFunction {
        private final int size;
        private final double alpha;
        private final double beta;
        private final double k;

        CrossMapLRN2d(int size, double alpha, double beta, double k) {
            this.size = size;
            this.alpha = alpha;
            this.beta = beta;
            this.k = k;
        }

        @Override
        protected Tensor forward(Context ctx, Tensor... in) {
            Tensor x = in[0];
            if (x.dim() != 4) {
                throw new IllegalArgumentException(
                        "CrossMapLRN2d: Expected input to be 4D, got "
                                + x.dim()
                                + "D instead: "
                                + x.shape().listText());
            }
            int reach = (int) ((size - 1) / 2.0 + 1);
            Tensor sums =
                    summed(
                            x.square(),
                            (to, from) -> from < to + reach && (from == 0 || from > to - reach));
            Tensor scale = sums.mul(alpha / size).add(k);
            Tensor y = scale.pow(-beta).mul(x);
            ctx.onceDifferentiable();
            ctx.saveForBackward(x, y, scale);
            return y;
        }

        @Override
        protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
            Tensor x = ctx.saved(0);
            Tensor y = ctx.saved(1);
            Tensor scale = ctx.saved(2);
            int before = (int) (size - (size - 1) / 2.0);
            Tensor sums =
                    summed(
                            g.mul(y).div(scale),
                            (to, from) -> from >= to - before && from < to + size - before);
            Tensor through = x.mul(sums).mul(2 * alpha * beta / size);
            return new Tensor[] {scale.pow(-beta).mul(g).sub(through)};
        }

        private interface Counts {
            boolean counts(int to, int from);
        }

        /** Returns for each map the sum of those that count. */
        private static Tensor summed(Tensor x, Counts which) {
            int n = x.size(1);
            double[][] weights = new double[n][n];
            for (int to = 0; to < n; to++) {
                for (int from = 0; from < n; from++) {
                    weights[to][from] = which.counts(to, from) ? 1 : 0;
                }
            }
            return Tensor.tensor(weights).to(x.dtype()).matmul(x.flatten(2)).view(x.shape());
        }
    }
}
