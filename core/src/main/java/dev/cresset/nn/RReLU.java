package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code x > 0 ? x : slope x}, with slopes drawn while training (Xu et al. 2015). */
public class RReLU extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param lower the least slope
     * @param upper the greatest slope
     * @param inplace whether the input is overwritten
     */
    public record Options(Number lower, Number upper, boolean inplace) {
        /** Returns these options with the least slope. */
        public Options lower(Number value) {
            return new Options(value, upper, inplace);
        }

        /** Returns these options with the greatest slope. */
        public Options upper(Number value) {
            return new Options(lower, value, inplace);
        }

        /** Returns these options, overwriting the input or not. */
        public Options inplace(boolean value) {
            return new Options(lower, upper, value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public RReLU() {
        this(o -> o);
    }

    /** Makes a layer with bounds of the slope. */
    public RReLU(Number lower, Number upper) {
        this(o -> o.lower(lower).upper(upper));
    }

    /** Makes a layer. */
    public RReLU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1.0 / 8, 1.0 / 3, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.rrelu(
                x, options.lower.doubleValue(), options.upper.doubleValue(), isTraining(), null);
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "lower="
                + PythonText.repr(options.lower)
                + ", upper="
                + PythonText.repr(options.upper)
                + (options.inplace ? ", inplace=True" : "");
    }
}
