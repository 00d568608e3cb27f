package dev.cresset.data;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How elements become a batch. */
public final class Collate {
    private Collate() {}

    /**
     * Stacks elements along a new first dimension: tensors of one shape; {@link Batch}es, lists and
     * maps of such, field by field.
     *
     * @throws IllegalArgumentException if shapes, lengths or keys differ, or an element is of
     *     another class
     */
    @SuppressWarnings("unchecked")
    public static <T> T stack(List<T> elements) {
        return (T) stacked(elements);
    }

    private static Object stacked(List<?> elements) {
        return switch (elements.getFirst()) {
            case Tensor t -> Tensor.stack(all(elements, Tensor.class), 0);
            case Batch b ->
                    new Batch(
                            columns(
                                            all(elements, Batch.class).stream()
                                                    .map(Batch::tensors)
                                                    .toList())
                                    .stream()
                                    .map(c -> Tensor.stack(all(c, Tensor.class), 0))
                                    .toList());
            case List<?> l ->
                    columns(
                                    elements.stream()
                                            .<List<?>>map(
                                                    e -> all(List.of(e), List.class).getFirst())
                                            .toList())
                            .stream()
                            .map(Collate::stacked)
                            .toList();
            case Map<?, ?> m -> {
                Map<Object, Object> out = new LinkedHashMap<>();
                List<Map<?, ?>> maps = new ArrayList<>();
                all(elements, Map.class).forEach(maps::add);
                for (Object key : m.keySet()) {
                    out.put(key, stacked(maps.stream().map(e -> valueOf(e, key)).toList()));
                }
                yield out;
            }
            default ->
                    throw new IllegalArgumentException(
                            "collate: elements must be tensors, batches, lists or maps, but found "
                                    + elements.getFirst().getClass().getName()
                                    + "; give the DataLoader a collate function of your own");
        };
    }

    private static Object valueOf(Map<?, ?> map, Object key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "collate: an element has no value of '" + key + "'; keys are " + map.keySet());
        }
        return value;
    }

    private static List<List<Object>> columns(List<? extends List<?>> rows) {
        int width = rows.getFirst().size();
        for (List<?> row : rows) {
            if (row.size() != width) {
                throw new IllegalArgumentException(
                        "collate: each element in list of batch should be of equal size, but found "
                                + width
                                + " and "
                                + row.size());
            }
        }
        return IntStream.range(0, width)
                .mapToObj(i -> rows.stream().<Object>map(row -> row.get(i)).toList())
                .toList();
    }

    private static <E> List<E> all(List<?> elements, Class<E> type) {
        for (Object e : elements) {
            if (!type.isInstance(e)) {
                throw new IllegalArgumentException(
                        "collate: elements must be of one class, but found "
                                + type.getName()
                                + " and "
                                + e.getClass().getName());
            }
        }
        return elements.stream().map(type::cast).toList();
    }
}
