package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;

/**
 * A module that turns a prediction and a target into a loss. One overrides {@link #forward} and
 * calls {@link #call}, so that hooks are never passed by.
 */
public abstract class Loss extends Module {
    /** Makes a loss. */
    protected Loss() {}

    /** Computes the loss; called by {@link #call} only. */
    protected abstract Tensor forward(Tensor x, Tensor target);

    /** Returns the loss of a prediction and a target, with hooks around it. */
    public final Tensor call(Tensor x, Tensor target) {
        return hooked(List.of(x, target), in -> forward(in.get(0), in.get(1)));
    }
}
