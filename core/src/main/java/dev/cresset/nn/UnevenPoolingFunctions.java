package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.PlaneOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Pooling over uneven windows, the way back from places to planes, and power means. An input may
 * lack the batch dimension.
 */
abstract sealed class UnevenPoolingFunctions extends PoolingFunctions permits ResamplingFunctions {
    UnevenPoolingFunctions() {}

    // ---- adaptive

    /**
     * Returns the largest of windows that cover x {@code (N, C, length)}, as many as asked for;
     * null keeps a size, one number is for all dimensions.
     */
    public static Tensor adaptiveMaxPool1d(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveMaxPool(1, x, outputSize).values();
    }

    /** Does {@link #adaptiveMaxPool1d}, and returns the places too, int64. */
    public static Pooled adaptiveMaxPool1dWithIndices(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveMaxPool(1, x, outputSize);
    }

    /**
     * Returns the largest of windows that cover x {@code (N, C, height, width)}, as many as asked
     * for; null keeps a size, one number is for all dimensions.
     */
    public static Tensor adaptiveMaxPool2d(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveMaxPool(2, x, outputSize).values();
    }

    /** Does {@link #adaptiveMaxPool2d}, and returns the places in the plane too, int64. */
    public static Pooled adaptiveMaxPool2dWithIndices(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveMaxPool(2, x, outputSize);
    }

    /**
     * Returns the largest of windows that cover x {@code (N, C, depth, height, width)}, as many as
     * asked for; null keeps a size, one number is for all dimensions.
     */
    public static Tensor adaptiveMaxPool3d(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveMaxPool(3, x, outputSize).values();
    }

    /** Does {@link #adaptiveMaxPool3d}, and returns the places in the volume too, int64. */
    public static Pooled adaptiveMaxPool3dWithIndices(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveMaxPool(3, x, outputSize);
    }

    static Pooled adaptiveMaxPool(int n, Tensor x, @Nullable Integer... outputSize) {
        int[] sizes = adaptiveSizes("adaptive_max_pool" + n + "d", n, x, outputSize);
        if (n == 1) {
            check(new PlaneOp.AdaptiveMaxPool(sizes), x);
            Pooled out = pooled(new PlaneOp.AdaptiveMaxPool(1, sizes[0]), x.unsqueeze(-2));
            return new Pooled(out.values().squeeze(-2), out.indices().squeeze(-2));
        }
        return pooled(new PlaneOp.AdaptiveMaxPool(sizes), x);
    }

    private static Pooled pooled(NeuralOp op, Tensor... in) {
        List<Tensor> out = Tensor.applyAll(op, in);
        return new Pooled(out.get(0), out.get(1));
    }

    // ---- fractional

    /**
     * Returns the largest of windows of random steps over x {@code (N, C, height, width)} (Graham
     * 2014).
     *
     * <p>The options say how many there are to be, or what part of the input's sizes; the steps are
     * drawn with the default generator unless they are given.
     *
     * @throws IllegalArgumentException if neither or both are said, or the windows are too large
     */
    public static Tensor fractionalMaxPool2d(
            Tensor x, int[] kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        return fractional(2, x, options.apply(FractionalPoolOptions.of(kernelSize))).values();
    }

    /** Does {@link #fractionalMaxPool2d}, and returns the places in the plane too, int64. */
    public static Pooled fractionalMaxPool2dWithIndices(
            Tensor x, int[] kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        return fractional(2, x, options.apply(FractionalPoolOptions.of(kernelSize)));
    }

    /** Does {@link #fractionalMaxPool2d} to x {@code (N, C, depth, height, width)}. */
    public static Tensor fractionalMaxPool3d(
            Tensor x, int[] kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        return fractional(3, x, options.apply(FractionalPoolOptions.of(kernelSize))).values();
    }

    /** Does {@link #fractionalMaxPool3d}, and returns the places in the volume too, int64. */
    public static Pooled fractionalMaxPool3dWithIndices(
            Tensor x, int[] kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        return fractional(3, x, options.apply(FractionalPoolOptions.of(kernelSize)));
    }

