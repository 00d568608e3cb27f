package dev.cresset.data;

import dev.cresset.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PyTorch's {@code random_split}: a random permutation, cut in order. */
final class RandomSplit {
    private RandomSplit() {}

    static <T> List<Subset<T>> byLengths(
            Dataset<T> dataset, @Nullable Generator generator, int... lengths) {
        long sum = Arrays.stream(lengths).asLongStream().sum();
        if (sum != dataset.size() || Arrays.stream(lengths).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException(
                    "randomSplit: Sum of input lengths does not equal the length of the input"
                            + " dataset: "
                            + Arrays.toString(lengths)
                            + " of "
                            + dataset.size());
        }
        int[] order = Draws.permutation(dataset.size(), generator);
        List<Subset<T>> parts = new ArrayList<>();
        int start = 0;
        for (int length : lengths) {
            parts.add(new Subset<>(dataset, Arrays.copyOfRange(order, start, start + length)));
            start += length;
        }
        return parts;
    }

    static int[] lengths(int size, double... fractions) {
        double sum = 0;
        for (int i = 0; i < fractions.length; i++) {
            if (!(fractions[i] >= 0 && fractions[i] <= 1)) {
                throw new IllegalArgumentException(
                        "randomSplit: Fraction at index "
                                + i
                                + " is not between 0 and 1: "
                                + fractions[i]);
            }
            sum += fractions[i];
        }
        if (sum > 1 || 1 - sum > 1e-9) {
            throw new IllegalArgumentException(
                    "randomSplit: fractions must sum to 1, but "
                            + Arrays.toString(fractions)
                            + " sum to "
                            + sum);
        }
        int[] lengths = new int[fractions.length];
        int left = size;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = (int) Math.floor(size * fractions[i]);
            left -= lengths[i];
        }
        for (int i = 0; i < left; i++) {
            lengths[i % lengths.length]++;
        }
        return lengths;
    }
}
