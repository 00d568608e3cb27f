package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reductions and normalisations that look only at the elements where a mask is true: PyTorch's
 * {@code torch.masked}.
 *
 * <p>A mask is bool and broadcasts to the input; none (null) is all true. Elements that it hides
 * count as the identity of the operation: 0 in a sum, 1 in a product, minus infinity in a maximum.
 * Where it hides everything, a reduction gives that identity; means, medians and variances NaN.
 *
 * <pre>{@code
 * Masked.mean(tensor(1, 2, 30), null, false, null, tensor(true, true, false));   // tensor(1.5000)
 * }</pre>
 *
 * <p>Dimensions {@code dims} may be null for all; a {@code dtype} of null is the usual one.
 */
public final class Masked {
    private Masked() {}

    /** Returns the sum of the visible elements; integers sum in int64. */
    public static Tensor sum(
            Tensor x,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        int[] axes = axes("sum", x, dims);
        return visible("sum", x, mask, 0).sum(axes, keepdim, wide(x, dtype));
    }

    /** Returns the product of the visible elements; integers multiply in int64. */
    public static Tensor prod(
            Tensor x,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        int[] axes = axes("prod", x, dims);
        Tensor out = visible("prod", x, mask, 1).to(wide(x, dtype));
        for (int i = axes.length - 1; i >= 0; i--) {
            out = out.prod(axes[i], keepdim, null);
        }
        return out;
    }

    /** Returns running sums along a dimension of the visible elements. */
    public static Tensor cumsum(Tensor x, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        int d = x.shape().axis("cumsum", dim);
        return visible("cumsum", x, mask, 0).cumsum(d, dtype == null ? x.dtype() : dtype);
    }

    /** Returns running products along a dimension of the visible elements. */
    public static Tensor cumprod(Tensor x, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        int d = x.shape().axis("cumprod", dim);
        return visible("cumprod", x, mask, 1).cumprod(d, dtype == null ? x.dtype() : dtype);
    }

    /** Returns the largest visible element; ties share gradients. */
    public static Tensor amax(
            Tensor x,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        int[] axes = axes("amax", x, dims);
        return as(visible("amax", x, mask, least(x)).amax(axes, keepdim), dtype);
    }

    /** Returns the smallest visible element; ties share gradients. */
    public static Tensor amin(
            Tensor x,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        int[] axes = axes("amin", x, dims);
        return as(visible("amin", x, mask, most(x)).amin(axes, keepdim), dtype);
    }

    /**
     * Returns where the largest visible element is, in the dtype of x as PyTorch has it.
     *
     * @param dim null for the place among all elements
     */
    public static Tensor argmax(
            Tensor x,
            @Nullable Integer dim,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        Tensor seen = visible("argmax", x, mask, least(x));
        Tensor at = dim == null ? seen.argmax() : seen.argmax(dim, keepdim);
        return all(at, x, dim, keepdim).to(dtype == null ? x.dtype() : dtype);
    }

    /** Returns where the smallest visible element is, in the dtype of x as PyTorch has it. */
    public static Tensor argmin(
            Tensor x,
            @Nullable Integer dim,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        Tensor seen = visible("argmin", x, mask, most(x));
        Tensor at = dim == null ? seen.argmin() : seen.argmin(dim, keepdim);
        return all(at, x, dim, keepdim).to(dtype == null ? x.dtype() : dtype);
    }

    private static Tensor all(Tensor at, Tensor x, @Nullable Integer dim, boolean keepdim) {
        if (dim != null || !keepdim) {
            return at;
        }
        int[] ones = new int[x.dim()];
        Arrays.fill(ones, 1);
        return at.reshape(ones);
    }

