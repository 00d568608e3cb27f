package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code |x - y + eps|_p} along the last dimension: {@code (*, D), (*, D) -> (*)}. */
public class PairwiseDistance extends Distance {
    private final Options options;

    /**
     * How the distance is taken.
     *
     * @param p the p of the norm
     * @param eps what is added to each difference
     * @param keepdim whether the last dimension stays, of size 1
     */
    public record Options(double p, double eps, boolean keepdim) {
        /** Returns these options with the p of the norm. */
        public Options p(double value) {
            return new Options(value, eps, keepdim);
        }

        /** Returns these options with what is added to each difference. */
        public Options eps(double value) {
            return new Options(p, value, keepdim);
        }

        /** Returns these options with or without the last dimension. */
        public Options keepdim(boolean value) {
            return new Options(p, eps, value);
        }
    }

    /** Makes a Euclidean distance. */
    public PairwiseDistance() {
        this(o -> o);
    }

    /** Makes a distance. */
    public PairwiseDistance(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(2, 1e-6, false));
    }

    @Override
    protected Tensor forward(Tensor x, Tensor y) {
        return Functional.pairwiseDistance(x, y, options.p, options.eps, options.keepdim);
    }

    /** Returns how the distance is taken. */
    public final Options options() {
        return options;
    }
}
