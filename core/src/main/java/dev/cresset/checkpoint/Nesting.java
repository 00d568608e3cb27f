package dev.cresset.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a tree before anyone walks it: no cycles, not too deep, and not blown up by repetition.
 *
 * <p>Works without recursion, in time linear in the number of distinct containers and their items.
 */
final class Nesting {
    /** The deepest nesting of containers. */
    static final int MAX_DEPTH = 500;

    /** The largest number of nodes that a walk over the tree may meet, repetitions included. */
    private static final long MAX_WALK = 20_000_000;

    private static final class Frame {
        final Value container;
        final Value[] items;
        int next;
        int depth = 1;
        long walk = 1;

        Frame(Value container) {
            this.container = container;
            this.items = children(container).toArray(Value[]::new);
        }
    }

    private record Done(int depth, long walk) {}

    private Nesting() {}

    /** Returns what is wrong with a tree, null if it is sound. */
    static @Nullable String fault(Value root) {
        IdentityHashMap<Value, @Nullable Done> seen = new IdentityHashMap<>();
        Deque<Frame> stack = new ArrayDeque<>();
        stack.push(new Frame(root));
        seen.put(root, null);
        while (true) {
            Frame top = stack.element();
            if (top.next < top.items.length) {
                Value item = top.items[top.next];
                Done done = isContainer(item) ? seen.get(item) : new Done(0, 1);
                if (done != null) {
                    top.depth = Math.max(top.depth, done.depth + 1);
                    top.walk = Math.min(MAX_WALK + 1, top.walk + done.walk);
                    top.next++;
                } else if (seen.containsKey(item)) {
                    return "a container holds itself";
                } else {
                    seen.put(item, null);
                    stack.push(new Frame(item));
                }
                continue;
            }
            if (top.depth > MAX_DEPTH) {
                return "containers are nested deeper than " + MAX_DEPTH;
            }
            if (top.walk > MAX_WALK) {
                return "shared containers unfold to more than " + MAX_WALK + " values";
            }
            seen.put(top.container, new Done(top.depth, top.walk));
            stack.pop();
            if (stack.isEmpty()) {
                return null;
            }
        }
    }

    /** Returns every tensor of a sound tree once, in order, however often it occurs. */
    static List<Value.TensorValue> tensors(Value root) {
        List<Value.TensorValue> out = new ArrayList<>();
        Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Iterator<Value>> stack = new ArrayDeque<>();
        stack.push(List.of(root).iterator());
        while (!stack.isEmpty()) {
            if (!stack.element().hasNext()) {
                stack.pop();
                continue;
            }
            Value next = stack.element().next();
            if (next instanceof Value.TensorValue t && seen.add(t)) {
                out.add(t);
            } else if (isContainer(next) && seen.add(next)) {
                stack.push(children(next).iterator());
            }
        }
        return out;
    }

    /** Returns each object once, by identity, in order. */
    static <T> List<T> distinct(List<T> all) {
        Set<T> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return all.stream().filter(seen::add).toList();
    }

    private static boolean isContainer(Value value) {
        return value instanceof Value.ListValue
                || value instanceof Value.TupleValue
                || value instanceof Value.SetValue
                || value instanceof Value.MapValue;
    }

    private static Collection<Value> children(Value value) {
        return switch (value) {
            case Value.ListValue v -> v.items();
            case Value.TupleValue v -> v.items();
            case Value.SetValue v -> v.items();
            case Value.MapValue v -> {
                List<Value> all = new ArrayList<>(2 * v.entries().size() + 1);
                v.entries()
                        .forEach((key, item) -> {
                            all.add(key);
                            all.add(item);
                        });
                Value metadata = v.metadata();
                if (metadata != null) {
                    all.add(metadata);
                }
                yield all;
            }
            case Value.TensorValue v -> List.of();
            case Value.NumberValue v -> List.of();
            case Value.StringValue v -> List.of();
            case Value.BoolValue v -> List.of();
            case Value.NoneValue v -> List.of();
            case Value.BytesValue v -> List.of();
            case Value.ComplexValue v -> List.of();
            case Value.DTypeValue v -> List.of();
            case Value.SizeValue v -> List.of();
            case Value.DeviceValue v -> List.of();
            case Value.OpaqueValue v -> List.of();
        };
    }
}
