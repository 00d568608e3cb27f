package dev.cresset.op;

import static dev.cresset.op.MatrixRules.with;

/** Shapes and dtypes of matrix factorisations. */
final class DecompositionInference {
    private DecompositionInference() {}

    static Spec[] infer(Decomposition op, Spec... in) {
        return switch (op) {
            case Decomposition.Cholesky c -> {
                Shape batch = square("linalg.cholesky", in[0]);
                yield new Spec[] {in[0], new Spec(DType.INT32, batch)};
            }
            case Decomposition.LuFactor l -> {
                Shape batch = matrix("linalg.lu_factor", in[0]);
                yield new Spec[] {
                    in[0],
                    new Spec(DType.INT32, with(batch, smaller(in[0].shape()))),
                    new Spec(DType.INT32, batch)
                };
            }
            case Decomposition.PivotOrder p -> new Spec[] {order(in[0], p.rows())};
            case Decomposition.Qr q -> {
                Shape batch = matrix("linalg.qr", in[0]);
                int m = in[0].shape().size(-2);
                int rank = q.complete() ? m : smaller(in[0].shape());
                yield new Spec[] {
                    like(in[0], batch, m, rank), like(in[0], batch, rank, in[0].shape().size(-1))
                };
            }
            case Decomposition.Geqrf g -> {
                Shape batch = matrix("geqrf", in[0]);
                yield new Spec[] {in[0], like(in[0], batch, smaller(in[0].shape()))};
            }
            case Decomposition.Eigh e -> {
                Shape batch = square("linalg.eigh", in[0]);
                yield new Spec[] {like(in[0], batch, in[0].shape().size(-1)), in[0]};
            }
            case Decomposition.Svd s -> {
                Shape batch = matrix("linalg.svd", in[0]);
                int m = in[0].shape().size(-2);
                int n = in[0].shape().size(-1);
                int k = Math.min(m, n);
                yield new Spec[] {
                    like(in[0], batch, m, s.full() ? m : k),
                    like(in[0], batch, k),
                    like(in[0], batch, s.full() ? n : k, n)
                };
            }
            case Decomposition.SolveTriangular t -> {
                Shape batch = square("linalg.solve_triangular", in[0]);
                yield new Spec[] {rightSide("linalg.solve_triangular", in[0], batch, in[1])};
            }
            case Decomposition.LdlFactor l -> {
                Shape batch = square("linalg.ldl_factor_ex", in[0]);
                yield new Spec[] {
                    in[0],
                    new Spec(DType.INT32, with(batch, in[0].shape().size(-1))),
                    new Spec(DType.INT32, batch)
                };
            }
            case Decomposition.LdlSolve l -> {
                Shape batch = square("linalg.ldl_solve", in[0]);
                Shape pivots = with(batch, in[0].shape().size(-1));
                if (!in[1].shape().equals(pivots) || in[1].dtype() != DType.INT32) {
                    throw new IllegalArgumentException(
                            "linalg.ldl_solve: Expected int32 pivots of shape "
                                    + pivots.listText()
                                    + " but got "
                                    + in[1].dtype()
                                    + " of shape "
                                    + in[1].shape().listText());
                }
                yield new Spec[] {rightSide("linalg.ldl_solve", in[0], batch, in[2])};
            }
        };
    }

    private static Shape matrix(String op, Spec a) {
        MatrixRules.matrix(op, "A", a);
        MatrixRules.floating(op, a);
        return MatrixRules.batch(a.shape(), 2);
    }

    private static Shape square(String op, Spec a) {
        MatrixRules.square(op, "A", a);
        return matrix(op, a);
    }

    private static int smaller(Shape a) {
        return Math.min(a.size(-1), a.size(-2));
    }

    private static Spec like(Spec a, Shape batch, int... core) {
        return new Spec(a.dtype(), with(batch, core));
    }

    private static Spec order(Spec pivots, int rows) {
        Shape shape = pivots.shape();
        if (pivots.dtype() != DType.INT32 || shape.rank() < 1 || shape.size(-1) > rows) {
            throw new IllegalArgumentException(
                    "lu_unpack: pivots must be int32 and at most "
                            + rows
                            + " per matrix, got "
                            + pivots.dtype()
                            + " of shape "
                            + shape.listText());
        }
        return new Spec(DType.INT64, with(MatrixRules.batch(shape, 1), rows));
    }

    private static Spec rightSide(String op, Spec a, Shape batch, Spec b) {
        MatrixRules.sameDtype(op, "A", a, "B", b);
        MatrixRules.matrix(op, "B", b);
        int n = a.shape().size(-1);
        if (b.shape().size(-2) != n || !MatrixRules.batch(b.shape(), 2).equals(batch)) {
            throw new IllegalArgumentException(
                    op
                            + ": Incompatible shapes of A and B for the equation AX = B: "
                            + a.shape().listText()
                            + " and "
                            + b.shape().listText());
        }
        return new Spec(b.dtype(), b.shape());
    }
}
