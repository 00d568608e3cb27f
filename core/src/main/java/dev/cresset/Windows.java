package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Windows for spectral analysis and filters: {@code torch.signal.windows}.
 *
 * <p>A window has m points, its maximum is 1. A symmetric one serves filters; a periodic one
 * ({@code sym} false) lacks the last of m + 1 symmetric points and serves spectra. The dtype is
 * float32 or float64; a negative length or another dtype is an {@link IllegalArgumentException}.
 */
public final class Windows {
    private record Line(double start, double step) {}

    private Windows() {}

    /** Returns the triangular window of Bartlett, symmetric and of the default dtype. */
    public static Tensor bartlett(int m) {
        return bartlett(m, true, DefaultDType.get());
    }

    /** Returns the triangular window of Bartlett. */
    public static Tensor bartlett(int m, boolean sym, DType dtype) {
        Tensor k = ramp("bartlett", m, sym, dtype, n -> new Line(-1, 2.0 / n));
        return m < 2 ? k : k.abs().rsub(1);
    }

    /** Returns half a period of the sine, symmetric and of the default dtype. */
    public static Tensor cosine(int m) {
        return cosine(m, true, DefaultDType.get());
    }

    /** Returns half a period of the sine. */
    public static Tensor cosine(int m, boolean sym, DType dtype) {
        check("cosine", m, dtype);
        double step = Math.PI / (sym || m < 2 ? m : m + 1);
        return m == 0 ? Tensor.empty(dtype, 0) : line(m, dtype, new Line(0.5 * step, step)).sin();
    }

    /** Returns Hamming's window {@code 0.54 - 0.46 cos}, symmetric and of the default dtype. */
    public static Tensor hamming(int m) {
        return hamming(m, true, DefaultDType.get());
    }

    /** Returns Hamming's window {@code 0.54 - 0.46 cos}. */
    public static Tensor hamming(int m, boolean sym, DType dtype) {
        return generalHamming(m, 0.54, sym, dtype);
    }

    /** Returns Hann's window {@code 0.5 - 0.5 cos}, symmetric and of the default dtype. */
    public static Tensor hann(int m) {
        return hann(m, true, DefaultDType.get());
    }

    /** Returns Hann's window {@code 0.5 - 0.5 cos}. */
    public static Tensor hann(int m, boolean sym, DType dtype) {
        return generalHamming(m, 0.5, sym, dtype);
    }

    /** Returns Blackman's window of three cosines, symmetric and of the default dtype. */
    public static Tensor blackman(int m) {
        return blackman(m, true, DefaultDType.get());
    }

    /** Returns Blackman's window of three cosines. */
    public static Tensor blackman(int m, boolean sym, DType dtype) {
        return generalCosine(m, new double[] {0.42, 0.5, 0.08}, sym, dtype);
    }

    /** Returns Nuttall's window of four cosines, symmetric and of the default dtype. */
    public static Tensor nuttall(int m) {
        return nuttall(m, true, DefaultDType.get());
    }

    /** Returns Nuttall's window of four cosines. */
    public static Tensor nuttall(int m, boolean sym, DType dtype) {
        double[] a = {0.3635819, 0.4891775, 0.1365995, 0.0106411};
        return generalCosine(m, a, sym, dtype);
    }

    /** Returns the sum of {@code (-1)^i a[i] cos(i k)}, k from 0 to 2 pi. */
    public static Tensor generalCosine(int m, double[] a, boolean sym, DType dtype) {
        if (a.length == 0) {
            throw new IllegalArgumentException("general_cosine: Coefficients cannot be empty");
        }
        Tensor k = ramp("general_cosine", m, sym, dtype, n -> new Line(0, 2 * Math.PI / n));
        if (m < 2) {
            return k;
        }
        Tensor sum = Tensor.zeros(dtype, m);
        for (int i = 0; i < a.length; i++) {
            sum = sum.add(k.mul(i).cos().mul(i % 2 == 0 ? a[i] : -a[i]));
        }
        return sum;
    }

    /** Returns {@code alpha - (1 - alpha) cos(k)}, k from 0 to 2 pi. */
    public static Tensor generalHamming(int m, double alpha, boolean sym, DType dtype) {
        return generalCosine(m, new double[] {alpha, 1 - alpha}, sym, dtype);
    }

    /**
     * Returns {@code e^(-|k - center| / tau)}.
     *
     * @param center the place of the maximum; null is the middle, which a symmetric window wants
     * @param tau the decay, in points
     * @throws IllegalArgumentException if tau is not positive, or a symmetric window has a center
     */
    public static Tensor exponential(
            int m, @Nullable Double center, double tau, boolean sym, DType dtype) {
        check("exponential", m, dtype);
        if (!(tau > 0)) {
            throw new IllegalArgumentException(
                    "exponential: Tau must be positive, got: " + tau + " instead.");
        }
        if (sym && center != null) {
            throw new IllegalArgumentException(
                    "exponential: Center must be None for symmetric windows, got " + center);
        }
        if (m == 0) {
            return Tensor.empty(dtype, 0);
        }
        double middle = center != null ? center : (sym || m < 2 ? m - 1 : m) / 2.0;
        return line(m, dtype, new Line(-middle / tau, 1 / tau)).abs().neg().exp();
    }

    /**
     * Returns {@code e^(-(k / std)^2 / 2)}, k from the middle in points.
     *
     * @throws IllegalArgumentException if std is not positive
     */
    public static Tensor gaussian(int m, double std, boolean sym, DType dtype) {
        check("gaussian", m, dtype);
        if (!(std > 0)) {
            throw new IllegalArgumentException(
                    "gaussian: Standard deviation must be positive, got: " + std + " instead.");
        }
        if (m == 0) {
            return Tensor.empty(dtype, 0);
        }
        double step = 1 / (std * Math.sqrt(2));
        double start = -(sym || m < 2 ? m - 1 : m) / 2.0;
        return line(m, dtype, new Line(start * step, step)).square().neg().exp();
    }

    /**
     * Returns {@code I0(sqrt(beta^2 - k^2)) / I0(beta)}, k from -beta to beta.
     *
     * @throws IllegalArgumentException if beta is negative
     */
    public static Tensor kaiser(int m, double beta, boolean sym, DType dtype) {
        if (!(beta >= 0)) {
            throw new IllegalArgumentException(
                    "kaiser: beta must be non-negative, got: " + beta + " instead.");
        }
        Tensor k = ramp("kaiser", m, sym, dtype, n -> new Line(-beta, 2 * beta / n));
        if (m < 2) {
            return k;
        }
        Tensor b = Tensor.full(dev.cresset.op.Shape.SCALAR, beta, o -> o.dtype(dtype));
        return b.square().sub(k.square()).clamp(0, null).sqrt().i0().div(b.i0());
    }

    /** The places of a window; for no or one point the window itself. */
    private static Tensor ramp(
            String name, int m, boolean sym, DType dtype, IntFunction<Line> places) {
        check(name, m, dtype);
        return m < 2 ? Tensor.ones(dtype, m) : line(m, dtype, places.apply(sym ? m - 1 : m));
    }

    private static Tensor line(int m, DType dtype, Line l) {
        return Tensor.linspace(l.start, l.start + (m - 1) * l.step, m, dtype);
    }

    private static void check(String name, int m, DType dtype) {
        if (m < 0) {
            throw new IllegalArgumentException(
                    name + " requires non-negative window length, got M=" + m);
        }
        if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
            throw new IllegalArgumentException(
                    name + " expects float32 or float64 dtypes, got: " + dtype);
        }
    }
}
