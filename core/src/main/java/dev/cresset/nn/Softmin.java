package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code e^-x / sum(e^-x)} along a dimension. */
public class Softmin extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param dim the dimension; null: 0 for inputs of 0, 1 or 3 dimensions, else 1
     */
    public record Options(@Nullable Integer dim) {
        /** Returns these options with the dimension. */
        public Options dim(@Nullable Integer value) {
            return new Options(value);
        }
    }

    /** Makes a layer that chooses its dimension by the input, as is deprecated in PyTorch. */
    public Softmin() {
        this(o -> o);
    }

    /** Makes a layer along a dimension. */
    public Softmin(int dim) {
        this(o -> o.dim(dim));
    }

    /** Makes a layer. */
    public Softmin(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(null));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.softmin(x, Softmax.dim(options.dim, x));
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "dim=" + (options.dim == null ? "None" : options.dim);
    }
}
