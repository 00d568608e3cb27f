package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A source of random numbers: PyTorch's {@code torch.Generator} on the CPU, bit for bit.
 *
 * <p>The words come from the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded with
 * the low 32 bits of the seed. The generator also keeps the second value of the last pair of
 * normals that was drawn one by one; it survives other draws and is dropped by {@link #manualSeed}.
 *
 * <pre>{@code
 * Generator g = new Generator().manualSeed(42);
 * Tensor x = randn(2, 3, o -> o.generator(g));       // what PyTorch draws with seed 42
 * }</pre>
 *
 * <p>Safe for use by several threads: a fill of one tensor is never interleaved with another.
 */
public final class Generator {
    /*
     * `left` counts as PyTorch's does: a word is drawn by decrementing it, and the state is twisted
     * when it reaches 0. So left - 1 words remain, from `next` on; a fresh seed has left = 1.
     * Methods without `synchronized` are for callers that hold this generator's monitor: a fill
     * takes it once, not once per element.
     */
    /** The seed of a new generator, as in PyTorch. */
    static final long DEFAULT_SEED = 67280421310721L;

    /** The size of {@link #stateBytes()}. */
    static final int STATE_BYTES = 5056;

    private static final int N = 624;

    private static final int SEED_AT = 0;
    private static final int LEFT_AT = 8;
    private static final int SEEDED_AT = 12;
    private static final int NEXT_AT = 16;
    private static final int WORDS_AT = 24;
    private static final int NORMAL_AT = 5024;
    private static final int NORMAL_VALID_AT = 5040;

    private final int[] state = new int[N];
    private final int[] tempered = new int[N];
    private final Twister twister = new Twister();
    private long seed;
    private int left;
    private int next;
    private double cachedNormal;
    private boolean hasCachedNormal;

    /** Returns a generator with PyTorch's fixed seed 67280421310721. */
    public Generator() {
        this(DEFAULT_SEED);
    }

    /** Returns a generator with this seed. */
    public Generator(long seed) {
        reseed(seed);
    }

    /**
     * Starts the stream of a seed anew and drops the cached normal.
     *
     * @param seed any value; only its low 32 bits choose the stream (-1 acts as 2^32 - 1)
     * @return this generator
     */
    public synchronized Generator manualSeed(long seed) {
        reseed(seed);
        return this;
    }

    /** Returns the seed as it was last given, all 64 bits. */
    public synchronized long initialSeed() {
        return seed;
    }

    /** Reseeds from the operating system's entropy and returns the seed, in [0, 2^53). */
    public synchronized long seed() {
        reseed(nonDeterministicSeed());
        return seed;
    }

    /**
     * Runs a body for which this is the default generator: draws that name no generator come from
     * it, and {@code manualSeed} seeds it. Other threads keep theirs.
     *
     * @return what the body returns
     */
    public <T extends @Nullable Object> T asDefault(Supplier<T> body) {
        return DefaultGenerator.with(this, body);
    }

    /** Returns the state in PyTorch's layout of 5056 bytes: what {@code get_state()} holds. */
    public synchronized byte[] stateBytes() {
        ByteBuffer out = ByteBuffer.allocate(STATE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(SEED_AT, seed)
                .putInt(LEFT_AT, left)
                .putInt(SEEDED_AT, 1)
                .putLong(NEXT_AT, next);
        for (int i = 0; i < N; i++) {
            out.putLong(WORDS_AT + 8 * i, Integer.toUnsignedLong(state[i]));
        }
        if (hasCachedNormal) {
            out.putDouble(NORMAL_AT, cachedNormal).putInt(NORMAL_VALID_AT, 1);
        }
        return out.array();
    }

    /** Returns the state as PyTorch's {@code get_state()} does: uint8, (5056). */
    public Tensor state() {
        return new Tensor(
                new View(
                        DType.UINT8,
                        new Storage.Bytes(stateBytes()),
                        Layout.contiguous(Shape.of(STATE_BYTES))));
    }

    /**
     * Continues from a state that {@link #state()} or PyTorch's {@code get_state()} returned.
     *
     * @throws IllegalArgumentException if it is not uint8 of 5056 elements, or no state of a seeded
     *     generator; nothing has changed then
     */
    public void setState(Tensor state) {
        if (state.dtype() != DType.UINT8) {
            throw new IllegalArgumentException(
                    "set_state: expected a tensor of torch.uint8, but found " + state.dtype());
        }
        int[] values = state.toIntArray();
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        setStateBytes(bytes);
    }

    /**
     * Continues from a state that {@link #stateBytes()} or PyTorch's {@code get_state()} returned.
     *
     * @throws IllegalArgumentException if the size is not 5056 or the state is not one of a seeded
     *     generator; nothing has changed then
     */
    public synchronized void setStateBytes(byte[] bytes) {
        if (bytes.length != STATE_BYTES) {
            throw new IllegalArgumentException(
                    "set_state: expected a generator state of "
                            + STATE_BYTES
                            + " bytes, but found "
                            + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int newLeft = in.getInt(LEFT_AT);
        int seeded = in.getInt(SEEDED_AT);
        long newNext = in.getLong(NEXT_AT);
        if (seeded != 1 || newLeft < 1 || newLeft > N || newNext < 0 || newNext > N) {
            throw new IllegalArgumentException(
                    "set_state: invalid mt19937 state: expected seeded = 1, left in [1, 624] and"
                            + " next in [0, 624], but found seeded = "
                            + seeded
                            + ", left = "
                            + newLeft
                            + ", next = "
                            + newNext);
        }
        seed = in.getLong(SEED_AT);
        left = newLeft;
        next = (int) newNext;
        for (int i = 0; i < N; i++) {
            state[i] = (int) in.getLong(WORDS_AT + 8 * i);
        }
        temper(state, tempered);
        hasCachedNormal = in.getInt(NORMAL_VALID_AT) != 0;
        cachedNormal = hasCachedNormal ? in.getDouble(NORMAL_AT) : 0;
    }

    /** Returns a seed in [0, 2^53) from the operating system's entropy. */
    static long nonDeterministicSeed() {
        return new SecureRandom().nextLong() & (1L << 53) - 1;
    }

    /** Draws a word. */
    int r32() {
        if (available() == 0) {
            twist();
        }
        left--;
        return tempered[next++];
    }

    /** Draws two words, the high half first. */
    long r64() {
        long high = r32();
        return (high << 32) | Integer.toUnsignedLong(r32());
    }

    /** Draws a float in [0, 1): the low 24 bits of a word. */
    float u24() {
        return (r32() & 0xffffff) * 0x1p-24f;
    }

    /** Draws a double in [0, 1): the low 53 bits of two words. */
    double u53() {
        return (r64() & (1L << 53) - 1) * 0x1p-53;
    }

    /** Draws {@code count} words into {@code out}, as {@link #r32()} would one by one. */
    void words(int[] out, int from, int count) {
        int done = 0;
        while (done < count) {
            if (available() == 0) {
                twist();
            }
            int run = Math.min(available(), count - done);
            System.arraycopy(tempered, next, out, from + done, run);
            next += run;
            left -= run;
            done += run;
        }
    }

    /** Returns whether a normal value is waiting. */
    boolean hasCachedNormal() {
        return hasCachedNormal;
    }

    /** Takes the waiting normal value. */
    double takeCachedNormal() {
        hasCachedNormal = false;
        double value = cachedNormal;
        cachedNormal = 0;
        return value;
    }

    /** Keeps a normal value for the next draw of one. */
    void cacheNormal(double value) {
        cachedNormal = value;
        hasCachedNormal = true;
    }

    private int available() {
        return Math.min(left - 1, N - next);
    }

    private void reseed(long newSeed) {
        seed = newSeed;
        state[0] = (int) newSeed;
        for (int i = 1; i < N; i++) {
            int w = state[i - 1];
            state[i] = 1812433253 * (w ^ (w >>> 30)) + i;
        }
        left = 1;
        next = 0;
        hasCachedNormal = false;
        cachedNormal = 0;
    }

    private void twist() {
        twister.twist(state);
        temper(state, tempered);
        left = N + 1;
        next = 0;
    }

    private static void temper(int[] words, int[] out) {
        for (int i = 0; i < N; i++) {
            out[i] = temper(words[i]);
        }
    }

    private static int temper(int word) {
        int y = word;
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }
}
