package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where elements lie: sizes changed in place, chosen strides, places counted in a shape. */
final class Placing {
    private Placing() {}

    static Tensor resize_(Tensor x, Shape shape, MemoryFormat format) {
        if (x.requiresGrad()) {
            throw new IllegalStateException(
                    "resize_: cannot resize variables that require grad: "
                            + x.shape().listText()
                            + " to "
                            + shape.listText());
        }
        if (x.shape().equals(shape) && format == MemoryFormat.CONTIGUOUS) {
            return x;
        }
        int[] strides =
                format == MemoryFormat.PRESERVE
                        ? shape.contiguousStrides()
                        : Layout.dense(shape, format).strides();
        Layout layout = new Layout(shape, strides, x.storageOffset());
        View old = x.view();
        Storage storage = old.storage();
        if (layout.extent() > storage.length()) {
            storage = Storage.allocate(old.dtype(), layout.extent());
            System.arraycopy(old.storage().array(), 0, storage.array(), 0, old.storage().length());
        }
        x.setData(new Tensor(new View(old.dtype(), storage, layout)));
        return x;
    }

    /** Views made anew as results of one op that copies, as autograd sees it. */
    static List<Tensor> apart(String name, Tensor x, List<Tensor> views, int dim) {
        Tensor[] out = views.stream().map(Tensor::data).toArray(Tensor[]::new);
        Rule rule =
                Rule.many(
                        0,
                        (s, g) -> {
                            List<Tensor> parts = new ArrayList<>();
                            for (int i = 0; i < g.length; i++) {
                                Tensor part = g[i];
                                parts.add(part == null ? out[i].zerosLike() : part);
                            }
                            return new @Nullable Tensor[] {Tensor.cat(parts, dim)};
                        });
        History.record(name + "Backward0", rule, new Tensor[] {x}, out);
        return List.of(out);
    }

    static Tensor strided(Shape shape, int[] strides, DType dtype) {
        if (strides.length != shape.rank()) {
            throw new IllegalArgumentException(
                    "empty_strided: dimensionality of sizes ("
                            + shape.rank()
                            + ") must match dimensionality of strides ("
                            + strides.length
                            + ")");
        }
        for (int stride : strides) {
            if (stride < 0) {
                throw new IllegalArgumentException(
                        "empty_strided: strides must not be negative, got "
                                + Arrays.toString(strides));
            }
        }
        Layout layout = new Layout(shape, strides.clone(), 0);
        return new Tensor(new View(dtype, Storage.allocate(dtype, layout.extent()), layout));
    }

    static Tensor permuted(Shape shape, int[] order, DType dtype) {
        int rank = shape.rank();
        if (order.length != rank) {
            throw new IllegalArgumentException(
                    "empty_permuted: Number of dimensions in size does not match the length of the"
                            + " physical_layout; i.e. len(size) = "
                            + rank
                            + " is not equal to len(physical_layout) = "
                            + order.length);
        }
        int[] strides = new int[rank];
        boolean[] seen = new boolean[rank];
        int step = 1;
        for (int i = rank - 1; i >= 0; i--) {
            int d = order[i];
            if (d < 0 || d >= rank) {
                throw new IllegalArgumentException(
                        "empty_permuted: Dimension out of range (expected to be between 0 and "
                                + (rank - 1)
                                + ", but got "
                                + d
                                + " at index "
                                + i
                                + ")");
            }
            if (seen[d]) {
                throw new IllegalArgumentException(
                        "empty_permuted: Duplicate dim not allowed: " + Arrays.toString(order));
            }
            seen[d] = true;
            strides[d] = step;
            step *= Math.max(shape.size(d), 1);
        }
        return new Tensor(View.allocate(dtype, new Layout(shape, strides, 0)));
    }

    static List<Tensor> unravel(Tensor indices, long... shape) {
        if (!indices.dtype().isIntegral()) {
            throw new IllegalArgumentException(
                    "unravel_index: expected 'indices' to be integer dtype, but got "
                            + indices.dtype());
        }
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "unravel_index: 'shape' cannot have negative values, but got "
                                + Arrays.toString(shape));
            }
        }
        List<Tensor> out = new ArrayList<>();
        long below = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            Tensor place = indices.to(DType.INT64).floorDivide(below).remainder(shape[d]);
            out.add(0, place);
            below *= shape[d];
        }
        return out;
    }

    /**
     * Each tensor in {@code chunks} equal parts with zeros behind, parts of one number together.
     */
    static Tensor chunkCat(List<? extends Tensor> tensors, int dim, int chunks) {
        checkChunks(tensors, dim, chunks);
        int axis = tensors.getFirst().shape().axis("_chunk_cat", dim);
        List<Tensor> parts = new ArrayList<>();
        for (Tensor x : tensors) {
            int size = x.size(axis);
            int padded = (size + chunks - 1) / chunks * chunks;
            Tensor whole = x;
            if (padded > size) {
                int[] more = x.shape().toArray();
                more[axis] = padded - size;
                whole = Tensor.cat(List.of(x, Tensor.zeros(x.dtype(), more)), axis);
            }
            int[] sizes = Arrays.copyOf(x.shape().toArray(), axis + 2);
            sizes[axis] = chunks;
            sizes[axis + 1] = -1;
            parts.add(whole.reshape(sizes));
        }
        return Tensor.cat(parts, axis + 1);
    }

    private static void checkChunks(List<? extends Tensor> tensors, int dim, int chunks) {
        String fault = null;
        if (chunks < 1) {
            fault = "expects positive num_chunks, got " + chunks;
        } else if (tensors.isEmpty()) {
            fault = "expects a non-empty input tensor list";
        } else {
            Tensor first = tensors.getFirst();
            boolean sameRank = tensors.stream().allMatch(t -> t.dim() == first.dim());
            for (Tensor t : tensors) {
                if (t.numel() == 0) {
                    fault = "expects non-empty tensor, got " + t.shape().listText();
                } else if (t.dtype() != first.dtype()) {
                    fault =
                            "expects all input tensors with the same dtype, got "
                                    + first.dtype()
                                    + " and "
                                    + t.dtype();
                } else if (dim < 0 && !sameRank) {
                    fault =
                            "expects non-negative dim when input tensors have different ndims: "
                                    + dim;
                } else if (dim >= t.dim()) {
                    fault =
                            "expects dim < ndim for all input tensors: "
                                    + dim
                                    + " of "
                                    + t.shape().listText();
                } else {
                    int axis = dim < 0 ? dim + t.dim() : dim;
                    for (int d = 0; d < axis; d++) {
                        if (t.size(d) != first.size(d)) {
                            fault =
                                    "expects same sizes of 0,...,dim-1 dimensions for all tensors: "
                                            + first.shape().listText()
                                            + " and "
                                            + t.shape().listText();
                        }
                    }
                }
                if (fault != null) {
                    break;
                }
            }
        }
        if (fault != null) {
            throw new IllegalArgumentException("_chunk_cat " + fault);
        }
    }
}
