package dev.cresset;

import dev.cresset.GradFn.Edge;
import dev.cresset.engine.ArrayPool;
import dev.cresset.op.ViewOp;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One backward pass: walks the graph from the results, later nodes first, and adds up gradients.
 *
 * <p>There is no recursion, so the depth of a graph is limited by memory only.
 */
final class Backward {
    private final boolean retainGraph;
    private final @Nullable Set<GradFn> wanted;
    private final Map<Edge, Integer> captures;
    private final @Nullable Tensor[] captured;
    private final boolean accumulate;
    private final boolean anomaly = GradMode.anomaly();
    private final Pending pending = Pending.open();
    private boolean recording;

    private Backward(
            boolean retainGraph, @Nullable Set<GradFn> wanted, Map<Edge, Integer> captures, int n) {
        this.retainGraph = retainGraph;
        this.wanted = wanted;
        this.captures = captures;
        this.captured = new Tensor[n];
        this.accumulate = wanted == null;
    }

    /** Adds gradients of the roots' leaves to the leaves' {@code grad}. */
    static void accumulate(
            List<Tensor> roots, List<Tensor> seeds, boolean retainGraph, boolean createGraph) {
        new Backward(retainGraph, null, Map.of(), 0).run(roots, seeds, createGraph);
    }

    /** Returns the gradients of the inputs, null for those that the roots do not depend on. */
    static @Nullable Tensor[] gradients(
            List<Tensor> roots,
            List<Tensor> seeds,
            List<Tensor> inputs,
            boolean retainGraph,
            boolean createGraph) {
        Map<Edge, Integer> captures = new HashMap<>();
        int[] slot = new int[inputs.size()];
        for (int i = 0; i < inputs.size(); i++) {
            Edge edge = inputs.get(i).edge();
            if (edge == null) {
                throw new IllegalArgumentException(
                        "One of the differentiated Tensors does not require grad (input "
                                + i
                                + ")");
            }
            Integer known = captures.putIfAbsent(edge, i);
            slot[i] = known == null ? i : known;
        }
        Set<GradFn> wanted = reaching(roots, captures.keySet());
        Backward pass = new Backward(retainGraph, wanted, captures, inputs.size());
        pass.run(roots, seeds, createGraph);
        @Nullable Tensor[] out = new Tensor[inputs.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = pass.captured[slot[i]];
        }
        return out;
    }

    private void run(List<Tensor> roots, List<Tensor> seeds, boolean createGraph) {
        boolean before = GradMode.set(createGraph);
        recording = GradMode.enabled();
        try {
            for (int i = 0; i < roots.size(); i++) {
                send(roots.get(i).edge(), seeds.get(i), false);
            }
            while (!pending.isEmpty()) {
                visit(pending.next());
            }
        } finally {
            pending.close();
            GradMode.set(before);
        }
    }

    private void visit(Pending.Entry entry) {
        GradFn node = entry.node;
        @Nullable Tensor[] gradients = entry.gradients;
        long owned = entry.owned;
        Pending.done(entry);
        if (node.isWatched()) {
            node.runHooks(gradients);
            owned = 0;
        }
        if (!captures.isEmpty()) {
            for (int slot = 0; slot < gradients.length; slot++) {
                Integer at = captures.get(node.edge(slot));
                if (at != null) {
                    captured[at] = gradients[slot];
                    owned = 0;
                }
            }
        }
        if (node instanceof AccumulateGrad leaf) {
            if (accumulate) {
                leaf.add(gradients[0], (owned & 1) != 0);
            }
            entry.leave(gradients);
            return;
        }
        if (!accumulate && leadsNowhere(node)) {
            return;
        }
        @Nullable Tensor[] out = {};
        if (!isAddedInPlace(node, gradients[0])) {
            @Nullable Edge[] next = node.next();
            out = anomaly ? ForwardTrace.apply(node, gradients) : node.apply(gradients);
            long mine = recording ? 0 : node.owned(gradients, owned, out);
            for (int i = 0; i < next.length; i++) {
                send(next[i], out[i], i < Long.SIZE && (mine >>> i & 1) != 0);
            }
        }
        if (!retainGraph) {
            node.release();
        }
        if (!recording && owned != 0 && node.usesUp()) {
            giveBack(gradients, owned, out);
        }
        entry.leave(gradients);
    }

