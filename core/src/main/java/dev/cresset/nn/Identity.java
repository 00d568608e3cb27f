package dev.cresset.nn;

import dev.cresset.Tensor;

/** Returns its input; stands where a layer was, or is to come. */
public class Identity extends Layer {
    /**
     * Makes a layer.
     *
     * @param ignored what the layer that this one stands for would take
     */
    public Identity(Object... ignored) {}

    @Override
    protected Tensor forward(Tensor x) {
        return x;
    }
}
