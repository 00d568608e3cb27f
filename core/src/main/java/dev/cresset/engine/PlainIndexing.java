package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Indexing;
import dev.cresset.op.IndexingInference;
import dev.cresset.op.Shape;
import dev.cresset.op.Unary;

/** Ops that take index tensors: places are computed first, then the elements are moved. */
final class PlainIndexing {
    private PlainIndexing() {}

    static boolean supports(Indexing op) {
        return switch (op) {
            case Indexing.ScatterReduce s -> false;
            case Indexing.Gather g -> true;
            case Indexing.Scatter s -> true;
            case Indexing.ScatterAdd s -> true;
            case Indexing.IndexTensors t -> true;
            case Indexing.IndexPut p -> true;
            case Indexing.Nonzero n -> true;
        };
    }

    static void run(Indexing op, View[] in, View out) {
        switch (op) {
            case Indexing.Gather g -> {
                int[] from = places("gather", in[0], g.dim(), in[1]);
                move(in[0], from, out, Runs.places(out.layout()));
            }
            case Indexing.ScatterAdd s when rows(s.dim(), in, out) -> addRows(in, out);
            case Indexing.ScatterAdd s -> {
                int[] to =
                        places(
                                "scatter_add",
                                out,
                                s.dim(),
                                in[1]); // checked before anything is written
                StridedLoops.run(Unary.CLONE, out.dtype(), new View[] {in[0]}, out);
                View src = StridedLoops.converted(in[2], out.dtype());
                add(src, head(src, in[1]), out, to);
            }
            case Indexing.Scatter s -> {
                int[] to =
                        places(
                                "scatter", out, s.dim(),
                                in[1]); // checked before anything is written
                StridedLoops.run(Unary.CLONE, out.dtype(), new View[] {in[0]}, out);
                View src = StridedLoops.converted(in[2], out.dtype());
                move(src, head(src, in[1]), out, to);
            }
            case Indexing.ScatterReduce s -> throw PlainEngine.unsupported(op);
            case Indexing.IndexTensors t ->
                    move(in[0], places(in[0], t.dims(), in, 1), out, Runs.places(out.layout()));
            case Indexing.IndexPut p -> {
                int[] to = places(out, p.dims(), in, 2);
                Shape picked = IndexingInference.picked(out.shape(), p.dims(), in[2].shape());
                View values = StridedLoops.converted(in[1], out.dtype());
                int[] from = Runs.places(values.layout().broadcastTo(picked));
                StridedLoops.run(Unary.CLONE, out.dtype(), new View[] {in[0]}, out);
                if (p.accumulate()) {
                    add(values, from, out, to);
                } else {
                    move(values, from, out, to);
                }
            }
            case Indexing.Nonzero n -> nonzero(in[0], out);
        }
    }

    /** Returns whether rows of float32 are added to rows, all dense and whole. */
    private static boolean rows(int dim, View[] in, View out) {
        Shape index = in[1].shape();
        int rank = out.shape().rank();
        if (dim != rank - 1 || index.rank() != rank || !index.equals(in[2].shape())) {
            return false;
        }
        for (int d = 0; d < rank - 1; d++) {
            if (index.size(d) != out.shape().size(d)) {
                return false;
            }
        }
        return in[1].dtype() == DType.INT64
                && out.dtype() == DType.FLOAT32
                && in[2].dtype() == DType.FLOAT32
                && in[1].layout().isContiguous()
                && in[2].layout().isContiguous()
                && out.layout().isContiguous();
    }

    private static void addRows(View[] in, View out) {
        long[] index = ((Storage.Longs) in[1].storage()).array;
        float[] src = ((Storage.Floats) in[2].storage()).array;
        float[] to = ((Storage.Floats) out.storage()).array;
        int rank = out.shape().rank();
        int length = out.shape().size(rank - 1);
        int count = in[1].shape().size(rank - 1);
        int ii = in[1].layout().offset();
        int si = in[2].layout().offset();
        int n = in[1].numel();
        for (int i = 0; i < n; i++) { // before anything is written
            checked("scatter_add", index[ii + i], index[ii + i], length, rank - 1);
        }
        StridedLoops.run(Unary.CLONE, out.dtype(), new View[] {in[0]}, out);
        int row = out.layout().offset();
        for (int i = 0; i < n; i += count, row += length) {
            for (int j = i; j < i + count; j++) {
                to[row + (int) index[ii + j]] += src[si + j];
            }
        }
    }

