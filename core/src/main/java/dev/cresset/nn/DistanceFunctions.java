package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Norms, distances and products of pairs of vectors. */
abstract sealed class DistanceFunctions extends LossFunctions permits EmbeddingBagFunctions {
    DistanceFunctions() {}

    /** Returns {@link #cosineSimilarity(Tensor, Tensor, int, double)} along dimension 1. */
    public static Tensor cosineSimilarity(Tensor x, Tensor y) {
        return cosineSimilarity(x, y, 1, 1e-8);
    }

    /**
     * Returns {@code x y / (max(|x|, eps) max(|y|, eps))} along a dimension. Shapes broadcast.
     *
     * @throws IllegalArgumentException if the dtypes are integers, shapes do not broadcast, or eps
     *     is negative
     */
    public static Tensor cosineSimilarity(Tensor x, Tensor y, int dim, double eps) {
        if (eps < 0) {
            throw new IllegalArgumentException(
                    "cosine_similarity: eps must be non-negative, got: " + eps);
        }
        DType dtype = DType.promote(x.dtype(), y.dtype());
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "cosine_similarity: expected common dtype to be floating point, yet common"
                            + " dtype is "
                            + dtype.legacyName());
        }
        Shape shape = broadcast("cosine_similarity", x, y);
        Tensor a = x.to(dtype).expand(shape);
        Tensor b = y.to(dtype).expand(shape);
        return a.div(bounded(a, dim, eps)).mul(b.div(bounded(b, dim, eps))).sum(dim);
    }

    /** Returns norms that are at least eps, and whose derivatives do not know of that. */
    private static Tensor bounded(Tensor x, int dim, double eps) {
        Tensor norm = x.norm(2, new int[] {dim}, true).clone();
        noGrad(() -> norm.clamp_(eps, null));
        return norm;
    }

    /** Returns {@link #pairwiseDistance(Tensor, Tensor, double, double, boolean)} for p = 2. */
    public static Tensor pairwiseDistance(Tensor x, Tensor y) {
        return pairwiseDistance(x, y, 2, 1e-6, false);
    }

    /** Returns {@code |x - y + eps|_p} along the last dimension. Shapes broadcast. */
    public static Tensor pairwiseDistance(
            Tensor x, Tensor y, double p, double eps, boolean keepdim) {
        Shape shape = broadcast("pairwise_distance", x, y);
        int last = Math.max(shape.rank() - 1, 0);
        return Grad.named("NormBackward1", x.sub(y).add(eps).norm(p, new int[] {last}, keepdim));
    }

    /**
     * Returns {@code y_o = x1' W_o x2 + b_o}: x1 {@code (*, in1)}, x2 {@code (*, in2)}, weight
     * {@code (out, in1, in2)}, bias {@code (out) -> (*, out)}.
     *
     * @throws IllegalArgumentException if sizes do not fit
     */
    public static Tensor bilinear(Tensor x1, Tensor x2, Tensor weight, @Nullable Tensor bias) {
        checkBilinear(x1, x2, weight, bias);
        int in1 = weight.size(1);
        int in2 = weight.size(2);
        int out = weight.size(0);
        int[] sizes = x1.shape().toArray();
        sizes[sizes.length - 1] = out;
        int rows = 1;
        for (int d = 0; d < sizes.length - 1; d++) {
            rows *= sizes[d];
        }
        Tensor left = x1.reshape(rows, in1).mm(weight.permute(1, 0, 2).reshape(in1, out * in2));
        Tensor y =
                left.reshape(rows, out, in2).bmm(x2.reshape(rows, in2, 1)).reshape(Shape.of(sizes));
        return bias == null ? y : y.add(bias);
    }

    private static void checkBilinear(Tensor x1, Tensor x2, Tensor weight, @Nullable Tensor bias) {
        int rank = x1.dim();
        bilinear(rank == x2.dim(), "input dimensions do not match", rank, x2.dim());
        bilinear(weight.dim() == 3, "weight must have 3 dimensions", weight.dim(), 3);
        bilinear(rank > 0, "inputs must have at least 1 dimension", rank, 1);
        for (int d = 0; d < rank - 1; d++) {
            bilinear(
                    x1.size(d) == x2.size(d),
                    "input batch dimensions do not match at dim " + d,
                    x1.size(d),
                    x2.size(d));
        }
        int in1 = x1.size(-1);
        int in2 = x2.size(-1);
        String input = " size does not match weight size";
        bilinear(in1 == weight.size(1), "input1" + input, in1, weight.size(1));
        bilinear(in2 == weight.size(2), "input2" + input, in2, weight.size(2));
        if (bias != null) {
            int size = bias.dim() == 1 ? bias.size(0) : bias.dim();
            bilinear(
                    bias.dim() == 1 && size == weight.size(0),
                    "bias" + input,
                    size,
                    weight.size(0));
        }
    }

    private static void bilinear(boolean holds, String fault, int got, int expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "bilinear(): "
                            + fault
                            + ": got "
                            + got
                            + (fault.startsWith("input ") ? " and " : " but expected ")
                            + expected);
        }
    }
}
