package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The rectifier: {@code max(x, 0)}, elementwise; NaN stays, the gradient at 0 is 0. */
public class ReLU extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param inplace whether the input is overwritten
     */
    public record Options(boolean inplace) {
        /** Returns these options, overwriting the input or not. */
        public Options inplace(boolean value) {
            return new Options(value);
        }
    }

    /** Makes a layer that leaves its input alone. */
    public ReLU() {
        this(o -> o);
    }

    /** Makes a layer. */
    public ReLU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? x.relu_() : x.relu();
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return options.inplace ? "inplace=True" : "";
    }
}
