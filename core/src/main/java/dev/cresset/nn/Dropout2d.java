package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** Sets channels of {@code (N, C, H, W)} to 0 with probability p while training. */
public class Dropout2d extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param p the probability of 0
     * @param inplace whether the input is overwritten
     */
    public record Options(Number p, boolean inplace) {
        /** Returns these options with the probability of 0. */
        public Options p(Number value) {
            return new Options(value, inplace);
        }

        /** Returns these options, overwriting the input or not. */
        public Options inplace(boolean value) {
            return new Options(p, value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public Dropout2d() {
        this(o -> o);
    }

    /** Makes a layer with a probability in [0, 1]. */
    public Dropout2d(Number p) {
        this(o -> o.p(p));
    }

    /** Makes a layer. */
    public Dropout2d(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(0.5, false));
        DropoutFunctions.checkProbability("dropout", this.options.p.doubleValue());
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.dropout2d(x, options.p.doubleValue(), isTraining());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "p="
                + PythonText.repr(options.p)
                + ", inplace="
                + (options.inplace ? "True" : "False");
    }
}
