package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;

/** Views, shapes and layouts. */
final class ShapeOps {
    private ShapeOps() {}

    static void addTo(TorchTable t) {
        t.op("view", "input, *size", a -> a.tensor("input").view(a.ints("size")));
        t.op("reshape", "input, *shape", a -> a.tensor("input").reshape(a.ints("shape")));
        t.op("view_as", "input, other", a -> a.tensor("input").viewAs(a.tensor("other")));
        t.op("reshape_as", "input, other", a -> a.tensor("input").reshapeAs(a.tensor("other")));
        t.op(
                "flatten",
                "input, start_dim=0, end_dim=-1",
                a -> a.tensor("input").flatten(a.index("start_dim"), a.index("end_dim")));
        t.op("ravel", "input", a -> a.tensor("input").ravel());
        t.op(
                "unflatten",
                "input, dim, sizes",
                a -> a.tensor("input").unflatten(a.index("dim"), a.ints("sizes")));
        t.op(
                "transpose",
                "input, dim0, dim1",
                a -> a.tensor("input").transpose(a.index("dim0"), a.index("dim1")));
        t.alias("transpose", "swapaxes", "swapdims");
        t.op("t", "input", a -> a.tensor("input").t());
        t.op("T", "input", a -> a.tensor("input").T());
        t.property("Tensor.T", a -> a.tensor("self").T());
        t.op("mT", "input", a -> a.tensor("input").mT());
        t.property("Tensor.mT", a -> a.tensor("self").mT());
        t.op("permute", "input, *dims", a -> a.tensor("input").permute(a.ints("dims")));
        t.op("movedim", "input, source, destination", ShapeOps::movedim);
        t.alias("movedim", "moveaxis");
        t.op("expand", "input, *size", a -> a.tensor("input").expand(a.ints("size")));
        t.op("expand_as", "input, other", a -> a.tensor("input").expandAs(a.tensor("other")));
        t.op("broadcast_to", "input, size", a -> a.tensor("input").broadcastTo(a.ints("size")));
        t.op(
                "squeeze",
                "input, dim=None",
                a ->
                        a.isNone("dim")
                                ? a.tensor("input").squeeze()
                                : a.tensor("input").squeeze(a.ints("dim")));
        t.op("unsqueeze", "input, dim", a -> a.tensor("input").unsqueeze(a.index("dim")));
        t.op(
                "select",
                "input, dim, index",
                a -> a.tensor("input").select(a.index("dim"), a.index("index")));
        t.op(
                "narrow",
                "input, dim, start, length",
                a ->
                        a.raw("start") instanceof Tensor start
                                ? a.tensor("input").narrow(a.index("dim"), start, a.index("length"))
                                : a.tensor("input")
                                        .narrow(
                                                a.index("dim"),
                                                a.index("start"),
                                                a.index("length")));
        t.op("split", "input, split_size_or_sections, dim=0", ShapeOps::split);
        t.op(
                "split_with_sizes",
                "input, split_sizes, dim=0",
                a -> new Tuple(a.tensor("input").split(a.ints("split_sizes"), a.index("dim"))));
        t.op(
                "chunk",
                "input, chunks, dim=0",
                a -> new Tuple(a.tensor("input").chunk(a.index("chunks"), a.index("dim"))));
        t.op("unbind", "input, dim=0", a -> new Tuple(a.tensor("input").unbind(a.index("dim"))));
        t.op(
                "diagonal",
                "input, offset=0, dim1=0, dim2=1",
                a ->
                        a.tensor("input")
                                .diagonal(a.index("offset"), a.index("dim1"), a.index("dim2")));
        t.op(
                "unfold",
                "input, dimension, size, step",
                a ->
                        a.tensor("input")
                                .unfold(a.index("dimension"), a.index("size"), a.index("step")));
        t.op("as_strided", "input, size, stride, storage_offset=None", ShapeOps::asStrided);
        t.op(
                "contiguous",
                "input, memory_format=None",
                a ->
                        a.isNone("memory_format")
                                ? a.tensor("input").contiguous()
                                : a.tensor("input").contiguous(TensorMembers.format(a)));
    }

    private static Tensor movedim(Arguments a) {
        Tensor x = a.tensor("input");
        return a.isSequence("source")
                ? x.movedim(a.ints("source"), a.ints("destination"))
                : x.movedim(a.index("source"), a.index("destination"));
    }

    private static Tuple split(Arguments a) {
        Tensor x = a.tensor("input");
        String by = "split_size_or_sections";
        return new Tuple(
                a.isSequence(by)
                        ? x.split(a.ints(by), a.index("dim"))
                        : x.split(a.index(by), a.index("dim")));
    }

    private static Tensor asStrided(Arguments a) {
        Tensor x = a.tensor("input");
        int offset = a.isNone("storage_offset") ? x.storageOffset() : a.index("storage_offset");
        return x.asStrided(a.ints("size"), a.ints("stride"), offset);
    }
}
