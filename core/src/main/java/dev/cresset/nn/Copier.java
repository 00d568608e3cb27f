package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One deep copy of a module tree.
 *
 * <p>Modules are cloned without their constructors; then every field that leads to something copied
 * is written anew, final or not. What is met twice is copied once, so that ties and references to
 * enclosing modules of the tree are kept; what lies outside the tree stays shared.
 */
final class Copier {
    private final Module root;
    private final Set<Object> tree = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Object, Object> copies = new IdentityHashMap<>();
    private final Set<@Nullable Tensor> computed =
            Collections.newSetFromMap(new IdentityHashMap<>());

    private Copier(Module root) {
        this.root = root;
        tree.addAll(root.modules());
        tree.addAll(root.parameters());
        tree.addAll(root.buffers());
        for (Module m : root.modules()) {
            recomputed(m).forEach(hook -> computed.add(m.attribute(hook.attribute())));
        }
    }

    static Module copy(Module root) {
        Copier copier = new Copier(root);
        Module out = copier.module(root);
        for (Module m : out.modules()) {
            recomputed(m).forEach(hook -> hook.refresh(m));
        }
        return out;
    }

    private static List<Recomputed> recomputed(Module m) {
        List<Recomputed> out = new ArrayList<>();
        for (Hook.ForwardPre hook : m.forwardPreHooks()) {
            if (hook instanceof Recomputed r) {
                out.add(r);
            }
        }
        return out;
    }

