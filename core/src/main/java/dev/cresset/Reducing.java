package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Op;
import dev.cresset.op.Reduction;
import dev.cresset.op.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How reductions read their arguments. */
final class Reducing {
    private Reducing() {}

    static Tensor reduce(
            Reduction.Kind kind,
            Tensor x,
            int @Nullable [] dims,
            boolean keepdim,
            @Nullable DType dtype) {
        Tensor from = dtype == null ? x : x.to(dtype);
        if (dtype == null && kind == Reduction.Kind.LOGSUMEXP && !x.dtype().isFloatingPoint()) {
            from = x.to(dev.cresset.op.DefaultDType.get());
        }
        int[] axes = axes(kind.toString(), x.shape(), dims);
        Tensor out = Dispatch.run(new Reduction.Reduce(kind, axes, keepdim, dims == null), from);
        return dtype == null ? out : out.to(dtype);
    }

    /**
     * Returns dimensions counted from the front in ascending order; all if none is named.
     *
     * @throws IllegalArgumentException if a dimension is named twice
     */
    static int[] axes(Shape shape, int @Nullable [] dims) {
        return axes("reduction", shape, dims);
    }

    private static int[] all(int rank) {
        int[] out = new int[rank];
        for (int d = 0; d < rank; d++) {
            out[d] = d;
        }
        return out;
    }

    static int[] axes(String op, Shape shape, int @Nullable [] dims) {
        if (shape.rank() > 64) {
            throw new IllegalArgumentException(
                    op
                            + ": only tensors with up to 64 dims are supported, got "
                            + shape.listText());
        }
        if (dims == null || dims.length == 0) {
            return all(shape.rank());
        }
        int[] axes = Arrays.stream(dims).map(d -> shape.axis(op, d)).sorted().toArray();
        for (int i = 1; i < axes.length; i++) {
            if (axes[i] == axes[i - 1]) {
                throw new IllegalArgumentException(
                        op
                                + ": dim "
                                + axes[i]
                                + " appears multiple times in the list of dims "
                                + Arrays.toString(dims));
            }
        }
        return shape.rank() == 0 ? new int[0] : axes;
    }

    static Tensor sumToSize(Tensor x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        if (x.dim() == 2
                && shape.rank() == 1
                && shape.size(0) == x.size(1)
                && x.dtype().isFloatingPoint()
                && !GradMode.enabled()) {
            return Dispatch.sumOfRows(x, shape);
        }
        int lead = x.dim() - shape.rank();
        boolean fits = lead >= 0;
        int[] dims = new int[x.dim()];
        int n = 0;
        for (int d = 0; d < x.dim() && fits; d++) {
            int to = d < lead ? 1 : shape.size(d - lead);
            if (d < lead || (to == 1 && x.size(d) != 1)) {
                dims[n++] = d;
            } else {
                fits = to == x.size(d);
            }
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "sum_to_size: size {"
                            + shape.listText()
                            + "} is not expandable to size {"
                            + x.shape().listText()
                            + "}.");
        }
        if (n == 0) {
            return x;
        }
        boolean leading = n == lead; // dimensions of size 1 stay
        Op op = new Reduction.Reduce(Reduction.Kind.SUM, Arrays.copyOf(dims, n), !leading, false);
        Tensor sum =
                x.dtype().isFloatingPoint()
                        ? Dispatch.run(op, x)
                        : Dispatch.run(op, x).to(x.dtype());
        return sum.dim() == shape.rank() ? sum : sum.view(shape);
    }
}
