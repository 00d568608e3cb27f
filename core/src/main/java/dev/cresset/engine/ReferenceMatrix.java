package dev.cresset.engine;

import dev.cresset.op.MatrixOp;
import dev.cresset.op.Shape;
import dev.cresset.op.ViewOp;
import org.jspecify.annotations.Nullable;

/** Matrix products, one element at a time. */
final class ReferenceMatrix {
    private ReferenceMatrix() {}

    static void run(MatrixOp op, View[] in, View out) {
        switch (op) {
            case MatrixOp.Mm m -> product(in[0], in[1], out, null, 0, 1);
            case MatrixOp.Bmm m -> batches(in[0], in[1], out, null, 0, 1);
            case MatrixOp.Mv m -> product(in[0], column(in[1]), column(out), null, 0, 1);
            case MatrixOp.Dot d -> product(row(in[0]), column(in[1]), single(out), null, 0, 1);
            case MatrixOp.Addmm a -> product(in[1], in[2], out, in[0], a.beta(), a.alpha());
            case MatrixOp.Baddbmm a -> batches(in[1], in[2], out, in[0], a.beta(), a.alpha());
            case MatrixOp.Addmv a -> {
                View c = column(broadcast(in[0], out.shape()));
                product(in[1], column(in[2]), column(out), c, a.beta(), a.alpha());
            }
        }
    }

    private static View broadcast(View x, Shape shape) {
        return x.with(x.layout().broadcastTo(shape));
    }

    private static View column(View v) {
        return v.with(ViewLayouts.apply(new ViewOp.Unsqueeze(1), v.layout()));
    }

    private static View row(View v) {
        return v.with(ViewLayouts.apply(new ViewOp.Unsqueeze(0), v.layout()));
    }

    private static View single(View v) {
        return column(v.with(ViewLayouts.apply(new ViewOp.Unsqueeze(0), v.layout())));
    }

    private static void batches(
            View a, View b, View out, @Nullable View c, double beta, double alpha) {
        View wide = c == null ? null : broadcast(c, out.shape());
        for (int i = 0; i < out.shape().size(0); i++) {
            ViewOp.Select at = new ViewOp.Select(0, i);
            product(
                    a.with(ViewLayouts.apply(at, a.layout())),
                    b.with(ViewLayouts.apply(at, b.layout())),
                    out.with(ViewLayouts.apply(at, out.layout())),
                    wide == null ? null : wide.with(ViewLayouts.apply(at, wide.layout())),
                    beta,
                    alpha);
        }
    }

    /** {@code out = beta * c + alpha * (a b)}; c is not read if beta is 0. */
    private static void product(
            View a, View b, View out, @Nullable View c, double beta, double alpha) {
        View wide = c == null || beta == 0 ? null : broadcast(c, out.shape());
        int rows = a.shape().size(0);
        int inner = a.shape().size(1);
        int columns = b.shape().size(1);
        boolean floating = out.dtype().isFloatingPoint();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = i * columns + j;
                if (floating) {
                    double s = 0;
                    for (int k = 0; k < inner; k++) {
                        double p = a.doubleAt(i * inner + k) * b.doubleAt(k * columns + j);
                        s = k == 0 ? p : s + p;
                    }
                    s *= alpha;
                    out.setDouble(at, wide == null ? s : s + beta * wide.doubleAt(at));
                } else {
                    long s = 0;
                    for (int k = 0; k < inner; k++) {
                        s += a.longAt(i * inner + k) * b.longAt(k * columns + j);
                    }
                    s *= (long) alpha;
                    out.setLong(at, wide == null ? s : s + ((long) beta) * wide.longAt(at));
                }
            }
        }
    }
}