    private Module module(Module m) {
        if (copies.get(m) instanceof Module done) {
            return done;
        }
        Module out = m.shallowClone();
        copies.put(m, out);
        for (Class<?> c = m.getClass(); c != null && c != Module.class; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers()) && !f.getType().isPrimitive()) {
                    field(m, out, f);
                }
            }
        }
        for (Member member : m.registry().list()) {
            out.registry().copy(copied(m, member));
        }
        return out;
    }

    private Member copied(Module m, Member member) {
        String where = m.typeName() + "." + member.name();
        Object value = value(where, member.value());
        return switch (member) {
            case Member.OfParameter p -> new Member.OfParameter(p.name(), (Parameter) value);
            case Member.OfBuffer b -> new Member.OfBuffer(b.name(), (Buffer) value);
            case Member.OfModule c -> new Member.OfModule(c.name(), (Module) value);
        };
    }

    private void field(Module from, Module to, Field f) {
        if (isAlwaysShared(f.getType())) {
            return;
        }
        String where = from.typeName() + "." + f.getName();
        try {
            f.setAccessible(true);
            Object before = f.get(from);
            Object after = value(where, before);
            if (after != before) {
                f.set(to, after);
            }
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw refused(
                    where, "Java does not let the field be copied (" + e.getMessage() + ")", e);
        }
    }

    private static boolean isAlwaysShared(Class<?> type) {
        return type == String.class || type.isEnum() || type.isRecord();
    }

    private static IllegalStateException refused(
            String where, String why, @Nullable Exception cause) {
        return new IllegalStateException(
                "copy: "
                        + where
                        + ": "
                        + why
                        + "; use copy(Supplier<M>), such as net.copy(() -> new Net(…)), which makes a"
                        + " new module and copies the state",
                cause);
    }

    // ---- values

    private @Nullable Object value(String where, @Nullable Object v) {
        if (v == null) {
            return null;
        }
        Object done = copies.get(v);
        if (done != null) {
            return done;
        }
        if (v instanceof Tensor t && computed.contains(t)) {
            return null;
        }
        return switch (v) {
            case Module m -> tree.contains(m) ? module(m) : m;
            case Tensor t -> tensor(where, t);
            case List<?> list -> kept(v, list(where, list));
            case Map<?, ?> map -> kept(v, map(where, map));
            case Object array when array.getClass().isArray() -> array(where, array);
            default -> {
                checkShared(where, v);
                yield v;
            }
        };
    }

    private Object kept(Object from, Object to) {
        copies.put(from, to);
        return to;
    }

    private Tensor tensor(String where, Tensor t) {
        boolean registered = t instanceof Parameter || t instanceof Buffer;
        if (registered && !tree.contains(t)) {
            return t;
        }
        if (!t.isLeaf()) {
            throw refused(
                    where,
                    "Only Tensors created explicitly by the user (graph leaves) support copying, this"
                            + " one has a grad_fn",
                    null);
        }
        Tensor values = t.detach().clone();
        Tensor out =
                switch (t) {
                    case Parameter p -> new Parameter(values, p.requiresGrad());
                    case Buffer b -> new Buffer(values, b.persistent());
                    case Tensor plain -> values;
                };
        out.requiresGrad_(t.requiresGrad());
        Tensor g = t.grad();
        out.setGrad(g == null ? null : g.detach().clone());
        copies.put(t, out);
        return out;
    }

    private Object array(String where, Object from) {
        int n = Array.getLength(from);
        Object to = Array.newInstance(from.getClass().getComponentType(), n);
        copies.put(from, to);
        if (from.getClass().getComponentType().isPrimitive()) {
            System.arraycopy(from, 0, to, 0, n);
        } else {
            for (int i = 0; i < n; i++) {
                Array.set(to, i, value(where, Array.get(from, i)));
            }
        }
        return to;
    }

    @SuppressWarnings("JdkObsolete") // a linked list is copied as one
    private List<?> list(String where, List<?> from) {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : from) {
            items.add(value(where, item));
        }
        Class<?> type = from.getClass();
        if (type == ArrayList.class) {
            return items;
        }
        if (type == LinkedList.class) {
            return new LinkedList<>(items);
        }
        if (type == Arrays.asList().getClass()) {
            return Arrays.asList(items.toArray());
        }
        if (isImmutable(type)) {
            return Collections.unmodifiableList(items);
        }
        return shared(where, from, items);
    }

    private Map<?, ?> map(String where, Map<?, ?> from) {
        SequencedMap<@Nullable Object, @Nullable Object> items = new LinkedHashMap<>();
        from.forEach((k, v) -> items.put(value(where, k), value(where, v)));
        Class<?> type = from.getClass();
        if (type == LinkedHashMap.class) {
            return items;
        }
        if (type == HashMap.class) {
            return new HashMap<>(items);
        }
        if (from instanceof TreeMap<?, ?> sorted && type == TreeMap.class) {
            return treeMap(sorted, items);
        }
        if (isImmutable(type)) {
            return from instanceof SequencedMap
                    ? Collections.unmodifiableSequencedMap(items)
                    : Collections.unmodifiableMap(items);
        }
        return shared(where, from, new ArrayList<>(items.values()));
    }

    @SuppressWarnings({"unchecked", "NonApiType"}) // its comparator is copied too
    private static Map<?, ?> treeMap(TreeMap<?, ?> from, Map<?, ?> items) {
        TreeMap<Object, @Nullable Object> out =
                new TreeMap<>((java.util.Comparator<Object>) from.comparator());
        items.forEach(out::put);
        return out;
    }

    private static boolean isImmutable(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.util.ImmutableCollections$")
                || name.startsWith("java.util.Collections$Unmodifiable")
                || name.startsWith("java.util.Collections$Singleton")
                || name.startsWith("java.util.Collections$Empty");
    }

    /** Returns a container of an unknown class itself, if nothing in it had to be copied. */
    private static <T> T shared(String where, T container, Collection<?> items) {
        for (Object item : items) {
            if (item instanceof Module || item instanceof Tensor) {
                throw refused(
                        where,
                        "a "
                                + container.getClass().getSimpleName()
                                + " of modules or tensors cannot be copied",
                        null);
            }
        }
        return container;
    }

    // ---- what stays shared must not lead back

    /* A function or another object that captured a module of the tree would go on using the original's
     * parameters: the copy would look right and learn nothing. */
    private void checkShared(String where, Object v) {
        if (v.getClass().getName().startsWith("java.")
                || v instanceof Record
                || v instanceof Enum) {
            return;
        }
        for (Class<?> c = v.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                if (Modifier.isStatic(f.getModifiers())
                        || f.getType().isPrimitive()
                        || !f.trySetAccessible()) {
                    continue;
                }
                try {
                    Object held = f.get(v);
                    if (held != null && tree.contains(held)) {
                        throw refused(
                                where,
                                "the object in this field uses a part of the original "
                                        + root.typeName()
                                        + ", which its copy would go on using",
                                null);
                    }
                } catch (IllegalAccessException e) {
                    throw refused(where, String.valueOf(e.getMessage()), e);
                }
            }
        }
    }
}
