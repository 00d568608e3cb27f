package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.Shape;
import java.util.function.UnaryOperator;

/** {@code x > 0 ? x : weight x} with a learnt weight, one or one a channel (He et al. 2015). */
public class PReLU extends Layer {
    /** The slopes below 0, {@code (1)} or {@code (C)}. */
    public Tensor weight;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param numParameters the number of slopes: 1, or that of channels
     * @param init what each slope is at first
     */
    public record Options(int numParameters, double init) {
        /** Returns these options with a number of slopes. */
        public Options numParameters(int value) {
            return new Options(value, init);
        }

        /** Returns these options with what each slope is at first. */
        public Options init(double value) {
            return new Options(numParameters, value);
        }
    }

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
        this(o -> new Options(numParameters, init));
    }

    /** Makes a layer. */
    public PReLU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1, 0.25));
        weight =
                new Parameter(Tensor.full(Shape.of(this.options.numParameters), this.options.init));
    }

    /** Sets the slopes to what they were at first. */
    public void resetParameters() {
        Init.constant_(weight, options.init);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.prelu(x, weight);
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "num_parameters=" + options.numParameters;
    }
}
