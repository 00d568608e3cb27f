package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.NeuralOp.Normalized;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Normalisation to mean 0 and variance 1. */
abstract sealed class NormalizationFunctions extends ResamplingFunctions permits DropoutFunctions {
    NormalizationFunctions() {}

    /** Returns x normalised by the running statistics, without a learnt scale. */
    public static Tensor batchNorm(Tensor x, Tensor runningMean, Tensor runningVar) {
        return batchNorm(x, runningMean, runningVar, null, null, o -> o);
    }

    /**
     * Returns {@code (x - mean) / sqrt(var + eps) * weight + bias} for each channel of x {@code (N,
     * C, *)} (Ioffe and Szegedy 2015).
     *
     * <p>When training, the running statistics move towards the input's (its variance with divisor
     * {@code n - 1}), in place.
     *
     * @param runningMean {@code (C)}, or null when training
     * @param runningVar {@code (C)}, or null when training
     * @param weight {@code (C)}, or null for ones
     * @param bias {@code (C)}, or null for zeros
     *     <p>Nothing is checked or moved for an empty input, as in PyTorch.
     * @throws IllegalArgumentException if sizes do not fit, or there is one value per channel or no
     *     positive eps when training
     * @throws IndexOutOfBoundsException if there is no dimension of channels when training
     */
    public static Tensor batchNorm(
            Tensor x,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            UnaryOperator<BatchNormOptions> options) {
        BatchNormOptions o = options.apply(BatchNormOptions.DEFAULT);
        if (x.dim() == 1 && x.numel() == 0) {
            return x.clone(); // nothing to normalise, whatever the channels
        }
        if (o.training() && valuesPerChannel(x) == 1) {
            throw new IllegalArgumentException(
                    "batch_norm: Expected more than 1 value per channel when training, got input"
                            + " size "
                            + x.shape());
        }
        if (o.training() ? o.eps() <= 0 : o.eps() < 0) {
            throw new IllegalArgumentException(
                    "batch_norm: eps must be "
                            + (o.training() ? "positive during training" : "non-negative")
                            + ", but got "
                            + o.eps());
        }
        return normalised(x, runningMean, runningVar, weight, bias, o);
    }

    private static Tensor normalised(
            Tensor x,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            BatchNormOptions o) {
        int channels = x.dim() < 2 ? 0 : x.size(1);
        if (x.numel() == 0) {
            Tensor scaled = weight == null ? x.clone() : x.mul(weight.select(0, 0));
            return bias == null ? scaled : scaled.add(bias.select(0, 0));
        }
        if (x.dim() < 2) {
            String shape = "batch_norm: input of shape " + x.shape().listText();
            if (o.training()) {
                throw new IndexOutOfBoundsException(
                        shape
                                + ": Dimension out of range (expected to be in range of [-1, 0],"
                                + " but got 1)");
            }
            throw new IllegalArgumentException(
                    shape
                            + ": running_mean should contain 0 elements not "
                            + (runningMean == null ? 0 : runningMean.numel()));
        }
        Tensor w = weight == null ? like(x, channels, bias).add(1) : weight;
        Tensor b = bias == null ? like(x, channels, weight) : bias;
        NeuralOp.Normalization op =
                new NeuralOp.Normalization(Normalized.BATCH, 0, !o.training(), o.eps());
        if (!o.training()) {
            if (runningMean == null || runningVar == null) {
                throw new IllegalArgumentException(
                        "batch_norm: Expected running_mean and running_var to be defined when"
                                + " training=false");
            }
            return Tensor.applyAll(op, x, w, b, runningMean, runningVar).get(0);
        }
        checkStatistic("running_mean", runningMean, channels);
        checkStatistic("running_var", runningVar, channels);
        List<Tensor> out = Tensor.applyAll(op, x, w, b);
        double n = (double) x.numel() / Math.max(channels, 1);
        noGrad(() -> {
            move(runningMean, out.get(1), o.momentum(), 1);
            move(runningVar, out.get(2), o.momentum(), n / (n - 1));
        });
        return out.get(0);
    }

    /** Returns the number of values that a channel's statistics are of, before any check. */
    static long valuesPerChannel(Tensor x) {
        long n = x.dim() == 0 ? 0 : x.size(0);
        for (int d = 2; d < x.dim(); d++) {
            n *= x.size(d);
        }
        return n;
    }

