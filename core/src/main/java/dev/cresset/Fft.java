package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Discrete Fourier transforms: PyTorch's {@code torch.fft}.
 *
 * <p>There are no complex tensors: a complex result or input is a {@link Pair} of real tensors, its
 * real and its imaginary part. {@code Pair.asReal()} is what PyTorch's {@code view_as_real} gives
 * of its result; a real tensor in place of a pair has the imaginary part 0. Gradients flow through
 * both parts.
 *
 * <pre>{@code
 * Fft.rfft(tensor(1, 2, 3, 4)).real();                  // tensor([10., -2., -2.])
 * Fft.irfft(Fft.rfft(x), o -> o.n(x.size(-1)));         // x
 * }</pre>
 *
 * <p>A transform takes the last dimension, those that end in 2 the last two and those in n all of
 * them (or as many of the last as it has sizes), unless the options name others. Integers and bool
 * compute in the default dtype; float16 and bfloat16 are refused, as in PyTorch on the CPU.
 */
public final class Fft {
    /**
     * A complex tensor as two real ones of one shape and dtype.
     *
     * @param real the real part
     * @param imag the imaginary part
     */
    public record Pair(Tensor real, Tensor imag) {
        /** Checks that the parts go together. */
        public Pair {
            if (!real.shape().equals(imag.shape()) || real.dtype() != imag.dtype()) {
                throw new IllegalArgumentException(
                        "Pair: the parts differ: "
                                + real.dtype()
                                + " "
                                + real.shape().listText()
                                + " and "
                                + imag.dtype()
                                + " "
                                + imag.shape().listText());
            }
        }

        /** Returns a real tensor as a pair. */
        public static Pair of(Tensor real) {
            Tensor x = real.dtype().isFloatingPoint() ? real : real.to(DefaultDType.get());
            return new Pair(x, x.zerosLike());
        }

        /** Returns a pair from a tensor whose last dimension has both parts, {@code (*, 2)}. */
        public static Pair ofReal(Tensor x) {
            if (x.dim() == 0 || x.size(-1) != 2) {
                throw new IllegalArgumentException(
                        "Pair: the last dimension must have size 2, got " + x.shape().listText());
            }
            return new Pair(x.select(-1, 0), x.select(-1, 1));
        }

        /** Returns both parts along a new last dimension, {@code (*, 2)}. */
        public Tensor asReal() {
            return Tensor.stack(java.util.List.of(real, imag), -1);
        }

        /** Returns the magnitudes. */
        public Tensor abs() {
            return real.hypot(imag);
        }

        /** Returns the angles, in radians. */
        public Tensor angle() {
            return imag.atan2(real);
        }

        /** Returns the conjugate. */
        public Pair conj() {
            return new Pair(real, imag.neg());
        }
    }

    private Fft() {}

    // ---- one dimension

    /** Returns the transform of a real tensor along its last dimension. */
    public static Pair fft(Tensor x) {
        return fft(Pair.of(x), o -> o);
    }

    /** Returns the transform along one dimension. */
    public static Pair fft(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.complex("fft", x, one(options), Fourier.LAST, false);
    }

    /** Returns the inverse transform of a real tensor along its last dimension. */
    public static Pair ifft(Tensor x) {
        return ifft(Pair.of(x), o -> o);
    }

    /** Returns the inverse transform along one dimension. */
    public static Pair ifft(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.complex("ifft", x, one(options), Fourier.LAST, true);
    }

    /** Returns the first {@code n / 2 + 1} values of the transform, which determine the others. */
    public static Pair rfft(Tensor x) {
        return rfft(x, o -> o);
    }

    /** Returns the first {@code n / 2 + 1} values of the transform along one dimension. */
    public static Pair rfft(Tensor x, UnaryOperator<FftOptions> options) {
        return Fourier.fromReal("rfft", x, one(options), Fourier.LAST, false);
    }

    /** Returns the inverse of {@link #rfft}: of length {@code 2 (m - 1)} unless the options say. */
    public static Tensor irfft(Pair x) {
        return irfft(x, o -> o);
    }

    /** Returns the inverse of {@link #rfft} along one dimension. */
    public static Tensor irfft(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.toReal("irfft", x, one(options), Fourier.LAST, true);
    }

    /** Returns the real transform of a signal whose first half, Hermitian, is given. */
    public static Tensor hfft(Pair x) {
        return hfft(x, o -> o);
    }

    /** Returns the real transform along one dimension of half a Hermitian signal. */
    public static Tensor hfft(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.toReal("hfft", x, one(options), Fourier.LAST, false);
    }

    /** Returns the inverse of {@link #hfft}. */
    public static Pair ihfft(Tensor x) {
        return ihfft(x, o -> o);
    }

    /** Returns the inverse of {@link #hfft} along one dimension. */
    public static Pair ihfft(Tensor x, UnaryOperator<FftOptions> options) {
        return Fourier.fromReal("ihfft", x, one(options), Fourier.LAST, true);
    }

