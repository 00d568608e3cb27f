package dev.cresset;

import dev.cresset.op.DType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values written as Python writes them, so that a program prints what its PyTorch original prints.
 *
 * <pre>{@code
 * PythonText.str("lr", 1e-5, true, null)             // lr 1e-05 True None
 * PythonText.repr(Map.of("betas", tuple(0.9, 0.99))) // {'betas': (0.9, 0.99)}
 * }</pre>
 *
 * <table>
 * <caption>How Java's values appear</caption>
 * <tr><td>{@code null}</td><td>{@code None}</td></tr>
 * <tr><td>Boolean</td><td>{@code True}, {@code False}</td></tr>
 * <tr><td>Double, Float</td><td>a float: {@code 0.1}, {@code 1e-05}, {@code inf}; a Float is widened first,
 *     as PyTorch's {@code item()} does: {@code 0.10000000149011612}</td></tr>
 * <tr><td>String, Character</td><td>a str, quoted except as an argument of {@link #str}</td></tr>
 * <tr><td>List and other collections</td><td>{@code [a, b]}</td></tr>
 * <tr><td>arrays, {@link Tuple}, Map.Entry</td><td>{@code (a, b)}, {@code (a,)}</td></tr>
 * <tr><td>Set</td><td>{@code {a, b}}, {@code set()}</td></tr>
 * <tr><td>Map</td><td>{@code {k: v}}; an {@link OrderedDict}: {@code OrderedDict([(k, v)])}</td></tr>
 * <tr><td>{@link #ndarray}</td><td>{@code [1. 2.]}, and {@code array([1., 2.], dtype=float32)} in a
 *     container</td></tr>
 * <tr><td>anything else</td><td>its {@code toString()}</td></tr>
 * </table>
 */
public final class PythonText {
    private PythonText() {}

    /** A map that Python knows as {@code collections.OrderedDict}, such as a state dict. */
    public interface OrderedDict<K, V> extends SequencedMap<K, V> {}

    /**
     * A Python tuple: {@code ()}, {@code (a,)}, {@code (a, b)}.
     *
     * @param items the items, which may be null
     */
    public record Tuple(List<? extends @Nullable Object> items) {
        /** Copies the items. */
        public Tuple {
            items = Collections.unmodifiableList(new ArrayList<>(items));
        }

        /** Returns Python's text. */
        @Override
        public String toString() {
            return tupleText(items);
        }
    }

    private record Type(String name) {
        @Override
        public String toString() {
            return "<class '" + name + "'>";
        }
    }

    private record NdArray(Tensor tensor) {
        @Override
        public String toString() {
            return NumPyText.str(tensor);
        }
    }

    private record Ordered(SequencedMap<?, ?> items) {
        @Override
        public String toString() {
            return orderedText(items);
        }
    }

    /**
     * Returns the line that Python's {@code print(a, b, c)} writes: strings as they are, everything
     * else as {@link #repr}, joined by a space.
     */
    public static String str(@Nullable Object @Nullable ... values) {
        if (values == null) {
            return "None";
        }
        return Arrays.stream(values)
                .map(v ->
                        v instanceof String || v instanceof Character || v instanceof NdArray
                                ? v.toString()
                                : repr(v))
                .collect(Collectors.joining(" "));
    }

    /** Returns Python's {@code repr(value)}, which containers show for their items too. */
    public static String repr(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Double d -> NumberText.shortest(d);
            case Float f -> NumberText.shortest(f);
            case String s -> quoted(s);
            case Character c -> quoted(c.toString());
            case OrderedDict<?, ?> dict -> orderedText(dict);
            case Map<?, ?> map ->
                    joined("{", map.entrySet(), e -> repr(e.getKey()) + ": " + repr(e.getValue()))
                            + "}";
            case Map.Entry<?, ?> e -> tupleText(Arrays.asList(e.getKey(), e.getValue()));
            case Set<?> set -> set.isEmpty() ? "set()" : joined("{", set, PythonText::repr) + "}";
            case Collection<?> items -> joined("[", items, PythonText::repr) + "]";
            case NdArray(Tensor x) -> NumPyText.repr(x);
            case Object array when array.getClass().isArray() -> tupleText(itemsOf(array));
            default -> value.toString();
        };
    }

    /**
     * Returns Python's {@code f"{value:.{digits}f}"}, rounded from the exact binary value, half to
     * even.
     *
     * @throws IllegalArgumentException if {@code digits} is negative
     */
    public static String fixed(double value, int digits) {
        if (digits < 0) {
            throw new IllegalArgumentException(
                    "fixed: digits must be 0 or greater, but is " + digits);
        }
        return NumberText.fixed(value, digits);
    }

    /** Returns a tuple of these items. */
    public static Tuple tuple(@Nullable Object... items) {
        return new Tuple(Arrays.asList(items));
    }

    /** Returns a value that prints as {@code OrderedDict([('a', 1)])} and follows the map. */
    public static Object orderedDict(SequencedMap<?, ?> map) {
        return new Ordered(map);
    }

    /**
     * Returns a value that prints as a Python class.
     *
     * @param name the class's full name, such as {@code torch.nn.parameter.Parameter}
     */
    public static Object type(String name) {
        return new Type(name);
    }

    /**
     * Returns a value that prints as Python's {@code x.numpy()}: {@code [1. 2.]}. It follows the
     * tensor; the elements as Java arrays are {@link Tensor#toArray()}.
     *
     * @throws IllegalStateException if the tensor requires gradients
     * @throws IllegalArgumentException if it is bfloat16, which NumPy does not have
     */
    public static Object ndarray(Tensor x) {
        if (x.requiresGrad()) {
            throw new IllegalStateException(
                    "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy()"
                            + " instead: PythonText.ndarray(x.detach())");
        }
        if (x.dtype() == DType.BFLOAT16) {
            throw new IllegalArgumentException("Got unsupported ScalarType BFloat16");
        }
        return new NdArray(x);
    }

    /**
     * Returns a value that prints as Python's {@code type(value)}: {@code <class 'torch.Tensor'>},
     * {@code <class 'torch.nn.modules.linear.Linear'>}, {@code <class 'int'>}; a class of the
     * user's is {@code <class '__main__.Net'>}.
     */
    public static Object typeOf(@Nullable Object value) {
        return new Type(PythonTypes.name(value));
    }

    private static String orderedText(SequencedMap<?, ?> map) {
        return map.isEmpty()
                ? "OrderedDict()"
                : joined("OrderedDict([", map.entrySet(), PythonText::repr) + "])";
    }

    private static String tupleText(List<? extends @Nullable Object> items) {
        return joined("(", items, PythonText::repr) + (items.size() == 1 ? ",)" : ")");
    }

    private static <T extends @Nullable Object> String joined(
            String start, Collection<? extends T> items, Function<? super T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(", ", start, ""));
    }

    private static List<@Nullable Object> itemsOf(Object array) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            items.add(Array.get(array, i));
        }
        return items;
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> out.append(escaped(c, quote)));
        return out.append(quote).toString();
    }

    private static String escaped(int codePoint, char quote) {
        return switch (codePoint) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                if (codePoint == quote) {
                    yield "\\" + quote;
                }
                if (isPrintable(codePoint)) {
                    yield Character.toString(codePoint);
                }
                String form =
                        codePoint < 0x100 ? "\\x%02x" : codePoint < 0x10000 ? "\\u%04x" : "\\U%08x";
                yield String.format(form, codePoint);
            }
        };
    }

    /* Python's str.isprintable: no separators but the space, no controls, formats, surrogates, private
     * or unassigned characters. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            case Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
