package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Indexing;
import dev.cresset.op.Indexing.Fold;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the methods that read and write by index tensors use the few ops below them. */
final class Scattering {
    private Scattering() {}

    // ---- one index vector for one dimension

    static Tensor indexSelect(Tensor x, int dim, Tensor index) {
        int axis = x.shape().axis("index_select", dim);
        checkVector("index_select", index);
        if (x.dim() == 0) {
            if (index.numel() != 1) {
                throw new IllegalArgumentException(
                        "index_select(): Index to scalar can have only 1 value, got "
                                + index.numel()
                                + " value(s)");
            }
            checkBounds("index_select", index, 1, false);
            return Composite.named("IndexSelect", x.clone());
        }
        checkBounds("index_select", index, x.size(axis), false);
        return Composite.named("IndexSelect", read(x, axis, index));
    }

    static Tensor indexAdd(Tensor x, int dim, Tensor index, Tensor source, Number alpha) {
        checkSource("index_add", x, dim, index, source);
        Tensor scaled = alpha.doubleValue() == 1 ? source : source.mul(alpha);
        return write("IndexAdd", x, dim, index, scaled, true);
    }

    static Tensor indexCopy(Tensor x, int dim, Tensor index, Tensor source) {
        checkSource("index_copy", x, dim, index, source);
        return write("IndexCopy", x, dim, index, source, false);
    }

    static Tensor indexFill(Tensor x, int dim, Tensor index, Tensor value) {
        int axis = x.shape().axis("index_fill", dim);
        checkVector("index_fill", index);
        if (value.dim() != 0) {
            throw new IllegalArgumentException(
                    "index_fill_ only supports a 0-dimensional value tensor, but got tensor with "
                            + value.dim()
                            + " dimension(s).");
        }
        int size = x.dim() == 0 ? 1 : x.size(axis);
        checkBounds("index_fill", index, size, true);
        boolean[] named = new boolean[size];
        for (long i : index.toLongArray()) {
            named[(int) (i < 0 ? i + size : i)] = true;
        }
        int[] sizes = new int[x.dim()];
        java.util.Arrays.fill(sizes, 1);
        if (sizes.length > 0) {
            sizes[axis] = size;
        }
        Tensor mask = Tensor.tensor(named).view(sizes);
        return Composite.named("IndexFill", x.maskedFill(mask, value));
    }

    static Tensor indexReduce(
            Tensor x, int dim, Tensor index, Tensor source, Fold fold, boolean includeSelf) {
        checkSource("index_reduce", x, dim, index, source);
        int axis = x.shape().axis("index_reduce", dim);
        int[] sizes = source.shape().toArray();
        Tensor wide = index.toLong().reshape(-1);
        if (sizes.length > 0) {
            int[] column = new int[sizes.length];
            java.util.Arrays.fill(column, 1);
            column[axis] = -1;
            wide = wide.view(column).expand(sizes);
        }
        Tensor src = x.dim() == 0 ? source.reshape() : source;
        Tensor places = x.dim() == 0 ? wide.reshape() : wide;
        return Composite.named(
                "IndexReduce", scatterReduce(x, dim, places, src, fold, includeSelf));
    }

    private static Tensor write(
            String name, Tensor x, int dim, Tensor index, Tensor source, boolean accumulate) {
        int axis = x.shape().axis(name, dim);
        Tensor to = x.dim() == 0 ? x.reshape(1) : x;
        Tensor values = x.dim() == 0 && source.dim() == 0 ? source.reshape(1) : source;
        Tensor out =
                Dispatch.run(
                        new Indexing.IndexPut(new int[] {axis}, accumulate),
                        to,
                        values,
                        index.toLong().reshape(-1));
        return x.dim() == 0 ? out.reshape() : Composite.named(name, out);
    }

    private static Tensor read(Tensor x, int axis, Tensor index) {
        return Picking.read(x, new int[] {axis}, List.of(index.toLong().reshape(-1)));
    }

    private static void checkVector(String op, Tensor index) {
        if (index.dim() > 1) {
            throw new IndexOutOfBoundsException(
                    op
                            + "(): Index is supposed to be a vector, but got dim: "
                            + index.dim()
                            + " of shape "
                            + index.shape().listText());
        }
        checkType(op, index);
    }

    private static void checkType(String op, Tensor index) {
        if (index.dtype() != DType.INT64 && index.dtype() != DType.INT32) {
            throw new IllegalArgumentException(
                    op + "(): Expected dtype int32 or int64 for index but got: " + index.dtype());
        }
    }

