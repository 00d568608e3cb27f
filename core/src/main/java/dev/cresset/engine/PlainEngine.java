package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Indexing;
import dev.cresset.op.Join;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Op;
import dev.cresset.op.Reduction;
import dev.cresset.op.Scan;
import dev.cresset.op.ViewOp;

/** Plain Java loops that the JIT can vectorise: elementwise ops of every dtype, the rest of some. */
final class PlainEngine implements Engine {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public boolean supports(Op op, DType compute, View[] in) {
        return switch (op) {
            case Elementwise e -> true;
            case MatrixOp m -> false;
            case Reduction r -> false;
            case Scan s -> false;
            case Indexing i -> false;
            case Join j -> false;
            case NeuralOp n -> false;
            case ViewOp v -> false;
        };
    }

    @Override
    public void run(Op op, DType compute, View[] in, View[] out) {
        switch (op) {
            case Elementwise e -> StridedLoops.run(e, compute, in, out[0]);
            case MatrixOp m -> throw unsupported(op);
            case Reduction r -> throw unsupported(op);
            case Scan s -> throw unsupported(op);
            case Indexing i -> throw unsupported(op);
            case Join j -> throw unsupported(op);
            case NeuralOp n -> throw unsupported(op);
            case ViewOp v -> throw unsupported(op);
        }
    }

    private static IllegalStateException unsupported(Op op) {
        return new IllegalStateException("plain engine: no kernel for " + op);
    }
}
