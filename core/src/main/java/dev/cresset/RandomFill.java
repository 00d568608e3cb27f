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
 * <p>Uniform and integer draws and Bernoulli trials are exact to the bit. Those that pass through a
 * logarithm, exponential or tangent are computed in double by {@link StrictMath}: float64 results
 * may differ from PyTorch's (glibc's) in the last bits, within 4 ulp. Every argument is checked
 * before a word is drawn; an empty view draws nothing.
 *
 * <p>Normal draws are {@link NormalFill}'s, permutations and weighted choice {@link Sampling}'s.
 */
final class RandomFill {
    /** Ranges from this on take two words per integer. */
    private static final long WIDE_RANGE = 1L << 28;

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
     * Fills with integers, each equally likely in [from, to) up to the bias of a plain remainder.
     *
     * @throws IllegalArgumentException if from >= to, or from or to - 1 does not fit the dtype
     */
    static void random(View out, long from, long to, Generator g) {
        checkFromTo(from, to);
        DType dtype = out.dtype();
        long low = from;
        long high = to;
        if (dtype.isFloatingPoint()) {
            low = leastAtOrAbove(dtype, from);
            high = greatestAtOrBelow(dtype, to);
            checkFromTo(low, high);
        }
        checkInteger("from", low, dtype);
        checkInteger("to - 1", high - 1, dtype);
        remainders(out, high - low, low, g);
    }

    private static void checkFromTo(long from, long to) {
        if (from >= to) {
            throw new IllegalArgumentException(
                    "random_: expects 'from' to be less than 'to', but got from="
                            + from
                            + " >= to="
                            + to);
        }
    }

    /**
     * Fills with integers from {@code from} to the dtype's largest (a float's largest 2^digits).
     * {@code Long.MIN_VALUE} asks for all 64 bits.
     *
     * @throws IllegalArgumentException if from does not fit the dtype
     */
    static void randomFrom(View out, long from, Generator g) {
        DType dtype = out.dtype();
        if (from == Long.MIN_VALUE) {
            switch (dtype) {
                case INT64, FLOAT64, FLOAT32, BFLOAT16 -> integers(out, g, Generator::r64);
                case BOOL, UINT8, INT8, INT16, INT32, FLOAT16 ->
                        throw new IllegalArgumentException(
                                "random_: all 64 bits fit int64, float64, float32 and bfloat16,"
                                        + " but the tensor is "
                                        + dtype);
            }
            return;
        }
        long low = dtype.isFloatingPoint() ? leastAtOrAbove(dtype, from) : from;
        long last = dtype.isFloatingPoint() ? 1L << digits(dtype) : largestInteger(dtype);
        if (dtype.isFloatingPoint() && low >= last) {
            throw new IllegalArgumentException(
                    "random_: expects 'from' to be less than "
                            + last
                            + " for "
                            + dtype
                            + ", but got from="
                            + from);
        }
        checkInteger("from", low, dtype);
        remainders(out, last - low + 1, low, g);
    }

    /**
     * Fills with integers from 0 to the dtype's largest, a float's to 2^digits (24 for float32, 53
     * for float64, 11 for float16, 8 for bfloat16).
     */
    static void random(View out, Generator g) {
        switch (out.dtype()) {
            case BOOL -> integers(out, g, gen -> gen.r32() & 1);
            case UINT8, INT8, INT16, INT32 -> {
                long range = largestInteger(out.dtype()) + 1;
                integers(out, g, gen -> Integer.toUnsignedLong(gen.r32()) % range);
            }
            case INT64 -> integers(out, g, gen -> gen.r64() & Long.MAX_VALUE);
            case FLOAT16, BFLOAT16, FLOAT32 -> {
                long range = (1L << digits(out.dtype())) + 1;
                integers(out, g, gen -> Integer.toUnsignedLong(gen.r32()) % range);
            }
            case FLOAT64 -> {
                long range = (1L << 53) + 1;
                integers(out, g, gen -> Long.remainderUnsigned(gen.r64(), range));
            }
        }
    }

    /** Draws one integer. */
    @FunctionalInterface
    private interface Integers {
        long draw(Generator g);
    }

    private static void integers(View out, Generator g, Integers source) {
        Fill.longs(
                out,
                g,
                (gen, v, n) -> {
                    for (int i = 0; i < n; i++) {
                        v[i] = source.draw(gen);
                    }
                });
    }

    /** Fills with {@code word % range + low}; the range is unsigned. */
    private static void remainders(View out, long range, long low, Generator g) {
        if (Long.compareUnsigned(range, WIDE_RANGE) >= 0) {
            integers(out, g, gen -> Long.remainderUnsigned(gen.r64(), range) + low);
        } else {
            integers(out, g, gen -> Integer.toUnsignedLong(gen.r32()) % range + low);
        }
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

    private static IllegalArgumentException notFloating(String op, DType dtype) {
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

    private static void checkInteger(String name, long value, DType dtype) {
        boolean fits =
                dtype.isFloatingPoint()
                        ? Math.abs((double) value) <= largest(dtype)
                        : value >= leastInteger(dtype) && value <= largestInteger(dtype);
        if (!fits) {
            throw new IllegalArgumentException(
                    "random_: " + name + "=" + value + " is out of bounds for " + dtype);
        }
    }

    private static float round(DType dtype, float x) {
        return dtype == DType.FLOAT16
                ? Float.float16ToFloat(Float.floatToFloat16(x))
                : Element.bfloat16ToFloat(Element.floatToBfloat16(x));
    }

    private static double largest(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> Double.MAX_VALUE;
            case FLOAT32 -> Float.MAX_VALUE;
            case FLOAT16 -> 65504;
            case BFLOAT16 -> 0x1.fep127;
            case BOOL, UINT8, INT8, INT16, INT32, INT64 -> largestInteger(dtype);
        };
    }

    /** Returns how many bits of an integer a floating dtype holds exactly. */
    private static int digits(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 53;
            case FLOAT32 -> 24;
            case FLOAT16 -> 11;
            case BFLOAT16 -> 8;
            case BOOL, UINT8, INT8, INT16, INT32, INT64 -> throw notFloating("random_", dtype);
        };
    }

    private static long largestInteger(DType dtype) {
        return switch (dtype) {
            case BOOL -> 1;
            case UINT8 -> 255;
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            case INT64, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> Long.MAX_VALUE;
        };
    }

    private static long leastInteger(DType dtype) {
        return dtype == BOOL || dtype == DType.UINT8 ? 0 : -largestInteger(dtype) - 1;
    }

    /*
     * A bound that the dtype cannot hold moves inwards to one it can (PyTorch's update_from and
     * update_to in DistributionTemplates.h).
     */
    private static long leastAtOrAbove(DType dtype, long from) {
        long held = throughDtype(dtype, from + 1);
        if (held >= from) {
            return from;
        }
        int log2 = 63 - Long.numberOfLeadingZeros(Math.abs(from + 1));
        return held + (1L << log2 - digits(dtype) + 1);
    }

    private static long greatestAtOrBelow(DType dtype, long to) {
        long held = throughDtype(dtype, to - 1);
        if (held < to) {
            return to;
        }
        int log2 = 63 - Long.numberOfLeadingZeros(Math.abs(to - 1));
        return held - (1L << log2 - digits(dtype) + 1);
    }

    private static long throughDtype(DType dtype, long value) {
        if (dtype == FLOAT64) {
            return Element.doubleToLong((double) value);
        }
        float x = (float) value;
        return Element.doubleToLong(dtype == FLOAT32 ? x : round(dtype, x));
    }
}
