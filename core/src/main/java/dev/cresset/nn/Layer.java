package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;

/**
 * A module that turns a tensor into a tensor. One overrides {@link #forward} and calls {@link
 * #call}, so that hooks are never passed by.
 *
 * <pre>{@code
 * class Mlp extends Layer {
 *   final Linear hidden = new Linear(20, 256);
 *   final Linear output = new Linear(256, 10);
 *   @Override protected Tensor forward(Tensor x) {
 *     return output.call(Functional.relu(hidden.call(x)));
 *   }
 * }
 * }</pre>
 */
public abstract class Layer extends Module {
    /** Makes a layer in training mode. */
    protected Layer() {}

    /** Computes the output for an input; called by {@link #call} only. */
    protected abstract Tensor forward(Tensor x);

    /** Returns the output for an input, with hooks around it. */
    public final Tensor call(Tensor x) {
        return isHooked() ? hooked(List.of(x), in -> forward(in.get(0))) : forward(x);
    }
}
