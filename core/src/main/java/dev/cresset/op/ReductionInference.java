package dev.cresset.op;

/** Shapes and dtypes of reductions. */
final class ReductionInference {
    private ReductionInference() {}

    static Spec[] infer(Reduction op, Spec x) {
        Shape shape = reduced(x.shape(), op.dims(), op.keepdim());
        return switch (op) {
            case Reduction.Reduce r -> new Spec[] {new Spec(dtype(r, x), shape)};
            case Reduction.Var v -> new Spec[] {new Spec(floating("var", x), shape)};
            case Reduction.Std s -> new Spec[] {new Spec(floating("std", x), shape)};
            case Reduction.VectorNorm n ->
                    new Spec[] {new Spec(floating("linalg.vector_norm", x), shape)};
            case Reduction.ArgExtreme a -> {
                if (x.dtype() == DType.BOOL) {
                    throw new IllegalArgumentException(
                            (a.max() ? "argmax" : "argmin")
                                    + "(): does not support bool input, got "
                                    + x.dtype());
                }
                nonEmpty(a.max() ? "argmax" : "argmin", x.shape(), a.dims());
                yield new Spec[] {new Spec(DType.INT64, shape)};
            }
            case Reduction.Extreme e -> {
                nonEmpty(e.max() ? "max" : "min", x.shape(), e.dims());
                yield new Spec[] {new Spec(x.dtype(), shape), new Spec(DType.INT64, shape)};
            }
        };
    }

    private static DType dtype(Reduction.Reduce op, Spec x) {
        return switch (op.kind()) {
            case SUM, PROD -> x.dtype().isFloatingPoint() ? x.dtype() : DType.INT64;
            case MEAN -> {
                if (!x.dtype().isFloatingPoint()) {
                    throw new IllegalArgumentException(
                            "mean(): could not infer output dtype. Input dtype must be either a"
                                    + " floating point or complex dtype. Got: "
                                    + x.dtype().legacyName()
                                    + " ("
                                    + x.dtype()
                                    + ")");
                }
                yield x.dtype();
            }
            case AMAX, AMIN -> {
                nonEmpty(op.kind().toString(), x.shape(), op.dims());
                yield x.dtype();
            }
            case ALL, ANY -> x.dtype() == DType.UINT8 ? DType.UINT8 : DType.BOOL;
            case LOGSUMEXP -> x.dtype().isFloatingPoint() ? x.dtype() : DefaultDType.get();
        };
    }

    private static DType floating(String name, Spec x) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected a floating point or complex tensor as input. Got "
                            + x.dtype().legacyName()
                            + " ("
                            + x.dtype()
                            + ")");
        }
        return x.dtype();
    }

    private static void nonEmpty(String name, Shape shape, int[] dims) {
        for (int d : dims) {
            if (shape.rank() > 0 && shape.size(d) == 0) {
                if (dims.length == shape.rank() && dims.length > 1) {
                    throw new IllegalArgumentException(
                            name
                                    + "(): Expected reduction dim to be specified for input.numel()"
                                    + " == 0. Specify the reduction dim with the 'dim' argument.");
                }
                throw new IndexOutOfBoundsException(
                        name
                                + "(): Expected reduction dim "
                                + d
                                + " to have non-zero size: shape "
                                + shape.listText());
            }
        }
    }

    /** Returns a shape without the given dimensions, or with size 1 there. */
    static Shape reduced(Shape shape, int[] dims, boolean keepdim) {
        boolean[] gone = new boolean[Math.max(shape.rank(), 1)];
        for (int d : dims) {
            gone[d] = true;
        }
        int[] out = new int[shape.rank()];
        int n = 0;
        for (int d = 0; d < shape.rank(); d++) {
            if (!gone[d]) {
                out[n++] = shape.size(d);
            } else if (keepdim) {
                out[n++] = 1;
            }
        }
        return Shape.of(java.util.Arrays.copyOf(out, n));
    }
}
