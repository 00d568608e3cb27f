package dev.cresset;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node of the graph that backward walks: what turns the gradients of an operation's results into
 * gradients of its inputs. PyTorch's {@code grad_fn}.
 */
public abstract class GradFn {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    /** Where a gradient goes on to: a node, and which of its results it belongs to. */
    record Edge(GradFn node, int slot) {}

    /** A number that no other node has. */
    final long key;

    /** Rises with every node, so that descending order visits results before their inputs. */
    final long sequence;

    private @Nullable Edge first;

    private final @Nullable Edge[] next;
    private @Nullable List<SlotHook> hooks;
    private @Nullable List<SlotHook> retained;

    /** A hook as registered; two of them are never equal. */
    private static final class SlotHook {
        final int slot;
        final UnaryOperator<Tensor> hook;

        SlotHook(int slot, UnaryOperator<Tensor> hook) {
            this.slot = slot;
            this.hook = hook;
        }
    }

    private final @Nullable ForwardTrace trace = ForwardTrace.here();

    /** Returns where this node was made, null if that was outside anomaly mode. */
    final @Nullable ForwardTrace trace() {
        return trace;
    }

    GradFn(@Nullable Edge[] next) {
        this.key = SEQUENCE.incrementAndGet();
        this.sequence = key;
        this.next = next;
    }

    /** Makes a node that is visited after all that have inputs. */
    GradFn() {
        this.key = SEQUENCE.incrementAndGet();
        this.sequence = 0;
        this.next = new Edge[0];
    }

    /** Returns the edge to a result of this node. */
    final Edge edge(int slot) {
        if (slot != 0) {
            return new Edge(this, slot);
        }
        Edge known = first;
        if (known == null) {
            known = new Edge(this, 0);
            first = known;
        }
        return known;
    }

    /** Returns PyTorch's name of the node: {@code AddBackward0}. */
    public abstract String name();

    /** Returns the nodes that the gradients go on to, null where none is needed. */
    public final List<@Nullable GradFn> nextFunctions() {
        List<@Nullable GradFn> out = new ArrayList<>();
        for (Edge e : next) {
            out.add(e == null ? null : e.node);
        }
        return out;
    }

    /** Returns the edges, one for each input, null where no gradient is needed. */
    final @Nullable Edge[] next() {
        return next;
    }

    /** Returns the number of results whose gradients this node takes. */
    abstract int slots();

    /** Turns gradients of the results (null: zero) into gradients of the inputs (null: zero). */
    abstract @Nullable Tensor[] apply(@Nullable Tensor[] gradients);

    /**
     * Returns which of the gradients that {@link #apply} has just returned nobody else refers to,
     * as bits; none if that is not known.
     *
     * @param gradients what apply was given
     * @param owned which of those nobody else referred to
     * @param out what it returned
     */
    long owned(@Nullable Tensor[] gradients, long owned, @Nullable Tensor[] out) {
        return 0;
    }

    /**
     * Returns whether {@link #apply} keeps nothing of the gradients that it is given but in what it
     * returns.
     */
    boolean usesUp() {
        return false;
    }

    /** Gives up what was saved for {@link #apply}; a later apply that needs it fails. */
    void release() {}

    /** Adds a function that may replace the gradient of a result; returns what removes it. */
    final Runnable addHook(int slot, UnaryOperator<Tensor> hook) {
        if (hooks == null) {
            hooks = new ArrayList<>();
        }
        return add(hooks, new SlotHook(slot, hook));
    }

    /**
     * Adds a function that sees the gradient of a result after all hooks; returns what removes it.
     */
    final Runnable retain(int slot, Consumer<Tensor> keeper) {
        if (retained == null) {
            retained = new ArrayList<>();
        }
        return add(
                retained,
                new SlotHook(
                        slot,
                        g -> {
                            keeper.accept(g);
                            return g;
                        }));
    }

    private static Runnable add(List<SlotHook> list, SlotHook entry) {
        list.add(entry);
        return () -> list.remove(entry);
    }

    /** Returns whether anybody looks at the gradients on their way. */
    final boolean isWatched() {
        return hooks != null || retained != null;
    }

    /** Runs the hooks on the gradients, in place. */
    final void runHooks(@Nullable Tensor[] gradients) {
        run(hooks, gradients);
        run(retained, gradients);
    }

    private static void run(@Nullable List<SlotHook> list, @Nullable Tensor[] gradients) {
        if (list == null) {
            return;
        }
        for (SlotHook h : List.copyOf(list)) {
            Tensor g = gradients[h.slot];
            if (g != null) {
                gradients[h.slot] = Hooks.result(h.hook, g);
            }
        }
    }

    /** Returns PyTorch's text: {@code <AddBackward0 object>}. */
    @Override
    public final String toString() {
        return "<" + name() + " object>";
    }
}
