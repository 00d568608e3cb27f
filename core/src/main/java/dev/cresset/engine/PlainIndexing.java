package dev.cresset.engine;

import dev.cresset.op.Indexing;
import dev.cresset.op.Unary;

/** Ops that take index tensors: places are computed first, then the elements are moved. */
final class PlainIndexing {
    private PlainIndexing() {}

    static void run(Indexing op, View[] in, View out) {
        switch (op) {
            case Indexing.Gather g -> {
                int[] from = places(in[0], g.dim(), in[1]);
                move(in[0], from, out, Runs.places(out.layout()));
            }
            case Indexing.ScatterAdd s -> {
                int[] to = places(out, s.dim(), in[1]); // checked before anything is written
                StridedLoops.run(Unary.CLONE, out.dtype(), new View[] {in[0]}, out);
                add(in[2], head(in[2], in[1]), out, to);
            }
        }
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
    private static int[] places(View x, int dim, View index) {
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
            if (k < 0 || k >= size) {
                throw new IndexOutOfBoundsException(
                        "index "
                                + k
                                + " is out of bounds for dimension "
                                + dim
                                + " with size "
                                + size);
            }
            out[i] += (int) k * step;
        }
        return out;
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
