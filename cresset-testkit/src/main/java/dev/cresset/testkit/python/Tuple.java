package dev.cresset.testkit.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Python tuple.
 *
 * @param items the items; unmodifiable, may hold null (None)
 */
public record Tuple(List<@Nullable Object> items) {
    /** Copies the items. */
    public Tuple {
        items = Collections.unmodifiableList(new ArrayList<@Nullable Object>(items));
    }

    /** Returns a tuple of these items. */
    public static Tuple of(@Nullable Object... items) {
        return new Tuple(Arrays.asList(items));
    }
}
