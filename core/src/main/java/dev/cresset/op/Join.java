package dev.cresset.op;

/** An op that puts several tensors together. */
public sealed interface Join extends Op {
    /** One after the other along a dimension. */
    record Cat(int dim) implements Join {}

    /** Along a new dimension; all of one shape. */
    record Stack(int dim) implements Join {}
}
