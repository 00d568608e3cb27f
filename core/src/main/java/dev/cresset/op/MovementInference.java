package dev.cresset.op;

/** Shapes and dtypes of ops that move elements. */
final class MovementInference {
    private MovementInference() {}

    static Spec infer(Movement op, Spec x) {
        return switch (op) {
            case Movement.Flip f -> x;
            case Movement.Roll r -> x;
            case Movement.Tril t -> matrices("tril", x);
            case Movement.Triu t -> matrices("triu", x);
            case Movement.Repeat r -> new Spec(x.dtype(), repeated(x.shape(), r.repeats()));
        };
    }

    private static Spec matrices(String name, Spec x) {
        if (x.shape().rank() < 2) {
            throw new IllegalArgumentException(
                    name
                            + ": input tensor must have at least 2 dimensions, got "
                            + x.shape().listText());
        }
        return x;
    }

    private static Shape repeated(Shape x, int... repeats) {
        int lead = repeats.length - x.rank();
        if (lead < 0) {
            throw new IllegalArgumentException(
                    "repeat: Number of dimensions of repeat dims can not be smaller than number of"
                            + " dimensions of tensor: "
                            + repeats.length
                            + " for "
                            + x.listText());
        }
        int[] out = repeats.clone();
        for (int d = 0; d < out.length; d++) {
            if (repeats[d] < 0) {
                throw new IllegalArgumentException(
                        "repeat: Trying to create tensor with negative dimension "
                                + repeats[d]
                                + " at position "
                                + d);
            }
            out[d] = Math.multiplyExact(repeats[d], d < lead ? 1 : x.size(d - lead));
        }
        return Shape.of(out);
    }
}
