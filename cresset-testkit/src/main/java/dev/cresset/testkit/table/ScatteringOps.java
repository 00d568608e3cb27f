package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.op.Indexing.Fold;
import dev.cresset.testkit.python.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading and writing by index tensors and masks. */
final class ScatteringOps {
    private ScatteringOps() {}

    static void addTo(TorchTable t) {
        t.op(
                "index_select",
                "input, dim, index",
                a -> a.tensor("input").indexSelect(a.index("dim"), a.tensor("index")));
        both(t, "index_add", "input, dim, index, source, *, alpha=1", ScatteringOps::indexAdd);
        both(t, "index_copy", "input, dim, index, source", ScatteringOps::indexCopy);
        both(t, "index_fill", "input, dim, index, value", ScatteringOps::indexFill);
        both(
                t,
                "index_reduce",
                "input, dim, index, source, reduce, *, include_self=True",
                ScatteringOps::indexReduce);
        both(t, "index_put", "input, indices, values, accumulate=False", ScatteringOps::indexPut);
        both(
                t,
                "scatter",
                "input, dim, index, src=None, *, value=None, reduce=None",
                ScatteringOps::scatter);
        both(
                t,
                "scatter_reduce",
                "input, dim, index, src, reduce, *, include_self=True",
                ScatteringOps::scatterReduce);
        both(t, "put", "input, index, source, accumulate=False", ScatteringOps::put);
        both(t, "masked_scatter", "input, mask, source", ScatteringOps::maskedScatter);
        t.op("masked_select", "input, mask", a -> a.tensor("input").maskedSelect(a.tensor("mask")));
        t.op("take", "input, index", a -> a.tensor("input").take(a.tensor("index")));
        t.op("take_along_dim", "input, indices, dim=None", ScatteringOps::takeAlongDim);
        t.op(
                "nonzero",
                "input, *, as_tuple=False",
                a ->
                        a.bool("as_tuple")
                                ? new Tuple(a.tensor("input").nonzeroTuple())
                                : a.tensor("input").nonzero());
        t.op("argwhere", "input", a -> a.tensor("input").argwhere());
    }

    private interface Form {
        Tensor apply(Arguments a, boolean inPlace);
    }

    private static void both(TorchTable t, String name, String parameters, Form form) {
        t.op(name, parameters, a -> form.apply(a, false)).called(name + "_");
        t.op(name + "_", parameters, a -> form.apply(a, true)).called(name);
    }

    private static Tensor indexAdd(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        int dim = a.index("dim");
        Tensor index = a.tensor("index");
        Tensor source = a.tensor("source");
        Number alpha = a.scalar("alpha");
        return inPlace
                ? x.indexAdd_(dim, index, source, alpha)
                : x.indexAdd(dim, index, source, alpha);
    }

    private static Tensor indexCopy(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        int dim = a.index("dim");
        Tensor index = a.tensor("index");
        Tensor source = a.tensor("source");
        return inPlace ? x.indexCopy_(dim, index, source) : x.indexCopy(dim, index, source);
    }

    private static Tensor indexFill(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        int dim = a.index("dim");
        Tensor index = a.tensor("index");
        if (a.raw("value") instanceof Tensor value) {
            return inPlace ? x.indexFill_(dim, index, value) : x.indexFill(dim, index, value);
        }
        Number value = a.scalar("value");
        return inPlace ? x.indexFill_(dim, index, value) : x.indexFill(dim, index, value);
    }

    private static Fold fold(Arguments a) {
        return switch (a.text("reduce")) {
            case "sum", "add" -> Fold.SUM;
            case "prod", "multiply" -> Fold.PROD;
            case "mean" -> Fold.MEAN;
            case "amax" -> Fold.AMAX;
            case "amin" -> Fold.AMIN;
            default -> throw a.unsupported("reduce");
        };
    }

    private static Tensor indexReduce(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        int dim = a.index("dim");
        Tensor index = a.tensor("index");
        Tensor source = a.tensor("source");
        boolean self = a.bool("include_self");
        return inPlace
                ? x.indexReduce_(dim, index, source, fold(a), self)
                : x.indexReduce(dim, index, source, fold(a), self);
    }

    private static Tensor indexPut(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        List<@Nullable Tensor> indices = new ArrayList<>();
        for (Object part : a.items("indices")) {
            indices.add((Tensor) part);
        }
        Tensor values = a.tensor("values");
        boolean accumulate = a.bool("accumulate");
        return inPlace
                ? x.indexPut_(indices, values, accumulate)
                : x.indexPut(indices, values, accumulate);
    }

    private static Tensor scatter(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        int dim = a.index("dim");
        Tensor index = a.tensor("index");
        boolean tensor = a.raw("src") instanceof Tensor;
        if (!a.isNone("reduce")) {
            Tensor src =
                    tensor
                            ? a.tensor("src")
                            : index.fullLike(
                                    a.scalar(a.isNone("src") ? "value" : "src"), x.dtype());
            return inPlace
                    ? x.scatterReduce_(dim, index, src, fold(a), true)
                    : x.scatterReduce(dim, index, src, fold(a), true);
        }
        if (tensor) {
            Tensor src = a.tensor("src");
            return inPlace ? x.scatter_(dim, index, src) : x.scatter(dim, index, src);
        }
        Number value = a.scalar(a.isNone("src") ? "value" : "src");
        return inPlace ? x.scatter_(dim, index, value) : x.scatter(dim, index, value);
    }

    private static Tensor scatterReduce(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        int dim = a.index("dim");
        Tensor index = a.tensor("index");
        Tensor src = a.tensor("src");
        boolean self = a.bool("include_self");
        return inPlace
                ? x.scatterReduce_(dim, index, src, fold(a), self)
                : x.scatterReduce(dim, index, src, fold(a), self);
    }

    private static Tensor put(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        Tensor index = a.tensor("index");
        Tensor source = a.tensor("source");
        boolean accumulate = a.bool("accumulate");
        return inPlace ? x.put_(index, source, accumulate) : x.put(index, source, accumulate);
    }

    private static Tensor maskedScatter(Arguments a, boolean inPlace) {
        Tensor x = a.tensor("input");
        Tensor mask = a.tensor("mask");
        Tensor source = a.tensor("source");
        return inPlace ? x.maskedScatter_(mask, source) : x.maskedScatter(mask, source);
    }

    private static Tensor takeAlongDim(Arguments a) {
        Tensor x = a.tensor("input");
        Tensor indices = a.tensor("indices");
        return a.isNone("dim") ? x.takeAlongDim(indices) : x.takeAlongDim(indices, a.index("dim"));
    }
}
