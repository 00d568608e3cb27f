package dev.cresset;

import static dev.cresset.op.DType.BOOL;
import static dev.cresset.op.DType.FLOAT32;
import static dev.cresset.op.DType.FLOAT64;

import dev.cresset.engine.Element;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;

/**
 * Fills a view in place with draws from a distribution, with PyTorch's numbers.
 *
 * <p>Uniform draws and Bernoulli trials are exact to the bit. Those that pass through a logarithm,
 * exponential or tangent are computed in double by {@link StrictMath}: float64 results may differ
 * from PyTorch's (glibc's) in the last bits, within 4 ulp. Every argument is checked before a word
 * is drawn; an empty view draws nothing.
 *
 * <p>Normal draws are {@link NormalFill}'s, integers {@link RandomIntegers}', permutations and
 * weighted choice {@link Sampling}'s.
 */
final class RandomFill {
    private RandomFill() {}

    /**
     * Fills with uniform values in [from, to): {@code fma(u, to - from, from)}.
     *
     * @throws IllegalArgumentException if the dtype is not floating, a bound or {@code to - from}
     *     does not fit it, or from > to
     */
    static void uniform(View out, double from, double to, Generator g) {
        checkFloating("uniform_", out.dtype());
        double max = largest(out.dtype());
        checkBound("uniform_", "from", from, max, out.dtype());
        checkBound("uniform_", "to", to, max, out.dtype());
        if (!(from <= to)) {
            throw new IllegalArgumentException(
                    "uniform_: expects from <= to, but found from=" + from + " > to=" + to);
        }
        if (!(to - from <= max)) {
            throw new IllegalArgumentException(
                    "uniform_: expects to - from to fit "
                            + out.dtype()
                            + ", but found from="
                            + from
                            + " and to="
                            + to);
        }
        switch (out.dtype()) {
            case FLOAT64 -> {
                double range = to - from;
                Fill.doubles(
                        out,
                        g,
                        (gen, v, n) -> {
                            Fill.u53(gen, v, n);
                            for (int i = 0; i < n; i++) {
                                v[i] = Math.fma(v[i], range, from);
                            }
                        });
            }
            case FLOAT32 -> uniformFloat(out, (float) from, (float) to, g);
            case FLOAT16, BFLOAT16 -> uniformHalf(out, from, to, g);
            case BOOL, UINT8, INT8, INT16, INT32, INT64 ->
                    throw notFloating("uniform_", out.dtype());
        }
    }