    private static void checkStatistic(String name, @Nullable Tensor running, int channels) {
        if (running != null && running.numel() != channels) {
            throw new IllegalArgumentException(
                    "batch_norm: "
                            + name
                            + " should contain "
                            + channels
                            + " elements not "
                            + running.numel());
        }
    }

    private static void move(
            @Nullable Tensor running, Tensor statistic, double momentum, double factor) {
        if (running != null) {
            Tensor target = statistic.to(running.dtype()).mul(factor * momentum);
            running.copy_(running.mul(1 - momentum).add(target));
        }
    }

    /** Returns zeros, of the other parameter's dtype if there is one. */
    private static Tensor like(Tensor x, int n, @Nullable Tensor other) {
        return Tensor.zeros(other == null ? x.dtype() : other.dtype(), n);
    }

    /**
     * Returns x {@code (N, C, *)} normalised over each channel of each example (Ulyanov et al.
     * 2016).
     *
     * <p>{@code training} (PyTorch's {@code use_input_stats}) decides whose statistics count;
     * running ones move towards the mean over the examples.
     */
    public static Tensor instanceNorm(
            Tensor x,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            UnaryOperator<BatchNormOptions> options) {
        BatchNormOptions o = options.apply(BatchNormOptions.DEFAULT.training(true));
        if (x.dim() < 3) {
            throw new IllegalArgumentException(
                    "instance_norm: expected at least 3 dimensions (N, C, *), got "
                            + x.shape().listText());
        }
        int examples = x.size(0);
        int channels = x.size(1);
        boolean single = Arrays.stream(x.shape().toArray()).skip(2).allMatch(n -> n == 1);
        if (o.training() && single) {
            throw new IllegalArgumentException(
                    "instance_norm: Expected more than 1 spatial element when training, got input"
                            + " size "
                            + x.shape());
        }
        int[] sizes = x.shape().toArray();
        int[] folded = sizes.clone();
        folded[0] = 1;
        folded[1] = examples * channels;
        Tensor mean = repeated(runningMean, examples);
        Tensor var = repeated(runningVar, examples);
        Tensor y =
                normalised(
                        x.reshape(folded),
                        mean,
                        var,
                        repeated(weight, examples),
                        repeated(bias, examples),
                        o);
        if (o.training()) {
            noGrad(() -> {
                back(runningMean, mean, examples);
                back(runningVar, var, examples);
            });
        }
        return y.view(sizes);
    }

    private static @Nullable Tensor repeated(@Nullable Tensor x, int times) {
        return x == null ? null : x.repeat(times);
    }

    private static void back(@Nullable Tensor running, @Nullable Tensor repeated, int times) {
        if (running != null && repeated != null) {
            running.copy_(repeated.view(times, running.size(0)).mean(0));
        }
    }

    /**
     * Returns x normalised over its last dimensions, without a learnt scale.
     *
     * <p>With {@code x = tensor([1., 3.])}, {@code layerNorm(x, 2)} is {@code tensor([-1.0000,
     * 1.0000])}.
     */
    public static Tensor layerNorm(Tensor x, int... normalizedShape) {
        return layerNorm(x, normalizedShape, null, null, 1e-5);
    }

    /**
     * Returns x normalised over its last dimensions (Ba et al. 2016).
     *
     * @param normalizedShape the sizes of those dimensions
     * @param weight of that shape, or null for ones
     * @param bias of that shape, or null for zeros
     * @throws IllegalArgumentException if x does not end in that shape
     */
    public static Tensor layerNorm(
            Tensor x,
            int[] normalizedShape,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double eps) {
        Shape shape = Shape.of(normalizedShape);
        checkEnds("layer_norm", x, shape);
        checkShape("layer_norm", "weight", weight, shape);
        checkShape("layer_norm", "bias", bias, shape);
        int n = Math.toIntExact(shape.numel());
        Tensor w = weight == null ? like(x, n, bias).add(1).view(shape) : weight;
        Tensor b = bias == null ? like(x, n, weight).view(shape) : bias;
        NeuralOp op =
                new NeuralOp.Normalization(Normalized.LAYER, normalizedShape.length, false, eps);
        return Tensor.applyAll(op, x, w, b).get(0);
    }