    private static FftOptions one(UnaryOperator<FftOptions> options) {
        FftOptions o = options.apply(FftOptions.DEFAULT);
        int @Nullable [] sizes = o.sizes();
        int @Nullable [] dims = o.dims();
        if ((sizes != null && sizes.length != 1) || (dims != null && dims.length != 1)) {
            throw new IllegalArgumentException(
                    "fft: one size and one dimension, or fft2 and fftn for several");
        }
        return o;
    }

    // ---- two dimensions

    /** Returns the transform along two dimensions. */
    public static Pair fft2(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.complex("fft2", x, of(options), Fourier.LAST_TWO, false);
    }

    /** Returns the inverse transform along two dimensions. */
    public static Pair ifft2(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.complex("ifft2", x, of(options), Fourier.LAST_TWO, true);
    }

    /** Returns the transform of a real tensor along two dimensions, half of the last one. */
    public static Pair rfft2(Tensor x, UnaryOperator<FftOptions> options) {
        return Fourier.fromReal("rfft2", x, of(options), Fourier.LAST_TWO, false);
    }

    /** Returns the inverse of {@link #rfft2}. */
    public static Tensor irfft2(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.toReal("irfft2", x, of(options), Fourier.LAST_TWO, true);
    }

    /** Returns the real transform along two dimensions of half a Hermitian signal. */
    public static Tensor hfft2(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.toReal("hfft2", x, of(options), Fourier.LAST_TWO, false);
    }

    /** Returns the inverse of {@link #hfft2}. */
    public static Pair ihfft2(Tensor x, UnaryOperator<FftOptions> options) {
        return Fourier.fromReal("ihfft2", x, of(options), Fourier.LAST_TWO, true);
    }

    // ---- several dimensions

    /** Returns the transform along several dimensions. */
    public static Pair fftn(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.complex("fftn", x, of(options), null, false);
    }

    /** Returns the inverse transform along several dimensions. */
    public static Pair ifftn(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.complex("ifftn", x, of(options), null, true);
    }

    /** Returns the transform of a real tensor along several dimensions, half of the last one. */
    public static Pair rfftn(Tensor x, UnaryOperator<FftOptions> options) {
        return Fourier.fromReal("rfftn", x, of(options), null, false);
    }

    /** Returns the inverse of {@link #rfftn}. */
    public static Tensor irfftn(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.toReal("irfftn", x, of(options), null, true);
    }

    /** Returns the real transform along several dimensions of half a Hermitian signal. */
    public static Tensor hfftn(Pair x, UnaryOperator<FftOptions> options) {
        return Fourier.toReal("hfftn", x, of(options), null, false);
    }

    /** Returns the inverse of {@link #hfftn}. */
    public static Pair ihfftn(Tensor x, UnaryOperator<FftOptions> options) {
        return Fourier.fromReal("ihfftn", x, of(options), null, true);
    }

    private static FftOptions of(UnaryOperator<FftOptions> options) {
        return options.apply(FftOptions.DEFAULT);
    }

    // ---- frequencies

    /** Returns the frequencies of a transform of n samples at distance d: 0, …, then negative. */
    public static Tensor fftfreq(int n, double d, DType dtype) {
        int positive = (n + 1) / 2;
        return frequencies(
                IntStream.range(0, n).map(i -> i < positive ? i : i - n).toArray(), n, d, dtype);
    }

    /** Returns the frequencies of {@link #rfft} of n samples at distance d. */
    public static Tensor rfftfreq(int n, double d, DType dtype) {
        return frequencies(IntStream.range(0, n / 2 + 1).toArray(), n, d, dtype);
    }

    private static Tensor frequencies(int[] k, int n, double d, DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "fftfreq: requires a floating point dtype, got " + dtype);
        }
        return Tensor.tensor(k).to(dtype).mul(1.0 / (n * d));
    }

    /** Returns x with frequency 0 in the middle of each dimension. */
    public static Tensor fftshift(Tensor x) {
        return fftshift(x, IntStream.range(0, x.dim()).toArray());
    }

    /** Returns x with frequency 0 in the middle of some dimensions. */
    public static Tensor fftshift(Tensor x, int... dims) {
        return x.roll(IntStream.of(dims).map(d -> x.size(d) / 2).toArray(), dims);
    }

    /** Undoes {@link #fftshift(Tensor)}. */
    public static Tensor ifftshift(Tensor x) {
        return ifftshift(x, IntStream.range(0, x.dim()).toArray());
    }

    /** Undoes {@link #fftshift(Tensor, int...)}. */
    public static Tensor ifftshift(Tensor x, int... dims) {
        return x.roll(IntStream.of(dims).map(d -> (x.size(d) + 1) / 2).toArray(), dims);
    }
}
