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

/** Plain Java loops that the JIT can vectorise: every op that a kernel was written for. */
final class PlainEngine implements Engine {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public boolean supports(Op op, DType compute, View[] in) {
        return switch (op) {
            case Elementwise e -> true;
            case MatrixOp m -> in[0].dtype() != DType.BOOL;
            case Reduction r -> true;
            case Scan s -> PlainScan.supports(s);
            case Selection s -> false;
            case Movement m -> false;
            case Decomposition d -> false;
            case Indexing i -> PlainIndexing.supports(i);
            case Join j -> true;
            case NeuralOp n -> PlainNeural.supports(n, in);
            case ViewOp v -> false;
        };
    }

    @Override
    public void run(Op op, DType compute, View[] in, View[] out) {
        switch (op) {
            case Elementwise e -> StridedLoops.run(e, compute, in, out[0]);
            case MatrixOp m -> PlainMatrix.run(m, in, out[0], Products.PLAIN);
            case Reduction r -> PlainReduction.run(r, in[0], out, RowMath.PLAIN);
            case Scan s -> PlainScan.run(s, in[0], out[0], RowMath.PLAIN);
            case Selection s -> throw unsupported(op);
            case Movement m -> throw unsupported(op);
            case Decomposition d -> throw unsupported(op);
            case Indexing i -> PlainIndexing.run(i, in, out[0]);
            case Join j -> PlainJoin.run(j, in, out[0]);
            case NeuralOp n -> PlainNeural.run(n, in, out);
            case ViewOp v -> throw unsupported(op);
        }
    }

    static IllegalStateException unsupported(Op op) {
        return new IllegalStateException("plain engine: no kernel for " + op);
    }
}
