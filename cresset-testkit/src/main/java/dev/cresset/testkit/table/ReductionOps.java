package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;

/** Ops that reduce dimensions, and cumulative ones. */
final class ReductionOps {
    private static final String DIMS = "input, dim=None, keepdim=False";

    private ReductionOps() {}

    static void addTo(TorchTable t) {
        t.op(
                "sum",
                DIMS + ", *, dtype=None",
                a -> a.tensor("input").sum(a.dims("dim"), a.bool("keepdim"), a.dtype("dtype")));
        t.op(
                "mean",
                DIMS + ", *, dtype=None",
                a -> a.tensor("input").mean(a.dims("dim"), a.bool("keepdim"), a.dtype("dtype")));
        t.op("prod", DIMS + ", *, dtype=None", ReductionOps::prod);
        t.op("amax", DIMS, a -> a.tensor("input").amax(a.dims("dim"), a.bool("keepdim")));
        t.op("amin", DIMS, a -> a.tensor("input").amin(a.dims("dim"), a.bool("keepdim")));
        t.op("all", DIMS, a -> a.tensor("input").all(a.dims("dim"), a.bool("keepdim")));
        t.op("any", DIMS, a -> a.tensor("input").any(a.dims("dim"), a.bool("keepdim")));
        t.op(
                "logsumexp",
                "input, dim, keepdim=False",
                a -> a.tensor("input").logsumexp(a.dims("dim"), a.bool("keepdim")));
        t.op(
                "var",
                "input, dim=None, unbiased=None, keepdim=False, *, correction=1",
                ReductionOps::var);
        t.op(
                "std",
                "input, dim=None, unbiased=None, keepdim=False, *, correction=1",
                ReductionOps::std);
        t.op("norm", "input, p='fro', dim=None, keepdim=False, dtype=None", ReductionOps::norm);
        t.op("argmax", DIMS, ReductionOps::argmax);
        t.op("argmin", DIMS, ReductionOps::argmin);
        t.op("max", "input, dim=None, keepdim=False, *, other=None", ReductionOps::max);
        t.op("min", "input, dim=None, keepdim=False, *, other=None", ReductionOps::min);
        t.op("sum_to_size", "input, *size", a -> a.tensor("input").sumToSize(a.ints("size")));
        t.op(
                "count_nonzero",
                "input, dim=None",
                a ->
                        a.isNone("dim")
                                ? a.tensor("input").countNonzero()
                                : a.tensor("input").countNonzero(a.ints("dim")));
        t.op(
                "cumsum",
                "input, dim, *, dtype=None",
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input").cumsum(a.index("dim"))
                                : a.tensor("input").cumsum(a.index("dim"), TensorMembers.dtype(a)));
    }

    private static Tensor prod(Arguments a) {
        if (!a.isNone("dim")) {
            return a.tensor("input").prod(a.index("dim"), a.bool("keepdim"), a.dtype("dtype"));
        }
        return a.isNone("dtype")
                ? a.tensor("input").prod()
                : a.tensor("input").prod(TensorMembers.dtype(a));
    }

    private static Tensor var(Arguments a) {
        if (a.raw("dim") instanceof Boolean unbiased) {
            return a.tensor("input").var(unbiased);
        }
        return a.tensor("input").var(a.dims("dim"), correction(a), a.bool("keepdim"));
    }

    private static Tensor std(Arguments a) {
        if (a.raw("dim") instanceof Boolean unbiased) {
            return a.tensor("input").std(unbiased);
        }
        return a.tensor("input").std(a.dims("dim"), correction(a), a.bool("keepdim"));
    }

    /* unbiased=True is correction=1, False is 0; None means 1. */
    static double correction(Arguments a) {
        if (!a.isNone("unbiased")) {
            return a.bool("unbiased") ? 1 : 0;
        }
        return a.isNone("correction") ? 1 : a.real("correction");
    }

    private static Tensor norm(Arguments a) {
        a.refuse("dtype");
        if (a.raw("p") instanceof String p && p.equals("nuc")) {
            return a.tensor("input")
                    .norm(LinalgOps.named(a, "p"), a.dims("dim"), a.bool("keepdim"));
        }
        double p =
                switch (a.raw("p")) {
                    case null -> 2;
                    case String q when q.equals("fro") -> 2;
                    case Number n -> n.doubleValue();
                    default -> throw a.unsupported("p");
                };
        return a.tensor("input").norm(p, a.dims("dim"), a.bool("keepdim"));
    }

    private static Tensor argmax(Arguments a) {
        return a.isNone("dim") && !a.bool("keepdim")
                ? a.tensor("input").argmax()
                : a.tensor("input").argmax(a.index("dim"), a.bool("keepdim"));
    }

    private static Tensor argmin(Arguments a) {
        return a.isNone("dim") && !a.bool("keepdim")
                ? a.tensor("input").argmin()
                : a.tensor("input").argmin(a.index("dim"), a.bool("keepdim"));
    }

    /* torch.max(x), torch.max(x, dim) and torch.max(x, other) are three functions of one name. */
    private static Object max(Arguments a) {
        Tensor x = a.tensor("input");
        if (a.raw("dim") instanceof Tensor y) {
            return x.max(y);
        }
        if (!a.isNone("other")) {
            return x.max(a.tensor("other"));
        }
        return a.isNone("dim") ? x.max() : x.max(a.index("dim"), a.bool("keepdim"));
    }

    private static Object min(Arguments a) {
        Tensor x = a.tensor("input");
        if (a.raw("dim") instanceof Tensor y) {
            return x.min(y);
        }
        if (!a.isNone("other")) {
            return x.min(a.tensor("other"));
        }
        return a.isNone("dim") ? x.min() : x.min(a.index("dim"), a.bool("keepdim"));
    }
}
