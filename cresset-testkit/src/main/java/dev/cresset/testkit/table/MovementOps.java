package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ops that move, repeat and cut elements, and copies of views. */
final class MovementOps {
    private MovementOps() {}

    static void addTo(TorchTable t) {
        t.op("flip", "input, *dims", a -> a.tensor("input").flip(a.ints("dims")));
        t.op("fliplr", "input", a -> a.tensor("input").fliplr());
        t.op("flipud", "input", a -> a.tensor("input").flipud());
        t.op("roll", "input, shifts, dims=None", MovementOps::roll);
        t.op(
                "rot90",
                "input, k=1, dims=(0, 1)",
                a -> a.tensor("input").rot90(a.index("k"), a.ints("dims")));
        t.op("repeat", "input, *repeats", a -> a.tensor("input").repeat(a.ints("repeats")));
        t.op("tile", "input, *dims", a -> a.tensor("input").tile(a.ints("dims")));
        t.op(
                "repeat_interleave",
                "input, repeats, dim=None, *, output_size=None",
                MovementOps::interleave);
        diagonals(t);
        pieces(t);
        copies(t);
        t.op(
                "select_scatter",
                "input, src, dim, index",
                a ->
                        a.tensor("input")
                                .selectScatter(a.tensor("src"), a.index("dim"), a.index("index")));
        t.op(
                "slice_scatter",
                "input, src, dim=0, start=None, end=None, step=1",
                a ->
                        a.tensor("input")
                                .sliceScatter(
                                        a.tensor("src"),
                                        a.index("dim"),
                                        bound(a, "start"),
                                        bound(a, "end"),
                                        a.index("step")));
        t.op(
                "diagonal_scatter",
                "input, src, offset=0, dim1=0, dim2=1",
                a ->
                        a.tensor("input")
                                .diagonalScatter(
                                        a.tensor("src"),
                                        a.index("offset"),
                                        a.index("dim1"),
                                        a.index("dim2")));
    }

    private static void diagonals(TorchTable t) {
        String one = "input, diagonal=0";
        t.op("tril", one, a -> a.tensor("input").tril(a.index("diagonal")));
        t.op("triu", one, a -> a.tensor("input").triu(a.index("diagonal")));
        t.op("tril_", one, a -> a.tensor("input").tril_(a.index("diagonal"))).called("tril");
        t.op("triu_", one, a -> a.tensor("input").triu_(a.index("diagonal"))).called("triu");
        t.op("diag", one, a -> a.tensor("input").diag(a.index("diagonal")));
        t.op("diagflat", "input, offset=0", a -> a.tensor("input").diagflat(a.index("offset")));
        t.op(
                "diag_embed",
                "input, offset=0, dim1=-2, dim2=-1",
                a ->
                        a.tensor("input")
                                .diagEmbed(a.index("offset"), a.index("dim1"), a.index("dim2")));
    }

    private static void pieces(TorchTable t) {
        t.op("atleast_1d", "input, *more", a -> each(a, Tensor::atleast1d));
        t.op("atleast_2d", "input, *more", a -> each(a, Tensor::atleast2d));
        t.op("atleast_3d", "input, *more", a -> each(a, Tensor::atleast3d));
        t.op("tensor_split", "input, indices_or_sections, dim=0", MovementOps::tensorSplit)
                .called("split");
        t.op("hsplit", "input, by", a -> new Tuple(split(a, Tensor::hsplit, Tensor::hsplit)));
        t.op("vsplit", "input, by", a -> new Tuple(split(a, Tensor::vsplit, Tensor::vsplit)));
        t.op("dsplit", "input, by", a -> new Tuple(split(a, Tensor::dsplit, Tensor::dsplit)));
    }

    private interface One {
        Tensor apply(Tensor x);
    }

    private static Object each(Arguments a, One op) {
        List<Tensor> in = new ArrayList<>();
        if (a.raw("input") instanceof Tensor x) {
            in.add(x);
        } else {
            in.addAll(a.tensors("input"));
        }
        in.addAll(a.tensors("more"));
        return in.size() == 1 && !a.isSequence("input")
                ? op.apply(in.getFirst())
                : new Tuple(in.stream().map(op::apply).toList());
    }

    private interface BySections {
        List<Tensor> apply(Tensor x, int sections);
    }

    private interface ByIndices {
        List<Tensor> apply(Tensor x, int... indices);
    }

    private static List<Tensor> split(Arguments a, BySections sections, ByIndices indices) {
        Tensor x = a.tensor("input");
        return a.isSequence("by")
                ? indices.apply(x, a.ints("by"))
                : sections.apply(x, a.index("by"));
    }

