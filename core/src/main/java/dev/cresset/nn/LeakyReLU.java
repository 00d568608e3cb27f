package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code x > 0 ? x : slope x}, elementwise. */
public class LeakyReLU extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param negativeSlope the slope below 0
     * @param inplace whether the input is overwritten
     */
    public record Options(Number negativeSlope, boolean inplace) {
        /** Returns these options with the slope below 0. */
        public Options negativeSlope(Number value) {
            return new Options(value, inplace);
        }

        /** Returns these options, overwriting the input or not. */
        public Options inplace(boolean value) {
            return new Options(negativeSlope, value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public LeakyReLU() {
        this(o -> o);
    }

    /** Makes a layer with a slope below 0. */
    public LeakyReLU(Number negativeSlope) {
        this(o -> o.negativeSlope(negativeSlope));
    }

    /** Makes a layer. */
    public LeakyReLU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(0.01, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.leakyRelu(x, options.negativeSlope.doubleValue());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "negative_slope="
                + PythonText.repr(options.negativeSlope)
                + (options.inplace ? ", inplace=True" : "");
    }
}
