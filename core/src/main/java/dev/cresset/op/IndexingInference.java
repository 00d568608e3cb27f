package dev.cresset.op;

/** Shapes and dtypes of ops that take index tensors. */
final class IndexingInference {
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
                yield new Spec[] {new Spec(in[0].dtype(), in[0].shape())};
            }
        };
    }

    private static void index(String name, int dim, Spec x, Spec index, boolean bounded) {
        if (index.dtype() != DType.INT64 && index.dtype() != DType.INT32) {
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
