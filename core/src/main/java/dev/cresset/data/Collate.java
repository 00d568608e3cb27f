package dev.cresset.data;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How elements become a batch: PyTorch's {@code default_collate}.
 *
 * <table>
 * <caption>What becomes of elements</caption>
 * <tr><td>tensors of one shape</td><td>a tensor with a new first dimension</td></tr>
 * <tr><td>arrays of primitives, of any depth</td><td>the same, of the array's dtype</td></tr>
 * <tr><td>Integer, Long, Short, Byte</td><td>an int64 vector</td></tr>
 * <tr><td>Double</td><td>a float64 vector, as of Python's floats</td></tr>
 * <tr><td>Float</td><td>a float32 vector, as of NumPy's</td></tr>
 * <tr><td>Boolean</td><td>a bool vector</td></tr>
 * <tr><td>String</td><td>the list of strings</td></tr>
 * <tr><td>{@link Batch}, List, Map</td><td>the same kind, field by field</td></tr>
 * <tr><td>records</td><td>the same record where its components can hold batches, else a map from
 * the components' names</td></tr>
 * </table>
 */
public final class Collate {
    private Collate() {}

    /**
     * Makes a batch of the elements' own class: of tensors, {@link Batch}es, lists, maps, and
     * records whose components can hold batches.
     *
     * @throws IllegalArgumentException if shapes, lengths, keys or classes differ, or a batch is of
     *     another class than its elements
     */
    @SuppressWarnings("unchecked")
    public static <T> T stack(List<T> elements) {
        T first = elements.getFirst();
        Object out = collated(elements);
        boolean same =
                switch (first) {
                    case Tensor t -> out instanceof Tensor;
                    case List<?> l -> out instanceof List;
                    case Map<?, ?> m -> out instanceof Map;
                    default -> first.getClass().isInstance(out);
                };
        if (!same) {
            throw new IllegalArgumentException(
                    "collate: a batch of "
                            + first.getClass().getName()
                            + " is a "
                            + (out instanceof Tensor
                                            ? Tensor.class
                                            : out instanceof List ? List.class : Map.class)
                                    .getSimpleName()
                            + ", another class: use DataLoader.of(dataset, Collate::batch, …), or a"
                            + " collate function of your own");
        }
        return (T) out;
    }

    /**
     * Makes a batch, whose class may be another than the elements'.
     *
     * <pre>{@code
     * record Sample(String name, float[] pixels, int label) {}
     * DataLoader<Map<String, Object>> loader = DataLoader.of(samples, Collate::batch, o -> o.batchSize(4));
     * }</pre>
     *
     * @param <B> the class that the target has; not checked here
     * @throws IllegalArgumentException if shapes, lengths, keys or classes differ, or an element is
     *     of a class that cannot be put into a batch
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // typed by the target
    public static <B> B batch(List<?> elements) {
        return (B) collated(elements);
    }

    static Object collated(List<?> elements) {
        return switch (elements.getFirst()) {
            case Tensor t -> Tensor.stack(all(elements, Tensor.class), 0);
            case Batch b ->
                    new Batch(
                            columns(map(all(elements, Batch.class), Batch::tensors)).stream()
                                    .map(c -> Tensor.stack(all(c, Tensor.class), 0))
                                    .toList());
            case Double d ->
                    Tensor.tensor(
                            all(elements, Double.class).stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray());
            case Float f -> floats(all(elements, Float.class));
            case Boolean b -> Tensor.tensor(all(elements, Boolean.class), DType.BOOL);
            case Integer i -> integers(elements);
            case Long i -> integers(elements);
            case Short i -> integers(elements);
            case Byte i -> integers(elements);
            case String s -> List.copyOf(all(elements, String.class));
            case Record r -> CollatedRecord.of(all(elements, r.getClass()));
            case List<?> l ->
                    map(
                            columns(map(all(elements, List.class), e -> (List<?>) e)),
                            Collate::collated);
            case Map<?, ?> m -> {
                Map<Object, Object> out = new LinkedHashMap<>();
                List<Map<?, ?>> maps = map(all(elements, Map.class), e -> (Map<?, ?>) e);
                for (Object key : m.keySet()) {
                    out.put(key, collated(map(maps, e -> valueOf(e, key))));
                }
                yield out;
            }
            case Object o when isPrimitiveArray(o.getClass()) ->
                    Tensor.stack(map(all(elements, o.getClass()), Tensor::tensor), 0);
            default ->
                    throw new IllegalArgumentException(
                            "collate: elements must be tensors, arrays of numbers, numbers,"
                                    + " booleans, strings, records, batches, lists or maps, but"
                                    + " found "
                                    + elements.getFirst().getClass().getName()
                                    + "; give the DataLoader a collate function of your own");
        };
    }

    private static boolean isPrimitiveArray(Class<?> type) {
        Class<?> component = type;
        while (component.isArray()) {
            component = component.getComponentType();
        }
        return type.isArray() && component.isPrimitive() && component != char.class;
    }

    private static Tensor integers(List<?> elements) {
        Class<?> type = elements.getFirst().getClass();
        return Tensor.tensor(
                all(elements, type).stream().mapToLong(n -> ((Number) n).longValue()).toArray());
    }

    private static Tensor floats(List<Float> elements) {
        float[] out = new float[elements.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = elements.get(i);
        }
        return Tensor.tensor(out);
    }

    private static <E, R> List<R> map(List<E> elements, Function<? super E, ? extends R> function) {
        List<R> out = new ArrayList<>(elements.size());
        elements.forEach(e -> out.add(function.apply(e)));
        return out;
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
                                + (e == null ? "null" : e.getClass().getName()));
            }
        }
        return elements.stream().map(type::cast).toList();
    }
}
