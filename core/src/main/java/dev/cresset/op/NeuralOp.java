package dev.cresset.op;

/**
 * An op of neural networks: convolution, pooling, padding, normalisation, tables and losses.
 *
 * <p>Spatial attributes have one entry for each spatial dimension, of which there are one to three.
 */
public sealed interface NeuralOp extends Op
        permits NeuralOp.Spatial, NeuralOp.Rows, AttentionOp, LossOp, RecurrentOp {
    /** An op over spatial dimensions, which are the last ones. */
    sealed interface Spatial extends NeuralOp
            permits Averaging, Convolution, ConvolutionWeight, MaxPool, Pad, PlaneOp, Spread {}

    /** An op over channels, classes or rows. */
    sealed interface Rows extends NeuralOp {}

    /** A pooling that averages windows. */
    sealed interface Averaging extends Spatial {}

    /**
     * The cross-correlation of x (N, C, *) and a weight (O, C / groups, kernel): inputs (x, weight)
     * or (x, weight, bias (O)). Transposed, its adjoint: x (N, C, *), weight (C, O / groups,
     * kernel).
     */
    record Convolution(
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean transposed,
            int[] outputPadding,
            int groups)
            implements Spatial {}

    /**
     * The gradient of a convolution's weight: inputs (x (N, C, *), g (N, O, *)), result (O, C /
     * groups, kernel). For a transposed convolution x and g change places.
     */
    record ConvolutionWeight(int[] stride, int[] padding, int[] dilation, int groups, int... kernel)
            implements Spatial {}

    /**
     * The largest of each window, the first among equals, NaN if there is one: two results, the
     * values and their places (int64) in the plane.
     */
    record MaxPool(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode)
            implements Spatial {
        @Override
        public String gradName() {
            return "MaxPool" + kernel.length + "DWithIndicesBackward0";
        }
    }

    /** The mean of each window; {@code divisor} takes the place of the count unless it is 0. */
    record AvgPool(
            int[] kernel,
            int[] stride,
            int[] padding,
            boolean ceilMode,
            boolean countIncludePad,
            int divisor)
            implements Averaging {
        @Override
        public String gradName() {
            return "AvgPool" + kernel.length + "DBackward0";
        }
    }

    /** The means of as many windows as asked for, which cover the plane. */
    record AdaptiveAvgPool(int... sizes) implements Averaging {
        @Override
        public String gradName() {
            return "AdaptiveAvgPool" + sizes.length + "DBackward0";
        }
    }

    /** The adjoint of an averaging: gradients spread over planes of the given sizes. */
    record Spread(Averaging pool, int... sizes) implements Spatial {
        @Override
        public String gradName() {
            return pool.gradName().replace("Backward0", "BackwardBackward0");
        }
    }

    /**
     * More elements before and after each dimension; negative numbers take some away.
     *
     * @param dimensions the number of last dimensions that the padding was given for
     */
    record Pad(int[] before, int[] after, int dimensions, PadMode mode, double value)
            implements Spatial {
        @Override
        public String gradName() {
            return switch (mode) {
                case CONSTANT -> "ConstantPadNdBackward0";
                case REFLECT -> "ReflectionPad" + dimensions + "DBackward0";
                case REPLICATE -> "ReplicationPad" + dimensions + "DBackward0";
                case CIRCULAR -> "CopySlices";
            };
        }
    }

    /** Over which elements a normalisation takes mean and variance. */
    enum Normalized {
        /** All of a channel. */
        BATCH,
        /** The last dimensions of one example. */
        LAYER,
        /** A group of channels of one example. */
        GROUP
    }

    /**
     * {@code (x - mean) / sqrt(var + eps) * weight + bias}: inputs (x, weight, bias), and (mean,
     * var) too if they are {@code given}; results (y, mean, var), the variance with divisor n.
     *
     * @param over what the statistics are of
     * @param parts the number of groups of channels, or of last dimensions of a layer
     */
    record Normalization(Normalized over, int parts, boolean given, double eps) implements Rows {
        @Override
        public String gradName() {
            return switch (over) {
                case BATCH -> "NativeBatchNormBackward0";
                case LAYER -> "NativeLayerNormBackward0";
                case GROUP -> "NativeGroupNormBackward0";
            };
        }

        /** Returns how the op sees x: (A, B, C, D), with a weight for each (b, c). */
        public int[] grid(Shape x) {
            int rank = x.rank();
            int[] s = x.toArray();
            return switch (over) {
                case BATCH -> new int[] {s[0], s[1], 1, product(s, 2, rank)};
                case LAYER ->
                        new int[] {
                            product(s, 0, rank - parts), 1, product(s, rank - parts, rank), 1
                        };
                case GROUP -> new int[] {s[0], parts, s[1] / parts, product(s, 2, rank)};
            };
        }

        /** Returns the dimensions of the grid that one mean is taken over. */
        public int[] reduced() {
            return over == Normalized.BATCH ? new int[] {0, 2, 3} : new int[] {2, 3};
        }

        private static int product(int[] sizes, int from, int to) {
            int n = 1;
            for (int d = from; d < to; d++) {
                n *= sizes[d];
            }
            return n;
        }
    }

    /**
     * The gradients of a {@link Normalization}: inputs (g, x, weight, mean, var), results (dx,
     * dweight, dbias). Not differentiable: it is used where no derivative of it is asked for.
     */
    record NormalizationGradient(Normalization of) implements Rows {}

    /** Rows of a table: inputs (weight (rows, n), index (*)), result (*, n). */
    record Embedding(int paddingIdx, boolean scaleGradByFreq) implements Rows {}

    /** {@code x > 0 ? x : weight * x}: inputs (x, weight) of one shape and dtype. */
    record Prelu() implements Rows {
        @Override
        public String gradName() {
            return "PreluKernelBackward0";
        }
    }

    /** {@code a * sigmoid(b)} for the halves a and b of a dimension. */
    record Glu(int dim) implements Rows {}

    /**
     * {@code -weight[t] * x[t]} for the target class t: inputs (x (N, C, *), target (N, *)) and
     * perhaps (weight (C)), or x (C), target (); results (loss, the sum of the weights).
     */
    record NllLoss(long ignoreIndex, LossReduction reduction, boolean planar) implements Rows {
        @Override
        public String gradName() {
            return planar ? "NllLoss2DBackward0" : "NllLossBackward0";
        }
    }

    /**
     * The gradient of {@link NllLoss}: inputs (g, target, the sum of the weights) and perhaps
     * (weight), result of the input's shape. Not differentiable: used where no derivative of it is
     * asked for.
     *
     * @param of the loss
     * @param input the shape of its input
     */
    record NllLossGradient(NllLoss of, Shape input) implements Rows {}

    /**
     * The gradient of softmax or its logarithm along a dimension: inputs (g, result), {@code y (g -
     * sum(g y))} or {@code g - e^y sum(g)}. Not differentiable: used where no derivative of it is
     * asked for.
     */
    record SoftmaxGradient(int dim, boolean log) implements Rows {}

    /** The losses that compare element with element. */
    enum Loss {
        /** {@code (x - y)^2}. */
        MSE("MseLoss"),
        /** {@code d^2 / (2 beta)} for {@code d = |x - y| < beta}, else {@code d - beta / 2}. */
        SMOOTH_L1("SmoothL1Loss"),
        /** {@code d^2 / 2} for {@code d = |x - y| <= delta}, else {@code delta (d - delta / 2)}. */
        HUBER("HuberLoss"),
        /** {@code log(1 + exp(-x y))}. */
        SOFT_MARGIN("SoftMarginLoss"),
        /** {@code -y log(x) - (1 - y) log(1 - x)}, the logarithms at least -100. */
        BCE("BinaryCrossEntropy"),
        /** {@link #BCE} of sigmoid(x); a third input weighs positive examples. */
        BCE_WITH_LOGITS("BinaryCrossEntropyWithLogits");

        private final String node;

        Loss(String node) {
            this.node = node;
        }

        /** Returns PyTorch's name of the function: {@code mse_loss}. */
        public String function() {
            return switch (this) {
                case MSE -> "mse_loss";
                case SMOOTH_L1 -> "smooth_l1_loss";
                case HUBER -> "huber_loss";
                case SOFT_MARGIN -> "soft_margin_loss";
                case BCE -> "binary_cross_entropy";
                case BCE_WITH_LOGITS -> "binary_cross_entropy_with_logits";
            };
        }
    }

    /**
     * A loss of elements, reduced: inputs (x, y) of one shape and dtype, and for {@link Loss#BCE}
     * and {@link Loss#BCE_WITH_LOGITS} (x, y, weight) and (x, y, weight, positive weight), all of
     * it.
     */
    record ElementLoss(Loss kind, LossReduction reduction, double parameter) implements Rows {
        @Override
        public String gradName() {
            return kind.node + "Backward0";
        }
    }
}
