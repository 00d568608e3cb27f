package dev.cresset.engine;

import dev.cresset.op.DType;
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

/**
 * The engine that defines the semantics: slow, obvious, for every op and dtype.
 *
 * <p>Floats are computed in double and rounded once; integers in long.
 */
final class ReferenceEngine implements Engine {
    @Override
    public String name() {
        return "reference";
    }

    @Override
    public boolean supports(Op op, DType compute, View[] in) {
        return true;
    }

    @Override
    public void run(Op op, DType compute, View[] in, View[] out) {
        switch (op) {
            case Elementwise e -> ReferenceElementwise.run(e, compute, in, out[0]);
            case Reduction r -> ReferenceReduction.run(r, in[0], out);
            case Scan s -> ReferenceScan.run(s, in[0], out);
            case Selection s -> ReferenceSelection.run(s, in[0], out);
            case Movement m -> ReferenceMovement.run(m, in[0], out[0]);
            case MatrixOp m -> ReferenceMatrix.run(m, in, out[0]);
            case Decomposition d -> ReferenceDecomposition.run(d, in, out);
            case Indexing i -> ReferenceIndexing.run(i, in, out);
            case Join j -> ReferenceJoin.run(j, in, out[0]);
            case NeuralOp n -> ReferenceNeural.run(n, in, out);
            case ViewOp v -> throw new IllegalStateException("view ops are layouts: " + v);
        }
    }
}
