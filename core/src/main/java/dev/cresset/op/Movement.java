package dev.cresset.op;

/** An op that copies elements to other places, or leaves some out, without arithmetic. */
public sealed interface Movement extends Op {
    /** The order along some dimensions reversed. */
    record Flip(int... dims) implements Movement {}

    /** Element {@code i} of dimension {@code dims[k]} at {@code i + shifts[k]}, around the end. */
    record Roll(int[] shifts, int[] dims) implements Movement {}

    /** The lower triangles of matrices: 0 above the {@code diagonal}-th diagonal. */
    record Tril(int diagonal) implements Movement {}

    /** The upper triangles of matrices: 0 below the {@code diagonal}-th diagonal. */
    record Triu(int diagonal) implements Movement {}

    /** The tensor laid side by side, {@code repeats[i]} times along dimension {@code i}. */
    record Repeat(int... repeats) implements Movement {}
}