    private static void uniformFloat(View out, float from, float to, Generator g) {
        float range = to - from;
        if (out.layout().isContiguous() && out.storage() instanceof Storage.Floats f) {
            int start = out.layout().offset();
            int n = out.numel();
            synchronized (g) {
                Fill.u24(g, f.array, start, n);
            }
            if (from != 0 || range != 1) {
                scale(f.array, start, n, range, from);
            }
            return;
        }
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    for (int i = 0; i < n; i++) {
                        v[i] = Math.fma(gen.u24(), range, from);
                    }
                });
    }

    private static void scale(float[] x, int start, int n, float range, float from) {
        for (int i = 0; i < n; i++) {
            x[start + i] = Math.fma(x[start + i], range, from);
        }
    }

    /** Rounds float32 draws; one that rounds up to the open bound becomes the closed one. */
    private static void uniformHalf(View out, double from, double to, Generator g) {
        float a = (float) from;
        float range = (float) to - a;
        float low = round(out.dtype(), a);
        float high = round(out.dtype(), (float) to);
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    for (int i = 0; i < n; i++) {
                        float x = Math.fma(gen.u24(), range, a);
                        v[i] = round(out.dtype(), x) == high ? low : x;
                    }
                });
    }

    /**
     * Fills with 1 with probability p, else 0: {@code u53 < p}, for any dtype.
     *
     * @throws IllegalArgumentException if p is not in [0, 1]
     */
    static void bernoulli(View out, double p, Generator g) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    "bernoulli_: expects p to be in [0, 1], but got p=" + p);
        }
        if (out.layout().isContiguous() && out.storage() instanceof Storage.Floats f) {
            synchronized (g) {
                bernoulliFloats(f.array, out.layout().offset(), out.numel(), p, g);
            }
            return;
        }
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    Fill.u53(gen, v, n);
                    for (int i = 0; i < n; i++) {
                        v[i] = v[i] < p ? 1 : 0;
                    }
                });
    }

    /**
     * Compares integers instead of doubles: {@code bits * 2^-53 < p} means bits < ceil(p * 2^53).
     */
    private static void bernoulliFloats(float[] x, int start, int n, double p, Generator g) {
        long threshold = (long) Math.ceil(p * 0x1p53);
        int[] words = new int[2 * Math.min(n, 512)];
        for (int done = 0, count; done < n; done += count) {
            count = Math.min(512, n - done);
            g.words(words, 0, 2 * count);
            for (int i = 0; i < count; i++) {
                long high = words[2 * i] & 0x1fffffL;
                long bits = (high << 32) | (words[2 * i + 1] & 0xffffffffL);
                x[start + done + i] = (int) ((bits - threshold) >>> 63);
            }
        }
    }

    /**
     * Fills with 1 with the probabilities of {@code p}, broadcast to the view: {@code u53 < p} for
     * float64 probabilities, {@code u24 < p} for the narrower ones.
     *
     * @throws IllegalArgumentException if p is not floating, does not broadcast, or is not in [0,
     *     1]
     */
    static void bernoulli(View out, View p, Generator g) {
        checkFloating("bernoulli_", p.dtype());
        for (double x : Fill.values(p)) {
            if (!(x >= 0 && x <= 1)) {
                throw new IllegalArgumentException(
                        "bernoulli_: expects p to be in [0, 1], but got p=" + x);
            }
        }
        View wide = p.with(Sampling.broadcast("bernoulli_", p.layout(), out.shape()));
        FillOrder order = FillOrder.of(out.layout()).over(wide.layout());
        boolean isDouble = p.dtype() == FLOAT64;
        int[] place = new int[1];
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    for (int i = 0; i < n; i++) {
                        order.next(place, 1);
                        double x = Element.getDouble(wide.dtype(), wide.storage(), place[0]);
                        v[i] = (isDouble ? gen.u53() : gen.u24()) < x ? 1 : 0;
                    }
                });
    }

    /**
     * Fills with exponential values: {@code -1 / lambda * log1p(-u53)}.
     *
     * @throws IllegalArgumentException if the dtype is not floating or lambda is not positive
     */
    static void exponential(View out, double lambda, Generator g) {
        checkFloating("exponential_", out.dtype());
        checkPositive("exponential_", "lambda", lambda);
        double scale = -1 / lambda;
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    Fill.u53(gen, v, n);
                    for (int i = 0; i < n; i++) {
                        v[i] = scale * StrictMath.log1p(-v[i]);
                    }
                });
    }

    /**
     * Fills with the exponentials of normal values, drawn one by one (see {@link NormalFill}).
     *
     * @throws IllegalArgumentException if the dtype is not floating or std is not positive
     */
    static void logNormal(View out, double mean, double std, Generator g) {
        checkFloating("log_normal_", out.dtype());
        checkPositive("log_normal_", "std", std);
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    for (int i = 0; i < n; i++) {
                        v[i] = StrictMath.exp(Math.fma(NormalFill.next(gen), std, mean));
                    }
                });
    }

    /**
     * Fills with Cauchy values: {@code fma(sigma, tan(pi * (u53 - 0.5)), median)}.
     *
     * @throws IllegalArgumentException if the dtype is not floating or sigma is not positive
     */
    static void cauchy(View out, double median, double sigma, Generator g) {
        checkFloating("cauchy_", out.dtype());
        checkPositive("cauchy_", "sigma", sigma);
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    Fill.u53(gen, v, n);
                    for (int i = 0; i < n; i++) {
                        v[i] = Math.fma(sigma, StrictMath.tan(Math.PI * (v[i] - 0.5)), median);
                    }
                });
    }

    /**
     * Fills with the number of trials up to the first success: {@code ceil(log(u53) / log1p(-p))}.
     *
     * @throws IllegalArgumentException if the dtype is bool or p is not in (0, 1)
     */
    static void geometric(View out, double p, Generator g) {
        if (out.dtype() == BOOL) {
            throw new IllegalArgumentException("geometric_: not implemented for " + BOOL);
        }
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException(
                    "geometric_: expects p to be in (0, 1), but got p=" + p);
        }
        double logFailure = StrictMath.log1p(-p);
        Fill.doubles(
                out,
                g,
                (gen, v, n) -> {
                    Fill.u53(gen, v, n);
                    for (int i = 0; i < n; i++) {
                        v[i] = Math.ceil(StrictMath.log(v[i]) / logFailure);
                    }
                });
    }

    /** Requires a floating dtype. */
    static void checkFloating(String op, DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw notFloating(op, dtype);
        }
    }

    /** Returns the complaint about a dtype that is not floating. */
    static IllegalArgumentException notFloating(String op, DType dtype) {
        return new IllegalArgumentException(
                op + ": expects a floating-point tensor, but found " + dtype);
    }

    private static void checkPositive(String op, String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(
                    op + ": expects " + name + " > 0.0, but found " + name + "=" + value);
        }
    }

    private static void checkBound(String op, String name, double value, double max, DType dtype) {
        if (!(Math.abs(value) <= max)) {
            throw new IllegalArgumentException(
                    op + ": " + name + "=" + value + " is out of bounds for " + dtype);
        }
    }

    /** Rounds to float16 or bfloat16. */
    static float round(DType dtype, float x) {
        return dtype == DType.FLOAT16
                ? Float.float16ToFloat(Float.floatToFloat16(x))
                : Element.bfloat16ToFloat(Element.floatToBfloat16(x));
    }

    /** Returns the largest finite value of a floating dtype. */
    static double largest(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> Double.MAX_VALUE;
            case FLOAT32 -> Float.MAX_VALUE;
            case FLOAT16 -> 65504;
            case BFLOAT16 -> 0x1.fep127;
            case BOOL, UINT8, INT8, INT16, INT32, INT64 -> throw notFloating("uniform_", dtype);
        };
    }
}
