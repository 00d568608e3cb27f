package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Parameters by name, in order; some may be null.
 *
 * <pre>{@code
 * var p = new ParameterDict().put("scale", ones(3)).put("shift", null);
 * Parameter scale = p.parameter("scale");
 * }</pre>
 */
public class ParameterDict extends Module implements Iterable<String> {
    /** Makes an empty dict. */
    public ParameterDict() {}

    /** Makes a dict; tensors that are no parameters become some. */
    public ParameterDict(SequencedMap<String, ? extends @Nullable Tensor> values) {
        values.forEach(this::put);
    }

    /**
     * Adds a parameter, or replaces the one of the same name in its place; returns this.
     *
     * @throws IllegalArgumentException if the name is empty or has a dot
     */
    public final ParameterDict put(String name, @Nullable Tensor value) {
        Parameter p = value == null ? null : ParameterList.parameterOf(value);
        registry().put(this, new Member.OfParameter(name, p));
        return this;
    }

    /** Returns the names, of null too. */
    public final List<String> keys() {
        return members().stream().map(Member::name).toList();
    }

    /** Returns whether there is a parameter, or null, of a name. */
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

    /** Returns PyTorch's text: a line for each parameter. */
    @Override
    public String toString() {
        return ModuleText.parameterDict(this);
    }
}
