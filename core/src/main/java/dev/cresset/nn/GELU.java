package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code x Phi(x)} with the normal distribution function Phi, elementwise. */
public class GELU extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param approximate how it is computed
     */
    public record Options(GeluApproximation approximate) {
        /** Returns these options with how it is computed. */
        public Options approximate(GeluApproximation value) {
            return new Options(value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public GELU() {
        this(o -> o);
    }

    /** Makes a layer with a way to compute. */
    public GELU(GeluApproximation approximate) {
        this(o -> o.approximate(approximate));
    }

    /** Makes a layer. */
    public GELU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(GeluApproximation.NONE));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.gelu(x, options.approximate);
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "approximate='" + options.approximate + "'";
    }
}
