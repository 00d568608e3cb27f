package dev.cresset.optim;

import static dev.cresset.Tensor.defaultDtype;
import static dev.cresset.Tensor.full;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What an optimiser remembers of one parameter, under PyTorch's keys. */
public final class ParamState {
    private final SequencedMap<String, @Nullable Object> values = new LinkedHashMap<>();

    ParamState() {}

    /** Returns a 0-dim tensor as counters are: float32, or float64 if that is the default dtype. */
    static Tensor scalar(double value) {
        DType dtype = defaultDtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        return full(Shape.SCALAR, value, o -> o.dtype(dtype));
    }

    /** Returns whether nothing is remembered, as before the first step. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns whether there is a value of this key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Returns a value, null if it is None or absent. */
    public @Nullable Object get(String key) {
        return values.get(key);
    }

    /**
     * Returns a tensor.
     *
     * @throws IllegalStateException if there is no tensor of this key
     */
    public Tensor tensor(String key) {
        if (values.get(key) instanceof Tensor t) {
            return t;
        }
        throw new IllegalStateException(
                "optimizer state: there is no tensor '" + key + "'; keys are " + values.keySet());
    }

    /** Returns the number that a 0-dim tensor holds. */
    public double number(String key) {
        return tensor(key).item().doubleValue();
    }

    /** Remembers a value. */
    public void put(String key, @Nullable Object value) {
        values.put(key, value);
    }

    /** Puts copies in the place of all tensors, through which gradients flow. */
    void renew() {
        values.replaceAll((key, value) -> value instanceof Tensor t ? t.clone() : value);
    }

    /** Adds 1 to {@code step} and returns it. */
    double nextStep() {
        return tensor("step").add_(1).item().doubleValue();
    }

    /** Returns the keys and values, which follow this state. */
    public SequencedMap<String, @Nullable Object> toMap() {
        return Collections.unmodifiableSequencedMap(values);
    }
}
