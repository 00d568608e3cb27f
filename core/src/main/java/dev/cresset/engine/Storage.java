package dev.cresset.engine;

import dev.cresset.op.DType;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A run of elements on the heap, owned by the garbage collector and shared by the views of it.
 *
 * <p>Identity matters: two views share memory exactly if they have the same storage object. What
 * the bits mean is the {@link DType}'s affair: float16, bfloat16 and int16 use {@link Shorts};
 * bool, int8 and uint8 use {@link Bytes}.
 */
public abstract sealed class Storage {
    /*
     * A finished storage is one that nobody can see but graphs that keep it for backward. Those are
     * counted; when the last lets go of it, its array serves other results. A graph that is dropped
     * does not count down: its storages are left to the garbage collector.
     */
    private static final int FINISHED = 1 << 30;
    private static final AtomicIntegerFieldUpdater<Storage> CLAIMS =
            AtomicIntegerFieldUpdater.newUpdater(Storage.class, "claims");

    private volatile int claims;

    /** Counts somebody who keeps this for backward. */
    public final void claim() {
        if (ArrayPool.takes(this)) {
            CLAIMS.incrementAndGet(this);
        }
    }

    /** Takes back one {@link #claim}. */
    public final void disclaim() {
        if (ArrayPool.takes(this) && CLAIMS.decrementAndGet(this) == FINISHED) {
            giveBack();
        }
    }

    /**
     * Says that nobody refers to this any more, but for those with a {@link #claim}: the array is
     * used again when they are done.
     */
    public final void finish() {
        if (ArrayPool.takes(this)
                && (claims & FINISHED) == 0
                && CLAIMS.addAndGet(this, FINISHED) == FINISHED) {
            giveBack();
        }
    }

    private void giveBack() {
        if (CLAIMS.compareAndSet(this, FINISHED, Integer.MIN_VALUE)) {
            ArrayPool.give(this);
        }
    }

    /** float32. */
    public static final class Floats extends Storage {
        /** The elements. */
        public final float[] array;

        /** Wraps an array without copying it. */
        public Floats(float[] array) {
            this.array = array;
        }

        @Override
        public float[] array() {
            return array;
        }

        @Override
        int elementBytes() {
            return Float.BYTES;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** float64. */
    public static final class Doubles extends Storage {
        /** The elements. */
        public final double[] array;

        /** Wraps an array without copying it. */
        public Doubles(double[] array) {
            this.array = array;
        }

        @Override
        public double[] array() {
            return array;
        }

        @Override
        int elementBytes() {
            return Double.BYTES;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** int64. */
    public static final class Longs extends Storage {
        /** The elements. */
        public final long[] array;

        /** Wraps an array without copying it. */
        public Longs(long[] array) {
            this.array = array;
        }

        @Override
        public long[] array() {
            return array;
        }

        @Override
        int elementBytes() {
            return Long.BYTES;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** int32. */
    public static final class Ints extends Storage {
        /** The elements. */
        public final int[] array;

        /** Wraps an array without copying it. */
        public Ints(int[] array) {
            this.array = array;
        }

        @Override
        public int[] array() {
            return array;
        }

        @Override
        int elementBytes() {
            return Integer.BYTES;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** int16, float16 and bfloat16. */
    public static final class Shorts extends Storage {
        /** The elements, or their bits. */
        public final short[] array;

        /** Wraps an array without copying it. */
        public Shorts(short[] array) {
            this.array = array;
        }

        @Override
        public short[] array() {
            return array;
        }

        @Override
        int elementBytes() {
            return Short.BYTES;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** int8, uint8 and bool. */
    public static final class Bytes extends Storage {
        /** The elements, or their bits; bool is 0 or 1. */
        public final byte[] array;

        /** Wraps an array without copying it. */
        public Bytes(byte[] array) {
            this.array = array;
        }

        @Override
        public byte[] array() {
            return array;
        }

        @Override
        int elementBytes() {
            return Byte.BYTES;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** Returns a storage of {@code length} zeros of a dtype. */
    public static Storage allocate(DType dtype, int length) {
        Allowance.take(dtype, length);
        return switch (dtype) {
            case FLOAT32 -> new Floats(new float[length]);
            case FLOAT64 -> new Doubles(new double[length]);
            case INT64 -> new Longs(new long[length]);
            case INT32 -> new Ints(new int[length]);
            case INT16, FLOAT16, BFLOAT16 -> new Shorts(new short[length]);
            case INT8, UINT8, BOOL -> new Bytes(new byte[length]);
        };
    }

    /** Returns the Java array that holds the elements. */
    public abstract Object array();

    /** Returns the number of elements. */
    public abstract int length();

    /** Returns the bytes of an element. */
    abstract int elementBytes();
}
