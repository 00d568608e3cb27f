package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code max(0, x) + min(0, alpha (e^(x / alpha) - 1))}, elementwise (Barron 2017). */
public class CELU extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param alpha the limit below 0
     * @param inplace whether the input is overwritten
     */
    public record Options(Number alpha, boolean inplace) {
        /** Returns these options with the limit below 0. */
        public Options alpha(Number value) {
            return new Options(value, inplace);
        }

        /** Returns these options, overwriting the input or not. */
        public Options inplace(boolean value) {
            return new Options(alpha, value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public CELU() {
        this(o -> o);
    }

    /** Makes a layer with a limit below 0. */
    public CELU(Number alpha) {
        this(o -> o.alpha(alpha));
    }

    /** Makes a layer. */
    public CELU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1.0, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.celu(x, options.alpha.doubleValue());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "alpha="
                + PythonText.repr(options.alpha)
                + (options.inplace ? ", inplace=True" : "");
    }
}
