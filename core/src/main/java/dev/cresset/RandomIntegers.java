package dev.cresset;

import static dev.cresset.op.DType.BOOL;
import static dev.cresset.op.DType.FLOAT32;
import static dev.cresset.op.DType.FLOAT64;

import dev.cresset.engine.Element;
import dev.cresset.engine.View;
import dev.cresset.op.DType;

/**
 * Fills a view of any dtype in place with random integers: PyTorch's {@code random_} and {@code
 * randint}, bit for bit.
 *
 * <p>Every argument is checked before a word is drawn; an empty view draws nothing.
 */
final class RandomIntegers {
    /** Ranges from this on take two words per integer. */
    private static final long WIDE_RANGE = 1L << 28;

    private RandomIntegers() {}

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

    private static void checkInteger(String name, long value, DType dtype) {
        boolean fits =
                dtype.isFloatingPoint()
                        ? Math.abs((double) value) <= RandomFill.largest(dtype)
                        : value >= leastInteger(dtype) && value <= largestInteger(dtype);
        if (!fits) {
            throw new IllegalArgumentException(
                    "random_: " + name + "=" + value + " is out of bounds for " + dtype);
        }
    }

    /** Returns how many bits of an integer a floating dtype holds exactly. */
    private static int digits(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 53;
            case FLOAT32 -> 24;
            case FLOAT16 -> 11;
            case BFLOAT16 -> 8;
            case BOOL, UINT8, INT8, INT16, INT32, INT64 ->
                    throw RandomFill.notFloating("random_", dtype);
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
        return held + (1L << (log2 - digits(dtype) + 1));
    }

    private static long greatestAtOrBelow(DType dtype, long to) {
        long held = throughDtype(dtype, to - 1);
        if (held < to) {
            return to;
        }
        int log2 = 63 - Long.numberOfLeadingZeros(Math.abs(to - 1));
        return held - (1L << (log2 - digits(dtype) + 1));
    }

    private static long throughDtype(DType dtype, long value) {
        if (dtype == FLOAT64) {
            return Element.doubleToLong((double) value);
        }
        float x = (float) value;
        return Element.doubleToLong(dtype == FLOAT32 ? x : RandomFill.round(dtype, x));
    }
}
