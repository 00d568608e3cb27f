package dev.cresset.nn;

import dev.cresset.PythonText;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Sizes for spatial dimensions, given as one number for all of them or one for each. */
final class Sizes {
    private Sizes() {}

    /**
     * Returns one number for each of {@code n} dimensions.
     *
     * @throws IllegalArgumentException if neither one number nor {@code n} are given
     */
    static int[] of(String name, int n, int... values) {
        if (values.length == n) {
            return values.clone();
        }
        if (values.length != 1) {
            throw new IllegalArgumentException(
                    name
                            + " must be one number or "
                            + n
                            + " of them, one for each spatial dimension, got "
                            + Arrays.toString(values));
        }
        int[] out = new int[n];
        Arrays.fill(out, values[0]);
        return out;
    }

    /** Returns numbers as Python writes what was given: {@code 2} or {@code (2, 3)}. */
    static String text(int... values) {
        return values.length == 1 ? Integer.toString(values[0]) : tuple(values);
    }

    /** Returns numbers, null for None, as Python writes what was given. */
    static String text(List<@Nullable Integer> values) {
        return PythonText.repr(
                values.size() == 1 ? values.get(0) : PythonText.tuple(values.toArray()));
    }

    /** Returns numbers as Python writes a tuple: {@code (2,)} or {@code (2, 3)}. */
    static String tuple(int... values) {
        StringJoiner out = new StringJoiner(", ", "(", values.length == 1 ? ",)" : ")");
        for (int v : values) {
            out.add(Integer.toString(v));
        }
        return out.toString();
    }

    /** Returns whether all numbers are {@code value}. */
    static boolean all(int value, int... values) {
        return Arrays.stream(values).allMatch(v -> v == value);
    }
}
