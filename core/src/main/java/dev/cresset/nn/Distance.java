package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;

/** A module that compares two tensors. One overrides {@link #forward} and calls {@link #call}. */
public abstract class Distance extends Module implements BinaryOperator<Tensor> {
    /** Makes a distance. */
    protected Distance() {}

    /** Computes the distance; called by {@link #call} only. */
    protected abstract Tensor forward(Tensor x, Tensor y);

    /** Returns the distance, with hooks around it. */
    public final Tensor call(Tensor x, Tensor y) {
        return hooked(List.of(x, y), in -> forward(in.get(0), in.get(1)));
    }

    /** Does what {@link #call} does. */
    @Override
    public final Tensor apply(Tensor x, Tensor y) {
        return call(x, y);
    }
}
