package dev.cresset.engine;

import dev.cresset.op.Join;
import dev.cresset.op.Parametric;
import dev.cresset.op.ViewOp;

/** Ops that join tensors: every input is copied into its slice of the result. */
final class PlainJoin {
    private PlainJoin() {}

    static void run(Join op, View[] in, View out) {
        switch (op) {
            case Join.Cat c -> cat(c.dim(), in, out);
            case Join.Stack s -> {
                View[] wide = new View[in.length];
                for (int i = 0; i < in.length; i++) {
                    ViewOp one = new ViewOp.Unsqueeze(s.dim());
                    wide[i] = in[i].with(ViewLayouts.apply(one, in[i].layout()));
                }
                cat(s.dim(), wide, out);
            }
        }
    }

    private static void cat(int dim, View[] in, View out) {
        int start = 0;
        for (View x : in) {
            if (x.numel() == 0) {
                continue;
            }
            int end = start + x.shape().size(dim);
            ViewOp.Slice part = new ViewOp.Slice(dim, start, end, 1, ViewOp.Slice.Origin.SLICE);
            View to = out.with(ViewLayouts.apply(part, out.layout()));
            StridedLoops.run(new Parametric.Cast(out.dtype()), x.dtype(), new View[] {x}, to);
            start = end;
        }
    }
}