    /**
     * Adds the gradient of a part to that of the whole, where one has arrived that nobody else
     * refers to; returns false where that is not so, and nothing is done.
     */
    private boolean isAddedInPlace(GradFn node, @Nullable Tensor g) {
        ViewOp part = node instanceof OpNode op ? op.part() : null;
        Edge edge = part == null ? null : node.next()[0];
        if (edge == null
                || part == null
                || g == null
                || recording
                || anomaly
                || (wanted != null && !wanted.contains(edge.node()))) {
            return false;
        }
        Pending.Entry entry = pending.at(edge.node());
        Tensor sum = entry.gradients[edge.slot()];
        if (sum == null
                || !entry.owns(edge.slot())
                || sum.dtype() != g.dtype()
                || !sum.layout().isDense()) {
            return false;
        }
        Dispatch.view(part, sum).add_(g);
        return true;
    }

    /** Gives back the memory of used up gradients that nobody else refers to. */
    private static void giveBack(
            @Nullable Tensor[] gradients, long owned, @Nullable Tensor[] made) {
        for (int k = 0; k < gradients.length && k < Long.SIZE; k++) {
            Tensor g = gradients[k];
            if (g != null && (owned >>> k & 1) != 0 && !sharedWith(made, g)) {
                ArrayPool.give(g.view().storage());
            }
        }
    }

    private static boolean sharedWith(@Nullable Tensor[] made, Tensor g) {
        for (Tensor x : made) {
            if (x != null && x.sharesStorage(g)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether none of a node's inputs lead to a wanted input. */
    private boolean leadsNowhere(GradFn node) {
        if (wanted == null) {
            return false;
        }
        for (Edge e : node.next()) {
            if (e != null && wanted.contains(e.node())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Passes a gradient on.
     *
     * @param owned whether nobody else refers to it or its elements
     */
    private void send(@Nullable Edge edge, @Nullable Tensor g, boolean owned) {
        if (edge == null || g == null || (wanted != null && !wanted.contains(edge.node()))) {
            return;
        }
        int slot = edge.slot();
        Pending.Entry entry = pending.at(edge.node());
        Tensor sum = entry.gradients[slot];
        if (sum == null) {
            entry.gradients[slot] = g;
            entry.owns(slot, owned);
        } else if (!recording && entry.owns(slot) && canHold(sum, g)) {
            sum.add_(g);
            if (owned) {
                ArrayPool.give(g.view().storage());
            }
        } else if (!recording && owned && canHold(g, sum)) {
            entry.gradients[slot] = g.add_(sum);
            entry.owns(slot, true);
        } else {
            entry.gradients[slot] = sum.add(g);
            entry.owns(slot, !recording);
        }
    }

    /** Returns whether a gradient can take up another one in place. */
    private static boolean canHold(Tensor x, Tensor y) {
        return x.dtype() == y.dtype() && x.shape().equals(y.shape()) && x.layout().isDense();
    }

    /** Returns the nodes from which a captured edge can be reached, and those edges' nodes. */
    private static Set<GradFn> reaching(List<Tensor> roots, Set<Edge> captures) {
        Set<GradFn> targets = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Edge e : captures) {
            targets.add(e.node());
        }
        IdentityHashMap<GradFn, Boolean> reaches = new IdentityHashMap<>();
        ArrayDeque<GradFn> stack = new ArrayDeque<>();
        for (Tensor root : roots) {
            Edge edge = root.edge();
            if (edge != null) {
                stack.push(edge.node());
            }
        }
        // Each node is looked at twice: before its inputs, and after them.
        Set<GradFn> opened = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!stack.isEmpty()) {
            GradFn node = stack.peek();
            if (reaches.containsKey(node)) {
                stack.pop();
            } else if (opened.add(node)) {
                for (Edge e : node.next()) {
                    if (e != null && !reaches.containsKey(e.node())) {
                        stack.push(e.node());
                    }
                }
            } else {
                stack.pop();
                boolean reach = targets.contains(node);
                for (Edge e : node.next()) {
                    reach |= e != null && reaches.getOrDefault(e.node(), false);
                }
                reaches.put(node, reach);
            }
        }
        Set<GradFn> out = Collections.newSetFromMap(new IdentityHashMap<>());
        reaches.forEach((node, reach) -> {
            if (reach) {
                out.add(node);
            }
        });
        return out;
    }
}
