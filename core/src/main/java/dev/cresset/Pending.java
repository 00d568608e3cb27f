package dev.cresset;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that gradients have arrived at and that wait to be visited, the latest first.
 *
 * <p>A hash table finds a node's entry, a binary heap the next one to visit. Both, and the entries,
 * are kept by their thread for its next backward pass; a pass inside another one makes its own.
 */
final class Pending {
    private static final @Nullable Tensor[] NONE = {};

    /** Stands for the node of an entry that is not in use. */
    private static final GradFn NOBODY =
            new GradFn() {
                @Override
                public String name() {
                    return "None";
                }

                @Override
                int slots() {
                    return 0;
                }

                @Override
                @Nullable Tensor[] apply(@Nullable Tensor[] gradients) {
                    return NONE;
                }
            };

    /** What has arrived at a node. */
    static final class Entry {
        GradFn node;
        @Nullable Tensor[] gradients = NONE;

        /** Bit i: nobody but this entry refers to gradient i or its elements. */
        long owned;

        private boolean queued;
        private @Nullable Tensor @Nullable [] one;
        private @Nullable Entry free;

        private Entry(GradFn node) {
            this.node = node;
        }

        /**
         * Returns an empty array for a node's gradients: the entry's own if the node keeps none.
         */
        private @Nullable Tensor[] array(GradFn of) {
            if (of.slots() != 1 || !(of.usesUp() || of instanceof AccumulateGrad)) {
                return new Tensor[of.slots()];
            }
            @Nullable Tensor[] known = one;
            if (known == null) {
                known = new Tensor[1];
                one = known;
            }
            known[0] = null;
            return known;
        }

        /** Lets go of gradients that were visited. */
        void leave(@Nullable Tensor[] visited) {
            if (visited == one) {
                visited[0] = null;
            }
        }

        private void reset() {
            node = NOBODY;
            done(this);
            if (one != null) {
                one[0] = null;
            }
        }

        boolean owns(int slot) {
            return slot < Long.SIZE && (owned >>> slot & 1) != 0;
        }

        void owns(int slot, boolean value) {
            if (slot < Long.SIZE) {
                owned = value ? owned | 1L << slot : owned & ~(1L << slot);
            }
        }
    }

    private static final int KEPT_SIZE = 1024;
    private static final ThreadLocal<@Nullable Pending> KEPT = new ThreadLocal<>();

    private @Nullable Entry[] table = new Entry[64];
    private @Nullable Entry[] heap = new Entry[32];
    private int entries;
    private int waiting;
    private @Nullable Entry free;

    private Pending() {}

    /** Returns an empty queue; {@link #close} gives it back. */
    static Pending open() {
        Pending kept = KEPT.get();
        if (kept == null) {
            return new Pending();
        }
        KEPT.set(null);
        return kept;
    }

    /** Forgets everything and keeps the arrays for the thread's next pass, if they are small. */
    void close() {
        if (table.length <= KEPT_SIZE && heap.length <= KEPT_SIZE) {
            for (int i = 0; i < table.length; i++) {
                Entry e = table[i];
                if (e != null) {
                    table[i] = null;
                    e.reset();
                    e.free = free;
                    free = e;
                }
            }
            Arrays.fill(heap, 0, waiting, null);
            entries = 0;
            waiting = 0;
            KEPT.set(this);
        }
    }

    /** Returns the entry of a node, which is queued if it was not. */
    Entry at(GradFn node) {
        int i = place(table, node);
        Entry e = table[i];
        if (e == null) {
            e = free;
            if (e == null) {
                e = new Entry(node);
            } else {
                free = e.free;
                e.free = null;
                e.node = node;
            }
            table[i] = e;
            if (2 * ++entries > table.length) {
                grow();
            }
        }
        if (!e.queued) {
            e.gradients = e.array(node);
            push(e);
        }
        return e;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    private static int place(@Nullable Entry[] in, GradFn node) {
        int mask = in.length - 1;
        int i = (int) ((node.key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        for (Entry e = in[i]; e != null && e.node != node; e = in[i]) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void grow() {
        @Nullable Entry[] larger = new Entry[2 * table.length];
        for (Entry e : table) {
            if (e != null) {
                larger[place(larger, e.node)] = e;
            }
        }
        table = larger;
    }

    private void push(Entry e) {
        if (waiting == heap.length) {
            heap = Arrays.copyOf(heap, 2 * waiting);
        }
        e.queued = true;
        int i = waiting++;
        while (i > 0) {
            int up = (i - 1) >> 1;
            Entry above = heap[up];
            if (above == null || above.node.sequence >= e.node.sequence) {
                break;
            }
            heap[i] = above;
            i = up;
        }
        heap[i] = e;
    }

    /** Removes the latest node; its entry must be emptied by {@link #done}. */
    Entry next() {
        Entry top = heap[0];
        Entry last = heap[--waiting];
        heap[waiting] = null;
        if (top == null || last == null) {
            throw new IllegalStateException("backward: nothing is left to visit");
        }
        if (waiting > 0) {
            sink(last);
        }
        return top;
    }

    private void sink(Entry e) {
        int i = 0;
        while (true) {
            int down = (2 * i) + 1;
            if (down >= waiting) {
                break;
            }
            Entry child = heap[down];
            Entry right = down + 1 < waiting ? heap[down + 1] : null;
            if (child != null && right != null && right.node.sequence > child.node.sequence) {
                child = right;
                down++;
            }
            if (child == null || child.node.sequence <= e.node.sequence) {
                break;
            }
            heap[i] = child;
            i = down;
        }
        heap[i] = e;
    }

    /** Lets go of a visited node's gradients. */
    static void done(Entry e) {
        e.gradients = NONE;
        e.owned = 0;
        e.queued = false;
    }
}
