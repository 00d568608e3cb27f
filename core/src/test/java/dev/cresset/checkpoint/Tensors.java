package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;

/** Small tensors for tests. */
final class Tensors {
    private Tensors() {}

    /** Returns a dense tensor that holds 1, 2, 3, … (converted to the dtype). */
    static Tensor counting(DType dtype, int... shape) {
        View view = View.allocate(dtype, Shape.of(shape));
        for (int i = 0; i < view.numel(); i++) {
            view.setDouble(i, i + 1);
        }
        return Tensor.of(view);
    }

    static Tensor floats(float... values) {
        return Tensor.of(
                new View(
                        DType.FLOAT32,
                        new Storage.Floats(values),
                        Layout.contiguous(Shape.of(values.length))));
    }

    static Tensor strided(Tensor base, int[] shape, int[] strides, int offset) {
        return Tensor.of(base.view().with(new Layout(Shape.of(shape), strides, offset)));
    }
}
