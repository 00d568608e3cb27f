package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Parameters in a row, named "0", "1", ….
 *
 * <pre>{@code
 * var scales = new ParameterList(ones(3), new Parameter(zeros(3)));
 * Parameter first = scales.parameter(0);
 * }</pre>
 */
public class ParameterList extends Module implements Iterable<Parameter> {
    /** Makes a list; tensors that are no parameters become some. */
    public ParameterList(Tensor... values) {
        this(Arrays.asList(values));
    }

    /** Makes a list; tensors that are no parameters become some. */
    public ParameterList(List<? extends Tensor> values) {
        extend(values);
    }

    static Parameter parameterOf(Tensor value) {
        return value instanceof Parameter p ? p : new Parameter(value);
    }

    /** Adds a parameter at the end; returns this. */
    public final ParameterList append(Tensor value) {
        register(Integer.toString(size()), parameterOf(value));
        return this;
    }

    /** Adds parameters at the end; returns this. */
    public final ParameterList extend(Iterable<? extends Tensor> values) {
        values.forEach(this::append);
        return this;
    }

    /**
     * Returns a parameter by its place, counted from the end if negative.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public final Parameter parameter(int index) {
        return list().get(place(index));
    }

    /**
     * Replaces a parameter; returns this.
     *
     * @throws IndexOutOfBoundsException if there is none at the place
     */
    public final ParameterList set(int index, Tensor value) {
        String name = Integer.toString(place(index));
        registry().put(this, new Member.OfParameter(name, parameterOf(value)));
        return this;
    }

    private int place(int index) {
        int n = size();
        if (index < -n || index >= n) {
            throw new IndexOutOfBoundsException(
                    typeName() + ": index " + index + " is out of range, there are " + n);
        }
        return index < 0 ? index + n : index;
    }

    private List<Parameter> list() {
        return namedParameters(o -> o.recurse(false).removeDuplicate(false)).values();
    }

    /** Returns the number of parameters. */
    public final int size() {
        return list().size();
    }

    @Override
    public final Iterator<Parameter> iterator() {
        return list().iterator();
    }

    /** Returns PyTorch's text: a line for each parameter. */
    @Override
    public String toString() {
        return ModuleText.parameterList(this);
    }
}
