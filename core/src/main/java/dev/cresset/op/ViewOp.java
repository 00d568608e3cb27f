package dev.cresset.op;

import org.jspecify.annotations.Nullable;

/**
 * An op whose result shares its input's memory: only the layout is new. Dimensions are normalised.
 */
public sealed interface ViewOp extends Op {
    /** The same elements in another shape that the strides allow. */
    record View(Shape shape) implements ViewOp {}

    /** {@link View} of a tensor that nobody else sees; differs in the name of its gradient only. */
    record UnsafeView(Shape shape) implements ViewOp {}

    /** Dimensions of size 1 stretched, and new ones in front, without copying. */
    record Expand(Shape shape) implements ViewOp {}

    /** Dimension {@code i} of the result is dimension {@code dims[i]} of the input. */
    record Permute(int... dims) implements ViewOp {}

    /** Two dimensions exchanged. */
    record Transpose(int dim0, int dim1) implements ViewOp {}

    /** A matrix transposed; a vector or scalar as it is. */
    record T() implements ViewOp {}

    /** One index of a dimension, which disappears. */
    record Select(int dim, int index) implements ViewOp {}

    /** Every {@code step}-th index of [start, end) of a dimension. */
    record Slice(int dim, int start, int end, int step, Origin origin) implements ViewOp {
        /** The call that a slice comes from, which names its gradient. */
        public enum Origin {
            /** Indexing or {@code narrow}. */
            SLICE("SliceBackward0"),
            /** {@code split} and {@code chunk}. */
            SPLIT("SplitBackward0"),
            /** {@code split} with a list of sizes. */
            SPLIT_WITH_SIZES("SplitWithSizesBackward0");

            private final String gradName;

            Origin(String gradName) {
                this.gradName = gradName;
            }
        }

        @Override
        public String gradName() {
            return origin.gradName;
        }
    }

    /** One of the slices that {@code unbind} makes of a dimension. */
    record Unbind(int dim, int index) implements ViewOp {}

    /**
     * Dimensions of size 1 removed: those named, or all if {@code dims} is null.
     *
     * @param inPlace whether PyTorch does it in place here (it names the gradient)
     */
    record Squeeze(int @Nullable [] dims, boolean inPlace) implements ViewOp {
        @Override
        public String gradName() {
            int form = dims == null ? 0 : dims.length == 1 ? 1 : 2;
            return "SqueezeBackward" + (inPlace ? form + 3 : form);
        }
    }

    /** A dimension of size 1 added. */
    record Unsqueeze(int dim) implements ViewOp {}

    /** Any layout on the input's storage. */
    record AsStrided(Shape shape, int[] strides, int offset) implements ViewOp {}

    /** The diagonal of two dimensions, as a last dimension. */
    record Diagonal(int offset, int dim1, int dim2) implements ViewOp {}

    /**
     * All slices of length {@code size} of a dimension, {@code step} apart, as a last dimension.
     */
    record Unfold(int dim, int size, int step) implements ViewOp {}

    /** The same view. */
    record Alias() implements ViewOp {}
}
