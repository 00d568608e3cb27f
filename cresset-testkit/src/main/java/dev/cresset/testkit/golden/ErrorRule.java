package dev.cresset.testkit.golden;

import dev.cresset.PythonText.Tuple;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a call that PyTorch refuses is refused rightly: by exactly {@link IllegalArgumentException}
 * for wrong input, {@link IndexOutOfBoundsException} for axes and indices, with a message that
 * names the op and at least one of the actual values.
 */
final class ErrorRule {
    /* PyTorch raises RuntimeError for some wrong axes and indices. */
    private static final Pattern ABOUT_INDICES =
            Pattern.compile(
                    "out of (range|bounds)|index .* (bounds|range)|Dimension|dimension specified",
                    Pattern.CASE_INSENSITIVE);

    private ErrorRule() {}

    /** Returns the reason why a row cannot be asked of a Java API, null if it can. */
    static @Nullable String skipReason(String error) {
        return error.equals("TypeError") || error.equals("AttributeError")
                ? "refused by javac (Python's " + error + ")"
                : null;
    }

    /**
     * Checks what a refused call threw.
     *
     * @param error the recorded class of PyTorch's error
     * @param message its first line
     * @param names the names by which the op may be called
     * @param arguments the call's arguments, of which one must be named
     * @param thrown what was thrown, null if the call returned
     * @throws MismatchException if the rule is broken
     */
    static void check(
            String error,
            String message,
            List<String> names,
            List<? extends @Nullable Object> arguments,
            @Nullable Throwable thrown) {
        Set<Class<?>> allowed = allowed(error, message);
        String expected =
                String.join(" or ", allowed.stream().map(Class::getSimpleName).toList())
                        + " (PyTorch: "
                        + error
                        + ": "
                        + message
                        + ")";
        if (thrown == null) {
            throw new MismatchException(expected, "a result", "");
        }
        if (!allowed.contains(thrown.getClass())) {
            throw new MismatchException(expected, thrown.toString(), "");
        }
        String text = String.valueOf(thrown.getMessage());
        if (names.stream().noneMatch(n -> words(text).contains(words(n)))) {
            throw new MismatchException(
                    "a message that names " + names.getFirst(), thrown.toString(), "");
        }
        Set<String> values = new LinkedHashSet<>();
        arguments.forEach(a -> values(a, values));
        if (values.stream().noneMatch(v -> names(text, v))) {
            throw new MismatchException(
                    "a message with one of the values " + values, thrown.toString(), "");
        }
    }

    private static Set<Class<?>> allowed(String error, String message) {
        Set<Class<?>> out = new LinkedHashSet<>();
        if (!error.equals("IndexError")) {
            out.add(IllegalArgumentException.class);
        }
        if (error.equals("IndexError") || ABOUT_INDICES.matcher(message).find()) {
            out.add(IndexOutOfBoundsException.class);
        }
        return out;
    }

    private static String words(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static boolean names(String text, String value) {
        return Pattern.compile("(?<![\\w.])(torch[.])?" + Pattern.quote(value) + "(?![\\w])")
                .matcher(text)
                .find();
    }

    private static void values(@Nullable Object argument, Set<String> out) {
        switch (argument) {
            case null -> out.add("None");
            case Recorded r -> {
                out.add(r.view().dtype().text());
                out.add(r.view().dtype().legacyName());
                values(r.view().shape(), out);
                out.add(r.view().shape().rank() + "");
                for (int i = 0; i < Math.min(64, r.view().numel()); i++) {
                    out.add(
                            r.view().dtype().isFloatingPoint()
                                    ? String.valueOf(r.view().doubleAt(i))
                                    : String.valueOf(r.view().longAt(i)));
                }
            }
            case Shape s -> {
                out.add(s.listText());
                for (int size : s.toArray()) {
                    out.add(String.valueOf(size));
                }
            }
            case DType d -> out.add(d.text());
            case Tuple t -> {
                out.add(t.items().size() + "");
                t.items().forEach(i -> values(i, out));
            }
            case Collection<?> c when c.isEmpty() -> out.add("empty");
            case Collection<?> c -> {
                out.add(c.size() + "");
                c.forEach(i -> values(i, out));
            }
            case Map<?, ?> m -> m.values().forEach(i -> values(i, out));
            case Boolean b -> {
                out.add(b ? "True" : "False");
                out.add(b.toString());
            }
            case Double d -> {
                out.add(d.toString());
                if (d == Math.rint(d) && Math.abs(d) < 1e15) {
                    out.add(String.valueOf(d.longValue()));
                }
            }
            default -> out.add(argument.toString());
        }
    }
}
