package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code log(1 + e^(beta x)) / beta}, and x where {@code beta x > threshold}, elementwise. */
public class Softplus extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param beta the sharpness
     * @param threshold where it becomes linear
     */
    public record Options(Number beta, Number threshold) {
        /** Returns these options with the sharpness. */
        public Options beta(Number value) {
            return new Options(value, threshold);
        }

        /** Returns these options with where it becomes linear. */
        public Options threshold(Number value) {
            return new Options(beta, value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public Softplus() {
        this(o -> o);
    }

    /** Makes a layer with sharpness and threshold. */
    public Softplus(Number beta, Number threshold) {
        this(o -> o.beta(beta).threshold(threshold));
    }

    /** Makes a layer. */
    public Softplus(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1.0, 20.0));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.softplus(x, options.beta.doubleValue(), options.threshold.doubleValue());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "beta="
                + PythonText.repr(options.beta)
                + ", threshold="
                + PythonText.repr(options.threshold);
    }
}
