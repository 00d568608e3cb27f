package dev.cresset;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an index, as between the brackets of Python's {@code x[...]}.
 *
 * <pre>{@code
 * x.get(all(), 0);                 // x[:, 0]
 * x.get(slice(1, 3), ellipsis());  // x[1:3, ...]
 * x.get("1:3, ..., None");         // the same as a string, with a new axis
 * }</pre>
 */
public sealed interface Index {
    /** The indices of [start, end) in steps; null is the end of the dimension. */
    record Slice(@Nullable Integer start, @Nullable Integer end, int step) implements Index {
        /** Checks the step. */
        public Slice {
            if (step <= 0) {
                throw new IllegalArgumentException(
                        "slice: step must be greater than zero, got " + step);
            }
        }
    }

    /** As many whole dimensions as the rest of the index leaves. */
    record Ellipsis() implements Index {}

    /** A new dimension of size 1. */
    record NewAxis() implements Index {}

    /** Returns a whole dimension: {@code :}. */
    static Index all() {
        return new Slice(null, null, 1);
    }

    /** Returns {@code start:end}; null is an open end. */
    static Index slice(@Nullable Integer start, @Nullable Integer end) {
        return new Slice(start, end, 1);
    }

    /**
     * Returns {@code start:end:step}; null is an open end.
     *
     * @throws IllegalArgumentException if the step is not positive
     */
    static Index slice(@Nullable Integer start, @Nullable Integer end, int step) {
        return new Slice(start, end, step);
    }

    /** Returns {@code ...}. */
    static Index ellipsis() {
        return new Ellipsis();
    }

    /** Returns {@code None}: a new dimension of size 1. */
    static Index newAxis() {
        return new NewAxis();
    }

    /**
     * Reads an index as it stands between Python's brackets: numbers, slices, {@code ...} and
     * {@code None}, with commas between them.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static List<Object> parse(String text) {
        List<Object> out = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String p = part.strip();
            if (p.isEmpty() && !out.isEmpty() && part.isEmpty()) {
                continue; // a trailing comma
            }
            out.add(parsePart(p, text));
        }
        return out;
    }

    private static Object parsePart(String p, String text) {
        if (p.equals("...")) {
            return ellipsis();
        }
        if (p.equals("None")) {
            return newAxis();
        }
        String[] bounds = p.split(":", -1);
        if (bounds.length > 3 || p.isEmpty()) {
            throw unreadable(text, p);
        }
        Integer first = number(bounds[0], text);
        if (bounds.length == 1) {
            if (first == null) {
                throw unreadable(text, p);
            }
            return first;
        }
        Integer step = bounds.length == 3 ? number(bounds[2], text) : null;
        return slice(first, number(bounds[1], text), step == null ? 1 : step);
    }

    private static @Nullable Integer number(String text, String whole) {
        String t = text.strip();
        if (t.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(t);
        } catch (NumberFormatException e) {
            throw unreadable(whole, t);
        }
    }

    private static IllegalArgumentException unreadable(String text, String part) {
        return new IllegalArgumentException(
                "index \""
                        + text
                        + "\": cannot read \""
                        + part
                        + "\"; an index is made of numbers, start:end:step, ... and None");
    }
}
