package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Inference;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Spec;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pooling: the largest or the mean of windows. An input may lack the batch dimension. */
abstract sealed class PoolingFunctions extends ConvolutionFunctions permits UnevenPoolingFunctions {
    PoolingFunctions() {}

    /** Returns the largest of each window of x {@code (N, C, length)}, side by side. */
    public static Tensor maxPool1d(Tensor x, int... kernelSize) {
        return maxPool1d(x, kernelSize, o -> o);
    }

    /** Returns the largest of each window of x {@code (N, C, length)}. */
    public static Tensor maxPool1d(
            Tensor x, int kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return maxPool1d(x, new int[] {kernelSize}, options);
    }

    /** Returns the largest of each window of x {@code (N, C, length)}. */
    public static Tensor maxPool1d(
            Tensor x, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return values(1, x, options.apply(MaxPoolOptions.of(kernelSize)));
    }

    /** Returns the mean of each window of x {@code (N, C, length)}, side by side. */
    public static Tensor avgPool1d(Tensor x, int... kernelSize) {
        return avgPool1d(x, kernelSize, o -> o);
    }

    /** Returns the mean of each window of x {@code (N, C, length)}. */
    public static Tensor avgPool1d(
            Tensor x, int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        return avgPool1d(x, new int[] {kernelSize}, options);
    }

    /** Returns the mean of each window of x {@code (N, C, length)}. */
    public static Tensor avgPool1d(
            Tensor x, int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        return avgPool(1, x, options.apply(AvgPoolOptions.of(kernelSize)));
    }

    /** Returns the largest of each window and its place in the plane, int64. */
    public static Pooled maxPool1dWithIndices(
            Tensor x, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return maxPool(1, x, options.apply(MaxPoolOptions.of(kernelSize)));
    }

    /**
     * Returns the means of windows that cover x {@code (N, C, length)}, as many as asked for; null
     * keeps a size, one number is for all dimensions.
     */
    public static Tensor adaptiveAvgPool1d(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveAvgPool(1, x, outputSize);
    }

    /** Returns the largest of each window of x {@code (N, C, height, width)}, side by side. */
    public static Tensor maxPool2d(Tensor x, int... kernelSize) {
        return maxPool2d(x, kernelSize, o -> o);
    }

    /** Returns the largest of each window of x {@code (N, C, height, width)}. */
    public static Tensor maxPool2d(
            Tensor x, int kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return maxPool2d(x, new int[] {kernelSize}, options);
    }

    /** Returns the largest of each window of x {@code (N, C, height, width)}. */
    public static Tensor maxPool2d(
            Tensor x, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return values(2, x, options.apply(MaxPoolOptions.of(kernelSize)));
    }

    /** Returns the mean of each window of x {@code (N, C, height, width)}, side by side. */
    public static Tensor avgPool2d(Tensor x, int... kernelSize) {
        return avgPool2d(x, kernelSize, o -> o);
    }

    /** Returns the mean of each window of x {@code (N, C, height, width)}. */
    public static Tensor avgPool2d(
            Tensor x, int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        return avgPool2d(x, new int[] {kernelSize}, options);
    }

    /** Returns the mean of each window of x {@code (N, C, height, width)}. */
    public static Tensor avgPool2d(
            Tensor x, int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        return avgPool(2, x, options.apply(AvgPoolOptions.of(kernelSize)));
    }

    /** Returns the largest of each window and its place in the plane, int64. */
    public static Pooled maxPool2dWithIndices(
            Tensor x, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return maxPool(2, x, options.apply(MaxPoolOptions.of(kernelSize)));
    }

    /**
     * Returns the means of windows that cover x {@code (N, C, height, width)}, as many as asked
     * for; null keeps a size, one number is for all dimensions.
     */
    public static Tensor adaptiveAvgPool2d(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveAvgPool(2, x, outputSize);
    }

    /**
     * Returns the largest of each window of x {@code (N, C, depth, height, width)}, side by side.
     */
    public static Tensor maxPool3d(Tensor x, int... kernelSize) {
        return maxPool3d(x, kernelSize, o -> o);
    }

    /** Returns the largest of each window of x {@code (N, C, depth, height, width)}. */
    public static Tensor maxPool3d(
            Tensor x, int kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return maxPool3d(x, new int[] {kernelSize}, options);
    }

    /** Returns the largest of each window of x {@code (N, C, depth, height, width)}. */
    public static Tensor maxPool3d(
            Tensor x, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return values(3, x, options.apply(MaxPoolOptions.of(kernelSize)));
    }

    /** Returns the mean of each window of x {@code (N, C, depth, height, width)}, side by side. */
    public static Tensor avgPool3d(Tensor x, int... kernelSize) {
        return avgPool3d(x, kernelSize, o -> o);
    }

    /** Returns the mean of each window of x {@code (N, C, depth, height, width)}. */
    public static Tensor avgPool3d(
            Tensor x, int kernelSize, UnaryOperator<AvgPoolOptions> options) {
        return avgPool3d(x, new int[] {kernelSize}, options);
    }

    /** Returns the mean of each window of x {@code (N, C, depth, height, width)}. */
    public static Tensor avgPool3d(
            Tensor x, int[] kernelSize, UnaryOperator<AvgPoolOptions> options) {
        return avgPool(3, x, options.apply(AvgPoolOptions.of(kernelSize)));
    }

    /** Returns the largest of each window and its place in the plane, int64. */
    public static Pooled maxPool3dWithIndices(
            Tensor x, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        return maxPool(3, x, options.apply(MaxPoolOptions.of(kernelSize)));
    }

