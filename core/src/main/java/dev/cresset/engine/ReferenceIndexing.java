package dev.cresset.engine;

import dev.cresset.op.Indexing;
import dev.cresset.op.IndexingInference;
import dev.cresset.op.Shape;

/** Ops that take index tensors, one element at a time. */
final class ReferenceIndexing {
    private ReferenceIndexing() {}

    static void run(Indexing op, View[] in, View[] out) {
        switch (op) {
            case Indexing.Gather g -> {
                for (int i = 0; i < in[1].numel(); i++) {
                    move(in[0], place("gather", in[0], g.dim(), in[1], i), out[0], i);
                }
            }
            case Indexing.ScatterAdd s -> {
                copy(in[0], out[0]);
                for (int i = 0; i < in[1].numel(); i++) {
                    View src = in[2].with(head(in[2].layout(), in[1].shape()));
                    add(src, i, out[0], place("scatter_add", out[0], s.dim(), in[1], i));
                }
            }
            case Indexing.Scatter s -> {
                copy(in[0], out[0]);
                View src = in[2].with(head(in[2].layout(), in[1].shape()));
                for (int i = 0; i < in[1].numel(); i++) {
                    move(src, i, out[0], place("scatter", out[0], s.dim(), in[1], i));
                }
            }
            case Indexing.ScatterReduce s -> ReferenceFold.run(s, in, out[0]);
            case Indexing.IndexTensors t -> {
                Places places = new Places(in[0], t.dims(), in, 1);
                for (int i = 0; i < out[0].numel(); i++) {
                    move(in[0], places.source(i), out[0], i);
                }
            }
            case Indexing.IndexPut p -> {
                copy(in[0], out[0]);
                Places places = new Places(in[0], p.dims(), in, 2);
                View values = in[1].broadcastTo(places.shape);
                for (int i = 0; i < values.numel(); i++) {
                    if (p.accumulate()) {
                        add(values, i, out[0], places.source(i));
                    } else {
                        move(values, i, out[0], places.source(i));
                    }
                }
            }
            case Indexing.Nonzero n -> nonzero(in[0], out[0]);
        }
    }

    /** The part of a layout that an index of a smaller shape covers. */
    static Layout head(Layout x, Shape shape) {
        if (x.shape().rank() != shape.rank()) {
            return new Layout(shape, shape.contiguousStrides(), x.offset()); // one element
        }
        return new Layout(shape, x.strides(), x.offset());
    }

    /** The linear place in x that the i-th index names. */
    static int place(String op, View x, int dim, View index, int i) {
        int rest = i;
        int place = 0;
        int step = 1;
        for (int d = x.shape().rank() - 1; d >= 0; d--) {
            int size = index.shape().rank() == 0 ? 1 : index.shape().size(d);
            int at = rest % size;
            rest /= size;
            if (d == dim) {
                at = checked(op, index.longAt(i), x.shape().size(d), d);
            }
            place += at * step;
            step *= x.shape().size(d);
        }
        return place;
    }

    private static int checked(String op, long index, int size, int dim) {
        return checked(op, index, index, size, dim);
    }

    private static int checked(String op, long index, long given, int size, int dim) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    op
                            + ": index "
                            + given
                            + " is out of bounds for dimension "
                            + dim
                            + " with size "
                            + size);
        }
        return (int) index;
    }

    static void copy(View from, View to) {
        for (int i = 0; i < from.numel(); i++) {
            move(from, i, to, i);
        }
    }

    static void move(View from, int i, View to, int j) {
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

    private static void nonzero(View x, View out) {
        int rank = x.shape().rank();
        int row = 0;
        for (int i = 0; i < x.numel(); i++) {
            boolean zero = x.dtype().isFloatingPoint() ? x.doubleAt(i) == 0 : x.longAt(i) == 0;
            if (zero) {
                continue;
            }
            int rest = i;
            for (int d = rank - 1; d >= 0; d--) {
                out.setLong(row * rank + d, rest % x.shape().size(d));
                rest /= x.shape().size(d);
            }
            row++;
        }
    }

    /** The places that index tensors name, in the order of what they read. */
    private static final class Places {
        final Shape shape;
        private final Shape x;
        private final int[] dims;
        private final View[] index;
        private final int lead;

        Places(View x, int[] dims, View[] in, int firstIndex) {
            this.x = x.shape();
            this.dims = dims;
            this.index = java.util.Arrays.copyOfRange(in, firstIndex, in.length);
            this.shape = IndexingInference.picked(this.x, dims, index[0].shape());
            this.lead = IndexingInference.neighbours(dims) ? dims[0] : 0;
        }

        /** Returns the linear place in x of the i-th element read. */
        int source(int i) {
            int[] at = new int[shape.rank()];
            int rest = i;
            for (int d = shape.rank() - 1; d >= 0; d--) {
                at[d] = rest % shape.size(d);
                rest /= shape.size(d);
            }
            int indexRank = index[0].shape().rank();
            int entry = 0;
            for (int d = 0; d < indexRank; d++) {
                entry = entry * index[0].shape().size(d) + at[lead + d];
            }
            int place = 0;
            int kept = 0;
            int tensor = 0;
            for (int d = 0; d < x.rank(); d++) {
                int value;
                if (tensor < dims.length && dims[tensor] == d) {
                    long v = index[tensor++].longAt(entry);
                    int size = x.size(d);
                    value = checked("index", v < 0 ? v + size : v, v, size, d);
                } else {
                    value = at[kept < lead ? kept : kept + indexRank];
                    kept++;
                }
                place = place * x.size(d) + value;
            }
            return place;
        }
    }
}
