package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code a sigmoid(b)} for the halves a and b of a dimension (Dauphin et al. 2016). */
public class GLU extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param dim the dimension
     */
    public record Options(int dim) {
        /** Returns these options with the dimension. */
        public Options dim(int value) {
            return new Options(value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public GLU() {
        this(o -> o);
    }

    /** Makes a layer that halves a dimension. */
    public GLU(int dim) {
        this(o -> o.dim(dim));
    }

    /** Makes a layer. */
    public GLU(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(-1));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.glu(x, options.dim);
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "dim=" + options.dim;
    }
}
