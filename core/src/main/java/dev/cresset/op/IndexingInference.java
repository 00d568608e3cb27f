package dev.cresset.op;

/** Shapes and dtypes of ops that take index tensors. */
public final class IndexingInference {
    private IndexingInference() {}

    static Spec[] infer(Indexing op, Spec... in) {
        return switch (op) {
            case Indexing.Gather g -> {
                index("gather", g.dim(), in[0], in[1], true);
                yield new Spec[] {new Spec(in[0].dtype(), in[1].shape())};
            }
            case Indexing.ScatterAdd s -> {
                index("scatter_add", s.dim(), in[0], in[1], true);
                covered("scatter_add", in[1], in[2]);
                sameType("scatter_add", in[0], in[2]);
                yield new Spec[] {new Spec(in[0].dtype(), in[0].shape())};
            }
            case Indexing.Scatter s -> {
                index("scatter", s.dim(), in[0], in[1], true);
                covered("scatter", in[1], in[2]);
                sameType("scatter", in[0], in[2]);
                yield new Spec[] {new Spec(in[0].dtype(), in[0].shape())};
            }
            case Indexing.ScatterReduce s -> {
                index("scatter_reduce", s.dim(), in[0], in[1], true);
                covered("scatter_reduce", in[1], in[2]);
                sameType("scatter_reduce", in[0], in[2]);
                yield new Spec[] {new Spec(in[0].dtype(), in[0].shape())};
            }
            case Indexing.IndexTensors i ->
                    new Spec[] {
                        new Spec(in[0].dtype(), picked(in[0].shape(), i.dims(), in[1].shape()))
                    };
            case Indexing.IndexPut p -> {
                Shape places = picked(in[0].shape(), p.dims(), in[2].shape());
                Shape values = in[1].shape();
                if (values.rank() > places.rank()
                        || !Shape.broadcast(values, places).equals(places)) {
                    throw new IllegalArgumentException(
                            "shape mismatch: value tensor of shape "
                                    + values.listText()
                                    + " cannot be broadcast to indexing result of shape "
                                    + places.listText());
                }
                yield new Spec[] {new Spec(in[0].dtype(), in[0].shape())};
            }
            case Indexing.Nonzero n ->
                    new Spec[] {new Spec(DType.INT64, Shape.of(n.count(), in[0].shape().rank()))};
        };
    }

    /** Returns the shape that index tensors of a shape read from some dimensions. */
    public static Shape picked(Shape x, int[] dims, Shape index) {
        boolean[] indexed = new boolean[x.rank()];
        for (int d : dims) {
            indexed[d] = true;
        }
        int first = neighbours(dims) ? dims[0] : 0;
        int[] out = new int[x.rank() - dims.length + index.rank()];
        int n = 0;
        for (int d = 0; d <= x.rank(); d++) {
            if (neighbours(dims) ? d == first : d == 0) {
                for (int s : index.toArray()) {
                    out[n++] = s;
                }
            }
            if (d < x.rank() && !indexed[d]) {
                out[n++] = x.size(d);
            }
        }
        return Shape.of(out);
    }

    /** Returns whether dimensions follow each other without a gap. */
    public static boolean neighbours(int[] dims) {
        return dims[dims.length - 1] - dims[0] == dims.length - 1;
    }

    private static void index(String name, int dim, Spec x, Spec index, boolean bounded) {
        boolean whole = index.dtype() == DType.INT64 || index.dtype() == DType.INT32;
        if (!whole && index.shape().numel() != 0) {
            throw new IllegalArgumentException(
                    name + "(): Expected dtype int32/int64 for index, got " + index.dtype());
        }
        int rank = Math.max(x.shape().rank(), 1);
        if (index.shape().numel() != 0 && Math.max(index.shape().rank(), 1) != rank) {
            throw new IllegalArgumentException(
                    name
                            + "(): Index tensor must have the same number of dimensions as input"
                            + " tensor: "
                            + index.shape().listText()
                            + " and "
                            + x.shape().listText());
        }
        if (!bounded || index.shape().numel() == 0) {
            return;
        }
        for (int d = 0; d < x.shape().rank(); d++) {
            if (d != dim && index.shape().size(d) > x.shape().size(d)) {
                throw new IllegalArgumentException(
                        name
                                + ": Size does not match at dimension "
                                + d
                                + " expected index "
                                + index.shape().listText()
                                + " to be no larger than self "
                                + x.shape().listText()
                                + " apart from dimension "
                                + dim);
            }
        }
    }

    private static void sameType(String name, Spec x, Spec src) {
        if (x.dtype() != src.dtype()) {
            throw new IllegalArgumentException(
                    name
                            + "(): Expected self.dtype to be equal to src.dtype, got "
                            + x.dtype()
                            + " and "
                            + src.dtype());
        }
    }

    private static void covered(String name, Spec index, Spec src) {
        for (int d = 0; d < index.shape().rank(); d++) {
            if (index.shape().numel() != 0 && index.shape().size(d) > src.shape().size(d)) {
                throw new IllegalArgumentException(
                        name
                                + ": Expected index "
                                + index.shape().listText()
                                + " to be no larger than src "
                                + src.shape().listText());
            }
        }
    }
}