    private static Tuple tensorSplit(Arguments a) {
        Tensor x = a.tensor("input");
        String by = "indices_or_sections";
        int dim = a.index("dim");
        if (a.raw(by) instanceof Tensor t) {
            return new Tuple(
                    t.dim() == 0
                            ? x.tensorSplit(t.item().intValue(), dim)
                            : x.tensorSplit(t.toIntArray(), dim));
        }
        return new Tuple(
                a.isSequence(by)
                        ? x.tensorSplit(a.ints(by), dim)
                        : x.tensorSplit(a.index(by), dim));
    }

    private static Tensor roll(Arguments a) {
        Tensor x = a.tensor("input");
        if (a.isNone("dims") || (a.isSequence("dims") && a.ints("dims").length == 0)) {
            int[] shifts = ints(a, "shifts");
            return shifts.length == 1 ? x.roll(shifts[0]) : x.roll(shifts, new int[0]);
        }
        return x.roll(ints(a, "shifts"), ints(a, "dims"));
    }

    private static int[] ints(Arguments a, String name) {
        return a.isSequence(name) ? a.ints(name) : new int[] {a.index(name)};
    }

    private static @Nullable Integer bound(Arguments a, String name) {
        if (a.isNone(name)) {
            return null;
        }
        return Math.clamp(a.integer(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static Tensor interleave(Arguments a) {
        Tensor x = a.tensor("input");
        if (a.raw("repeats") instanceof Tensor r) {
            return x.repeatInterleave(r, a.indexOrNull("dim"));
        }
        return a.isNone("dim")
                ? x.repeatInterleave(a.index("repeats"))
                : x.repeatInterleave(a.index("repeats"), a.index("dim"));
    }

    private static void copies(TorchTable t) {
        t.op("view_copy", "input, *size", a -> a.tensor("input").viewCopy(a.ints("size")))
                .called("view");
        t.op("expand_copy", "input, *size", a -> a.tensor("input").expandCopy(a.ints("size")))
                .called("expand");
        t.op("permute_copy", "input, *dims", a -> a.tensor("input").permuteCopy(a.ints("dims")));
        t.op(
                "transpose_copy",
                "input, dim0, dim1",
                a -> a.tensor("input").transposeCopy(a.index("dim0"), a.index("dim1")));
        t.op("t_copy", "input", a -> a.tensor("input").tCopy()).called("t");
        t.op("alias_copy", "input", a -> a.tensor("input").aliasCopy());
        t.op(
                "select_copy",
                "input, dim, index",
                a -> a.tensor("input").selectCopy(a.index("dim"), a.index("index")));
        t.op(
                "squeeze_copy",
                "input, dim=None",
                a ->
                        a.isNone("dim")
                                ? a.tensor("input").squeezeCopy()
                                : a.tensor("input").squeezeCopy(ints(a, "dim")));
        t.op("unsqueeze_copy", "input, dim", a -> a.tensor("input").unsqueezeCopy(a.index("dim")));
        t.op(
                        "narrow_copy",
                        "input, dim, start, length",
                        a ->
                                a.tensor("input")
                                        .narrowCopy(
                                                a.index("dim"),
                                                a.index("start"),
                                                a.index("length")))
                .called("narrow");
        t.op(
                        "diagonal_copy",
                        "input, offset=0, dim1=0, dim2=1",
                        a ->
                                a.tensor("input")
                                        .diagonalCopy(
                                                a.index("offset"),
                                                a.index("dim1"),
                                                a.index("dim2")))
                .called("diagonal");
        t.op(
                "unfold_copy",
                "input, dimension, size, step",
                a ->
                        a.tensor("input")
                                .unfoldCopy(
                                        a.index("dimension"), a.index("size"), a.index("step")));
        t.op(
                "as_strided_copy",
                "input, size, stride, storage_offset=0",
                a ->
                        a.tensor("input")
                                .asStridedCopy(
                                        a.ints("size"),
                                        a.ints("stride"),
                                        a.index("storage_offset")));
        t.op(
                        "unbind_copy",
                        "input, dim=0",
                        a -> new Tuple(a.tensor("input").unbindCopy(a.index("dim"))))
                .called("unbind");
        t.op(
                "split_with_sizes_copy",
                "input, split_sizes, dim=0",
                a -> new Tuple(a.tensor("input").splitCopy(a.ints("split_sizes"), a.index("dim"))));
    }
}
