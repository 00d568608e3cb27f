package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code x y / (max(|x|, eps) max(|y|, eps))} along a dimension. */
public class CosineSimilarity extends Distance {
    private final Options options;

    /**
     * How the similarity is taken.
     *
     * @param dim the vectors' dimension
     * @param eps the least norm
     */
    public record Options(int dim, double eps) {
        /** Returns these options with the vectors' dimension. */
        public Options dim(int value) {
            return new Options(value, eps);
        }

        /** Returns these options with a least norm. */
        public Options eps(double value) {
            return new Options(dim, value);
        }
    }

    /** Makes a similarity along dimension 1. */
    public CosineSimilarity() {
        this(o -> o);
    }

    /** Makes a similarity. */
    public CosineSimilarity(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1, 1e-8));
    }

    @Override
    protected Tensor forward(Tensor x, Tensor y) {
        return Functional.cosineSimilarity(x, y, options.dim, options.eps);
    }

    /** Returns how the similarity is taken. */
    public final Options options() {
        return options;
    }
}
