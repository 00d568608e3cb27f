package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import org.jspecify.annotations.Nullable;

/** Sorting and choosing by order, running extremes and products. */
final class OrderingOps {
    private OrderingOps() {}

    static void addTo(TorchTable t) {
        String sort = "input, dim=-1, descending=False, stable=False";
        t.op("sort", sort, a -> a.tensor("input").sort(a.index("dim"), a.bool("descending")));
        t.op("argsort", sort, a -> a.tensor("input").argsort(a.index("dim"), a.bool("descending")));
        t.op("msort", "input", a -> a.tensor("input").msort());
        t.op(
                "topk",
                "input, k, dim=-1, largest=True, sorted=True",
                a -> a.tensor("input").topk(a.index("k"), a.index("dim"), a.bool("largest")));
        t.op(
                "kthvalue",
                "input, k, dim=-1, keepdim=False",
                a -> a.tensor("input").kthvalue(a.index("k"), a.index("dim"), a.bool("keepdim")));
        t.op("median", "input, dim=None, keepdim=False", OrderingOps::median);
        t.op("nanmedian", "input, dim=None, keepdim=False", OrderingOps::nanmedian);
        t.op(
                "mode",
                "input, dim=-1, keepdim=False",
                a -> a.tensor("input").mode(a.index("dim"), a.bool("keepdim")));
        t.op("cummax", "input, dim", a -> a.tensor("input").cummax(a.index("dim")));
        t.op("cummin", "input, dim", a -> a.tensor("input").cummin(a.index("dim")));
        t.op("logcumsumexp", "input, dim", a -> a.tensor("input").logcumsumexp(a.index("dim")));
        t.op("cumprod", "input, dim, *, dtype=None", a -> cumprod(a, false));
        t.op("cumprod_", "input, dim, *, dtype=None", a -> cumprod(a, true)).called("cumprod");
        t.op("cumsum_", "input, dim, *, dtype=None", a -> a.tensor("input").cumsum_(a.index("dim")))
                .called("cumsum");
    }

    private static @Nullable Object median(Arguments a) {
        Tensor x = a.tensor("input");
        return a.isNone("dim") ? x.median() : x.median(a.index("dim"), a.bool("keepdim"));
    }

    private static @Nullable Object nanmedian(Arguments a) {
        Tensor x = a.tensor("input");
        return a.isNone("dim") ? x.nanmedian() : x.nanmedian(a.index("dim"), a.bool("keepdim"));
    }

    private static Tensor cumprod(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        int dim = a.index("dim");
        if (inPlace) {
            return x.cumprod_(dim);
        }
        return a.isNone("dtype") ? x.cumprod(dim) : x.cumprod(dim, TensorMembers.dtype(a));
    }
}
