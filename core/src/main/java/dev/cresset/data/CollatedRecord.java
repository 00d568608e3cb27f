package dev.cresset.data;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records made into a batch, component by component. */
final class CollatedRecord {
    private CollatedRecord() {}

    static Object of(List<? extends Record> elements) {
        Class<? extends Record> type = elements.getFirst().getClass();
        RecordComponent[] components = type.getRecordComponents();
        Map<String, Object> columns = new LinkedHashMap<>();
        boolean fits = true;
        try {
            for (RecordComponent component : components) {
                Object column = Collate.collated(values(component, elements));
                columns.put(component.getName(), column);
                fits &= component.getType().isInstance(column);
            }
            return fits ? made(type, components, columns) : columns;
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "collate: the components of the record "
                            + type.getName()
                            + " cannot be read: add 'opens "
                            + type.getPackageName()
                            + " to cresset;' to module-info.java",
                    e);
        }
    }

    private static List<Object> values(RecordComponent component, List<? extends Record> elements)
            throws IllegalAccessException {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        List<Object> out = new ArrayList<>();
        for (Record element : elements) {
            try {
                out.add(accessor.invoke(element));
            } catch (InvocationTargetException e) {
                throw failed(component.getDeclaringRecord(), e);
            }
        }
        return out;
    }

    private static Object made(
            Class<?> type, RecordComponent[] components, Map<String, Object> columns)
            throws IllegalAccessException {
        try {
            Constructor<?> constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(columns.values().toArray());
        } catch (InvocationTargetException e) {
            throw failed(type, e);
        } catch (NoSuchMethodException | InstantiationException e) {
            throw new LinkageError("a record has its canonical constructor", e);
        }
    }

    private static IllegalArgumentException failed(Class<?> type, InvocationTargetException e) {
        return new IllegalArgumentException(
                "collate: the record " + type.getName() + " threw " + e.getCause(), e.getCause());
    }
}
