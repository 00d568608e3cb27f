package dev.cresset.checkpoint;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Hash codes that a file cannot foresee: they start from numbers drawn when the process starts.
 *
 * <p>Java's own hash codes of strings and numbers are known, so that a file could bring a million
 * different keys with the same one, and every look-up would take a million steps.
 */
final class KeyHash {
    private static final long START;
    private static final long FACTOR;

    static {
        SplittableRandom random = new SplittableRandom();
        START = random.nextLong();
        FACTOR = random.nextLong() | 1;
    }

    private KeyHash() {}

    static int of(String text) {
        long h = START;
        for (int i = 0; i < text.length(); i++) {
            h = mix(h, text.charAt(i));
        }
        return fold(h, text.length());
    }

    static int of(byte[] bytes) {
        long h = START;
        for (byte b : bytes) {
            h = mix(h, b);
        }
        return fold(h, bytes.length);
    }

    static int of(long... numbers) {
        long h = START;
        for (long n : numbers) {
            h = mix(h, n);
        }
        return fold(h, numbers.length);
    }

    static int of(List<?> items) {
        long h = START;
        for (Object item : items) {
            h = mix(h, item instanceof Long n ? n : item.hashCode());
        }
        return fold(h, items.size());
    }

    private static long mix(long h, long n) {
        return Long.rotateLeft((h ^ n) * FACTOR, 29);
    }

    private static int fold(long h, int length) {
        long x = mix(mix(h, length), START);
        return (int) (x ^ x >>> 32);
    }
}
