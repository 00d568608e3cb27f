package dev.cresset.engine;

import java.lang.ref.SoftReference;
import java.util.EnumMap;
import java.util.Map;

/** A thread's arrays for {@link WinogradConvolution}, reused from call to call. */
final class WinogradScratch {
    private static final ThreadLocal<SoftReference<WinogradScratch>> MINE =
            ThreadLocal.withInitial(() -> new SoftReference<>(new WinogradScratch()));

    /** The cells of the largest tile. */
    private static final int MOST = 36;

    /** What arrays are for; a thread uses those of one use for one thing at a time. */
    enum Use {
        WINDOWS,
        PRODUCTS,
        WEIGHTS,
        RUN
    }

    private final Map<Use, float[][]> arrays = new EnumMap<>(Use.class);
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

    /**
     * Returns arrays; the first {@code count} have {@code length} or more elements, of any values.
     */
    static float[][] arrays(Use use, int count, int length) {
        Map<Use, float[][]> mine = mine().arrays;
        float[][] held = mine.computeIfAbsent(use, u -> new float[MOST][0]);
        for (int i = 0; i < count; i++) {
            if (held[i].length < length) {
                held[i] = new float[length];
            }
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
