package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Movement;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How the methods that move elements read their arguments. */
final class Arranging {
    private Arranging() {}

    static void atLeast(String op, Tensor x, int rank) {
        if (x.dim() < rank) {
            throw new IllegalArgumentException(
                    op + "(): Input must be >= " + rank + "-d, got shape " + x.shape().listText());
        }
    }

    static Tensor roll(Tensor x, int[] shifts, int[] dims) {
        if (shifts.length != dims.length || shifts.length == 0) {
            throw new IllegalArgumentException(
                    "roll: shifts and dimensions must align. shifts: "
                            + shifts.length
                            + ", dims:"
                            + dims.length);
        }
        if (x.dim() == 0) {
            throw new IndexOutOfBoundsException(
                    "roll: Dimension specified as " + dims[0] + " but tensor has no dimensions");
        }
        int[] axes = Arrays.stream(dims).map(d -> x.shape().axis("roll", d)).toArray();
        return Dispatch.run(new Movement.Roll(shifts.clone(), axes), x);
    }

    static Tensor rot90(Tensor x, int k, int... dims) {
        if (dims.length != 2) {
            throw new IllegalArgumentException(
                    "rot90: expected total rotation dims == 2, but got dims = " + dims.length);
        }
        if (x.dim() < 2) {
            throw new IllegalArgumentException(
                    "rot90: expected total dims >= 2, but got total dims = " + x.dim());
        }
        int a = x.shape().axis("rot90", dims[0]);
        int b = x.shape().axis("rot90", dims[1]);
        if (a == b) {
            throw new IllegalArgumentException(
                    "rot90: expected rotation dims to be different, but got dim0 = "
                            + dims[0]
                            + " and dim1 = "
                            + dims[1]);
        }
        Tensor out =
                switch (Math.floorMod(k, 4)) {
                    case 1 -> x.flip(b).transpose(a, b).clone();
                    case 2 -> x.flip(a, b);
                    case 3 -> x.flip(a).transpose(a, b).clone();
                    default -> x.clone();
                };
        return Composite.named("Rot90", out.contiguous());
    }

    static Tensor tile(Tensor x, int... repeats) {
        if (repeats.length >= x.dim()) {
            return x.repeat(repeats);
        }
        int[] all = new int[x.dim()];
        Arrays.fill(all, 1);
        System.arraycopy(repeats, 0, all, x.dim() - repeats.length, repeats.length);
        return x.repeat(all);
    }

    static Tensor repeatInterleave(Tensor input, Tensor repeats, @Nullable Integer dim) {
        Tensor x = dim == null ? input.reshape(-1) : input.dim() == 0 ? input.reshape(1) : input;
        int axis = x.shape().axis("repeat_interleave", dim == null ? 0 : dim);
        if (repeats.dtype() != DType.INT64 && repeats.dtype() != DType.INT32) {
            throw new IllegalArgumentException(
                    "repeat_interleave: repeats has to be Long or Int tensor, got "
                            + repeats.dtype());
        }
        int size = x.size(axis);
        if (repeats.dim() > 1 || (repeats.numel() != 1 && repeats.numel() != size)) {
            throw new IllegalArgumentException(
                    "repeat_interleave: repeats must be 0-dim, or a vector of the same size as input"
                            + " along dim: got "
                            + repeats.shape().listText()
                            + " for size "
                            + size);
        }
        long[] counts = repeats.reshape(-1).expand(size).toLongArray();
        long total = 0;
        for (long c : counts) {
            if (c < 0) {
                throw new IllegalArgumentException(
                        "repeat_interleave: repeats can not be negative, got " + c);
            }
            total += c;
        }
        long[] index = new long[Math.toIntExact(total)];
        int at = 0;
        for (int i = 0; i < size; i++) {
            Arrays.fill(index, at, at += (int) counts[i], i);
        }
        return x.indexSelect(axis, Tensor.tensor(index));
    }

