package dev.cresset.op;

/**
 * What an op makes of its inputs' dtypes and shapes, and which inputs it refuses: the one place
 * where shape errors arise.
 */
public final class Inference {
    private Inference() {}

    /**
     * Returns the specs of an op's results. View ops are inferred with their layout, by the engine
     * package.
     *
     * @throws IllegalArgumentException if the op refuses the inputs
     * @throws IndexOutOfBoundsException if a dimension does not exist
     */
    public static Spec[] infer(Op op, Spec... in) {
        return switch (op) {
            case Elementwise e -> new Spec[] {ElementwiseInference.infer(e, in)};
            case Reduction r -> ReductionInference.infer(r, in[0]);
            case Scan s -> ScanInference.infer(s, in[0]);
            case Selection s -> SelectionInference.infer(s, in[0]);
            case Movement m -> new Spec[] {MovementInference.infer(m, in[0])};
            case MatrixOp m -> new Spec[] {MatrixInference.infer(m, in)};
            case Decomposition d -> DecompositionInference.infer(d, in);
            case Indexing i -> IndexingInference.infer(i, in);
            case Join j -> new Spec[] {JoinInference.infer(j, in)};
            case NeuralOp n -> NeuralInference.infer(n, in);
            case ViewOp v -> throw new IllegalStateException("view ops are layouts: " + v);
        };
    }
}