    private static void checkSource(String op, Tensor x, int dim, Tensor index, Tensor source) {
        int axis = x.shape().axis(op, dim);
        checkVector(op, index);
        if (x.dtype() != source.dtype()) {
            throw new IllegalArgumentException(
                    op
                            + "(): self and source expected to have the same dtype, but got (self) "
                            + x.dtype()
                            + " and (source) "
                            + source.dtype());
        }
        boolean scalar = x.dim() == 0 || source.dim() == 0;
        if (x.dim() > 0 && source.dim() > 0 && x.dim() != source.dim()) {
            throw new IndexOutOfBoundsException(
                    op
                            + "(): When source and destination are not scalars, their dimensionality"
                            + " must match. Source dimensionality ("
                            + source.dim()
                            + "), destination dimensionality ("
                            + x.dim()
                            + ")");
        }
        int length = source.dim() == 0 ? 1 : source.size(axis);
        if (length != index.numel()) {
            throw new IndexOutOfBoundsException(
                    op
                            + "(): Number of indices ("
                            + index.numel()
                            + ") should be equal to the size of source at dimension "
                            + axis
                            + " ("
                            + length
                            + ")");
        }
        for (int d = 0; d < x.dim() && !scalar; d++) {
            if (d != axis && x.size(d) != source.size(d)) {
                throw new IllegalArgumentException(
                        op
                                + "(): Source/destination tensor must have same slice shapes."
                                + " Destination slice shape: "
                                + x.shape().listText()
                                + " at dimension "
                                + axis
                                + " and source slice shape: "
                                + source.shape().listText()
                                + " at dimension "
                                + axis);
            }
        }
        checkBounds(op, index, x.dim() == 0 ? 1 : x.size(axis), false);
    }

    /** Indices are checked before anything is written. */
    static void checkBounds(String op, Tensor index, int size, boolean negative) {
        var view = index.view();
        for (int i = 0; i < view.numel(); i++) {
            long at = view.longAt(i);
            if (at >= size || at < (negative ? -size : 0)) {
                throw new IndexOutOfBoundsException(
                        op + "(): index " + at + " is out of bounds for size " + size);
            }
        }
    }

    // ---- an index for each element

    static Tensor scatter(Tensor x, int dim, Tensor index, Tensor src) {
        int axis = x.shape().axis("scatter", dim);
        return Dispatch.run(new Indexing.Scatter(axis), x, index, src);
    }

    static Tensor scatterValue(Tensor x, int dim, Tensor index, Number value) {
        Tensor src = Tensor.number(value).to(x.dtype()).expand(index.shape());
        return Grad.named("ScatterBackward1", scatter(x, dim, index, src));
    }

    static Tensor scatterReduce(
            Tensor x, int dim, Tensor index, Tensor src, Fold fold, boolean includeSelf) {
        int axis = x.shape().axis("scatter_reduce", dim);
        return Dispatch.run(
                new Indexing.ScatterReduce(axis, fold, includeSelf),
                x,
                index,
                head(src, index.shape()));
    }

    /** The part of a source that an index covers; the source itself if it does not fit. */
    private static Tensor head(Tensor src, Shape shape) {
        if (src.dim() != shape.rank()) {
            return src;
        }
        Tensor out = src;
        for (int d = 0; d < shape.rank(); d++) {
            if (shape.size(d) < out.size(d)) {
                out = out.narrow(d, 0, shape.size(d));
            }
        }
        return out;
    }

    static Tensor takeAlongDim(Tensor x, Tensor indices, @Nullable Integer dim) {
        Tensor index = indices;
        if (index.dtype() != DType.INT64) {
            throw new IllegalArgumentException(
                    "torch.take_along_dim(): dtype of indices should be Long but got "
                            + index.dtype());
        }
        if (dim == null) {
            Tensor flat = fromTheEnd(index.reshape(-1), Math.toIntExact(x.numel()));
            return x.reshape(-1).gather(0, flat);
        }
        if (x.dim() != index.dim()) {
            throw new IllegalArgumentException(
                    "torch.take_along_dim(): input and indices should have the same number of"
                            + " dimensions, but got "
                            + x.dim()
                            + " dimensions for input, and "
                            + index.dim()
                            + " dimensions for indices");
        }
        int axis = x.shape().axis("take_along_dim", dim);
        int[] one = x.shape().toArray();
        int[] two = index.shape().toArray();
        int length = two[axis];
        two[axis] = one[axis];
        int[] common = Shape.broadcast(Shape.of(one), Shape.of(two)).toArray();
        Tensor wide = x.expand(common);
        common[axis] = length;
        return wide.gather(axis, fromTheEnd(index.expand(common), wide.size(axis)));
    }

    private static Tensor fromTheEnd(Tensor index, int size) {
        return Tensor.where(index.lt(0), index.add(size), index);
    }

    // ---- the tensor as a vector

    static Tensor take(Tensor x, Tensor index) {
        if (index.dtype() != DType.INT64) {
            throw new IllegalArgumentException(
                    "take(): Expected a long tensor for index, but got " + index.dtype());
        }
        if (x.numel() == 0 && index.numel() != 0) {
            throw new IndexOutOfBoundsException("take(): tried to take from an empty tensor");
        }
        checkBounds("take", index, Math.toIntExact(x.numel()), true);
        Tensor flat = x.reshape(-1);
        return Composite.named("Take", Picking.read(flat, new int[] {0}, List.of(index)));
    }