    /** The storage places in x that index tensors for some dimensions name, in the order read. */
    private static int[] places(View x, int[] dims, View[] in, int firstIndex) {
        Shape index = in[firstIndex].shape();
        Shape picked = IndexingInference.picked(x.shape(), dims, index);
        int lead = IndexingInference.neighbours(dims) ? dims[0] : 0;
        int[] strides = new int[picked.rank()];
        int to = 0;
        int tensor = 0;
        for (int d = 0; d < x.shape().rank(); d++) {
            if (tensor < dims.length && dims[tensor] == d) {
                tensor++;
            } else {
                strides[to < lead ? to : to + index.rank()] = x.layout().stride(d);
                to++;
            }
        }
        int[] out = Runs.places(new Layout(picked, strides, x.layout().offset()));
        for (int t = 0; t < dims.length; t++) {
            View named = in[firstIndex + t];
            int[] along = new int[picked.rank()];
            System.arraycopy(named.layout().strides(), 0, along, lead, index.rank());
            int[] at = Runs.places(new Layout(picked, along, named.layout().offset()));
            int size = x.shape().size(dims[t]);
            int step = x.layout().stride(dims[t]);
            for (int i = 0; i < out.length; i++) {
                long k = Element.getLong(named.dtype(), named.storage(), at[i]);
                out[i] += checked("index", k < 0 ? k + size : k, k, size, dims[t]) * step;
            }
        }
        return out;
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

    /** The storage places of the part of x that an index of a smaller shape covers. */
    private static int[] head(View x, View index) {
        if (index.numel() == 0) {
            return new int[0];
        }
        boolean sameRank = x.shape().rank() == index.shape().rank();
        int[] strides = sameRank ? x.layout().strides() : new int[index.shape().rank()];
        return Runs.places(new Layout(index.shape(), strides, x.layout().offset()));
    }

    /** The storage places in x that the elements of an index name. */
    private static int[] places(String op, View x, int dim, View index) {
        if (index.numel() == 0) {
            return new int[0];
        }
        boolean sameRank = x.shape().rank() == index.shape().rank();
        int[] strides = sameRank ? x.layout().strides() : new int[index.shape().rank()];
        int size = x.shape().rank() == 0 ? 1 : x.shape().size(dim);
        int step = x.shape().rank() == 0 ? 0 : x.layout().stride(dim);
        if (strides.length > 0) {
            strides[dim] = 0;
        }
        int[] out = Runs.places(new Layout(index.shape(), strides, x.layout().offset()));
        int[] at = Runs.places(index.layout());
        for (int i = 0; i < out.length; i++) {
            long k = Element.getLong(index.dtype(), index.storage(), at[i]);
            out[i] += checked(op, k, k, size, dim) * step;
        }
        return out;
    }

    private static void nonzero(View x, View out) {
        int[] places = Runs.places(x.layout());
        int rank = x.shape().rank();
        int row = 0;
        for (int i = 0; i < places.length; i++) {
            boolean zero =
                    x.dtype().isFloatingPoint()
                            ? Element.getDouble(x.dtype(), x.storage(), places[i]) == 0
                            : Element.getLong(x.dtype(), x.storage(), places[i]) == 0;
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

    private static void move(View x, int[] from, View out, int[] to) {
        switch (x.storage()) {
            case Storage.Floats s -> {
                float[] b = ((Storage.Floats) out.storage()).array;
                for (int i = 0; i < from.length; i++) {
                    b[to[i]] = s.array[from[i]];
                }
            }
            case Storage.Doubles s -> {
                double[] b = ((Storage.Doubles) out.storage()).array;
                for (int i = 0; i < from.length; i++) {
                    b[to[i]] = s.array[from[i]];
                }
            }
            case Storage.Longs s -> {
                long[] b = ((Storage.Longs) out.storage()).array;
                for (int i = 0; i < from.length; i++) {
                    b[to[i]] = s.array[from[i]];
                }
            }
            case Storage.Ints s -> {
                int[] b = ((Storage.Ints) out.storage()).array;
                for (int i = 0; i < from.length; i++) {
                    b[to[i]] = s.array[from[i]];
                }
            }
            case Storage.Shorts s -> {
                short[] b = ((Storage.Shorts) out.storage()).array;
                for (int i = 0; i < from.length; i++) {
                    b[to[i]] = s.array[from[i]];
                }
            }
            case Storage.Bytes s -> {
                byte[] b = ((Storage.Bytes) out.storage()).array;
                for (int i = 0; i < from.length; i++) {
                    b[to[i]] = s.array[from[i]];
                }
            }
        }
    }

    private static void add(View x, int[] from, View out, int[] to) {
        if (x.storage() instanceof Storage.Floats s) {
            float[] b = ((Storage.Floats) out.storage()).array;
            for (int i = 0; i < from.length; i++) {
                b[to[i]] += s.array[from[i]];
            }
        } else if (x.dtype().isFloatingPoint()) {
            for (int i = 0; i < from.length; i++) {
                double sum = Element.getDouble(out.dtype(), out.storage(), to[i]);
                double v = Element.getDouble(x.dtype(), x.storage(), from[i]);
                Element.setDouble(out.dtype(), out.storage(), to[i], sum + v);
            }
        } else {
            for (int i = 0; i < from.length; i++) {
                long sum = Element.getLong(out.dtype(), out.storage(), to[i]);
                long v = Element.getLong(x.dtype(), x.storage(), from[i]);
                Element.setLong(out.dtype(), out.storage(), to[i], sum + v);
            }
        }
    }
}
