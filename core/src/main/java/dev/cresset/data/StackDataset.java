package dev.cresset.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;

/**
 * Datasets side by side: element i holds element i of each, such as an image and its caption.
 *
 * <pre>{@code
 * var pairs = StackDataset.of(images, captions);                  // elements: List.of(image, caption)
 * var named = StackDataset.of(Map.of("x", images, "y", labels));  // elements: {x=image, y=label}
 * }</pre>
 *
 * @param <T> the elements
 */
public final class StackDataset<T> implements Dataset<T> {
    private final int size;
    private final IntFunction<T> element;

    private StackDataset(int size, IntFunction<T> element) {
        this.size = size;
        this.element = element;
    }

    /**
     * Returns a dataset of lists.
     *
     * @throws IllegalArgumentException if there is no dataset, or their sizes differ
     */
    public static StackDataset<List<Object>> of(Dataset<?>... datasets) {
        List<Dataset<?>> all = List.of(datasets);
        return new StackDataset<>(size(all), i -> all.stream().<Object>map(d -> d.get(i)).toList());
    }

    /**
     * Returns a dataset of maps.
     *
     * @throws IllegalArgumentException if there is no dataset, or their sizes differ
     */
    public static StackDataset<Map<String, Object>> of(Map<String, ? extends Dataset<?>> datasets) {
        SequencedMap<String, Dataset<?>> all = new LinkedHashMap<>(datasets);
        return new StackDataset<>(
                size(List.copyOf(all.values())),
                i -> {
                    Map<String, Object> out = new LinkedHashMap<>();
                    all.forEach((name, dataset) -> out.put(name, dataset.get(i)));
                    return out;
                });
    }

    private static int size(List<? extends Dataset<?>> datasets) {
        if (datasets.isEmpty()) {
            throw new IllegalArgumentException("At least one dataset should be passed");
        }
        List<Integer> sizes = datasets.stream().<Integer>map(Dataset::size).toList();
        if (sizes.stream().distinct().count() > 1) {
            throw new IllegalArgumentException("Size mismatch between datasets: " + sizes);
        }
        return sizes.getFirst();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public T get(int index) {
        return element.apply(index);
    }
}
