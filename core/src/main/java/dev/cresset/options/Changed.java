package dev.cresset.options;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies of records with one component changed: the body of a with-method.
 *
 * <pre>{@code
 * public record Options(int size, boolean bias) {
 *     public Options bias(boolean value) {
 *         return with(this, "bias", value);
 *     }
 * }
 * }</pre>
 *
 * <p>It is for records of many components; where there are few, calling the constructor says the
 * same. A name that is no component, or a value of another type, is a mistake in the record, which
 * a test of all with-methods finds.
 */
public final class Changed {
    private static final ClassValue<Changed> KNOWN =
            new ClassValue<>() {
                @Override
                protected Changed computeValue(Class<?> type) {
                    return new Changed(type);
                }
            };

    private final List<String> names;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    private Changed(Class<?> type) {
        RecordComponent[] all = type.getRecordComponents();
        names = Arrays.stream(all).map(RecordComponent::getName).toList();
        Class<?>[] types =
                Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
        accessors = new MethodHandle[all.length];
        try {
            Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (int i = 0; i < all.length; i++) {
                accessors[i] =
                        lookup.unreflect(all[i].getAccessor())
                                .asType(MethodType.methodType(Object.class, Record.class));
            }
            constructor =
                    lookup.findConstructor(type, MethodType.methodType(void.class, types))
                            .asSpreader(Object[].class, all.length)
                            .asType(MethodType.methodType(Record.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a record that differs in one component.
     *
     * @throws IllegalArgumentException if there is no such component, and what the record's
     *     constructor throws
     */
    @SuppressWarnings("unchecked")
    public static <R extends Record> R with(R record, String component, @Nullable Object value) {
        return (R) KNOWN.get(record.getClass()).copy(record, component, value);
    }

    private Record copy(Record record, String component, @Nullable Object value) {
        int changed = names.indexOf(component);
        if (changed < 0) {
            throw new IllegalArgumentException(
                    record.getClass().getName() + " has no component " + component);
        }
        try {
            @Nullable Object[] values = new Object[accessors.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = i == changed ? value : (Object) accessors[i].invokeExact(record);
            }
            return (Record) constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
