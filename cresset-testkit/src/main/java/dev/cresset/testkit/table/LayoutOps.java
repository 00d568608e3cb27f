package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.TensorOptions;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes and places: resizing, chosen strides, parts, and what is left of complex numbers. */
final class LayoutOps {
    private static final String OPTIONS =
            ", dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False";

    private LayoutOps() {}

    static void addTo(TorchTable t) {
        creation(t);
        parts(t);
        real(t);
        t.op(
                        "resize_",
                        "input, *size, memory_format=None",
                        a -> a.tensor("input").resize_(a.ints("size")))
                .recordedOnClone();
        t.op(
                        "resize_as_",
                        "input, the_template, *, memory_format=None",
                        a -> a.tensor("input").resizeAs_(a.tensor("the_template")))
                .recordedOnClone();
        t.op(
                "nonzero_static",
                "input, *, size, fill_value=-1",
                a -> a.tensor("input").nonzeroStatic(a.index("size"), a.integer("fill_value")));
        t.op(
                "unravel_index",
                "indices, shape",
                a -> new Tuple(Tensor.unravelIndex(a.tensor("indices"), a.longs("shape"))));
        t.op("broadcast_shapes", "*shapes", LayoutOps::broadcastShapes);
        t.op(
                "_unsafe_masked_index",
                "input, mask, indices, fill",
                a ->
                        a.tensor("input")
                                .unsafeMaskedIndex(
                                        a.tensor("mask"),
                                        a.list(Tensor.class, "indices"),
                                        a.scalar("fill")));
        t.op(
                "_unsafe_masked_index_put_accumulate",
                "input, mask, indices, values",
                a ->
                        a.tensor("input")
                                .unsafeMaskedIndexPutAccumulate(
                                        a.tensor("mask"),
                                        a.list(Tensor.class, "indices"),
                                        a.tensor("values")));
    }

    private static void creation(TorchTable t) {
        t.op(
                "empty_strided",
                "size, stride, *" + OPTIONS,
                a ->
                        Tensor.emptyStrided(
                                Shape.of(a.ints("size")), a.ints("stride"), o -> options(a, o)));
        t.op(
                "empty_permuted",
                "size, physical_layout, *" + OPTIONS,
                a ->
                        Tensor.emptyPermuted(
                                Shape.of(a.ints("size")),
                                a.ints("physical_layout"),
                                o -> options(a, o)));
        t.op(
                "new_empty_strided",
                "input, size, stride, *" + OPTIONS,
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input")
                                        .newEmptyStrided(a.ints("size"), a.ints("stride"))
                                : Tensor.emptyStrided(
                                        Shape.of(a.ints("size")),
                                        a.ints("stride"),
                                        o -> options(a, o)));
        t.op(
                "scalar_tensor",
                "s, *" + OPTIONS,
                a -> Tensor.scalarTensor(a.scalar("s"), o -> options(a, o)));
        t.op(
                "logspace",
                "start, end, steps, base=10.0, *" + OPTIONS,
                a -> {
                    DType dtype =
                            a.isNone("dtype") ? Tensor.defaultDtype() : TensorMembers.dtype(a);
                    int steps = a.index("steps");
                    double base = a.real("base");
                    return a.raw("start") instanceof Tensor || a.raw("end") instanceof Tensor
                            ? Tensor.logspace(
                                    Operand.tensor(a, "start"),
                                    Operand.tensor(a, "end"),
                                    steps,
                                    base,
                                    dtype)
                            : Tensor.logspace(a.real("start"), a.real("end"), steps, base, dtype);
                });
    }

    private static TensorOptions options(Arguments a, TensorOptions o) {
        TensorOptions p = a.isNone("dtype") ? o : o.dtype(TensorMembers.dtype(a));
        return a.bool("requires_grad") ? p.requiresGrad(true) : p;
    }

    private static void parts(TorchTable t) {
        t.op(
                        "unsafe_split",
                        "input, split_size, dim=0",
                        a ->
                                new Tuple(
                                        a.tensor("input")
                                                .unsafeSplit(
                                                        a.index("split_size"), a.index("dim"))))
                .called("split");
        t.op(
                        "unsafe_split_with_sizes",
                        "input, split_sizes, dim=0",
                        a ->
                                new Tuple(
                                        a.tensor("input")
                                                .unsafeSplit(
                                                        a.ints("split_sizes"), a.index("dim"))))
                .called("split");
        t.op(
                        "unsafe_chunk",
                        "input, chunks, dim=0",
                        a ->
                                new Tuple(
                                        a.tensor("input")
                                                .unsafeChunk(a.index("chunks"), a.index("dim"))))
                .called("chunk");
        t.op(
                "slice",
                "input, dim=0, start=None, end=None, step=1",
                a ->
                        a.tensor("input")
                                .slice(
                                        a.index("dim"),
                                        a.indexOrNull("start"),
                                        a.indexOrNull("end"),
                                        a.index("step")));
        t.op(
                "_chunk_cat",
                "tensors, dim, num_chunks",
                a -> Tensor.chunkCat(a.tensors("tensors"), a.index("dim"), a.index("num_chunks")));
    }

    private static void real(TorchTable t) {
        t.op("real", "input", a -> a.tensor("input").real());
        t.op("conj", "input", a -> a.tensor("input").conj());
        t.op("conj_physical", "input", a -> a.tensor("input").conjPhysical());
        t.op("conj_physical_", "input", a -> a.tensor("input").conjPhysical_());
        t.op("resolve_conj", "input", a -> a.tensor("input").resolveConj());
        t.op("resolve_neg", "input", a -> a.tensor("input").resolveNeg());
        t.op("is_conj", "input", a -> a.tensor("input").isConj());
        t.op("is_neg", "input", a -> a.tensor("input").isNeg());
        t.op("is_complex", "input", a -> a.tensor("input").isComplex());
        t.op("angle", "input", a -> a.tensor("input").angle());
        t.op("H", "input", a -> a.tensor("input").H());
        t.op("mH", "input", a -> a.tensor("input").mH());
        t.op("nextafter", "input, other", a -> a.tensor("input").nextafter(a.tensor("other")));
        t.op("nextafter_", "input, other", a -> a.tensor("input").nextafter_(a.tensor("other")))
                .called("nextafter");
        t.op("mvlgamma", "input, p", a -> a.tensor("input").mvlgamma(a.index("p")));
        t.alias("mvlgamma", "special.multigammaln");
        t.op("mvlgamma_", "input, p", a -> a.tensor("input").mvlgamma_(a.index("p")))
                .called("mvlgamma");
    }

    private static Tuple broadcastShapes(Arguments a) {
        List<Shape> shapes = new ArrayList<>();
        for (Object shape : a.items("shapes")) {
            shapes.add(shape(shape));
        }
        List<@Nullable Object> out = new ArrayList<>();
        for (int size : Tensor.broadcastShapes(shapes.toArray(Shape[]::new)).toArray()) {
            out.add((long) size);
        }
        return new Tuple(out);
    }

    private static Shape shape(@Nullable Object sizes) {
        return switch (sizes) {
            case Shape s -> s;
            case Long n -> Shape.of(n.intValue());
            case Tuple t ->
                    Shape.of(t.items().stream().mapToInt(i -> ((Long) i).intValue()).toArray());
            case null, default -> throw new IllegalStateException("no sizes: " + sizes);
        };
    }
}
