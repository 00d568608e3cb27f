package dev.cresset.op;

/** Shapes and dtypes of matrix products. */
final class MatrixInference {
    private MatrixInference() {}

    static Spec infer(MatrixOp op, Spec... in) {
        return switch (op) {
            case MatrixOp.Mm m -> mm("mm", in[0], in[1]);
            case MatrixOp.Bmm m -> bmm("bmm", in[0], in[1]);
            case MatrixOp.Mv m -> mv("mv", in[0], in[1]);
            case MatrixOp.Dot d -> dot(in[0], in[1]);
            case MatrixOp.Addmm a -> plus("addmm", in[0], mm("addmm", in[1], in[2]));
            case MatrixOp.Baddbmm a -> plus("baddbmm", in[0], bmm("baddbmm", in[1], in[2]));
            case MatrixOp.Addmv a -> plus("addmv", in[0], mv("addmv", in[1], in[2]));
        };
    }

    private static Spec mm(String name, Spec a, Spec b) {
        rank(name, "mat1", a, 2);
        rank(name, "mat2", b, 2);
        if (a.shape().size(1) != b.shape().size(0)) {
            throw new IllegalArgumentException(
                    name
                            + ": mat1 and mat2 shapes cannot be multiplied ("
                            + a.shape().size(0)
                            + "x"
                            + a.shape().size(1)
                            + " and "
                            + b.shape().size(0)
                            + "x"
                            + b.shape().size(1)
                            + ")");
        }
        same(name, "mat1 and mat2", a, b);
        return new Spec(a.dtype(), Shape.of(a.shape().size(0), b.shape().size(1)));
    }

    private static Spec bmm(String name, Spec a, Spec b) {
        rank(name, "batch1", a, 3);
        rank(name, "batch2", b, 3);
        if (a.shape().size(0) != b.shape().size(0) || a.shape().size(2) != b.shape().size(1)) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected size for first two dimensions of batch2 tensor to be: ["
                            + a.shape().size(0)
                            + ", "
                            + a.shape().size(2)
                            + "] but got: ["
                            + b.shape().size(0)
                            + ", "
                            + b.shape().size(1)
                            + "].");
        }
        same(name, "batch1 and batch2", a, b);
        return new Spec(
                a.dtype(), Shape.of(a.shape().size(0), a.shape().size(1), b.shape().size(2)));
    }

    private static Spec mv(String name, Spec a, Spec v) {
        rank(name, "mat", a, 2);
        rank(name, "vec", v, 1);
        if (a.shape().size(1) != v.shape().size(0)) {
            throw new IllegalArgumentException(
                    name
                            + ": size mismatch, got input ("
                            + a.shape().size(0)
                            + "x"
                            + a.shape().size(1)
                            + "), vec ("
                            + v.shape().size(0)
                            + ")");
        }
        same(name, "mat and vec", a, v);
        return new Spec(a.dtype(), Shape.of(a.shape().size(0)));
    }

    private static Spec dot(Spec a, Spec b) {
        rank("dot", "tensor", a, 1);
        rank("dot", "tensor", b, 1);
        if (a.dtype() != b.dtype()) {
            throw new IllegalArgumentException(
                    "dot : expected both vectors to have same dtype, but found "
                            + a.dtype().legacyName()
                            + " and "
                            + b.dtype().legacyName());
        }
        if (a.shape().size(0) != b.shape().size(0)) {
            throw new IllegalArgumentException(
                    "dot: inconsistent tensor size, expected tensor ["
                            + a.shape().size(0)
                            + "] and src ["
                            + b.shape().size(0)
                            + "] to have the same number of elements, but got "
                            + a.shape().size(0)
                            + " and "
                            + b.shape().size(0)
                            + " elements respectively");
        }
        return new Spec(a.dtype(), Shape.SCALAR);
    }

    private static Spec plus(String name, Spec c, Spec product) {
        if (!c.shape().equals(product.shape())
                && !Shape.broadcast(c.shape(), product.shape()).equals(product.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": the input of shape "
                            + c.shape().listText()
                            + " does not broadcast to "
                            + product.shape().listText());
        }
        same(name, "self and mat2", c, product);
        return product;
    }

    private static void rank(String name, String what, Spec x, int rank) {
        if (x.shape().rank() != rank) {
            throw new IllegalArgumentException(
                    name
                            + ": "
                            + what
                            + " must be "
                            + (rank == 2 ? "a matrix" : rank + "D")
                            + ", got "
                            + x.shape().rank()
                            + "-D tensor of shape "
                            + x.shape().listText());
        }
    }

    private static void same(String name, String what, Spec a, Spec b) {
        if (a.dtype() != b.dtype()) {
            throw new IllegalArgumentException(
                    name
                            + ": "
                            + what
                            + " must have the same dtype, but got "
                            + a.dtype().legacyName()
                            + " and "
                            + b.dtype().legacyName());
        }
    }
}
