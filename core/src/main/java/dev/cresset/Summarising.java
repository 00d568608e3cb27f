package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How the reductions that are made of others work. */
final class Summarising {
    private Summarising() {}

    static Tensor nansum(Tensor x, int @Nullable [] dims, boolean keepdim, @Nullable DType dtype) {
        if (!x.dtype().isFloatingPoint()) {
            return x.sum(dims, keepdim, dtype);
        }
        return Composite.named("Nansum", x.maskedFill(x.isnan(), 0).sum(dims, keepdim, dtype));
    }

    static Tensor nanmean(Tensor x, int @Nullable [] dims, boolean keepdim, @Nullable DType dtype) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "nanmean(): expected input to have floating point or complex dtype but got "
                            + x.dtype());
        }
        Tensor count = x.detach().isnan().logicalNot().sum(dims, keepdim, null);
        return nansum(x, dims, keepdim, dtype).div(count);
    }

    static Statistics.MinMax aminmax(Tensor x, @Nullable Integer dim, boolean keepdim) {
        Reducing.axes("aminmax", x.shape(), null);
        if (dim == null) {
            if (x.numel() == 0) {
                throw new IllegalArgumentException(
                        "aminmax(): cannot compute aminmax over an empty dimension as the operation"
                                + " has no identity: shape "
                                + x.shape().listText());
            }
            int[] all = IntStream.range(0, x.dim()).toArray();
            if (keepdim && all.length > 0) {
                return pair(x.amin(all, true), x.amax(all, true));
            }
            return pair(x.amin(all, false), x.amax(all, false));
        }
        int axis = x.shape().axis("aminmax", dim);
        if (x.dim() > 0 && x.size(axis) == 0) {
            throw new IndexOutOfBoundsException(
                    "aminmax(): Expected reduction dim "
                            + axis
                            + " to have non-zero size: shape "
                            + x.shape().listText());
        }
        int[] one = {axis};
        return pair(x.amin(one, keepdim), x.amax(one, keepdim));
    }

    /** A part in [0, 1] as a tensor of the dtype of x. */
    static Tensor part(Tensor x, double q) {
        return Tensor.full(Shape.SCALAR, q, o -> o.dtype(x.dtype()));
    }

    private static Statistics.MinMax pair(Tensor min, Tensor max) {
        return new Statistics.MinMax(
                Composite.named("Aminmax", min), Composite.named("Aminmax", max));
    }

    static Tensor renorm(Tensor x, double p, int dim, double max) {
        if (!(p > 0) || !(max >= 0)) {
            throw new IllegalArgumentException(
                    "renorm: expected p > 0 and maxnorm >= 0 but got " + p + " and " + max);
        }
        if (x.dim() < 2) {
            throw new IllegalArgumentException(
                    "renorm: input needs at least 2 dimensions, got "
                            + x.dim()
                            + " of shape "
                            + x.shape().listText());
        }
        int axis = x.shape().axis("renorm", dim);
        int[] others = IntStream.range(0, x.dim()).filter(d -> d != axis).toArray();
        Tensor norm = x.norm(p, others, true);
        Tensor factor = Tensor.where(norm.gt(max), norm.add(1e-7).reciprocal().mul(max), 1.0);
        return Composite.named("Renorm", x.mul(factor));
    }

    static Tensor diff(
            Tensor x, int n, int dim, @Nullable Tensor prepend, @Nullable Tensor append) {
        if (x.dim() == 0 || n < 0) {
            throw new IllegalArgumentException(
                    "diff expects input to be at least one-dimensional and n >= 0, got shape "
                            + x.shape().listText()
                            + " and n="
                            + n);
        }
        int axis = x.shape().axis("diff", dim);
        List<Tensor> parts = new ArrayList<>();
        for (Tensor part : new @Nullable Tensor[] {prepend, x, append}) {
            if (part != null && part.dim() != x.dim()) {
                throw new IllegalArgumentException(
                        "diff expects prepend or append to be the same dimension as input, got "
                                + part.shape().listText()
                                + " and "
                                + x.shape().listText());
            }
            if (part != null) {
                parts.add(part);
            }
        }
        Tensor out = parts.size() == 1 ? x : Tensor.cat(parts, axis);
        if (n == 0) {
            return out == x ? x.clone() : out;
        }
        for (int i = 0; i < n && out.size(axis) > 0; i++) {
            int size = out.size(axis);
            Tensor after = out.narrow(axis, 1, size - 1);
            Tensor before = out.narrow(axis, 0, size - 1);
            out = x.dtype() == DType.BOOL ? after.logicalXor(before) : after.sub(before);
        }
        return out;
    }
}