    private static void checkEnds(String name, Tensor x, Shape shape) {
        int n = shape.rank();
        if (n == 0) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected normalized_shape to be at least 1-dimensional, i.e.,"
                            + " containing at least one element, but got normalized_shape = []");
        }
        int[] sizes = x.shape().toArray();
        if (sizes.length < n
                || !Arrays.equals(
                        Arrays.copyOfRange(sizes, sizes.length - n, sizes.length),
                        shape.toArray())) {
            throw new IllegalArgumentException(
                    name
                            + ": Given normalized_shape="
                            + shape.listText()
                            + ", expected input with shape [*, "
                            + shape.listText().substring(1)
                            + ", but got input of size"
                            + x.shape().listText());
        }
    }

    private static void checkShape(String name, String what, @Nullable Tensor x, Shape shape) {
        if (x != null && !x.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected "
                            + what
                            + " to be of same shape as normalized_shape, but got "
                            + what
                            + " of shape "
                            + x.shape().listText()
                            + " and normalized_shape = "
                            + shape.listText());
        }
    }

    /**
     * Returns {@code x / sqrt(mean(x^2) + eps) * weight} over the last dimensions (Zhang and
     * Sennrich 2019).
     *
     * @param eps null for the dtype's machine epsilon
     */
    public static Tensor rmsNorm(
            Tensor x, int[] normalizedShape, @Nullable Tensor weight, @Nullable Double eps) {
        Shape shape = Shape.of(normalizedShape);
        checkEnds("rms_norm", x, shape);
        checkShape("rms_norm", "weight", weight, shape);
        int[] last = new int[shape.rank()];
        Arrays.setAll(last, i -> i - last.length);
        double e = eps == null ? epsilon(x) : eps;
        Tensor y = x.mul(x.square().mean(last, true, null).add(e).rsqrt());
        return weight == null ? y : y.mul(weight);
    }

    private static double epsilon(Tensor x) {
        return switch (x.dtype()) {
            case FLOAT64 -> 0x1p-52;
            case FLOAT16 -> 0x1p-10;
            case BFLOAT16 -> 0x1p-7;
            case FLOAT32, INT64, INT32, INT16, INT8, UINT8, BOOL -> 0x1p-23;
        };
    }

    /** Returns x normalised over groups of channels, without a learnt scale. */
    public static Tensor groupNorm(Tensor x, int numGroups) {
        return groupNorm(x, numGroups, null, null, 1e-5);
    }

    /**
     * Returns x {@code (N, C, *)} normalised over groups of channels (Wu and He 2018).
     *
     * @param weight {@code (C)}, or null for ones
     * @param bias {@code (C)}, or null for zeros
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    public static Tensor groupNorm(
            Tensor x, int numGroups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        int channels = x.dim() < 2 ? 0 : x.size(1);
        Tensor w = weight == null ? like(x, channels, bias).add(1) : weight;
        Tensor b = bias == null ? like(x, channels, weight) : bias;
        NeuralOp op = new NeuralOp.Normalization(Normalized.GROUP, numGroups, false, eps);
        return Tensor.applyAll(op, x, w, b).get(0);
    }

    /** Returns x normalised across channels, with PyTorch's defaults. */
    public static Tensor localResponseNorm(Tensor x, int size) {
        return localResponseNorm(x, size, 1e-4, 0.75, 1);
    }

    /**
     * Returns {@code x / (k + alpha * mean of the squares of size channels around)^beta}
     * (Krizhevsky et al. 2012, section 3.3); beyond the first and last channel are zeros.
     *
     * @param x {@code (N, C, *)}, of at least three dimensions
     */
    public static Tensor localResponseNorm(
            Tensor x, int size, double alpha, double beta, double k) {
        return ResponseNormalization.local(x, size, alpha, beta, k);
    }

    /** Returns the rows of x, along dimension 1, divided by their lengths. */
    public static Tensor normalize(Tensor x) {
        return normalize(x, 2, 1e-12, 1);
    }

    /**
     * Returns {@code x / max(norm, eps)}, the p-norm taken over dimensions.
     *
     * @throws IndexOutOfBoundsException if a dimension does not exist
     */
    public static Tensor normalize(Tensor x, double p, double eps, int... dims) {
        return x.div(x.norm(p, dims, true).clampMin(eps).expand(x.shape()));
    }
}
