package dev.cresset.nn;

import dev.cresset.Parameter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters in a row, named "0", "1", …; between them may be other values, which are no
 * parameters.
 *
 * <pre>{@code
 * var scales = new ParameterList(ones(3), new Parameter(zeros(3)), 0.5);
 * Parameter first = scales.parameter(0);
 * Object factor = scales.value(2);
 * }</pre>
 */
public class ParameterList extends ParameterHolder implements Iterable<Parameter> {
    /** Makes a list; tensors that are no parameters become some. */
    public ParameterList(@Nullable Object... values) {
        this(Arrays.asList(values));
    }

    /** Makes a list; tensors that are no parameters become some. */
    public ParameterList(List<? extends @Nullable Object> values) {
        extend(values);
    }

    /** Adds a value at the end, a tensor as a parameter; returns this. */
    public final ParameterList append(@Nullable Object value) {
        assign(Integer.toString(size()), value);
        return this;
    }

    /** Adds values at the end, tensors as parameters; returns this. */
    public final ParameterList extend(Iterable<? extends @Nullable Object> values) {
        values.forEach(this::append);
        return this;
    }

    /**
     * Returns a parameter by its place, counted from the end if negative.
     *
     * @throws IndexOutOfBoundsException if there is nothing at the place
     * @throws IllegalArgumentException if there is something else
     */
    public final Parameter parameter(int index) {
        Object value = value(index);
        if (value instanceof Parameter p) {
            return p;
        }
        throw new IllegalArgumentException(
                typeName()
                        + ".parameter: at "
                        + index
                        + " is a "
                        + ModuleText.typeName(value)
                        + "; read it with value("
                        + index
                        + ")");
    }

    /**
     * Returns what is at a place, counted from the end if negative.
     *
     * @throws IndexOutOfBoundsException if there is nothing
     */
    public final @Nullable Object value(int index) {
        return find(place(index));
    }

    /**
     * Replaces what is at a place, counted from the end if negative; returns this.
     *
     * @throws IndexOutOfBoundsException if there is nothing at the place
     * @throws IllegalArgumentException if a parameter would be replaced by something else
     */
    public final ParameterList set(int index, @Nullable Object value) {
        assign(place(index), value);
        return this;
    }

    private String place(int index) {
        int n = size();
        if (index < -n || index >= n) {
            throw new IndexOutOfBoundsException(
                    typeName() + ": index " + index + " is out of range, there are " + n);
        }
        return Integer.toString(index < 0 ? index + n : index);
    }

    /** Returns the number of parameters and other values. */
    public final int size() {
        return names().size();
    }

    /** Returns the parameters in order, without other values. */
    @Override
    public final Iterator<Parameter> iterator() {
        return namedParameters(o -> o.recurse(false).removeDuplicate(false)).values().iterator();
    }

    /** Returns PyTorch's text: a line for each parameter and value. */
    @Override
    public String toString() {
        return ModuleText.parameterList(this, names(), this::find);
    }
}