    static Pooled fractional(int n, Tensor x, FractionalPoolOptions o) {
        String name = "fractional_max_pool" + n + "d";
        o.check(name, n);
        if (x.dim() != n + 1 && x.dim() != n + 2) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected "
                            + (n + 1)
                            + "D or "
                            + (n + 2)
                            + "D tensor, but got: "
                            + x.shape().listText());
        }
        int lead = x.dim() - n;
        int[] sizes = new int[n];
        int[] asked = o.outputSize();
        double[] ratio = o.outputRatio();
        for (int d = 0; d < n; d++) {
            sizes[d] =
                    asked != null
                            ? asked[asked.length == 1 ? 0 : d]
                            : (int) (x.size(lead + d) * ratioOf(ratio, d));
        }
        PlaneOp op =
                new PlaneOp.FractionalMaxPool(Sizes.of("kernel_size", n, o.kernelSize()), sizes);
        Tensor samples = o.randomSamples();
        if (samples == null) {
            int batch = lead == 1 ? 1 : x.size(0);
            samples = Tensor.empty(x.dtype(), batch, x.size(lead - 1), n).uniform_(0, 1);
        }
        return pooled(op, x, samples);
    }

    private static double ratioOf(double @Nullable [] ratio, int dim) {
        return ratio == null ? 1 : ratio[ratio.length == 1 ? 0 : dim];
    }

    // ---- the way back

    /**
     * Returns planes of zeros with values at the places that a maximum came from: the partial
     * inverse of {@code maxPool1d}.
     *
     * @param indices the places, as {@code maxPool1dWithIndices} returns them
     * @param outputSize the sizes wanted, of the last dimension or all; none: by kernel and stride
     * @throws IllegalArgumentException if shapes differ, or a place is not in the plane
     */
    public static Tensor maxUnpool1d(
            Tensor x,
            Tensor indices,
            int[] kernelSize,
            UnaryOperator<MaxUnpoolOptions> options,
            int... outputSize) {
        MaxUnpoolOptions o = options.apply(MaxUnpoolOptions.of(kernelSize));
        return maxUnpool(1, x, indices, o, outputSize);
    }

    /** Does {@link #maxUnpool1d} to planes: x and places {@code (N, C, height, width)}. */
    public static Tensor maxUnpool2d(
            Tensor x,
            Tensor indices,
            int[] kernelSize,
            UnaryOperator<MaxUnpoolOptions> options,
            int... outputSize) {
        MaxUnpoolOptions o = options.apply(MaxUnpoolOptions.of(kernelSize));
        return maxUnpool(2, x, indices, o, outputSize);
    }

    /** Does {@link #maxUnpool1d} to volumes: x and places {@code (N, C, depth, height, width)}. */
    public static Tensor maxUnpool3d(
            Tensor x,
            Tensor indices,
            int[] kernelSize,
            UnaryOperator<MaxUnpoolOptions> options,
            int... outputSize) {
        MaxUnpoolOptions o = options.apply(MaxUnpoolOptions.of(kernelSize));
        return maxUnpool(3, x, indices, o, outputSize);
    }

    static Tensor maxUnpool(
            int n, Tensor x, Tensor indices, MaxUnpoolOptions o, int... outputSize) {
        int[] plane = unpooledSizes(n, x, o, outputSize);
        if (n > 1) {
            return Tensor.apply(new PlaneOp.MaxUnpool(plane), x, indices);
        }
        if (!indices.shape().equals(x.shape())) {
            throw new IllegalArgumentException(
                    "max_unpool1d: Expected shape of indices to be same as that of the input"
                            + " tensor ("
                            + x.shape().listText()
                            + ") but got indices tensor with shape: "
                            + indices.shape().listText());
        }
        PlaneOp op = new PlaneOp.MaxUnpool(plane[0], 1);
        return Tensor.apply(op, x.unsqueeze(-1), indices.unsqueeze(-1)).squeeze(-1);
    }

    private static int[] unpooledSizes(int n, Tensor x, MaxUnpoolOptions o, int... asked) {
        String name = "max_unpool" + n + "d";
        int[] kernel = Sizes.of("kernel_size", n, o.kernelSize());
        int[] stride = Sizes.of("stride", n, o.steps());
        int[] padding = Sizes.of("padding", n, o.padding());
        if (x.dim() != n + 1 && x.dim() != n + 2) {
            throw new IllegalArgumentException(
                    name
                            + ": Input should be a "
                            + (n + 1)
                            + "d or "
                            + (n + 2)
                            + "d tensor, but got a tensor with shape "
                            + x.shape().listText());
        }
        int[] usual = new int[n];
        for (int d = 0; d < n; d++) {
            usual[d] = (x.size(d - n) - 1) * stride[d] + kernel[d] - 2 * padding[d];
        }
        int[] sizes = usual;
        if (asked.length > 0) {
            sizes = asked.length == n + 2 ? Arrays.copyOfRange(asked, 2, n + 2) : asked.clone();
            if (sizes.length != n) {
                throw new IllegalArgumentException(
                        name
                                + ": output_size should be a sequence containing "
                                + n
                                + " or "
                                + (n + 2)
                                + " elements, but it has a length of "
                                + asked.length);
            }
            for (int d = 0; d < n; d++) {
                if (Math.abs(sizes[d] - usual[d]) >= stride[d]) {
                    throw new IllegalArgumentException(
                            name
                                    + ": invalid output_size "
                                    + Arrays.toString(asked)
                                    + " (dim "
                                    + d
                                    + " must be between "
                                    + (usual[d] - stride[d])
                                    + " and "
                                    + (usual[d] + stride[d])
                                    + ")");
                }
            }
        }
        if (Arrays.stream(sizes).anyMatch(s -> s < 0)) {
            throw new IllegalArgumentException(
                    name
                            + ": output_size must contain non-negative spatial dimensions, but got "
                            + Shape.of(x.shape().toArray()).listText()
                            + " to "
                            + Arrays.toString(sizes));
        }
        return sizes;
    }

    // ---- power means

    /**
     * Returns {@code (sum of x^p)^(1/p)} of each window of x {@code (N, C, length)}: for p = 1 the
     * sum, for p infinite the largest of {@code |x|}.
     *
     * @param normType p
     */
    public static Tensor lpPool1d(
            Tensor x, double normType, int[] kernelSize, UnaryOperator<LPPoolOptions> options) {
        return lpPool(1, x, normType, options.apply(LPPoolOptions.of(kernelSize)));
    }

    /** Does {@link #lpPool1d} to planes, x {@code (N, C, height, width)}. */
    public static Tensor lpPool2d(
            Tensor x, double normType, int[] kernelSize, UnaryOperator<LPPoolOptions> options) {
        return lpPool(2, x, normType, options.apply(LPPoolOptions.of(kernelSize)));
    }

    /** Does {@link #lpPool1d} to volumes, x {@code (N, C, depth, height, width)}. */
    public static Tensor lpPool3d(
            Tensor x, double normType, int[] kernelSize, UnaryOperator<LPPoolOptions> options) {
        return lpPool(3, x, normType, options.apply(LPPoolOptions.of(kernelSize)));
    }

    static Tensor lpPool(int n, Tensor x, double p, LPPoolOptions o) {
        if (p == 0) {
            throw new IllegalArgumentException(
                    "lp_pool" + n + "d: norm_type must not be 0, got " + p);
        }
        int[] kernel = Sizes.of("kernel_size", n, o.kernelSize());
        if (Double.isInfinite(p)) {
            MaxPoolOptions max = MaxPoolOptions.of(kernel).stride(o.steps()).ceilMode(o.ceilMode());
            return p > 0 ? largest(n, x.abs(), max) : largest(n, x.abs().neg(), max).neg();
        }
        AvgPoolOptions mean = AvgPoolOptions.of(kernel).stride(o.steps()).ceilMode(o.ceilMode());
        Tensor out = mean(n, x.pow(number(p)), mean);
        int count = Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
        return out.sign().mul(out.abs().relu()).mul(count).pow(1 / p);
    }

    /** A whole exponent keeps integers integers. */
    private static Number number(double p) {
        return p == Math.rint(p) && Math.abs(p) < 1e9 ? (Number) (int) p : (Number) p;
    }

    private static Tensor largest(int n, Tensor x, MaxPoolOptions o) {
        return switch (n) {
            case 1 -> maxPool1d(x, o.kernelSize(), p -> o);
            case 2 -> maxPool2d(x, o.kernelSize(), p -> o);
            default -> maxPool3d(x, o.kernelSize(), p -> o);
        };
    }

    private static Tensor mean(int n, Tensor x, AvgPoolOptions o) {
        return switch (n) {
            case 1 -> avgPool1d(x, o.kernelSize(), p -> o);
            case 2 -> avgPool2d(x, o.kernelSize(), p -> o);
            default -> avgPool3d(x, o.kernelSize(), p -> o);
        };
    }
}
