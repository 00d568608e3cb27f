package dev.cresset.testkit.table;

import dev.cresset.Masked;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Arguments;
import org.jspecify.annotations.Nullable;

/** What PyTorch has in {@code torch.masked}. */
final class MaskedOps {
    private interface Reduction {
        Tensor of(
                Tensor x,
                int @Nullable [] dims,
                boolean keepdim,
                @Nullable DType dtype,
                @Nullable Tensor mask);
    }

    private interface Place {
        Tensor of(
                Tensor x,
                @Nullable Integer dim,
                boolean keepdim,
                @Nullable DType dtype,
                @Nullable Tensor mask);
    }

    private interface Along {
        Tensor of(Tensor x, int dim, @Nullable DType dtype, @Nullable Tensor mask);
    }

    private static final String REST = "keepdim=False, dtype=None, mask=None";

    private MaskedOps() {}

    static void addTo(TorchTable t) {
        reduction(t, "sum", Masked::sum);
        reduction(t, "prod", Masked::prod);
        reduction(t, "amax", Masked::amax);
        reduction(t, "amin", Masked::amin);
        reduction(t, "mean", Masked::mean);
        reduction(t, "logsumexp", Masked::logsumexp);
        place(t, "argmax", Masked::argmax);
        place(t, "argmin", Masked::argmin);
        along(t, "cumsum", Masked::cumsum);
        along(t, "cumprod", Masked::cumprod);
        along(t, "softmax", Masked::softmax);
        along(t, "log_softmax", Masked::logSoftmax);
        along(t, "softmin", Masked::softmin);
        t.op(
                "masked.median",
                "input, dim=-1, *, " + REST,
                a ->
                        Masked.median(
                                a.tensor("input"),
                                a.index("dim"),
                                a.bool("keepdim"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
        t.op(
                "masked.norm",
                "input, ord=2.0, dim=None, *, " + REST,
                a ->
                        Masked.norm(
                                a.tensor("input"),
                                a.real("ord"),
                                a.dims("dim"),
                                a.bool("keepdim"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
        String spread = "input, dim=None, unbiased=None, *, correction=None, " + REST;
        t.op(
                "masked.var",
                spread,
                a ->
                        Masked.var(
                                a.tensor("input"),
                                a.dims("dim"),
                                correction(a),
                                a.bool("keepdim"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
        t.op(
                "masked.std",
                spread,
                a ->
                        Masked.std(
                                a.tensor("input"),
                                a.dims("dim"),
                                correction(a),
                                a.bool("keepdim"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
        t.op(
                "masked.normalize",
                "input, ord, dim, *, eps=1e-12, dtype=None, mask=None",
                a ->
                        Masked.normalize(
                                a.tensor("input"),
                                a.real("ord"),
                                a.index("dim"),
                                a.real("eps"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
        t.op(
                "masked.logaddexp",
                "input, other, *, dtype=None, input_mask=None, other_mask=None",
                a ->
                        Masked.logaddexp(
                                a.tensor("input"),
                                a.tensor("other"),
                                a.dtype("dtype"),
                                a.tensorOrNull("input_mask"),
                                a.tensorOrNull("other_mask")));
    }

    private static double correction(Arguments a) {
        if (!a.isNone("correction")) {
            return a.real("correction");
        }
        return a.isNone("unbiased") || a.bool("unbiased") ? 1 : 0;
    }

    private static void reduction(TorchTable t, String name, Reduction op) {
        t.op(
                "masked." + name,
                "input, dim=None, *, " + REST,
                a ->
                        op.of(
                                a.tensor("input"),
                                a.dims("dim"),
                                a.bool("keepdim"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
    }

    private static void place(TorchTable t, String name, Place op) {
        t.op(
                "masked." + name,
                "input, dim=None, *, " + REST,
                a ->
                        op.of(
                                a.tensor("input"),
                                a.indexOrNull("dim"),
                                a.bool("keepdim"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
    }

    private static void along(TorchTable t, String name, Along op) {
        t.op(
                "masked." + name,
                "input, dim, *, dtype=None, mask=None",
                a ->
                        op.of(
                                a.tensor("input"),
                                a.index("dim"),
                                a.dtype("dtype"),
                                a.tensorOrNull("mask")));
    }
}
