package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code x / (1 + |x|)}, elementwise. */
public class Softsign extends Layer {
    /** Makes a layer. */
    public Softsign() {}

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.softsign(x);
    }
}