    static Tensor diag(Tensor x, int diagonal) {
        return switch (x.dim()) {
            case 1 -> x.diagEmbed(diagonal, -2, -1);
            case 2 -> Grad.named("DiagonalBackward0_copy", x.diagonal(diagonal, 0, 1).clone());
            default ->
                    throw new IllegalArgumentException(
                            "diag(): Supports 1D or 2D tensors. Got "
                                    + x.dim()
                                    + "D of shape "
                                    + x.shape().listText());
        };
    }

    static Tensor diagEmbed(Tensor x, int offset, int dim1, int dim2) {
        if (x.dim() == 0) {
            throw new IndexOutOfBoundsException(
                    "diag_embed: Dimension specified as -1 but tensor has no dimensions");
        }
        int rank = x.dim() + 1;
        Shape widened = Shape.of(Arrays.copyOf(x.shape().toArray(), rank));
        int a = widened.axis("diag_embed", dim1);
        int b = widened.axis("diag_embed", dim2);
        if (a == b) {
            throw new IllegalArgumentException(
                    "diag_embed: diagonal dimensions cannot be identical " + dim1 + ", " + dim2);
        }
        int size = x.size(-1) + Math.abs(offset);
        int[] sizes = new int[rank];
        int d = 0;
        for (int i = 0; i < rank; i++) {
            sizes[i] = i == a || i == b ? size : x.size(d++);
        }
        Tensor out = Tensor.zeros(x.dtype(), sizes);
        Dispatch.view(new dev.cresset.op.ViewOp.Diagonal(offset, a, b), out).copy_(x);
        return Composite.named("DiagEmbed", out);
    }

    /** A copy of x in which the part that a view shows is another tensor. */
    static Tensor replaced(String name, Tensor x, Tensor source, UnaryOperator<Tensor> part) {
        Tensor out = x.clone().contiguous();
        Tensor view = part.apply(out);
        if (!view.shape().equals(source.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": expected src to have a size equal to the slice of self. src size = "
                            + source.shape().listText()
                            + ", slice size = "
                            + view.shape().listText());
        }
        view.copy_(source);
        return Composite.named(name, out);
    }

    static List<Tensor> tensorSplit(Tensor x, int sections, int dim) {
        atLeastForSplit(x);
        int axis = x.shape().axis("tensor_split", dim);
        if (sections <= 0) {
            throw new IllegalArgumentException(
                    "tensor_split: number of sections must be larger than 0, got " + sections);
        }
        int size = x.size(axis);
        int[] indices = new int[sections - 1];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (i + 1) * (size / sections) + Math.min(i + 1, size % sections);
        }
        return tensorSplit(x, indices, axis);
    }

    static List<Tensor> tensorSplit(Tensor x, int[] indices, int dim) {
        atLeastForSplit(x);
        int axis = x.shape().axis("tensor_split", dim);
        List<Tensor> out = new ArrayList<>();
        int start = 0;
        for (int end : indices) {
            out.add(x.slice(axis, start, end, 1));
            start = end;
        }
        out.add(x.slice(axis, start, null, 1));
        return out;
    }

    private static void atLeastForSplit(Tensor x) {
        if (x.dim() == 0) {
            throw new IllegalArgumentException(
                    "tensor_split: expected at least a 1-dimensional tensor, but got a tensor with"
                            + " 0 dims");
        }
    }

    static List<Tensor> split(String op, Tensor x, int sections, int dim, int rank) {
        checkRank(op, x, rank);
        if (sections <= 0 || x.size(dim) % sections != 0) {
            throw new IllegalArgumentException(
                    "torch."
                            + op
                            + " attempted to split along dimension "
                            + dim
                            + ", but the size of the dimension "
                            + x.size(dim)
                            + " is not divisible by the split_size "
                            + sections
                            + "!");
        }
        return tensorSplit(x, sections, dim);
    }

    static List<Tensor> split(String op, Tensor x, int[] indices, int dim, int rank) {
        checkRank(op, x, rank);
        return tensorSplit(x, indices, dim);
    }

    private static void checkRank(String op, Tensor x, int rank) {
        if (x.dim() < rank) {
            throw new IllegalArgumentException(
                    "torch."
                            + op
                            + " requires a tensor with at least "
                            + rank
                            + " dimension, but got a tensor with "
                            + x.dim()
                            + " dimensions!");
        }
    }
}
