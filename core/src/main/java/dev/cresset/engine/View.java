package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;

/**
 * A strided window on a storage: what kernels read and write.
 *
 * @param dtype what the storage's bits mean
 * @param storage the elements
 * @param layout where they lie
 */
public record View(DType dtype, Storage storage, Layout layout) {
    /** Returns a new dense row-major view of zeros. */
    public static View allocate(DType dtype, Shape shape) {
        return allocate(dtype, Layout.contiguous(shape));
    }

    /** Returns a new view of zeros that lies as a dense layout with offset 0 says. */
    public static View allocate(DType dtype, Layout layout) {
        return new View(dtype, Storage.allocate(dtype, layout.numel()), layout);
    }

    /**
     * Returns a view, for a result, that lies as a dense layout with offset 0 says. Its elements
     * are anything until they are written; all of them have to be.
     */
    public static View toBeWritten(DType dtype, Layout layout) {
        return new View(dtype, ArrayPool.allocate(dtype, layout.numel()), layout);
    }

    /** Returns the same elements stretched to a shape that this broadcasts to. */
    public View broadcastTo(Shape shape) {
        return shape.equals(layout.shape()) ? this : with(layout.broadcastTo(shape));
    }

    /** Returns the sizes. */
    public Shape shape() {
        return layout.shape();
    }

    /** Returns the number of elements. */
    public int numel() {
        return layout.numel();
    }

    /** Returns the {@code linear}-th element in row-major order, widened to a double. */
    public double doubleAt(int linear) {
        return Element.getDouble(dtype, storage, layout.indexOf(linear));
    }

    /** Returns the {@code linear}-th element in row-major order as a long (floats truncate). */
    public long longAt(int linear) {
        return Element.getLong(dtype, storage, layout.indexOf(linear));
    }

    /** Sets the {@code linear}-th element in row-major order, converted as PyTorch converts. */
    public void setDouble(int linear, double value) {
        Element.setDouble(dtype, storage, layout.indexOf(linear), value);
    }

    /** Sets the {@code linear}-th element in row-major order, wrapped around as PyTorch does. */
    public void setLong(int linear, long value) {
        Element.setLong(dtype, storage, layout.indexOf(linear), value);
    }

    /** Returns the same elements seen through another layout. */
    public View with(Layout other) {
        return new View(dtype, storage, other);
    }
}
