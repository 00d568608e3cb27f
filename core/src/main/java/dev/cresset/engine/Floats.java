package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Unary;

/** Whole float32 views as row-major arrays, without a copy where they are one. */
final class Floats {
    private Floats() {}

    /** Returns whether all views are float32. */
    static boolean all(View[] views) {
        for (View x : views) {
            if (x.dtype() != DType.FLOAT32) {
                return false;
            }
        }
        return true;
    }

    /** Returns a view's elements, to be read. */
    static float[] dense(View x) {
        if (whole(x)) {
            return ((Storage.Floats) x.storage()).array;
        }
        View copy = View.allocate(DType.FLOAT32, x.shape());
        StridedLoops.run(Unary.CLONE, DType.FLOAT32, new View[] {x}, copy);
        return ((Storage.Floats) copy.storage()).array;
    }

    /**
     * Returns an array for a view's elements, which are all to be written; ends with {@link
     * #store}.
     */
    static float[] target(View y) {
        return whole(y) ? ((Storage.Floats) y.storage()).array : new float[y.numel()];
    }

    /** Writes a {@link #target} to its view. */
    static void store(float[] from, View y) {
        if (!whole(y)) {
            View x =
                    new View(DType.FLOAT32, new Storage.Floats(from), Layout.contiguous(y.shape()));
            StridedLoops.run(Unary.CLONE, DType.FLOAT32, new View[] {x}, y);
        }
    }

    private static boolean whole(View x) {
        return x.layout().isContiguous()
                && x.layout().offset() == 0
                && x.storage().length() == x.numel();
    }
}