    /**
     * Returns the means of windows that cover x {@code (N, C, depth, height, width)}, as many as
     * asked for; null keeps a size, one number is for all dimensions.
     */
    public static Tensor adaptiveAvgPool3d(Tensor x, @Nullable Integer... outputSize) {
        return adaptiveAvgPool(3, x, outputSize);
    }

    static Tensor values(int n, Tensor x, MaxPoolOptions o) {
        if (o.returnIndices()) {
            throw new IllegalArgumentException(
                    "max_pool"
                            + n
                            + "d: returnIndices(true) gives two tensors; call maxPool"
                            + n
                            + "dWithIndices, or a layer's callWithIndices");
        }
        return maxPool(n, x, o).values();
    }

    static Pooled maxPool(int n, Tensor x, MaxPoolOptions o) {
        if (n == 1) {
            NeuralOp narrow =
                    new NeuralOp.MaxPool(
                            Sizes.of("kernel_size", 1, o.kernelSize()),
                            Sizes.of("stride", 1, o.steps()),
                            Sizes.of("padding", 1, o.padding()),
                            Sizes.of("dilation", 1, o.dilation()),
                            o.ceilMode());
            check(narrow, x);
            MaxPoolOptions wide =
                    new MaxPoolOptions(
                            wide("kernel_size", 1, o.kernelSize()),
                            wide("stride", 1, o.steps()),
                            wide("padding", 0, o.padding()),
                            wide("dilation", 1, o.dilation()),
                            o.ceilMode(),
                            o.returnIndices());
            Pooled out = maxPool(2, x.unsqueeze(-2), wide);
            return new Pooled(out.values().squeeze(-2), out.indices().squeeze(-2));
        }
        NeuralOp op =
                new NeuralOp.MaxPool(
                        Sizes.of("kernel_size", n, o.kernelSize()),
                        Sizes.of("stride", n, o.steps()),
                        Sizes.of("padding", n, o.padding()),
                        Sizes.of("dilation", n, o.dilation()),
                        o.ceilMode());
        List<Tensor> out = Tensor.applyAll(op, x);
        return new Pooled(out.get(0), out.get(1));
    }

    static Tensor avgPool(int n, Tensor x, AvgPoolOptions o) {
        Integer divisor = o.divisorOverride();
        if (divisor != null && divisor == 0) {
            throw new IllegalArgumentException(
                    "avg_pool" + n + "d: divisor must be not zero, got divisor_override=0");
        }
        if (n == 1) {
            NeuralOp narrow =
                    new NeuralOp.AvgPool(
                            Sizes.of("kernel_size", 1, o.kernelSize()),
                            Sizes.of("stride", 1, o.steps()),
                            Sizes.of("padding", 1, o.padding()),
                            o.ceilMode(),
                            o.countIncludePad(),
                            0);
            check(narrow, x);
            AvgPoolOptions wide =
                    new AvgPoolOptions(
                            wide("kernel_size", 1, o.kernelSize()),
                            wide("stride", 1, o.steps()),
                            wide("padding", 0, o.padding()),
                            o.ceilMode(),
                            o.countIncludePad(),
                            divisor);
            return avgPool(2, x.unsqueeze(-2), wide).squeeze(-2);
        }
        NeuralOp op =
                new NeuralOp.AvgPool(
                        Sizes.of("kernel_size", n, o.kernelSize()),
                        Sizes.of("stride", n, o.steps()),
                        Sizes.of("padding", n, o.padding()),
                        o.ceilMode(),
                        o.countIncludePad(),
                        divisor == null ? 0 : divisor);
        return Tensor.apply(op, x);
    }

    static Tensor adaptiveAvgPool(int n, Tensor x, @Nullable Integer... outputSize) {
        int[] sizes = adaptiveSizes("adaptive_avg_pool" + n + "d", n, x, outputSize);
        if (n == 1) {
            check(new NeuralOp.AdaptiveAvgPool(sizes), x);
            return adaptiveAvgPool(2, x.unsqueeze(-2), 1, sizes[0]).squeeze(-2);
        }
        if (Sizes.all(1, sizes) && x.numel() != 0) {
            int[] last = new int[n];
            Arrays.setAll(last, i -> i - n);
            return x.mean(last, true, null);
        }
        return Tensor.apply(new NeuralOp.AdaptiveAvgPool(sizes), x);
    }

    /** Returns the sizes of an adaptive pool's result: null keeps the input's. */
    static int[] adaptiveSizes(String name, int n, Tensor x, @Nullable Integer... outputSize) {
        if (outputSize.length != 1 && outputSize.length != n) {
            throw new IllegalArgumentException(
                    name + ": output_size must be " + n + ", got " + Arrays.toString(outputSize));
        }
        if (x.dim() <= n) {
            throw new IllegalArgumentException(
                    name
                            + ": Input dimension should be at least "
                            + (n + 1)
                            + ", got "
                            + x.shape().listText());
        }
        int[] sizes = new int[n];
        for (int i = 0; i < n; i++) {
            Integer asked = outputSize[outputSize.length == 1 ? 0 : i];
            sizes[i] = asked == null ? x.size(x.dim() - n + i) : asked;
        }
        return sizes;
    }

    /** Refuses what the op refuses, by its own name, before it is run as one of two dimensions. */
    static void check(NeuralOp op, Tensor x) {
        Inference.infer(op, new Spec(x.dtype(), x.shape()));
    }

    private static int[] wide(String name, int first, int... sizes) {
        return new int[] {first, Sizes.of(name, 1, sizes)[0]};
    }
}
