package dev.cresset.testkit.table;

import dev.cresset.Fft;
import dev.cresset.Fft.Pair;
import dev.cresset.FftNorm;
import dev.cresset.FftOptions;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Arguments;
import java.util.function.UnaryOperator;

/**
 * What PyTorch has in {@code torch.fft}; complex results as real tensors with a last dimension of
 * both parts, as {@code torch.view_as_real} gives them.
 */
final class FftOps {
    private interface Complex {
        Pair of(Pair x, UnaryOperator<FftOptions> options);
    }

    private interface FromReal {
        Pair of(Tensor x, UnaryOperator<FftOptions> options);
    }

    private interface ToReal {
        Tensor of(Pair x, UnaryOperator<FftOptions> options);
    }

    private FftOps() {}

    static void addTo(TorchTable t) {
        complex(t, "fft", Fft::fft);
        complex(t, "ifft", Fft::ifft);
        complex(t, "fft2", Fft::fft2);
        complex(t, "ifft2", Fft::ifft2);
        complex(t, "fftn", Fft::fftn);
        complex(t, "ifftn", Fft::ifftn);
        fromReal(t, "rfft", Fft::rfft);
        fromReal(t, "ihfft", Fft::ihfft);
        fromReal(t, "rfft2", Fft::rfft2);
        fromReal(t, "ihfft2", Fft::ihfft2);
        fromReal(t, "rfftn", Fft::rfftn);
        fromReal(t, "ihfftn", Fft::ihfftn);
        toReal(t, "irfft", Fft::irfft);
        toReal(t, "hfft", Fft::hfft);
        toReal(t, "irfft2", Fft::irfft2);
        toReal(t, "hfft2", Fft::hfft2);
        toReal(t, "irfftn", Fft::irfftn);
        toReal(t, "hfftn", Fft::hfftn);
        String frequencies = "n, d=1.0, *, dtype=None";
        t.op("fft.fftfreq", frequencies, a -> Fft.fftfreq(a.index("n"), a.real("d"), dtype(a)));
        t.op("fft.rfftfreq", frequencies, a -> Fft.rfftfreq(a.index("n"), a.real("d"), dtype(a)));
        t.op(
                "fft.fftshift",
                "input, dim=None",
                a ->
                        a.isNone("dim")
                                ? Fft.fftshift(a.tensor("input"))
                                : Fft.fftshift(a.tensor("input"), a.ints("dim")));
        t.op(
                "fft.ifftshift",
                "input, dim=None",
                a ->
                        a.isNone("dim")
                                ? Fft.ifftshift(a.tensor("input"))
                                : Fft.ifftshift(a.tensor("input"), a.ints("dim")));
    }

    private static DType dtype(Arguments a) {
        return a.isNone("dtype") ? Tensor.defaultDtype() : TensorMembers.dtype(a);
    }

    private static String parameters(String name) {
        return name.endsWith("2") || name.endsWith("n")
                ? "input, s=None, dim=None, norm=None"
                : "input, n=None, dim=None, norm=None";
    }

    private static FftOptions options(Arguments a, String name, FftOptions o) {
        String size = name.endsWith("2") || name.endsWith("n") ? "s" : "n";
        FftOptions p = a.isNone(size) ? o : o.s(a.ints(size));
        p = a.isNone("dim") ? p : p.dims(a.ints("dim"));
        return a.isNone("norm")
                ? p
                : p.norm(
                        switch (a.text("norm")) {
                            case "ortho" -> FftNorm.ORTHO;
                            case "forward" -> FftNorm.FORWARD;
                            case "backward" -> FftNorm.BACKWARD;
                            default -> throw a.unsupported("norm");
                        });
    }

    private static void complex(TorchTable t, String name, Complex f) {
        t.op(
                "fft." + name,
                parameters(name),
                a -> f.of(Pair.of(a.tensor("input")), o -> options(a, name, o)).asReal());
    }

    private static void fromReal(TorchTable t, String name, FromReal f) {
        t.op(
                "fft." + name,
                parameters(name),
                a -> f.of(a.tensor("input"), o -> options(a, name, o)).asReal());
    }

    private static void toReal(TorchTable t, String name, ToReal f) {
        t.op(
                "fft." + name,
                parameters(name),
                a -> f.of(Pair.of(a.tensor("input")), o -> options(a, name, o)));
    }
}
