package dev.cresset.engine;

import java.lang.ref.SoftReference;

/** A thread's arrays for {@link WinogradConvolution}, reused from call to call. */
final class WinogradScratch {
    private static final ThreadLocal<SoftReference<WinogradScratch>> MINE =
            ThreadLocal.withInitial(() -> new SoftReference<>(new WinogradScratch()));

    /** What arrays are for; a thread uses those of one use for one thing at a time. */
    enum Use {
        WINDOWS,
        PRODUCTS,
        WEIGHTS,
        RUN
    }

    private final float[][][] arrays = new float[Use.values().length][0][0];
    private float[] chain = new float[0];

    private WinogradScratch() {}

    private static WinogradScratch mine() {
        WinogradScratch mine = MINE.get().get();
        if (mine == null) {
            mine = new WinogradScratch();
            MINE.set(new SoftReference<>(mine));
        }
        return mine;
    }

    /** Returns {@code count} arrays of {@code length} or more elements, of any values. */
    static float[][] arrays(Use use, int count, int length) {
        WinogradScratch mine = mine();
        float[][] held = mine.arrays[use.ordinal()];
        if (held.length < count || held[0].length < length) {
            held = new float[count][length];
            mine.arrays[use.ordinal()] = held;
        }
        return held;
    }

    /** Returns an array of {@code length} or more elements, of any values. */
    static float[] chain(int length) {
        WinogradScratch mine = mine();
        if (mine.chain.length < length) {
            mine.chain = new float[length];
        }
        return mine.chain;
    }
}
