package dev.cresset.checkpoint;

import dev.cresset.nn.Module;
import dev.cresset.op.Shape;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options records as JSON objects, a member for each component, and back.
 *
 * <p>What comes back is decided by the record's own component types, never by the file. Numbers,
 * strings, truth values, enums, shapes, lists, arrays, further records and null can be written;
 * infinite numbers and NaN are strings. A module is written as null: it is a child, which the tree
 * says by itself.
 */
final class OptionsJson {
    private OptionsJson() {}

    /**
     * Returns a value as JSON.
     *
     * @param what where it stands, for messages
     * @throws IllegalArgumentException if it is of a class that cannot be written
     */
    static @Nullable Object encode(String what, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Module m -> null;
            case Boolean b -> b;
            case String s -> s;
            case Integer n -> n.longValue();
            case Long n -> n;
            case Double x -> Double.isFinite(x) ? x : x.toString();
            case Float x -> encode(what, x.doubleValue());
            case Enum<?> e -> e.name();
            case Shape s -> encode(what, s.toArray());
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>();
                for (Object item : list) {
                    out.add(encode(what, item));
                }
                yield out;
            }
            case Record r -> encode(what, r);
            default -> {
                if (!value.getClass().isArray()) {
                    throw new IllegalArgumentException(
                            "saveModel: "
                                    + what
                                    + " is a "
                                    + value.getClass().getName()
                                    + ", which cannot be written; options hold numbers, texts, enums,"
                                    + " lists, records and layers, no functions");
                }
                List<@Nullable Object> out = new ArrayList<>();
                for (int i = 0; i < Array.getLength(value); i++) {
                    out.add(encode(what, Array.get(value, i)));
                }
                yield out;
            }
        };
    }

    private static Map<String, @Nullable Object> encode(String what, Record options) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (RecordComponent c : options.getClass().getRecordComponents()) {
            out.put(c.getName(), encode(what + "." + c.getName(), component(options, c)));
        }
        return out;
    }

    /** Returns what a record holds. */
    static @Nullable Object component(Record options, RecordComponent c) {
        try {
            c.getAccessor().setAccessible(true);
            return c.getAccessor().invoke(options);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(options.getClass() + "." + c.getName(), e);
        }
    }

    /** Says that JSON does not fit a type. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        private Mismatch(String message) {
            super(message);
        }
    }

    /**
     * Returns the record that a JSON object describes.
     *
     * @throws Mismatch if a component is missing or of another type, or the record refuses it
     */
    static Record decode(Class<? extends Record> type, Map<?, ?> json) throws Mismatch {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            if (!json.containsKey(name)) {
                throw new Mismatch("the option " + name + " is missing");
            }
            types[i] = components[i].getType();
            values[i] = decode(name, components[i].getGenericType(), json.get(name));
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Mismatch(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private static @Nullable Object decode(String name, Type type, @Nullable Object json)
            throws Mismatch {
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            if (!(json instanceof List<?> list)) {
                throw mismatch(name, type, json);
            }
            List<@Nullable Object> out = new ArrayList<>();
            for (Object item : list) {
                out.add(decode(name, p.getActualTypeArguments()[0], item));
            }
            return out;
        }
        if (json == null && !(type instanceof Class<?> p && p.isPrimitive())) {
            return null;
        }
        if (!(type instanceof Class<?> c)) {
            throw mismatch(name, type, json);
        }
        if (json == null) {
            throw mismatch(name, type, json);
        }
        if (c == int.class || c == Integer.class) {
            if (json instanceof Long n && n == n.intValue()) {
                return n.intValue();
            }
        } else if (c == long.class || c == Long.class) {
            if (json instanceof Long n) {
                return n;
            }
        } else if (c == double.class || c == Double.class) {
            return real(name, type, json);
        } else if (c == Number.class) {
            if (json instanceof Long n) {
                return n == n.intValue() ? (Number) n.intValue() : n;
            }
            return real(name, type, json);
        } else if (c == boolean.class || c == Boolean.class) {
            if (json instanceof Boolean b) {
                return b;
            }
        } else if (c == String.class) {
            if (json instanceof String s) {
                return s;
            }
        } else if (c.isEnum()) {
            for (Object constant : c.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(json)) {
                    return constant;
                }
            }
        } else if (c == Shape.class) {
            return Shape.of((int[]) array(name, int[].class, json));
        } else if (c.isArray()) {
            return array(name, c, json);
        } else if (c.isRecord() && json instanceof Map<?, ?> map) {
            return decode(c.asSubclass(Record.class), map);
        }
        throw mismatch(name, type, json);
    }

    private static Object array(String name, Class<?> type, Object json) throws Mismatch {
        if (!(json instanceof List<?> list)) {
            throw mismatch(name, type, json);
        }
        Object out = Array.newInstance(type.getComponentType(), list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(out, i, decode(name, type.getComponentType(), list.get(i)));
        }
        return out;
    }

    private static Double real(String name, Type type, Object json) throws Mismatch {
        return switch (json) {
            case Double x -> x;
            case Long n -> (double) n;
            case String s when s.equals("NaN") -> Double.NaN;
            case String s when s.equals("Infinity") -> Double.POSITIVE_INFINITY;
            case String s when s.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
            default -> throw mismatch(name, type, json);
        };
    }

    private static Mismatch mismatch(String name, Type type, @Nullable Object json) {
        String text = String.valueOf(json);
        return new Mismatch(
                "the option "
                        + name
                        + " is "
                        + (text.length() <= 80 ? text : text.substring(0, 80) + "...")
                        + ", no "
                        + type.getTypeName());
    }
}
