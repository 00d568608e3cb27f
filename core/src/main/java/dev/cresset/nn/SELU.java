package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** The exponential unit that keeps mean 0 and variance 1 (Klambauer et al. 2017). */
public class SELU extends Layer {
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

    /** Makes a layer with PyTorch's defaults. */
    public SELU() {
        this(o -> o);
    }

    /** Makes a layer. */
    public SELU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.selu(x);
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
