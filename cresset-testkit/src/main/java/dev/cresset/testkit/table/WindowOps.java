package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.Windows;
import dev.cresset.op.DType;
import dev.cresset.testkit.golden.Encoded;
import dev.cresset.testkit.python.Arguments;

/** What PyTorch has in {@code torch.signal.windows}. */
final class WindowOps {
    private interface Window {
        Tensor of(Arguments a, int m, boolean sym, DType dtype);
    }

    private WindowOps() {}

    static void addTo(TorchTable t) {
        window(t, "bartlett", "", (a, m, s, d) -> Windows.bartlett(m, s, d));
        window(t, "cosine", "", (a, m, s, d) -> Windows.cosine(m, s, d));
        window(t, "hamming", "", (a, m, s, d) -> Windows.hamming(m, s, d));
        window(t, "hann", "", (a, m, s, d) -> Windows.hann(m, s, d));
        window(t, "blackman", "", (a, m, s, d) -> Windows.blackman(m, s, d));
        window(t, "nuttall", "", (a, m, s, d) -> Windows.nuttall(m, s, d));
        window(
                t,
                "general_cosine",
                ", a",
                (a, m, s, d) -> Windows.generalCosine(m, a.reals("a"), s, d));
        window(
                t,
                "general_hamming",
                ", alpha=0.54",
                (a, m, s, d) -> Windows.generalHamming(m, a.real("alpha"), s, d));
        window(
                t,
                "exponential",
                ", center=None, tau=1.0",
                (a, m, s, d) ->
                        Windows.exponential(
                                m,
                                a.isNone("center") ? null : (Double) a.real("center"),
                                a.real("tau"),
                                s,
                                d));
        window(
                t,
                "gaussian",
                ", std=1.0",
                (a, m, s, d) -> Windows.gaussian(m, a.real("std"), s, d));
        window(t, "kaiser", ", beta=12.0", (a, m, s, d) -> Windows.kaiser(m, a.real("beta"), s, d));
    }

    /* Java has no name for a sparse layout. */
    private static void checkStrided(Arguments a) {
        if (a.raw("layout") instanceof Encoded.TensorLayout l
                && !l.name().equals("torch.strided")) {
            throw a.unsupported("layout");
        }
    }

    private static void window(TorchTable t, String name, String more, Window window) {
        t.op(
                        "signal.windows." + name,
                        "M, *"
                                + more
                                + ", sym=True, dtype=None, layout=None, device=None,"
                                + " requires_grad=False",
                        a -> {
                            checkStrided(a);
                            DType dtype =
                                    a.isNone("dtype")
                                            ? Tensor.defaultDtype()
                                            : TensorMembers.dtype(a);
                            return window.of(a, a.index("M"), a.bool("sym"), dtype)
                                    .requiresGrad_(a.bool("requires_grad"));
                        })
                .called("general_cosine");
    }
}
