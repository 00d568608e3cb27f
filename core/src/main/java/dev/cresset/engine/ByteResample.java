package dev.cresset.engine;

/**
 * Planes of bytes resampled with whole numbers, along one dimension after the other, as PyTorch and
 * Pillow do: weights are rounded to multiples of a power of two, and each pass rounds to bytes.
 */
final class ByteResample {
    private ByteResample() {}

    /** Returns planes resampled by their last two dimensions, whose taps these are. */
    static long[] run(Taps rows, Taps columns, long... x) {
        return pass(rows, columns.results(), pass(columns, 1, x));
    }

    private static long[] pass(Taps t, int inner, long... x) {
        int outer = x.length / t.size() / inner;
        int precision = precision(t);
        long[] out = new long[outer * t.results() * inner];
        for (int o = 0; o < t.results(); o++) {
            int[] index = t.index()[o];
            long[] weight = rounded(index, t.weight()[o], 1 << precision);
            for (int a = 0; a < outer; a++) {
                for (int i = 0; i < inner; i++) {
                    long sum = 1L << (precision - 1);
                    for (int k = 0; k < index.length; k++) {
                        sum += weight[k] * x[(a * t.size() + index[k]) * inner + i];
                    }
                    out[(a * t.results() + o) * inner + i] = Math.clamp(sum >> precision, 0, 255);
                }
            }
        }
        return out;
    }

    /** Returns weights in units; those of one place are added up before they are rounded. */
    private static long[] rounded(int[] index, double[] weight, int units) {
        long[] out = new long[index.length];
        double sum = 0;
        for (int k = 0; k < index.length; k++) {
            sum += weight[k] * units;
            if (k + 1 == index.length || index[k + 1] != index[k]) {
                out[k] = (long) (sum < 0 ? sum - 0.5 : sum + 0.5);
                sum = 0;
            }
        }
        return out;
    }

    /** Returns the most bits behind the point with which weights still fit 16 bits. */
    private static int precision(Taps t) {
        double most = 0;
        for (double[] weights : t.weight()) {
            for (double w : weights) {
                most = Math.max(most, w);
            }
        }
        int bits = 0;
        while (bits < 22 && (int) (0.5 + most * (1 << (bits + 1))) < 1 << 15) {
            bits++;
        }
        return bits;
    }
}
