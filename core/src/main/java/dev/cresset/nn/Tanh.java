package dev.cresset.nn;

import dev.cresset.Tensor;

/** The hyperbolic tangent, elementwise. */
public class Tanh extends Layer {
    /** Makes a layer. */
    public Tanh() {}

    @Override
    protected Tensor forward(Tensor x) {
        return x.tanh();
    }
}
