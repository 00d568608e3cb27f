package dev.cresset.engine;

import dev.cresset.op.Movement;
import dev.cresset.op.Shape;

/** Ops that move elements, one element at a time. */
final class ReferenceMovement {
    private ReferenceMovement() {}

    static void run(Movement op, View x, View out) {
        Shape shape = out.shape();
        int[] at = new int[shape.rank()];
        for (int i = 0; i < out.numel(); i++) {
            int rest = i;
            for (int d = at.length - 1; d >= 0; d--) {
                at[d] = rest % shape.size(d);
                rest /= shape.size(d);
            }
            if (!isKept(op, at)) {
                out.setLong(i, 0);
                continue;
            }
            int source = source(op, x.shape(), at);
            if (x.dtype().isFloatingPoint()) {
                out.setDouble(i, x.doubleAt(source));
            } else {
                out.setLong(i, x.longAt(source));
            }
        }
    }

    private static boolean isKept(Movement op, int[] at) {
        int n = at.length;
        return switch (op) {
            case Movement.Tril t -> at[n - 1] - (long) at[n - 2] <= t.diagonal();
            case Movement.Triu t -> at[n - 1] - (long) at[n - 2] >= t.diagonal();
            case Movement.Flip f -> true;
            case Movement.Roll r -> true;
            case Movement.Repeat r -> true;
        };
    }

    /** Returns the linear place in x of the element that goes to an index; changes the index. */
    private static int source(Movement op, Shape x, int[] at) {
        int lead = at.length - x.rank();
        switch (op) {
            case Movement.Flip f -> {
                for (int d : f.dims()) {
                    at[d] = x.size(d) - 1 - at[d];
                }
            }
            case Movement.Roll r -> {
                for (int k = 0; k < r.dims().length; k++) {
                    int d = r.dims()[k];
                    at[d] = Math.floorMod(at[d] - r.shifts()[k], x.size(d));
                }
            }
            case Movement.Repeat r -> {
                for (int d = 0; d < x.rank(); d++) {
                    at[lead + d] %= x.size(d);
                }
            }
            case Movement.Tril t -> {}
            case Movement.Triu t -> {}
        }
        int linear = 0;
        for (int d = 0; d < x.rank(); d++) {
            linear = linear * x.size(d) + at[lead + d];
        }
        return linear;
    }
}
