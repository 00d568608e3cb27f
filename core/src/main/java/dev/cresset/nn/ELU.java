package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code x > 0 ? x : alpha (e^x - 1)}, elementwise (Clevert et al. 2015). */
public class ELU extends Layer {
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
    public ELU() {
        this(o -> o);
    }

    /** Makes a layer with a limit below 0. */
    public ELU(Number alpha) {
        this(o -> o.alpha(alpha));
    }

    /** Makes a layer. */
    public ELU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1.0, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.elu(x, options.alpha.doubleValue());
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
