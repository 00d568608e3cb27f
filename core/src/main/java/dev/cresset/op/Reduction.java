package dev.cresset.op;

import java.util.Locale;

/** An op that combines the elements along some dimensions. Dimensions are normalised. */
public sealed interface Reduction extends Op {
    /** Returns the dimensions that are reduced, in ascending order. */
    int[] dims();

    /** Returns whether the reduced dimensions stay, with size 1. */
    boolean keepdim();

    /** The reductions whose only attributes are dimensions. */
    enum Kind {
        /** The sum; 0 for no elements. Integers and bool give int64. */
        SUM,
        /** The mean of floats; NaN for no elements. */
        MEAN,
        /** The product; 1 for no elements. Integers and bool give int64. */
        PROD,
        /** The largest; NaN if there is one. The gradient is shared by ties. */
        AMAX,
        /** The smallest; NaN if there is one. The gradient is shared by ties. */
        AMIN,
        /** Whether all are not 0. */
        ALL,
        /** Whether any is not 0. */
        ANY,
        /** {@code log(sum(e^x))}. */
        LOGSUMEXP;

        /** Returns the op's name as PyTorch writes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A plain reduction.
     *
     * @param whole whether it was asked for without dimensions (it names the gradient)
     */
    record Reduce(Kind kind, int[] dims, boolean keepdim, boolean whole) implements Reduction {
        @Override
        public String gradName() {
            String name = kind.name().charAt(0) + kind.toString().substring(1);
            boolean two = kind == Kind.SUM || kind == Kind.MEAN || kind == Kind.PROD;
            if (whole && (kind == Kind.AMAX || kind == Kind.AMIN)) {
                name = name.substring(1, 2).toUpperCase(Locale.ROOT) + name.substring(2);
                return name + "Backward1";
            }
            return name + (two && !whole ? "Backward1" : "Backward0");
        }
    }

    /** The variance: squared distances from the mean over {@code max(0, n - correction)}. */
    record Var(int[] dims, double correction, boolean keepdim) implements Reduction {}

    /** The square root of the variance. */
    record Std(int[] dims, double correction, boolean keepdim) implements Reduction {}

    /** {@code (sum |x|^p)^(1/p)}; the count of non-zeros for 0, the extremes for infinite p. */
    record VectorNorm(double p, int[] dims, boolean keepdim) implements Reduction {
        @Override
        public String gradName() {
            return "LinalgVectorNormBackward0";
        }
    }

    /** The index of the extreme along the dimensions seen as one, the first among equals, int64. */
    record ArgExtreme(boolean max, int[] dims, boolean keepdim) implements Reduction {}

    /** The extreme along one dimension and its index (int64): two results. */
    record Extreme(boolean max, int dim, boolean keepdim) implements Reduction {
        @Override
        public int[] dims() {
            return new int[] {dim};
        }

        @Override
        public String gradName() {
            return max ? "MaxBackward0" : "MinBackward0";
        }
    }
}
