package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code x - tanh(x)}, elementwise. */
public class Tanhshrink extends Layer {
    /** Makes a layer. */
    public Tanhshrink() {}

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.tanhshrink(x);
    }
}
