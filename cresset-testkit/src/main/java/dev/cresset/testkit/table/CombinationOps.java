package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ops of several tensors: joins, grids, products. */
final class CombinationOps {
    private CombinationOps() {}

    static void addTo(TorchTable t) {
        t.op("hstack", "tensors", a -> Tensor.hstack(list(a)));
        t.op("vstack", "tensors", a -> Tensor.vstack(list(a)));
        t.alias("vstack", "row_stack");
        t.op("dstack", "tensors", a -> Tensor.dstack(list(a)));
        t.op("column_stack", "tensors", a -> Tensor.columnStack(list(a)));
        t.op("block_diag", "*tensors", a -> Tensor.blockDiag(list(a)));
        t.op("broadcast_tensors", "*tensors", a -> new Tuple(Tensor.broadcastTensors(list(a))));
        t.op("meshgrid", "input, *more, indexing='ij'", CombinationOps::meshgrid);
        t.op("cartesian_prod", "*tensors", a -> Tensor.cartesianProd(list(a)));
        t.op(
                "combinations",
                "input, r=2, with_replacement=False",
                a ->
                        Tensor.combinations(
                                a.tensor("input"), a.index("r"), a.bool("with_replacement")));
        String triangle = "row, col, offset=0, *, dtype=None, device=None, layout=None";
        t.op(
                "tril_indices",
                triangle,
                a ->
                        cast(
                                a,
                                Tensor.trilIndices(
                                        a.index("row"), a.index("col"), a.index("offset"))));
        t.op(
                "triu_indices",
                triangle,
                a ->
                        cast(
                                a,
                                Tensor.triuIndices(
                                        a.index("row"), a.index("col"), a.index("offset"))));
        t.op("einsum", "equation, *operands", a -> Tensor.einsum(a.text("equation"), operands(a)))
                .recordedAs("operands, equation");
        t.op("tensordot", "a, b, dims=2", CombinationOps::tensordot);
        t.op("linalg.multi_dot", "tensors", a -> Tensor.multiDot(list(a)));
        t.op("chain_matmul", "*tensors", a -> Tensor.multiDot(list(a)));
        t.op(
                "cdist",
                "x1, x2, p=2.0, compute_mode=None",
                a -> Tensor.cdist(a.tensor("x1"), a.tensor("x2"), a.real("p")));
        t.op(
                "dist",
                "input, other, p=2",
                a -> a.tensor("input").dist(a.tensor("other"), a.real("p")));
        t.op("inner", "input, other", a -> a.tensor("input").inner(a.tensor("other")));
        t.op("vdot", "input, other", a -> a.tensor("input").vdot(a.tensor("other"))).called("dot");
        t.op(
                "addr",
                "input, vec1, vec2, *, beta=1, alpha=1",
                a ->
                        a.tensor("input")
                                .addr(
                                        a.tensor("vec1"),
                                        a.tensor("vec2"),
                                        a.scalar("beta"),
                                        a.scalar("alpha")));
        t.op(
                "addbmm",
                "input, batch1, batch2, *, beta=1, alpha=1",
                a ->
                        a.tensor("input")
                                .addbmm(
                                        a.tensor("batch1"),
                                        a.tensor("batch2"),
                                        a.scalar("beta"),
                                        a.scalar("alpha")));
        t.op("matrix_power", "input, n", a -> a.tensor("input").matrixPower(a.index("n")));
        t.alias("matrix_power", "linalg.matrix_power");
        t.op("kron", "input, other", a -> a.tensor("input").kron(a.tensor("other")));
        t.op(
                "cross",
                "input, other, dim=None",
                a -> a.tensor("input").cross(a.tensor("other"), a.indexOrNull("dim")));
        t.op(
                        "linalg.cross",
                        "input, other, *, dim=-1",
                        a -> a.tensor("input").cross(a.tensor("other"), a.index("dim")))
                .called("cross");
        t.op("trace", "input", a -> a.tensor("input").trace());
    }

    private static Tensor cast(Arguments a, Tensor x) {
        return a.isNone("dtype") ? x : x.to(TensorMembers.dtype(a));
    }

    private static Tensor[] list(Arguments a) {
        return a.tensors("tensors").toArray(Tensor[]::new);
    }

    /* einsum(equation, a, b) and einsum(equation, [a, b]) */
    private static Tensor[] operands(Arguments a) {
        List<Tensor> out = new ArrayList<>();
        for (Object o : a.items("operands")) {
            if (o instanceof Tensor x) {
                out.add(x);
            } else if (o instanceof List<?> many) {
                many.forEach(x -> out.add((Tensor) x));
            }
        }
        return out.toArray(Tensor[]::new);
    }

    private static Tuple meshgrid(Arguments a) {
        List<Tensor> in = new ArrayList<>();
        if (a.raw("input") instanceof Tensor x) {
            in.add(x);
        } else {
            in.addAll(a.tensors("input"));
        }
        in.addAll(a.tensors("more"));
        return new Tuple(Tensor.meshgrid(in, a.text("indexing").equals("xy")));
    }

    private static Tensor tensordot(Arguments a) {
        Tensor x = a.tensor("a");
        Tensor y = a.tensor("b");
        if (!a.isSequence("dims")) {
            return Tensor.tensordot(x, y, a.index("dims"));
        }
        List<int[]> dims = new ArrayList<>();
        for (Object part : a.items("dims")) {
            dims.add(
                    part instanceof List<?> l
                            ? l.stream().mapToInt(CombinationOps::whole).toArray()
                            : new int[] {whole(part)});
        }
        return Tensor.tensordot(x, y, dims.get(0), dims.get(1));
    }

    private static int whole(@Nullable Object value) {
        if (value instanceof Number n) {
            return n.intValue();
        }
        throw new IllegalArgumentException("tensordot: a dimension is a number, got " + value);
    }
}