    static Tensor put(Tensor x, Tensor index, Tensor source, boolean accumulate) {
        if (index.dtype() != DType.INT64) {
            throw new IllegalArgumentException(
                    "put_(): Expected a long tensor for index, but got " + index.dtype());
        }
        if (x.dtype() != source.dtype()) {
            throw new IllegalArgumentException(
                    "put_(): self and source expected to have the same dtype, but got self.dtype = "
                            + x.dtype()
                            + " and source.dtype = "
                            + source.dtype());
        }
        if (index.numel() != source.numel()) {
            throw new IllegalArgumentException(
                    "put_(): Expected source and index to have the same number of elements, but got"
                            + " source.numel() = "
                            + source.numel()
                            + ", index.numel() = "
                            + index.numel());
        }
        checkBounds("put_", index, Math.toIntExact(x.numel()), true);
        return flatPut("Put", x, index.reshape(-1), source.reshape(-1), accumulate);
    }

    private static Tensor flatPut(
            String name, Tensor x, Tensor index, Tensor source, boolean accumulate) {
        Tensor out =
                Dispatch.run(
                        new Indexing.IndexPut(new int[] {0}, accumulate),
                        x.reshape(-1),
                        source,
                        index);
        return Composite.named(name, out.view(x.shape()));
    }

    // ---- masks

    static Tensor maskedSelect(Tensor x, Tensor mask) {
        checkMask("masked_select", mask);
        Shape shape = Shape.broadcast(x.shape(), mask.shape());
        Tensor places = places(mask, shape);
        Tensor flat = x.expand(shape).reshape(-1);
        return Composite.named("MaskedSelect", Picking.read(flat, new int[] {0}, List.of(places)));
    }

    static Tensor maskedScatter(Tensor x, Tensor mask, Tensor source) {
        checkMask("masked_scatter", mask);
        if (x.dtype() != source.dtype()) {
            throw new IllegalArgumentException(
                    "masked_scatter_: expected self and source to have same dtypes but got "
                            + x.dtype().legacyName()
                            + " and "
                            + source.dtype().legacyName());
        }
        Shape shape = Shape.broadcast(x.shape(), mask.shape());
        Tensor places = places(mask, shape);
        if (places.numel() > source.numel()) {
            throw new IllegalArgumentException(
                    "masked_scatter_: number of elements of source ("
                            + source.numel()
                            + ") < number of ones in mask ("
                            + places.numel()
                            + ")");
        }
        Tensor values = source.reshape(-1).narrow(0, 0, Math.toIntExact(places.numel()));
        return flatPut("MaskedScatter", x.expand(shape), places, values, false);
    }

    private static Tensor places(Tensor mask, Shape shape) {
        return mask.expand(shape).reshape(-1).nonzero().select(1, 0);
    }

    private static void checkMask(String op, Tensor mask) {
        if (mask.dtype() != DType.BOOL) {
            throw new IllegalArgumentException(
                    op
                            + "_ only supports boolean masks, but got mask with dtype "
                            + mask.dtype()
                            + " ("
                            + op
                            + ")");
        }
    }

    // ---- several index tensors

    static Tensor indexPut_(
            Tensor x, List<? extends @Nullable Tensor> index, Tensor values, boolean accumulate) {
        if (x.dtype() != values.dtype()) {
            throw new IllegalArgumentException(
                    "Index put requires the source and destination dtypes match, got "
                            + x.dtype().legacyName()
                            + " for the destination and "
                            + values.dtype().legacyName()
                            + " for the source.");
        }
        Object[] parts = new Object[index.size()];
        for (int i = 0; i < parts.length; i++) {
            Tensor part = index.get(i);
            parts[i] = part == null ? Index.all() : part;
        }
        Picking.put_(x, values, accumulate, parts);
        return x;
    }

    static Tensor nonzeroStatic(Tensor x, int size, long fill) {
        if (size < 0) {
            throw new IllegalArgumentException(
                    "nonzero_static: 'size' must be an non-negative integer, got " + size);
        }
        Tensor found = x.nonzero();
        int count = Math.min(size, found.size(0));
        Tensor out = Tensor.full(Shape.of(size, x.dim()), fill);
        if (x.dim() > 0) {
            out.narrow(0, 0, count).copy_(found.narrow(0, 0, count));
        }
        return out;
    }

    static Tensor maskedIndex(Tensor x, Tensor mask, List<Tensor> index, Number fill) {
        Tensor read = x.get(clamped(x, index).toArray());
        return Composite.named("UnsafeMaskedIndex", read.maskedFill(mask.logicalNot(), fill));
    }

    static Tensor maskedIndexPut(Tensor x, Tensor mask, List<Tensor> index, Tensor values) {
        return x.indexPut(clamped(x, index), values.maskedFill(mask.logicalNot(), 0), true);
    }

    private static List<Tensor> clamped(Tensor x, List<Tensor> index) {
        List<Tensor> out = new ArrayList<>();
        for (Tensor t : index) {
            int size = x.size(out.size());
            out.add(t.clamp(-size, size - 1));
        }
        return out;
    }
}
