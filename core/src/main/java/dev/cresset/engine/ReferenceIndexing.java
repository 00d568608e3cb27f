package dev.cresset.engine;

import dev.cresset.op.Indexing;
import dev.cresset.op.Shape;

/** Ops that take index tensors, one element at a time. */
final class ReferenceIndexing {
    private ReferenceIndexing() {}

    static void run(Indexing op, View[] in, View[] out) {
        switch (op) {
            case Indexing.Gather g -> {
                for (int i = 0; i < in[1].numel(); i++) {
                    move(in[0], place(in[0], g.dim(), in[1], i), out[0], i);
                }
            }
            case Indexing.ScatterAdd s -> {
                copy(in[0], out[0]);
                View src = in[2].with(head(in[2].layout(), in[1].shape()));
                for (int i = 0; i < in[1].numel(); i++) {
                    add(src, i, out[0], place(out[0], s.dim(), in[1], i));
                }
            }
        }
    }

    /** The part of a layout that an index of a smaller shape covers. */
    private static Layout head(Layout x, Shape shape) {
        return new Layout(shape, x.strides(), x.offset());
    }

    /** The linear place in x that the i-th index names. */
    private static int place(View x, int dim, View index, int i) {
        int rest = i;
        int place = 0;
        int step = 1;
        for (int d = x.shape().rank() - 1; d >= 0; d--) {
            int size = index.shape().size(d);
            int at = rest % size;
            rest /= size;
            if (d == dim) {
                at = checked(index.longAt(i), x.shape().size(d), d);
            }
            place += at * step;
            step *= x.shape().size(d);
        }
        return place;
    }

    private static int checked(long index, int size, int dim) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    "index "
                            + index
                            + " is out of bounds for dimension "
                            + dim
                            + " with size "
                            + size);
        }
        return (int) index;
    }

    private static void copy(View from, View to) {
        for (int i = 0; i < from.numel(); i++) {
            move(from, i, to, i);
        }
    }

    private static void move(View from, int i, View to, int j) {
        if (from.dtype().isFloatingPoint()) {
            to.setDouble(j, from.doubleAt(i));
        } else {
            to.setLong(j, from.longAt(i));
        }
    }

    private static void add(View from, int i, View to, int j) {
        if (from.dtype().isFloatingPoint()) {
            to.setDouble(j, to.doubleAt(j) + from.doubleAt(i));
        } else {
            to.setLong(j, to.longAt(j) + from.longAt(i));
        }
    }
}
