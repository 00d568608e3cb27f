package dev.cresset.op;

/** An op that reads or writes the places that an index tensor names. */
public sealed interface Indexing extends Op {
    /** The values at the index along a dimension: inputs (x, index). */
    record Gather(int dim) implements Indexing {}

    /** x with src added at the index along a dimension: inputs (x, index, src). */
    record ScatterAdd(int dim) implements Indexing {}

    /** x with src written at the index along a dimension: inputs (x, index, src). */
    record Scatter(int dim) implements Indexing {}

    /**
     * x with the elements of src folded in at the index along a dimension: inputs (x, index, src).
     *
     * @param includeSelf whether what x holds at those places takes part
     */
    record ScatterReduce(int dim, Fold fold, boolean includeSelf) implements Indexing {}

    /** How several elements that meet at one place become one. */
    enum Fold {
        /** Their sum. */
        SUM,
        /** Their product. */
        PROD,
        /** Their mean; integers round down. */
        MEAN,
        /** The largest; NaN if there is one. */
        AMAX,
        /** The smallest; NaN if there is one. */
        AMIN
    }

    /**
     * The values at index tensors of one shape B for some dimensions: inputs (x, index…). B takes
     * the place of the dimensions if they are neighbours, else it comes first.
     */
    record IndexTensors(int... dims) implements Indexing {
        @Override
        public String gradName() {
            return "IndexBackward0";
        }
    }

    /**
     * x with values written at index tensors: inputs (x, values, index…); values broadcast to what
     * {@link IndexTensors} would read. With {@code accumulate} values are added.
     */
    record IndexPut(int[] dims, boolean accumulate) implements Indexing {}

    /**
     * The indices of the {@code count} elements that are not 0, one a row: (count, rank), int64.
     */
    record Nonzero(int count) implements Indexing {}
}
