package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What PyTorch's own functions are made of and offers beside them as {@code
 * torch.native_layer_norm} and so on: normalisations that also return their statistics, backward
 * passes as functions.
 */
public final class NativeFunctions {
    /**
     * A normalised tensor and what it was normalised by.
     *
     * @param output the normalised tensor
     * @param mean the means
     * @param rstd {@code 1 / sqrt(var + eps)}
     */
    public record Normalized(Tensor output, Tensor mean, Tensor rstd) {}

    /** Results that were kept, divided by the probability of it, and which they were. */
    public record Dropped(Tensor output, Tensor mask) {}

    private NativeFunctions() {}

    /** Returns {@link Functional#layerNorm} and its statistics, which gradients do not reach. */
    public static Normalized nativeLayerNorm(
            Tensor x,
            int[] normalizedShape,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double eps) {
        Tensor y = Functional.layerNorm(x, normalizedShape, weight, bias, eps);
        int n = normalizedShape.length;
        int[] last = IntStream.rangeClosed(-n, -1).toArray();
        return new Normalized(y, mean(x.detach(), last, true), rstd(x.detach(), last, true, eps));
    }

    /** Returns {@link Functional#groupNorm} and its statistics, {@code (N, groups)}. */
    public static Normalized nativeGroupNorm(
            Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, int groups, double eps) {
        Tensor y = Functional.groupNorm(x, groups, weight, bias, eps);
        int size = Math.toIntExact(x.numel() / Math.max(1, (long) x.size(0) * groups));
        Tensor parts = x.reshape(x.size(0), groups, size);
        int[] last = {-1};
        return new Normalized(y, mean(parts, last, false), rstd(parts, last, false, eps));
    }

    /**
     * Returns {@link Functional#batchNorm} and the statistics of the batch, {@code (C)}; empty ones
     * when the running statistics are used.
     */
    public static Normalized nativeBatchNorm(
            Tensor x,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            UnaryOperator<BatchNormOptions> options) {
        BatchNormOptions o = options.apply(BatchNormOptions.DEFAULT);
        Tensor y = Functional.batchNorm(x, runningMean, runningVar, weight, bias, p -> o);
        if (!o.training()) {
            return new Normalized(y, Tensor.empty(x.dtype(), 0), Tensor.empty(x.dtype(), 0));
        }
        int[] dims = IntStream.range(0, x.dim()).filter(d -> d != 1).toArray();
        Tensor d = x.detach();
        return new Normalized(y, mean(d, dims, false), rstd(d, dims, false, o.eps()));
    }

    private static Tensor mean(Tensor x, int[] dims, boolean keepdim) {
        return x.mean(dims, keepdim, null);
    }

    private static Tensor rstd(Tensor x, int[] dims, boolean keepdim, double eps) {
        return x.var(dims, 0, keepdim).add(eps).rsqrt();
    }

    /**
     * Returns the gradient of a softmax, {@code y (g - sum(g y))}.
     *
     * @param g the gradient of its result
     * @param y its result
     */
    public static Tensor softmaxBackwardData(Tensor g, Tensor y, int dim) {
        Tensor weighted = g.mul(y);
        return weighted.sub(y.mul(weighted.sum(new int[] {dim}, true, null)));
    }

    /**
     * Returns x with each element 0 with probability p, else divided by {@code 1 - p}, and the mask
     * of those that were kept; all are where {@code train} is false.
     */
    public static Dropped nativeDropout(Tensor x, double p, boolean train) {
        if (!train || x.numel() == 0) {
            return new Dropped(x.clone(), x.onesLike(DType.BOOL));
        }
        Tensor mask = x.emptyLike().bernoulli(1 - p, null).toBool();
        return new Dropped(x.mul(mask).mul(p == 1 ? 0 : 1 / (1 - p)), mask);
    }

    /** Returns the gradient of a dropout: g where the mask is true, times a scale. */
    public static Tensor nativeDropoutBackward(Tensor g, Tensor mask, double scale) {
        return g.mul(mask).mul(scale);
    }

    /**
     * Returns the gradient of {@link Functional#maxPool2d} for its input x, which g flows to where
     * the largest elements were.
     *
     * @param g the gradient of its result
     */
    public static Tensor maxPool2dBackward(
            Tensor g, Tensor x, int[] kernelSize, UnaryOperator<MaxPoolOptions> options) {
        Tensor places = Functional.maxPool2dWithIndices(x.detach(), kernelSize, options).indices();
        Tensor zeros = x.maskedFill(Tensor.tensor(true), 0).flatten(-2);
        Tensor out = zeros.scatterAdd(zeros.dim() - 1, places.flatten(-2), g.flatten(-2));
        return out.view(x.shape());
    }
}
