package dev.cresset.op;

/** Shapes and dtypes of ops that order elements. */
final class SelectionInference {
    private SelectionInference() {}

    static Spec[] infer(Selection op, Spec x) {
        Shape shape =
                switch (op) {
                    case Selection.Sort s -> x.shape();
                    case Selection.Topk t -> topk(t, x.shape());
                    case Selection.Kthvalue k -> {
                        int size = size(x.shape(), k.dim());
                        if (k.k() < 1 || k.k() > size) {
                            throw new IllegalArgumentException(
                                    "kthvalue(): selected number k out of range for dimension "
                                            + k.dim()
                                            + ": k "
                                            + k.k()
                                            + ", size "
                                            + size);
                        }
                        yield reduced(x.shape(), k.dim(), k.keepdim());
                    }
                    case Selection.Median m -> {
                        nonEmpty(m.ignoreNan() ? "nanmedian" : "median", x.shape(), m.dim());
                        yield reduced(x.shape(), m.dim(), m.keepdim());
                    }
                    case Selection.Mode m -> {
                        nonEmpty("mode", x.shape(), m.dim());
                        yield reduced(x.shape(), m.dim(), m.keepdim());
                    }
                };
        return new Spec[] {new Spec(x.dtype(), shape), new Spec(DType.INT64, shape)};
    }

    private static Shape topk(Selection.Topk op, Shape x) {
        int size = size(x, op.dim());
        if (op.k() < 0 || op.k() > size) {
            throw new IllegalArgumentException(
                    "topk: selected index k out of range: k "
                            + op.k()
                            + " for dimension "
                            + op.dim()
                            + " with size "
                            + size);
        }
        if (x.rank() == 0) {
            return x;
        }
        int[] sizes = x.toArray();
        sizes[op.dim()] = op.k();
        return Shape.of(sizes);
    }

    private static Shape reduced(Shape x, int dim, boolean keepdim) {
        int[] dims = x.rank() == 0 ? new int[0] : new int[] {dim};
        return ReductionInference.reduced(x, dims, keepdim);
    }

    private static int size(Shape x, int dim) {
        return x.rank() == 0 ? 1 : x.size(dim);
    }

    private static void nonEmpty(String name, Shape x, int dim) {
        if (size(x, dim) == 0) {
            throw new IndexOutOfBoundsException(
                    name
                            + "(): Expected reduction dim "
                            + dim
                            + " to have non-zero size: shape "
                            + x.listText());
        }
    }
}
