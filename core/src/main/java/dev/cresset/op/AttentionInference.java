package dev.cresset.op;

/** Shapes and dtypes of attention. */
final class AttentionInference {
    private static final String NAME = "scaled_dot_product_attention";

    private AttentionInference() {}

    static Spec[] infer(AttentionOp op, Spec... in) {
        return switch (op) {
            case AttentionOp.Attention a -> attention(in);
            case AttentionOp.AttentionGradient g -> new Spec[] {in[1], in[2], in[3]};
        };
    }

    private static Spec[] attention(Spec... in) {
        Shape q = in[0].shape();
        Shape k = in[1].shape();
        Shape v = in[2].shape();
        DType dtype = in[0].dtype();
        if (!dtype.isFloatingPoint() || in[1].dtype() != dtype || in[2].dtype() != dtype) {
            throw refused(
                    "expected query, key and value of one floating-point dtype, got "
                            + dtype
                            + ", "
                            + in[1].dtype()
                            + " and "
                            + in[2].dtype());
        }
        int rank = q.rank();
        boolean fits = rank >= 2 && k.rank() == rank && v.rank() == rank;
        for (int d = 0; fits && d < rank - 2; d++) {
            fits = k.size(d) == v.size(d) && (d == rank - 3 || q.size(d) == k.size(d));
        }
        if (!fits || k.size(-2) != v.size(-2) || q.size(-1) != k.size(-1)) {
            throw refused(
                    "expected query (*, H, L, E), key (*, G, S, E) and value (*, G, S, D), got "
                            + texts(q, k, v));
        }
        if (rank > 2
                && q.size(-3) != k.size(-3)
                && (k.size(-3) == 0 || q.size(-3) % k.size(-3) != 0)) {
            throw refused(
                    "the heads of key and value must divide those of query: " + texts(q, k, v));
        }
        Shape scores = with(q, k.size(-2));
        if (in.length > 3) {
            Shape mask = in[3].shape();
            if (mask.rank() > rank || !Shape.broadcast(mask, scores).equals(scores)) {
                throw refused(
                        "a mask "
                                + mask.listText()
                                + " does not broadcast to the scores "
                                + scores.listText());
            }
        }
        DType wide = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        return new Spec[] {new Spec(dtype, with(q, v.size(-1))), new Spec(wide, with(q, 2))};
    }

    private static Shape with(Shape x, int last) {
        int[] sizes = x.toArray();
        sizes[sizes.length - 1] = last;
        return Shape.of(sizes);
    }

    private static String texts(Shape q, Shape k, Shape v) {
        return q.listText() + ", " + k.listText() + " and " + v.listText();
    }

    private static IllegalArgumentException refused(String rule) {
        return new IllegalArgumentException(NAME + ": " + rule);
    }
}
