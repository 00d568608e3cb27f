package dev.cresset.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The indices of chunks, each of which is drawn only when the one before is used up, and the first
 * when the first index is asked for: where the draws lie among others is PyTorch's.
 */
final class Chunks implements Iterator<Integer> {
    private final Supplier<Iterator<int[]>> source;
    private @Nullable Iterator<int[]> chunks;
    private int[] chunk = new int[0];
    private int next;

    Chunks(Supplier<Iterator<int[]>> source) {
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        Iterator<int[]> all = chunks;
        if (all == null) {
            all = source.get();
            chunks = all;
        }
        while (next == chunk.length && all.hasNext()) {
            chunk = all.next();
            next = 0;
        }
        return next < chunk.length;
    }

    @Override
    public Integer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return chunk[next++];
    }
}
