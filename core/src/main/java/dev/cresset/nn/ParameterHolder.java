package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, in order: tensors, which become parameters, modules, and anything else, which is
 * held but not registered.
 */
abstract class ParameterHolder extends Module {
    /* Replaced, never changed: copies of a module may share it. What is registered has null here. */
    private SequencedMap<String, @Nullable Object> held = new LinkedHashMap<>();

    ParameterHolder() {}

    static Parameter parameterOf(Tensor value) {
        return value instanceof Parameter p ? p : new Parameter(value);
    }

    /** Puts a value under a name, or replaces the one there in its place. */
    final void assign(String name, @Nullable Object value) {
        Object v = value instanceof Tensor t ? parameterOf(t) : value;
        boolean parameter = false;
        for (Member m : members()) {
            parameter |= m.name().equals(name) && m instanceof Member.OfParameter;
        }
        if (parameter && v != null && !(v instanceof Parameter)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": cannot assign a "
                            + ModuleText.typeName(v)
                            + " as parameter '"
                            + name
                            + "' (a tensor or null expected)");
        }
        Member member =
                parameter && v == null ? new Member.OfParameter(name, null) : Member.of(name, v);
        if (member != null) {
            registry().put(this, member);
        } else {
            if (name.isEmpty() || name.contains(".")) {
                throw new IllegalArgumentException(
                        typeName() + ": " + Registry.nameFault("parameter", name));
            }
            registry().remove(name);
        }
        SequencedMap<String, @Nullable Object> all = new LinkedHashMap<>(held);
        all.put(name, member == null ? v : null);
        held = all;
    }

    /** Takes out what is under a name, which is there. */
    final @Nullable Object take(String name) {
        Object out = find(name);
        registry().remove(name);
        SequencedMap<String, @Nullable Object> rest = new LinkedHashMap<>(held);
        rest.remove(name);
        held = rest;
        return out;
    }

    /** Returns the names in order. */
    final List<String> names() {
        return List.copyOf(held.keySet());
    }

    /** Returns what is held under a name; null too if there is nothing. */
    final @Nullable Object find(String name) {
        for (Member m : members()) {
            if (m.name().equals(name)) {
                return m.value();
            }
        }
        return held.get(name);
    }
}
