package dev.cresset;

import dev.cresset.op.Decomposition;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Indexing;
import dev.cresset.op.Join;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.Movement;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Op;
import dev.cresset.op.Reduction;
import dev.cresset.op.Scan;
import dev.cresset.op.Selection;
import dev.cresset.op.ViewOp;
import org.jspecify.annotations.Nullable;

/** The derivative of every op, by family; null for the ops that have none. */
final class Derivatives {
    private Derivatives() {}

    static @Nullable Rule rule(Op op) {
        return switch (op) {
            case Elementwise e -> ElementwiseDerivatives.rule(e);
            case ViewOp v -> ViewDerivatives.rule(v);
            case Reduction r -> ReductionDerivatives.rule(r);
            case Scan s -> ScanDerivatives.rule(s);
            case Selection s -> SelectionDerivatives.rule(s);
            case Movement m -> MovementDerivatives.rule(m);
            case MatrixOp m -> MatrixDerivatives.rule(m);
            case Decomposition d -> DecompositionDerivatives.rule(d);
            case Indexing i -> IndexingDerivatives.rule(i);
            case Join j -> JoinDerivatives.rule(j);
            case NeuralOp n -> NeuralDerivatives.rule(n);
        };
    }
}
