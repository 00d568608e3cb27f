package dev.cresset.testkit.table;

import dev.cresset.Index;
import dev.cresset.PythonText.Tuple;
import dev.cresset.testkit.python.Ellipsis;
import dev.cresset.testkit.python.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a Python index as the arguments of {@code Tensor.get}. */
final class Indices {
    private Indices() {}

    static @Nullable Object[] of(@Nullable Object index) {
        List<@Nullable Object> parts = new ArrayList<>();
        if (index instanceof Tuple t) {
            t.items().forEach(i -> parts.add(part(i)));
        } else {
            parts.add(part(index));
        }
        return parts.toArray();
    }

    private static @Nullable Object part(@Nullable Object index) {
        return switch (index) {
            case Slice s -> slice(s);
            case Ellipsis _ -> Index.ellipsis();
            case null, default -> index;
        };
    }

    /* A slice's text is one of the forms that get() takes. */
    private static Object slice(Slice s) {
        String text = bound(s.start()) + ":" + bound(s.stop());
        return s.step() == null ? text : text + ":" + bound(s.step());
    }

    private static String bound(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
