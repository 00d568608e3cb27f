package dev.cresset.op;

/** Shapes and dtypes of ops that join tensors. */
final class JoinInference {
    private JoinInference() {}

    static Spec infer(Join op, Spec... in) {
        return switch (op) {
            case Join.Cat c -> cat(c.dim(), in);
            case Join.Stack s -> {
                int[] old = in[0].shape().toArray();
                int[] sizes = new int[old.length + 1];
                System.arraycopy(old, 0, sizes, 0, s.dim());
                sizes[s.dim()] = in.length;
                System.arraycopy(old, s.dim(), sizes, s.dim() + 1, old.length - s.dim());
                yield new Spec(Promotion.resultType(in), Shape.of(sizes));
            }
        };
    }

    private static Spec cat(int dim, Spec... in) {
        if (in.length == 0) {
            throw new IllegalArgumentException("cat: expected a non-empty list of Tensors");
        }
        int @org.jspecify.annotations.Nullable [] sizes = null;
        for (int i = 0; i < in.length; i++) {
            Shape s = in[i].shape();
            if (s.rank() == 0) {
                throw new IllegalArgumentException(
                        "zero-dimensional tensor (at position " + i + ") cannot be concatenated");
            }
            if (s.rank() == 1 && s.size(0) == 0) {
                continue; // PyTorch's legacy: an empty vector joins anything
            }
            if (sizes == null) {
                sizes = s.toArray();
                continue;
            }
            if (s.rank() != sizes.length) {
                throw new IllegalArgumentException(
                        "Tensors must have same number of dimensions: got "
                                + sizes.length
                                + " and "
                                + s.rank()
                                + " (cat, position "
                                + i
                                + ")");
            }
            for (int d = 0; d < sizes.length; d++) {
                if (d != dim && s.size(d) != sizes[d]) {
                    throw new IllegalArgumentException(
                            "Sizes of tensors must match except in dimension "
                                    + dim
                                    + ". Expected size "
                                    + sizes[d]
                                    + " but got size "
                                    + s.size(d)
                                    + " for tensor number "
                                    + i
                                    + " in the list. (cat)");
                }
            }
            sizes[dim] += s.size(dim);
        }
        DType dtype = Promotion.resultType(in);
        return new Spec(dtype, sizes == null ? Shape.of(0) : Shape.of(sizes));
    }
}
