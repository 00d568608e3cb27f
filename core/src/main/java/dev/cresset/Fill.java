package dev.cresset;

import dev.cresset.engine.Element;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import java.util.Arrays;

/** Serial fills: values drawn in chunks and written in PyTorch's {@link FillOrder}. */
final class Fill {
    private static final int CHUNK = 512;

    /** Draws the next values of a distribution. */
    @FunctionalInterface
    interface Doubles {
        /** Writes the next {@code count} values to {@code out}; the caller holds the lock. */
        void draw(Generator g, double[] out, int count);
    }

    /** Draws the next integers of a distribution. */
    @FunctionalInterface
    interface Longs {
        /** Writes the next {@code count} values to {@code out}; the caller holds the lock. */
        void draw(Generator g, long[] out, int count);
    }

    private Fill() {}

    /** Fills a view with doubles, cast to its dtype as {@link Element#setDouble} does. */
    static void doubles(View out, Generator g, Doubles source) {
        int n = out.numel();
        FillOrder order = FillOrder.of(out.layout());
        double[] values = new double[Math.min(CHUNK, n)];
        int[] places = new int[values.length];
        synchronized (g) {
            for (int done = 0, count; done < n; done += count) {
                count = Math.min(CHUNK, n - done);
                source.draw(g, values, count);
                order.next(places, count);
                write(out, places, values, count);
            }
        }
    }

    /** Fills a view with integers, cast to its dtype as {@link Element#setLong} does. */
    static void longs(View out, Generator g, Longs source) {
        int n = out.numel();
        FillOrder order = FillOrder.of(out.layout());
        long[] values = new long[Math.min(CHUNK, n)];
        int[] places = new int[values.length];
        synchronized (g) {
            for (int done = 0, count; done < n; done += count) {
                count = Math.min(CHUNK, n - done);
                source.draw(g, values, count);
                order.next(places, count);
                for (int i = 0; i < count; i++) {
                    Element.setLong(out.dtype(), out.storage(), places[i], values[i]);
                }
            }
        }
    }

    private static void write(View out, int[] places, double[] values, int count) {
        if (out.storage() instanceof Storage.Floats f) {
            for (int i = 0; i < count; i++) {
                f.array[places[i]] = (float) values[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            Element.setDouble(out.dtype(), out.storage(), places[i], values[i]);
        }
    }

    /** Draws {@code count} doubles in [0, 1), two words each. */
    static void u53(Generator g, double[] out, int count) {
        int[] words = new int[2 * Math.min(count, CHUNK)];
        for (int done = 0, run; done < count; done += run) {
            run = Math.min(CHUNK, count - done);
            g.words(words, 0, 2 * run);
            for (int i = 0; i < run; i++) {
                long high = words[2 * i] & 0x1fffffL;
                out[done + i] = ((high << 32) | (words[2 * i + 1] & 0xffffffffL)) * 0x1p-53;
            }
        }
    }

    /** Draws {@code count} floats in [0, 1), one word each. */
    static void u24(Generator g, float[] out, int from, int count) {
        u24(g, new int[Math.min(count, CHUNK)], out, from, count);
    }

    /** Draws {@code count} floats in [0, 1), one word each, by way of {@code words}. */
    static void u24(Generator g, int[] words, float[] out, int from, int count) {
        for (int done = 0, run; done < count; done += run) {
            run = Math.min(words.length, count - done);
            g.words(words, 0, run);
            int to = from + done;
            for (int i = 0; i < run; i++) {
                out[to + i] = (words[i] & 0xffffff) * 0x1p-24f;
            }
        }
    }

    /** Returns the elements of a view as floats or doubles widened, in row-major order. */
    static double[] values(View v) {
        double[] out = new double[v.numel()];
        Arrays.setAll(out, v::doubleAt);
        return out;
    }
}