    /**
     * Returns the mean of the visible elements, NaN if there is none.
     *
     * @throws IllegalArgumentException if the result's dtype is not floating-point
     */
    public static Tensor mean(
            Tensor x,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        DType type = dtype == null ? x.dtype() : dtype;
        if (!type.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "mean(): Could not infer output dtype, which must be a floating point dtype."
                            + " Got: "
                            + type);
        }
        Tensor count = count("mean", x, dims, keepdim, mask);
        return sum(x, dims, keepdim, type, mask).div(count);
    }

    /**
     * Returns the median of the visible elements along a dimension, NaN if there is none; of two in
     * the middle the lower.
     *
     * @throws IllegalArgumentException if there is none and the dtype has no NaN
     */
    public static Tensor median(
            Tensor x, int dim, boolean keepdim, @Nullable DType dtype, @Nullable Tensor mask) {
        int d = x.shape().axis("median", dim);
        boolean floating = x.dtype().isFloatingPoint();
        Tensor numbers = floating ? x : x.toFloat();
        Tensor out = visible("median", numbers, mask, Double.NaN).nanmedian(d, keepdim).values();
        if (floating) {
            return out;
        }
        if (out.isnan().any().isTrue()) {
            throw new IllegalArgumentException(
                    "masked median expects no fully masked out rows if dtype is not floating"
                            + " point: "
                            + x.dtype());
        }
        return out.to(dtype == null ? x.dtype() : dtype);
    }

    /** Returns {@code log sum e^x} of the visible elements. */
    public static Tensor logsumexp(
            Tensor x,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        int[] axes = axes("logsumexp", x, dims);
        return visible("logsumexp", x, mask, least(x))
                .logsumexp(axes, keepdim)
                .to(dtype == null ? x.dtype() : dtype);
    }

    /** Returns {@code log(e^x + e^y)}, where a hidden element counts as minus infinity. */
    public static Tensor logaddexp(
            Tensor x,
            Tensor y,
            @Nullable DType dtype,
            @Nullable Tensor xMask,
            @Nullable Tensor yMask) {
        Tensor a = visible("logaddexp", x, xMask, least(x));
        Tensor b = visible("logaddexp", y, yMask, least(y));
        return a.logaddexp(b).to(dtype == null ? x.dtype() : dtype);
    }

    /** Returns the p-norm of the visible elements. */
    public static Tensor norm(
            Tensor x,
            double p,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        int[] axes = axes("norm", x, dims);
        double identity = p == Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : 0;
        return Linalg.vectorNorm(as(visible("norm", x, mask, identity), dtype), p, axes, keepdim);
    }

    /** Returns the variance of the visible elements, with divisor {@code n - correction}. */
    public static Tensor var(
            Tensor x,
            int @Nullable [] dims,
            double correction,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        DType type = dtype == null ? x.dtype() : dtype;
        DType compute = type.isFloatingPoint() ? type : DType.FLOAT32;
        DType result = dtype == null ? compute : dtype;
        Tensor count = count("var", x, dims, true, mask);
        Tensor mean = sum(x, dims, true, result, mask).div(count);
        Tensor total = sum(x.sub(mean).square(), dims, keepdim, compute, mask);
        Tensor divisor = keepdim ? count : count.reshape(total.shape());
        if (correction != 0) {
            divisor = divisor.to(compute).sub(correction).clampMin(0);
        }
        return total.div(divisor).to(result);
    }

    /** Returns the standard deviation of the visible elements. */
    public static Tensor std(
            Tensor x,
            int @Nullable [] dims,
            double correction,
            boolean keepdim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        return var(x, dims, correction, keepdim, dtype, mask).sqrt();
    }

    /** Returns the softmax along a dimension over the visible elements, 0 at hidden ones. */
    public static Tensor softmax(Tensor x, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        int d = x.shape().axis("softmax", dim);
        Tensor seen = visible("softmax", x, mask, least(x));
        return dtype == null ? seen.softmax(d) : seen.softmax(d, dtype);
    }

    /** Returns the logarithm of {@link #softmax}. */
    public static Tensor logSoftmax(
            Tensor x, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        int d = x.shape().axis("log_softmax", dim);
        Tensor seen = visible("log_softmax", x, mask, least(x));
        return dtype == null ? seen.logSoftmax(d) : seen.logSoftmax(d, dtype);
    }

    /** Returns the softmax of {@code -x} along a dimension over the visible elements. */
    public static Tensor softmin(Tensor x, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        int d = x.shape().axis("softmin", dim);
        Tensor seen = visible("softmin", x, mask, most(x)).neg();
        return dtype == null ? seen.softmax(d) : seen.softmax(d, dtype);
    }

    /** Returns the visible elements divided by their p-norm along a dimension, at least eps. */
    public static Tensor normalize(
            Tensor x, double p, int dim, double eps, @Nullable DType dtype, @Nullable Tensor mask) {
        Tensor norm = norm(x, p, new int[] {dim}, true, dtype, mask);
        Tensor seen = visible("normalize", x, mask, 0);
        Tensor least = Tensor.full(Shape.SCALAR, eps, o -> o.dtype(norm.dtype()));
        return seen.div(norm.maximum(least));
    }

    private static Tensor count(
            String op, Tensor x, int @Nullable [] dims, boolean keepdim, @Nullable Tensor mask) {
        Tensor ones = x.onesLike(DType.BOOL);
        Tensor seen = mask == null ? ones : ones.logicalAnd(shaped(op, x, mask));
        return seen.sum(axes(op, x, dims), keepdim, null);
    }

    private static Tensor visible(String op, Tensor x, @Nullable Tensor mask, Number identity) {
        if (mask == null) {
            return x;
        }
        return x.maskedFill(shaped(op, x, mask).logicalNot(), identity);
    }

    /** The mask as bool, of the shape of x. */
    private static Tensor shaped(String op, Tensor x, Tensor mask) {
        if (mask.dim() > x.dim()) {
            throw new IndexOutOfBoundsException(
                    "masked."
                            + op
                            + " expected broadcastable mask (got mask dimensionality higher than of"
                            + " the input): "
                            + mask.shape().listText()
                            + " for "
                            + x.shape().listText());
        }
        return mask.toBool().expand(x.shape());
    }

    private static int[] axes(String op, Tensor x, int @Nullable [] dims) {
        if (dims == null || dims.length == 0) {
            return IntStream.range(0, x.dim()).toArray();
        }
        int[] axes = IntStream.of(dims).map(d -> x.shape().axis(op, d)).sorted().toArray();
        for (int i = 1; i < axes.length; i++) {
            if (axes[i] == axes[i - 1]) {
                throw new IllegalArgumentException(
                        "masked."
                                + op
                                + ": dim="
                                + axes[i]
                                + " appears multiple times in the list of dims");
            }
        }
        return axes;
    }

    private static DType wide(Tensor x, @Nullable DType dtype) {
        return dtype != null ? dtype : x.dtype().isFloatingPoint() ? x.dtype() : DType.INT64;
    }

    private static Tensor as(Tensor x, @Nullable DType dtype) {
        return dtype == null ? x : x.to(dtype);
    }

    private static Number least(Tensor x) {
        return switch (x.dtype()) {
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> Double.NEGATIVE_INFINITY;
            case INT64 -> Long.MIN_VALUE;
            case INT32 -> (long) Integer.MIN_VALUE;
            case INT16 -> (long) Short.MIN_VALUE;
            case INT8 -> (long) Byte.MIN_VALUE;
            case UINT8 -> 0L;
            case BOOL -> throw noIdentity(x);
        };
    }

    private static Number most(Tensor x) {
        return switch (x.dtype()) {
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> Double.POSITIVE_INFINITY;
            case INT64 -> Long.MAX_VALUE;
            case INT32 -> (long) Integer.MAX_VALUE;
            case INT16 -> (long) Short.MAX_VALUE;
            case INT8 -> (long) Byte.MAX_VALUE;
            case UINT8 -> 255L;
            case BOOL -> throw noIdentity(x);
        };
    }

    private static IllegalArgumentException noIdentity(Tensor x) {
        return new IllegalArgumentException("masked: there is no identity on " + x.dtype());
    }
}
