package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** A {@link Linear} by the name under which PyTorch prints the last map of attention. */
public class NonDynamicallyQuantizableLinear extends Linear {
    /** Makes a layer with a bias. */
    public NonDynamicallyQuantizableLinear(int inFeatures, int outFeatures) {
        super(inFeatures, outFeatures);
    }

    /** Makes a layer. */
    public NonDynamicallyQuantizableLinear(
            int inFeatures, int outFeatures, UnaryOperator<Options> options) {
        super(inFeatures, outFeatures, options);
    }
}
