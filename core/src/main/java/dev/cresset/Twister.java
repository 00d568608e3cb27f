package dev.cresset;

/** The recurrence of mt19937 (Matsumoto and Nishimura 1998): the next 624 words from the last. */
final class Twister {
    /*
     * Word k is made from words k, k + 1 and k + 397, modulo 624: of three runs of at most 227 words,
     * none needs a word of its own. A run's operands are copied, since C2 vectorises loops over arrays
     * that are indexed from 0.
     */
    private static final int N = 624;
    private static final int M = 397;
    private static final int RUN = N - M;

    private final int[] word = new int[RUN];
    private final int[] next = new int[RUN];
    private final int[] far = new int[RUN];

    void twist(int[] state) {
        System.arraycopy(state, M, far, 0, RUN);
        run(state, 0, RUN);
        run(state, RUN, RUN);
        run(state, 2 * RUN, N - 1 - 2 * RUN);
        state[N - 1] = state[M - 1] ^ mix(state[N - 1], state[0]);
    }

    /** Makes n words from word k on; {@code far} has words k + 397, and then the new ones. */
    private void run(int[] state, int k, int n) {
        System.arraycopy(state, k, word, 0, n);
        System.arraycopy(state, k + 1, next, 0, n);
        mix(word, next, far, n);
        System.arraycopy(far, 0, state, k, n);
    }

    private static void mix(int[] word, int[] next, int[] far, int n) {
        for (int i = 0; i < n; i++) {
            far[i] ^= mix(word[i], next[i]);
        }
    }

    private static int mix(int u, int v) {
        int y = (u & 0x80000000) | (v & 0x7fffffff);
        return (y >>> 1) ^ (-(v & 1) & 0x9908b0df);
    }
}
