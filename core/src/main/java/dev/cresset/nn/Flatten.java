package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** Joins dimensions into one: {@code (N, *) -> (N, product of *)}. */
public class Flatten extends Layer {
    private final Options options;

    /**
     * What is joined.
     *
     * @param startDim the first dimension
     * @param endDim the last dimension, inclusive; counted from the end if negative
     */
    public record Options(int startDim, int endDim) {
        /** Returns these options with a first dimension. */
        public Options startDim(int value) {
            return new Options(value, endDim);
        }

        /** Returns these options with a last dimension. */
        public Options endDim(int value) {
            return new Options(startDim, value);
        }
    }

    /** Makes a layer that joins all dimensions but the first. */
    public Flatten() {
        this(o -> o);
    }

    /** Makes a layer that joins the dimensions from one to another, inclusive. */
    public Flatten(int startDim, int endDim) {
        this(o -> new Options(startDim, endDim));
    }

    /** Makes a layer. */
    public Flatten(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1, -1));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.flatten(options.startDim, options.endDim);
    }

    /** Returns what is joined. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "start_dim=" + options.startDim + ", end_dim=" + options.endDim;
    }
}
