package dev.cresset.data;

import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * 0, 1, 2, … in order.
 *
 * @param size the number of elements
 */
public record SequentialSampler(int size) implements Sampler {
    @Override
    public Iterator<Integer> iterator() {
        return IntStream.range(0, size).iterator();
    }
}
