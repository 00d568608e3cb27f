package dev.cresset.testkit.table;

/** Products of matrices and vectors. */
final class MatrixOps {
    private static final String ADDED = ", *, beta=1, alpha=1";

    private MatrixOps() {}

    static void addTo(TorchTable t) {
        t.op("matmul", "input, other", a -> a.tensor("input").matmul(a.tensor("other")));
        t.op("__rmatmul__", "input, other", a -> a.tensor("other").matmul(a.tensor("input")))
                .called("matmul");
        t.op("mm", "input, mat2", a -> a.tensor("input").mm(a.tensor("mat2")));
        t.op("bmm", "input, mat2", a -> a.tensor("input").bmm(a.tensor("mat2")));
        t.op("mv", "input, vec", a -> a.tensor("input").mv(a.tensor("vec")));
        t.op("dot", "input, tensor", a -> a.tensor("input").dot(a.tensor("tensor")));
        t.op("outer", "input, vec2", a -> a.tensor("input").outer(a.tensor("vec2")));
        t.alias("outer", "ger");
        t.op(
                "addmm",
                "input, mat1, mat2" + ADDED,
                a ->
                        a.tensor("input")
                                .addmm(
                                        a.tensor("mat1"),
                                        a.tensor("mat2"),
                                        a.scalar("beta"),
                                        a.scalar("alpha")));
        t.op(
                "baddbmm",
                "input, batch1, batch2" + ADDED,
                a ->
                        a.tensor("input")
                                .baddbmm(
                                        a.tensor("batch1"),
                                        a.tensor("batch2"),
                                        a.scalar("beta"),
                                        a.scalar("alpha")));
        t.op(
                "addmv",
                "input, mat, vec" + ADDED,
                a ->
                        a.tensor("input")
                                .addmv(
                                        a.tensor("mat"),
                                        a.tensor("vec"),
                                        a.scalar("beta"),
                                        a.scalar("alpha")));
    }
}
