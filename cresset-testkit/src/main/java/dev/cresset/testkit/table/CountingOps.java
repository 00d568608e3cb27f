package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Arguments;
import java.util.ArrayList;
import java.util.List;

/** Counting, looking up, and statistics made of other reductions. */
final class CountingOps {
    private static final String DIMS = "input, dim=None, keepdim=False, *, dtype=None";

    private CountingOps() {}

    static void addTo(TorchTable t) {
        String returns = "return_inverse=False, return_counts=False, dim=None";
        t.op("unique", "input, sorted=True, " + returns, a -> distinct(a, false));
        t.op("unique_consecutive", "input, " + returns, a -> distinct(a, true));
        t.op(
                "bincount",
                "input, weights=None, minlength=0",
                a -> a.tensor("input").bincount(a.tensorOrNull("weights"), a.index("minlength")));
        t.op(
                "histc",
                "input, bins=100, min=0, max=0",
                a -> a.tensor("input").histc(a.index("bins"), a.real("min"), a.real("max")));
        t.op(
                "searchsorted",
                "sorted_sequence, input, *, out_int32=False, right=False, side=None, sorter=None",
                a ->
                        width(
                                a,
                                Tensor.searchsorted(
                                        a.tensor("sorted_sequence"),
                                        Operand.tensor(a, "input"),
                                        right(a),
                                        a.tensorOrNull("sorter"))));
        t.op(
                "bucketize",
                "input, boundaries, *, out_int32=False, right=False",
                a ->
                        width(
                                a,
                                Tensor.bucketize(
                                        Operand.tensor(a, "input"),
                                        a.tensor("boundaries"),
                                        a.bool("right"))));
        t.op(
                "isin",
                "elements, test_elements, *, assume_unique=False, invert=False",
                a ->
                        Tensor.isin(
                                Operand.tensor(a, "elements"),
                                Operand.tensor(a, "test_elements"),
                                a.bool("invert")));
        t.op(
                "nansum",
                DIMS,
                a -> a.tensor("input").nansum(a.dims("dim"), a.bool("keepdim"), a.dtype("dtype")));
        t.op(
                "nanmean",
                DIMS,
                a -> a.tensor("input").nanmean(a.dims("dim"), a.bool("keepdim"), a.dtype("dtype")));
        t.op("aminmax", "input, *, dim=None, keepdim=False", CountingOps::aminmax);
        String spread = "input, dim=None, unbiased=None, keepdim=False, *, correction=1";
        t.op("std_mean", spread, a -> spread(a, true));
        t.op("var_mean", spread, a -> spread(a, false));
        t.op("renorm", "input, p, dim, maxnorm", a -> renorm(a, false));
        t.op("renorm_", "input, p, dim, maxnorm", a -> renorm(a, true)).called("renorm");
        t.op(
                "diff",
                "input, n=1, dim=-1, prepend=None, append=None",
                a ->
                        a.tensor("input")
                                .diff(
                                        a.index("n"),
                                        a.index("dim"),
                                        a.tensorOrNull("prepend"),
                                        a.tensorOrNull("append")));
    }

    private static boolean right(Arguments a) {
        return a.bool("right") || (!a.isNone("side") && a.text("side").equals("right"));
    }

    private static Tensor width(Arguments a, Tensor x) {
        return a.bool("out_int32") ? x.to(DType.INT32) : x;
    }

    private static Object distinct(Arguments a, boolean consecutive) {
        Tensor x = a.tensor("input");
        var d =
                a.isNone("dim")
                        ? (consecutive ? x.uniqueConsecutive() : x.unique())
                        : (consecutive
                                ? x.uniqueConsecutive(a.index("dim"))
                                : x.unique(a.index("dim")));
        List<Tensor> out = new ArrayList<>(List.of(d.values()));
        if (a.bool("return_inverse")) {
            out.add(d.inverse());
        }
        if (a.bool("return_counts")) {
            out.add(d.counts());
        }
        return out.size() == 1 ? out.getFirst() : new Tuple(out);
    }

    private static Object aminmax(Arguments a) {
        Tensor x = a.tensor("input");
        return a.isNone("dim")
                ? (a.bool("keepdim") ? x.aminmax(true) : x.aminmax())
                : x.aminmax(a.index("dim"), a.bool("keepdim"));
    }

    private static Tuple spread(Arguments a, boolean std) {
        Tensor x = a.tensor("input");
        boolean flag = a.raw("dim") instanceof Boolean;
        Object unbiased = flag ? a.raw("dim") : a.raw("unbiased");
        double correction =
                unbiased instanceof Boolean b
                        ? (b ? 1 : 0)
                        : a.isNone("correction") ? 1 : a.real("correction");
        int[] dims = flag ? null : a.dims("dim");
        boolean keep = a.bool("keepdim");
        var both = std ? x.stdMean(dims, correction, keep) : x.varMean(dims, correction, keep);
        return new Tuple(List.of(both.spread(), both.mean()));
    }

    private static Tensor renorm(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        return inPlace
                ? x.renorm_(a.real("p"), a.index("dim"), a.real("maxnorm"))
                : x.renorm(a.real("p"), a.index("dim"), a.real("maxnorm"));
    }
}
