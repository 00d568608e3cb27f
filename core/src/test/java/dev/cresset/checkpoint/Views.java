package dev.cresset.checkpoint;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;

/** Small views for tests. */
final class Views {
    private Views() {}

    /** Returns a dense view that holds 1, 2, 3, … (converted to the dtype). */
    static View counting(DType dtype, int... shape) {
        View view = View.allocate(dtype, Shape.of(shape));
        for (int i = 0; i < view.numel(); i++) {
            view.setDouble(i, i + 1);
        }
        return view;
    }

    static View floats(float... values) {
        return new View(
                DType.FLOAT32,
                new Storage.Floats(values),
                Layout.contiguous(Shape.of(values.length)));
    }

    static View strided(View base, int[] shape, int[] strides, int offset) {
        return base.with(new Layout(Shape.of(shape), strides, offset));
    }
}
