package dev.cresset.testkit.table;

/** Indexing, gathering and scattering. */
final class IndexingOps {
    private IndexingOps() {}

    static void addTo(TorchTable t) {
        t.op("__getitem__", "input, index", a -> a.tensor("input").get(Indices.of(a.raw("index"))))
                .called("index", "get");
        t.op(
                "gather",
                "input, dim, index, *, sparse_grad=False",
                a -> a.tensor("input").gather(a.index("dim"), a.tensor("index")));
        t.op(
                "scatter_add",
                "input, dim, index, src",
                a ->
                        a.tensor("input")
                                .scatterAdd(a.index("dim"), a.tensor("index"), a.tensor("src")));
    }
}
