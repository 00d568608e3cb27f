package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;

/**
 * A module that turns three tensors into a loss. One overrides {@link #forward} and calls {@link
 * #call}, so that hooks are never passed by.
 */
public abstract class TernaryLoss extends Module {
    /** Makes a loss. */
    protected TernaryLoss() {}

    /** Computes the loss; called by {@link #call} only. */
    protected abstract Tensor forward(Tensor x, Tensor y, Tensor z);

    /** Returns the loss, with hooks around it. */
    public final Tensor call(Tensor x, Tensor y, Tensor z) {
        return hooked(List.of(x, y, z), in -> forward(in.get(0), in.get(1), in.get(2)));
    }
}
