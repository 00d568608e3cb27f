package dev.cresset.op;

/** Scaled dot-product attention: one op forward, one backward. */
public sealed interface AttentionOp extends NeuralOp {
    /**
     * {@code softmax(scale q k^T + mask) v} (Vaswani et al. 2017, eq. 1): inputs q (*, H, L, E), k
     * (*, G, S, E), v (*, G, S, D), of which the first dimensions may be missing, and perhaps a
     * mask, which broadcasts to (*, H, L, S).
     *
     * <p>G divides H, and each H / G successive heads of q share keys and values. A mask of
     * booleans says which keys take part, another one is added. A query that sees no key gets
     * zeros.
     *
     * <p>Results: y (*, H, L, D), and (*, H, L, 2), what the derivative needs of each query: its
     * largest score and the sum of the exponentials; float32 for half types.
     *
     * @param causal whether query i sees keys 0 to i only
     * @param scale the factor of the scores
     * @param fused whether PyTorch computes these inputs in one kernel, which its name of the node
     *     tells
     */
    record Attention(boolean causal, double scale, boolean fused) implements AttentionOp {
        @Override
        public String gradName() {
            return fused ? "ScaledDotProductFlashAttentionForCpuBackward0" : "UnsafeViewBackward0";
        }
    }

    /**
     * The gradients of an {@link Attention}: inputs (g, q, k, v, statistics) and perhaps (mask),
     * results (dq, dk, dv). Not differentiable: it is used where no derivative of it is asked for.
     */
    record AttentionGradient(Attention of) implements AttentionOp {}

    /**
     * Returns the input in whose order of dimensions a result lies, so that heads that are
     * transposed views lead to results that are.
     *
     * @param result the index of a result
     */
    default int orderedAs(int result) {
        return switch (this) {
            case Attention a -> 0;
            case AttentionGradient g -> 1 + result;
        };
    }
}
