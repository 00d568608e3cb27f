package dev.cresset;

import dev.cresset.op.MatrixRules;
import dev.cresset.op.Shape;
import java.util.List;

/** Dot products and powers of vectors. */
final class VectorProducts {
    private VectorProducts() {}

    static Tensor vecdot(Tensor x, Tensor y, int dim) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "linalg.vecdot: Expected a floating point or complex tensor as input. Got "
                            + x.dtype().legacyName());
        }
        return x.mul(y).sum(new int[] {dim}, false, null);
    }

    static Tensor vander(Tensor x, int n) {
        if (n < 1) {
            throw new IllegalArgumentException("linalg.vander: N must be at least 1, got N=" + n);
        }
        Tensor points = x.dim() == 0 ? x.unsqueeze(0) : x;
        Tensor wide = points.unsqueeze(-1);
        Tensor one = wide.onesLike();
        if (n == 1) {
            return one;
        }
        Shape shape = MatrixRules.with(points.shape(), n - 1);
        return Tensor.cat(List.of(one, wide.expand(shape).cumprod(-1)), -1);
    }
}
