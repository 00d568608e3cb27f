package dev.cresset.engine;

import dev.cresset.op.DType;

/**
 * Single elements of a storage, and PyTorch's conversions between element types: the one place that
 * knows how each dtype's bits are read and written.
 */
public final class Element {
    private Element() {}

    /** Returns the element at a storage index, widened to a double (int64 beyond 2^53 rounds). */
    public static double getDouble(DType dtype, Storage storage, int index) {
        return switch (dtype) {
            case FLOAT32 -> ((Storage.Floats) storage).array[index];
            case FLOAT64 -> ((Storage.Doubles) storage).array[index];
            case FLOAT16 -> Float.float16ToFloat(((Storage.Shorts) storage).array[index]);
            case BFLOAT16 -> bfloat16ToFloat(((Storage.Shorts) storage).array[index]);
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> getLong(dtype, storage, index);
        };
    }

    /** Returns the element at a storage index as a long; floats truncate towards zero. */
    public static long getLong(DType dtype, Storage storage, int index) {
        return switch (dtype) {
            case INT64 -> ((Storage.Longs) storage).array[index];
            case INT32 -> ((Storage.Ints) storage).array[index];
            case INT16 -> ((Storage.Shorts) storage).array[index];
            case INT8, BOOL -> ((Storage.Bytes) storage).array[index];
            case UINT8 -> ((Storage.Bytes) storage).array[index] & 0xff;
            case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
                    doubleToLong(getDouble(dtype, storage, index));
        };
    }

    /** Stores a double: rounded for floats, truncated for integers, {@code != 0} for bool. */
    public static void setDouble(DType dtype, Storage storage, int index, double value) {
        switch (dtype) {
            case FLOAT32 -> ((Storage.Floats) storage).array[index] = (float) value;
            case FLOAT64 -> ((Storage.Doubles) storage).array[index] = value;
            case FLOAT16 ->
                    ((Storage.Shorts) storage).array[index] = Float.floatToFloat16((float) value);
            case BFLOAT16 ->
                    ((Storage.Shorts) storage).array[index] = floatToBfloat16((float) value);
            case BOOL -> ((Storage.Bytes) storage).array[index] = (byte) (value != 0 ? 1 : 0);
            case INT64 -> ((Storage.Longs) storage).array[index] = doubleToLong(value);
            case INT32 -> ((Storage.Ints) storage).array[index] = doubleToInt(value);
            case INT16, INT8, UINT8 -> setLong(dtype, storage, index, doubleToInt(value));
        }
    }

    /** Stores a long: wrapped around for narrower integers, {@code != 0} for bool. */
    public static void setLong(DType dtype, Storage storage, int index, long value) {
        switch (dtype) {
            case INT64 -> ((Storage.Longs) storage).array[index] = value;
            case INT32 -> ((Storage.Ints) storage).array[index] = (int) value;
            case INT16 -> ((Storage.Shorts) storage).array[index] = (short) value;
            case INT8, UINT8 -> ((Storage.Bytes) storage).array[index] = (byte) value;
            case BOOL -> ((Storage.Bytes) storage).array[index] = (byte) (value != 0 ? 1 : 0);
            case FLOAT64 -> ((Storage.Doubles) storage).array[index] = value;
            case FLOAT32 -> ((Storage.Floats) storage).array[index] = value;
            case FLOAT16 ->
                    ((Storage.Shorts) storage).array[index] = Float.floatToFloat16((float) value);
            case BFLOAT16 ->
                    ((Storage.Shorts) storage).array[index] = floatToBfloat16((float) value);
        }
    }

    /** Returns the float that a bfloat16's bits stand for. */
    public static float bfloat16ToFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Returns the bits of the nearest bfloat16, ties to even; NaN stays NaN. */
    public static short floatToBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7fc0;
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** Truncates as x86-64's conversion does: what does not fit becomes the least long. */
    public static long doubleToLong(double value) {
        boolean fits = value >= -0x1p63 && value < 0x1p63;
        return fits ? (long) value : Long.MIN_VALUE;
    }

    /** Truncates as x86-64's conversion does: what does not fit becomes the least int. */
    public static int doubleToInt(double value) {
        boolean fits = value > -0x1p31 - 1 && value < 0x1p31;
        return fits ? (int) value : Integer.MIN_VALUE;
    }

    /** Returns whether a number is not 0 (NaN is not). */
    static boolean isTrue(int value) {
        return value != 0;
    }

    /** Returns whether a number is not 0 (NaN is not). */
    static boolean isTrue(long value) {
        return value != 0;
    }

    /** Returns whether a number is not 0 (NaN is not). */
    static boolean isTrue(float value) {
        return value != 0;
    }

    /** Returns whether a number is not 0 (NaN is not). */
    static boolean isTrue(double value) {
        return value != 0;
    }
}
