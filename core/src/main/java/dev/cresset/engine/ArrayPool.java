package dev.cresset.engine;

import dev.cresset.op.DType;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A thread's arrays that nobody refers to any more: results of the same length are written there
 * instead of into new arrays.
 *
 * <p>Java counts no references, so only those who know by construction that nobody else has seen an
 * array give it back: backward, of the gradients that it makes and uses up, and a leaf, of a
 * gradient that it never handed out. An array that came from the pool holds anything: it is for
 * results, whose elements are all written.
 */
public final class ArrayPool {
    /*
     * Steps of training repeat their shapes, so that arrays are looked for by their exact length. A
     * pool is bounded by bytes, what was used longest ago goes first; it is softly held, so that the
     * memory is there when others need it. Short arrays are cheaper anew. Virtual threads have no pool:
     * there may be many.
     */
    private static final int LEAST_BYTES = 1 << 12;
    private static final long MOST_BYTES = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 8);
    private static final int CHAINS = 64;

    private static final ThreadLocal<@Nullable SoftReference<ArrayPool>> POOLS =
            new ThreadLocal<>();

    /** The arrays of one type and length. */
    private static final class Shelf {
        final Class<?> type;
        final int length;
        final long bytes;
        @Nullable Object[] arrays = new Object[2];
        int count;
        long used;
        @Nullable Shelf next;

        Shelf(Class<?> type, int length, long bytes) {
            this.type = type;
            this.length = length;
            this.bytes = bytes;
        }
    }

    private final @Nullable Shelf[] chains = new Shelf[CHAINS];
    private final long most;
    private long held;
    private long clock;

    /** Makes an empty pool of at most so many bytes. */
    ArrayPool(long most) {
        this.most = most;
    }

    /** Returns a storage of any elements, for a result that is written whole. */
    static Storage allocate(DType dtype, int length) {
        if ((long) length * dtype.bytes() < LEAST_BYTES) {
            return Storage.allocate(dtype, length);
        }
        ArrayPool mine = mine();
        Object array = mine == null ? null : mine.take(type(dtype), length);
        if (array == null) {
            return Storage.allocate(dtype, length);
        }
        Allowance.take(dtype, length);
        return switch (array) {
            case float[] x -> new Storage.Floats(x);
            case double[] x -> new Storage.Doubles(x);
            case long[] x -> new Storage.Longs(x);
            case int[] x -> new Storage.Ints(x);
            case short[] x -> new Storage.Shorts(x);
            case byte[] x -> new Storage.Bytes(x);
            default -> throw new AssertionError(array.getClass());
        };
    }

    /** Returns whether a storage's array is long enough to be kept. */
    static boolean takes(Storage storage) {
        return (long) storage.length() * storage.elementBytes() >= LEAST_BYTES;
    }

    /**
     * Takes a storage's array for later results of this thread. Nobody else may refer to the
     * storage or its array.
     */
    public static void give(Storage storage) {
        Object array = storage.array();
        int each = storage.elementBytes();
        long bytes = (long) storage.length() * each;
        if (!takes(storage) || Thread.currentThread().isVirtual()) {
            return;
        }
        ArrayPool mine = mine();
        if (mine == null) {
            mine = new ArrayPool(MOST_BYTES);
            POOLS.set(new SoftReference<>(mine));
        }
        mine.put(array, storage.length(), bytes);
    }

    private static @Nullable ArrayPool mine() {
        SoftReference<ArrayPool> held = POOLS.get();
        return held == null ? null : held.get();
    }

    private static Class<?> type(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> float[].class;
            case FLOAT64 -> double[].class;
            case INT64 -> long[].class;
            case INT32 -> int[].class;
            case INT16, FLOAT16, BFLOAT16 -> short[].class;
            case INT8, UINT8, BOOL -> byte[].class;
        };
    }

    private static int chain(int length) {
        return (length * 0x9E3779B9) >>> 26;
    }

    private @Nullable Shelf shelf(Class<?> type, int length) {
        Shelf s = chains[chain(length)];
        while (s != null && (s.length != length || s.type != type)) {
            s = s.next;
        }
        return s;
    }

    /** Returns an array that was given, null if there is none of that type and length. */
    @Nullable Object take(Class<?> type, int length) {
        Shelf s = shelf(type, length);
        if (s == null || s.count == 0) {
            return null;
        }
        s.used = ++clock;
        held -= s.bytes;
        Object array = s.arrays[--s.count];
        s.arrays[s.count] = null;
        return array;
    }

    /** Keeps an array of so many bytes. */
    void put(Object array, int length, long bytes) {
        if (bytes > most) {
            return;
        }
        while (held + bytes > most) {
            dropOldest();
        }
        Shelf s = shelf(array.getClass(), length);
        if (s == null) {
            s = new Shelf(array.getClass(), length, bytes);
            s.next = chains[chain(length)];
            chains[chain(length)] = s;
        }
        if (s.count == s.arrays.length) {
            s.arrays = Arrays.copyOf(s.arrays, 2 * s.count);
        }
        s.arrays[s.count++] = array;
        s.used = ++clock;
        held += bytes;
    }

    /** Returns the bytes that are kept. */
    long held() {
        return held;
    }

    /** Lets go of an array of the shelf that was used longest ago, and of shelves without any. */
    private void dropOldest() {
        Shelf oldest = null;
        for (int i = 0; i < CHAINS; i++) {
            Shelf before = null;
            for (Shelf s = chains[i]; s != null; s = s.next) {
                if (s.count > 0) {
                    before = s;
                    oldest = oldest == null || s.used < oldest.used ? s : oldest;
                } else if (before == null) {
                    chains[i] = s.next;
                } else {
                    before.next = s.next;
                }
            }
        }
        if (oldest == null) {
            throw new IllegalStateException("array pool: " + held + " bytes are held by nobody");
        }
        oldest.arrays[--oldest.count] = null;
        held -= oldest.bytes;
    }
}
