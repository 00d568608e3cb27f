package dev.cresset.nn;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Parameters by name, in order; between them may be other values, which are no parameters.
 *
 * <pre>{@code
 * var p = new ParameterDict().put("scale", ones(3)).put("shift", null);
 * Parameter scale = p.parameter("scale");
 * }</pre>
 */
public class ParameterDict extends ParameterHolder implements Iterable<String> {
    /** Makes an empty dict. */
    public ParameterDict() {}

    /** Makes a dict; tensors that are no parameters become some. */
    public ParameterDict(SequencedMap<String, ? extends @Nullable Object> values) {
        values.forEach(this::put);
    }

    /**
     * Adds a value, a tensor as a parameter, or replaces the one of the same name in its place;
     * returns this.
     *
     * @throws IllegalArgumentException if the name is empty or has a dot, or a parameter would be
     *     replaced by something else
     */
    public final ParameterDict put(String name, @Nullable Object value) {
        assign(name, value);
        return this;
    }

    /** Returns the parameter or other value of a name; null if there is none or it is null. */
    public final @Nullable Object value(String name) {
        return find(name);
    }

    /** Adds or replaces values; returns this. */
    public final ParameterDict update(SequencedMap<String, ? extends @Nullable Object> values) {
        values.forEach(this::put);
        return this;
    }

    /** Returns the value of a name, after putting one there if there was none. */
    public final @Nullable Object setDefault(String name, @Nullable Object value) {
        if (!containsKey(name)) {
            put(name, value);
        }
        return value(name);
    }

    /**
     * Takes out a parameter or other value.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public final @Nullable Object pop(String name) {
        if (!containsKey(name)) {
            throw new IllegalArgumentException(
                    typeName() + ".pop: there is no '" + name + "'; it has " + keys());
        }
        return take(name);
    }

    /** Takes out all parameters and values. */
    public final void clear() {
        keys().forEach(this::take);
    }

    /** Returns the parameters and values in order, null too. */
    public final List<@Nullable Object> values() {
        List<@Nullable Object> out = new ArrayList<>();
        keys().forEach(name -> out.add(value(name)));
        return Collections.unmodifiableList(out);
    }

    /** Returns the names with their parameters and values in order, null too. */
    public final List<Map.Entry<String, @Nullable Object>> items() {
        List<Map.Entry<String, @Nullable Object>> out = new ArrayList<>();
        keys().forEach(name -> out.add(new SimpleImmutableEntry<>(name, value(name))));
        return Collections.unmodifiableList(out);
    }

    /** Returns the names, of null too. */
    public final List<String> keys() {
        return names();
    }

    /** Returns whether there is a parameter, or another value, of a name. */
    public final boolean containsKey(String name) {
        return keys().contains(name);
    }

    /** Returns the number of names. */
    public final int size() {
        return keys().size();
    }

    @Override
    public final Iterator<String> iterator() {
        return keys().iterator();
    }

    /** Returns PyTorch's text: a line for each parameter and value. */
    @Override
    public String toString() {
        return ModuleText.parameterDict(this, names(), this::find);
    }
}
