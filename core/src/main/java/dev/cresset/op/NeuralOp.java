package dev.cresset.op;

/** An op of neural networks: convolution, pooling, normalisation, losses. */
public sealed interface NeuralOp extends Op {
    /** Rows of a table: inputs (weight (rows, n), index (*)), result (*, n). */
    record Embedding(int paddingIdx) implements NeuralOp {}
}
