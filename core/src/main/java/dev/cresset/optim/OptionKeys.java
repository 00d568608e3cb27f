package dev.cresset.optim;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The keys of a record of options: its components in snake case. */
final class OptionKeys {
    private static final ClassValue<OptionKeys> KNOWN =
            new ClassValue<>() {
                @Override
                protected OptionKeys computeValue(Class<?> type) {
                    return new OptionKeys(type);
                }
            };

    private final SequencedMap<String, RecordComponent> components = new LinkedHashMap<>();
    private final Constructor<?> constructor;

    private OptionKeys(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(
                    "optimizer options must be a record, but " + type.getName() + " is none");
        }
        RecordComponent[] all = type.getRecordComponents();
        for (RecordComponent c : all) {
            components.put(key(c.getName()), c);
        }
        Class<?>[] types =
                Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    static OptionKeys of(Class<?> type) {
        return KNOWN.get(type);
    }

    boolean has(String key) {
        return components.containsKey(key);
    }

    @Nullable Object get(Object options, String key) {
        return python(read(options, component(key)));
    }

    SequencedMap<String, @Nullable Object> toMap(Object options) {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        components.forEach((key, c) -> out.put(key, python(read(options, c))));
        return out;
    }

    Object with(Object options, String key, @Nullable Object value) {
        RecordComponent changed = component(key);
        @Nullable Object[] values =
                components.values().stream()
                        .map(c -> c == changed ? coerced(c, key, value) : read(options, c))
                        .toArray();
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private RecordComponent component(String key) {
        RecordComponent c = components.get(key);
        if (c == null) {
            throw new IllegalArgumentException(
                    "there is no option '" + key + "'; options are " + components.keySet());
        }
        return c;
    }

    private static @Nullable Object read(Object options, RecordComponent c) {
        try {
            return c.getAccessor().invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot read the option " + c + "; is its record public?", e);
        }
    }

    private static @Nullable Object python(@Nullable Object value) {
        return switch (value) {
            case Pair p -> PythonText.tuple(p.first(), p.second());
            case Triple t -> PythonText.tuple(t.first(), t.second(), t.third());
            case Enum<?> e -> e.name().toLowerCase(Locale.ROOT);
            case null, default -> value;
        };
    }

    private static @Nullable Object coerced(RecordComponent c, String key, @Nullable Object value) {
        Class<?> type = c.getType();
        Object out =
                switch (value) {
                    case null -> null;
                    case Tensor t when type == Number.class -> t.item();
                    case Number n when type == int.class -> n.intValue();
                    case Number n when type == Integer.class -> n.intValue();
                    case PythonText.Tuple t when type == Triple.class -> triple(t.items());
                    case List<?> l when type == Triple.class -> triple(l);
                    case PythonText.Tuple t when type == Pair.class -> pair(t.items());
                    case List<?> l when type == Pair.class -> pair(l);
                    case String s when type.isEnum() -> constant(type, s);
                    case Boolean b when type == boolean.class -> b;
                    case Object v when type.isInstance(v) -> v;
                    default ->
                            throw new IllegalArgumentException(
                                    "option '" + key + "' cannot be " + PythonText.repr(value));
                };
        if (out == null && value != null) {
            throw new IllegalArgumentException(
                    "option '" + key + "' cannot be " + PythonText.repr(value));
        }
        return out;
    }

    private static @Nullable Object pair(List<?> items) {
        return items.size() == 2
                        && (items.get(0) == null || items.get(0) instanceof Number)
                        && items.get(1) instanceof Number second
                ? new Pair((Number) items.get(0), second)
                : null;
    }

    private static @Nullable Object triple(List<?> items) {
        return items.size() == 3
                        && items.get(0) instanceof Number first
                        && items.get(1) instanceof Number second
                        && items.get(2) instanceof Number third
                ? new Triple(first, second, third)
                : null;
    }

    private static @Nullable Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> ((Enum<?>) e).name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String key(String component) {
        return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
