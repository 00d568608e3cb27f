package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code e^x / sum(e^x)} over the channels of x {@code (N, C, H, W)} or {@code (C, H, W)}. */
public class Softmax2d extends Layer {
    /** Makes a layer. */
    public Softmax2d() {}

    @Override
    protected Tensor forward(Tensor x) {
        if (x.dim() != 3 && x.dim() != 4) {
            throw new IllegalArgumentException(
                    "Softmax2d: expected input to be 3D or 4D, got shape " + x.shape().listText());
        }
        return Functional.softmax(x, -3);
    }
}
