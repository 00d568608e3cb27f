package dev.cresset;

import dev.cresset.op.Selection;

/** How the methods that order elements read their arguments. */
final class Selecting {
    private Selecting() {}

    static ValuesIndices pick(String name, Selection op, Tensor x) {
        Tensor[] out = Dispatch.runAll(op, x);
        return new ValuesIndices(name, out[0], out[1]);
    }

    static Tensor median(Tensor x, boolean ignoreNan) {
        String name = ignoreNan ? "Nanmedian" : "Median";
        if (x.numel() == 0) {
            Tensor none = Tensor.zeros(x.dtype());
            return x.dtype().isFloatingPoint() ? none.fill_(Double.NaN) : none;
        }
        Tensor flat = x.reshape(-1);
        Tensor out = Dispatch.runAll(new Selection.Median(0, ignoreNan, false), flat)[0];
        return Composite.named(name, out);
    }
}
