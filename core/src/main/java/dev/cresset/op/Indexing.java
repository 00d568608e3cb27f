package dev.cresset.op;

/** An op that reads or writes the places that an index tensor names. */
public sealed interface Indexing extends Op {
    /** The values at the index along a dimension: inputs (x, index). */
    record Gather(int dim) implements Indexing {}

    /** x with src added at the index along a dimension: inputs (x, index, src). */
    record ScatterAdd(int dim) implements Indexing {}
}
