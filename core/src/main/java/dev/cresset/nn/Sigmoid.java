package dev.cresset.nn;

import dev.cresset.Tensor;

/** The logistic function {@code 1 / (1 + exp(-x))}, elementwise. */
public class Sigmoid extends Layer {
    /** Makes a layer. */
    public Sigmoid() {}

    @Override
    protected Tensor forward(Tensor x) {
        return x.sigmoid();
    }
}
