package dev.cresset.testkit.table;

import dev.cresset.GradientOptions;
import dev.cresset.HistogramOptions;
import dev.cresset.Interpolation;
import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.op.Indexing.Fold;
import dev.cresset.testkit.python.Arguments;

/** Quantiles, covariances, histograms, segments, derivatives and integrals of samples. */
final class StatisticsOps {
    private StatisticsOps() {}

    static void addTo(TorchTable t) {
        String quantile = "input, q, dim=None, keepdim=False, *, interpolation='linear'";
        t.op("quantile", quantile, a -> quantile(a, false));
        t.op("nanquantile", quantile, a -> quantile(a, true));
        t.op(
                "cov",
                "input, *, correction=1, fweights=None, aweights=None",
                a ->
                        a.tensor("input")
                                .cov(
                                        a.real("correction"),
                                        a.tensorOrNull("fweights"),
                                        a.tensorOrNull("aweights")));
        t.op("corrcoef", "input", a -> a.tensor("input").corrcoef());
        t.op(
                "gradient",
                "input, *, spacing=None, dim=None, edge_order=1",
                a -> new Tuple(a.tensor("input").gradient(o -> gradient(a, o))));
        String trapezoid = "y, x=None, *, dx=1, dim=-1";
        t.op(
                "trapezoid",
                trapezoid,
                a -> {
                    Tensor x = a.tensorOrNull("x");
                    return x == null
                            ? a.tensor("y").trapezoid(a.real("dx"), a.index("dim"))
                            : a.tensor("y").trapezoid(x, a.index("dim"));
                });
        t.alias("trapezoid", "trapz");
        t.op(
                "cumulative_trapezoid",
                trapezoid,
                a -> {
                    Tensor x = a.tensorOrNull("x");
                    return x == null
                            ? a.tensor("y").cumulativeTrapezoid(a.real("dx"), a.index("dim"))
                            : a.tensor("y").cumulativeTrapezoid(x, a.index("dim"));
                });
        String histogram = "input, bins, *, range=None, weight=None, density=False";
        t.op("histogram", histogram, StatisticsOps::histogram);
        t.op("histogramdd", histogram, StatisticsOps::histogramdd);
        t.op(
                        "segment_reduce",
                        "data, reduce, *, lengths=None, indices=None, offsets=None, axis=0,"
                                + " unsafe=False, initial=None",
                        StatisticsOps::segmentReduce)
                .called("_segment_reduce");
        t.alias("segment_reduce", "_segment_reduce");
    }

    private static Tensor quantile(Arguments a, boolean ignoreNan) {
        Tensor x = a.tensor("input");
        Integer dim = a.indexOrNull("dim");
        boolean keep = a.bool("keepdim");
        Interpolation how =
                switch (a.text("interpolation")) {
                    case "linear" -> Interpolation.LINEAR;
                    case "lower" -> Interpolation.LOWER;
                    case "higher" -> Interpolation.HIGHER;
                    case "midpoint" -> Interpolation.MIDPOINT;
                    case "nearest" -> Interpolation.NEAREST;
                    default -> throw a.unsupported("interpolation");
                };
        if (a.raw("q") instanceof Tensor q) {
            return ignoreNan ? x.nanquantile(q, dim, keep, how) : x.quantile(q, dim, keep, how);
        }
        double q = a.real("q");
        return ignoreNan ? x.nanquantile(q, dim, keep, how) : x.quantile(q, dim, keep, how);
    }

    private static GradientOptions gradient(Arguments a, GradientOptions o) {
        GradientOptions p = o.edgeOrder(a.index("edge_order"));
        int[] dims = a.dims("dim");
        if (dims != null) {
            p = p.dims(dims);
        }
        if (a.isNone("spacing")) {
            return p;
        }
        if (!a.isSequence("spacing")) {
            return p.spacing(a.real("spacing"));
        }
        return a.items("spacing").getFirst() instanceof Tensor
                ? p.coordinates(a.list(Tensor.class, "spacing"))
                : p.spacings(a.reals("spacing"));
    }

    private static HistogramOptions options(Arguments a, HistogramOptions o) {
        HistogramOptions p = o.weight(a.tensorOrNull("weight")).density(a.bool("density"));
        return a.isNone("range") ? p : p.range(a.reals("range"));
    }

    private static Object histogram(Arguments a) {
        Tensor x = a.tensor("input");
        return a.raw("bins") instanceof Tensor edges
                ? x.histogram(edges, o -> options(a, o))
                : x.histogram(a.index("bins"), o -> options(a, o));
    }

    private static Object histogramdd(Arguments a) {
        Tensor x = a.tensor("input");
        if (!a.isSequence("bins")) {
            return x.histogramdd(a.index("bins"), o -> options(a, o));
        }
        return a.items("bins").getFirst() instanceof Tensor
                ? x.histogramdd(a.list(Tensor.class, "bins"), o -> options(a, o))
                : x.histogramdd(a.ints("bins"), o -> options(a, o));
    }

    private static Tensor segmentReduce(Arguments a) {
        Fold fold =
                switch (a.text("reduce")) {
                    case "sum" -> Fold.SUM;
                    case "prod" -> Fold.PROD;
                    case "mean" -> Fold.MEAN;
                    case "max", "amax" -> Fold.AMAX;
                    case "min", "amin" -> Fold.AMIN;
                    default -> throw a.unsupported("reduce");
                };
        a.refuse("indices");
        return a.tensor("data")
                .segmentReduce(
                        fold,
                        o ->
                                o.lengths(a.tensorOrNull("lengths"))
                                        .offsets(a.tensorOrNull("offsets"))
                                        .axis(a.index("axis"))
                                        .unsafe(a.bool("unsafe"))
                                        .initial(a.scalarOrNull("initial")));
    }
}
