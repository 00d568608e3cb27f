package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code x - log(sum(e^x))} along a dimension. */
public class LogSoftmax extends Layer {
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

    /** Makes a layer along a dimension. */
    public LogSoftmax(int dim) {
        this(o -> o.dim(dim));
    }

    /** Makes a layer. */
    public LogSoftmax(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(-1));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.logSoftmax(x, options.dim);
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
