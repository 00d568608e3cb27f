package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;

/** Elementwise ops, one element at a time. */
final class ReferenceElementwise {
    private ReferenceElementwise() {}

    static void run(Elementwise op, DType compute, View[] in, View out) {
        StridedLoops.run(op, compute, in, out);
    }
}
