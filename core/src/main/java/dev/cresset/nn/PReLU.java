package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.Shape;

/** {@code x > 0 ? x : weight x} with a learnt weight, one or one a channel (He et al. 2015). */
public class PReLU extends Layer {
    /** The slopes below 0, {@code (1)} or {@code (C)}. */
    public Tensor weight;

    private final int numParameters;
    private final double init;

    /** Makes a layer with one slope, 0.25 at first. */
    public PReLU() {
        this(1);
    }

    /** Makes a layer with slopes of 0.25 at first. */
    public PReLU(int numParameters) {
        this(numParameters, 0.25);
    }

    /** Makes a layer with the slopes that it starts from. */
    public PReLU(int numParameters, double init) {
        this.numParameters = numParameters;
        this.init = init;
        weight = new Parameter(Tensor.full(Shape.of(numParameters), init));
    }

    /** Sets the slopes to what they were at first. */
    public void resetParameters() {
        Init.constant_(weight, init);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.prelu(x, weight);
    }

    @Override
    protected String extraRepr() {
        return "num_parameters=" + numParameters;
    }
}
