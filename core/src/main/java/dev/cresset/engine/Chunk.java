package dev.cresset.engine;

/**
 * Runs of elements moved between a view and a dense scratch array of doubles or longs: what lets a
 * kernel be written once, for every dtype and stride.
 */
final class Chunk {
    /** The elements that kernels take at a time: few enough to stay in the first-level cache. */
    static final int SIZE = 256;

    private Chunk() {}

    /** Loads {@code n} elements from storage index {@code at} in steps of {@code step}. */
    static void load(View x, int at, int step, int n, double[] to) {
        switch (x.storage()) {
            case Storage.Floats s -> {
                float[] a = s.array;
                if (step == 1) {
                    for (int j = 0; j < n; j++) {
                        to[j] = a[at + j];
                    }
                } else {
                    for (int j = 0; j < n; j++) {
                        to[j] = a[at + j * step];
                    }
                }
            }
            case Storage.Doubles s -> {
                double[] a = s.array;
                if (step == 1) {
                    System.arraycopy(a, at, to, 0, n);
                } else {
                    for (int j = 0; j < n; j++) {
                        to[j] = a[at + j * step];
                    }
                }
            }
            default -> {
                for (int j = 0; j < n; j++) {
                    to[j] = Element.getDouble(x.dtype(), x.storage(), at + j * step);
                }
            }
        }
    }

    /** Loads {@code n} floats from storage index {@code at} in steps of {@code step}. */
    static void load(View x, int at, int step, int n, float[] to) {
        float[] a = ((Storage.Floats) x.storage()).array;
        if (step == 1) {
            System.arraycopy(a, at, to, 0, n);
        } else {
            for (int j = 0; j < n; j++) {
                to[j] = a[at + j * step];
            }
        }
    }

    /** Stores {@code n} floats from storage index {@code at} in steps of {@code step}. */
    static void store(float[] from, int n, View x, int at, int step) {
        float[] a = ((Storage.Floats) x.storage()).array;
        if (step == 1) {
            System.arraycopy(from, 0, a, at, n);
        } else {
            for (int j = 0; j < n; j++) {
                a[at + j * step] = from[j];
            }
        }
    }

    /** Loads {@code n} elements from storage index {@code at} in steps of {@code step}. */
    static void load(View x, int at, int step, int n, long[] to) {
        if (x.storage() instanceof Storage.Longs s) {
            long[] a = s.array;
            for (int j = 0; j < n; j++) {
                to[j] = a[at + j * step];
            }
        } else {
            for (int j = 0; j < n; j++) {
                to[j] = Element.getLong(x.dtype(), x.storage(), at + j * step);
            }
        }
    }

    /** Stores {@code n} elements from storage index {@code at} in steps of {@code step}. */
    static void store(double[] from, int n, View x, int at, int step) {
        if (x.storage() instanceof Storage.Floats s) {
            float[] a = s.array;
            for (int j = 0; j < n; j++) {
                a[at + j * step] = (float) from[j];
            }
        } else {
            for (int j = 0; j < n; j++) {
                Element.setDouble(x.dtype(), x.storage(), at + j * step, from[j]);
            }
        }
    }

    /** Stores {@code n} elements from storage index {@code at} in steps of {@code step}. */
    static void store(long[] from, int n, View x, int at, int step) {
        for (int j = 0; j < n; j++) {
            Element.setLong(x.dtype(), x.storage(), at + j * step, from[j]);
        }
    }
}
