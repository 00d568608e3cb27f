package dev.cresset.op;

/** Shapes and dtypes of elementwise ops. */
public final class ElementwiseInference {
    private ElementwiseInference() {}

    /** Returns the spec of the result. */
    static Spec infer(Elementwise op, Spec... in) {
        return infer(op, computeType(op, in), in);
    }

    /** Returns the spec of the result of an op that computes in a known dtype. */
    public static Spec infer(Elementwise op, DType compute, Spec... in) {
        DType result =
                switch (op) {
                    case Parametric.Cast c -> c.dtype();
                    case Parametric.Copy c -> in[0].dtype();
                    case Parametric.Fill f -> in[0].dtype();
                    case Parametric p -> compute;
                    case Unary u -> u.result() == Elementwise.Result.BOOL ? DType.BOOL : compute;
                    case Binary b -> compute;
                    case Compare c -> DType.BOOL;
                    case SpecialUnary u -> compute;
                    case SpecialBinary b -> compute;
                    case Slope s -> compute;
                };
        Shape shape = in[0].shape();
        for (int i = 1; i < in.length; i++) {
            shape = Shape.broadcast(shape, in[i].shape());
        }
        return new Spec(result, shape);
    }

    /**
     * Returns the dtype in which an op computes.
     *
     * @throws IllegalArgumentException if the op refuses the dtypes
     */
    public static DType computeType(Elementwise op, Spec... in) {
        DType promoted =
                switch (op) {
                    case Parametric.Where w -> Promotion.resultType(in[1], in[2]);
                    case Parametric.MaskedFill m -> in[0].dtype();
                    case Unary u when u == Unary.SQUARE && in[0].dtype() == DType.BOOL ->
                            DType.INT64;
                    case Parametric.Copy c -> in[1].dtype();
                    case Parametric.Fill f -> in[1].dtype();
                    case Parametric.PowScalar p ->
                            in[0].dtype().isFloatingPoint()
                                    ? in[0].dtype()
                                    : p.floating()
                                            ? DefaultDType.get()
                                            : in[0].dtype() == DType.BOOL
                                                    ? DType.INT64
                                                    : in[0].dtype();
                    default -> in.length == 1 ? in[0].dtype() : Promotion.resultType(in);
                };
        check(op, promoted, in);
        boolean toFloat = op.result() == Elementwise.Result.FLOAT && !promoted.isFloatingPoint();
        return toFloat ? DefaultDType.get() : promoted;
    }

    private static void check(Elementwise op, DType dtype, Spec... in) {
        switch (op) {
            case Unary u -> checkUnary(u, dtype);
            case Binary b -> checkBinary(b, dtype, in);
            case Compare c -> {}
            case SpecialUnary u -> {
                if (u.floatsOnly()) {
                    floatsOnly(u, dtype);
                }
            }
            case SpecialBinary b -> {
                if (b.floatsOnly()) {
                    floatsOnly(b, dtype);
                }
            }
            case Slope s -> floatsOnly(s, dtype);
            case Parametric.Difference d -> floatsOnly("mse_loss_backward", dtype);
            case Parametric.SubScaled s -> refuseBool(in);
            case Parametric.Rsub r -> refuseBool(in);
            case Parametric.PowOfNumber p -> checkBinary(Binary.POW, dtype, in);
            case Parametric.Where w -> {
                if (in[0].dtype() != DType.BOOL && in[0].dtype() != DType.UINT8) {
                    throw new IllegalArgumentException(
                            "where: the condition must be a bool tensor, got " + in[0].dtype());
                }
            }
            case Parametric.MaskedFill m -> {
                if (in[1].dtype() != DType.BOOL) {
                    throw new IllegalArgumentException(
                            "masked_fill only supports boolean masks, but got mask with dtype "
                                    + in[1].dtype());
                }
                if (in[2].shape().rank() != 0) {
                    throw new IllegalArgumentException(
                            "masked_fill_ only supports a 0-dimensional value tensor, but got"
                                    + " tensor with "
                                    + in[2].shape().rank()
                                    + " dimension(s).");
                }
                if (!Promotion.canCast(in[2].dtype(), dtype)) {
                    throw new IllegalArgumentException(
                            "value cannot be converted to type "
                                    + dtype.legacyName()
                                    + " without overflow: masked_fill of "
                                    + dtype
                                    + " with "
                                    + in[2].dtype());
                }
            }
            case Parametric.Addcdiv a -> {
                if (!dtype.isFloatingPoint()) {
                    throw new IllegalArgumentException(
                            "Integer division with addcdiv is no longer supported: got " + dtype);
                }
            }
            case Parametric.ClampBetween c -> refuseBool("clamp", dtype);
            case Parametric.ClampMin c -> refuseBool("clamp", dtype);
            case Parametric.ClampMax c -> refuseBool("clamp", dtype);
            case Parametric.Round r -> floatsOnly("round", dtype);
            case Parametric.Elu e -> floatsOnly("elu", dtype);
            case Parametric.Softplus s -> floatsOnly("softplus", dtype);
            case Parametric.Hardshrink h -> floatsOnly("hardshrink", dtype);
            case Parametric.Softshrink s -> floatsOnly("softshrink", dtype);
            case Parametric.LeakyRelu l -> floatsOnly("leaky_relu", dtype);
            case Parametric.Lerp l -> floatsOnly("lerp", dtype);
            case Parametric.PowScalar p -> {
                if (!dtype.isFloatingPoint() && p.exponent() < 0) {
                    throw new IllegalArgumentException(
                            "Integers to negative integer powers are not allowed: "
                                    + dtype
                                    + " to the power "
                                    + (long) p.exponent());
                }
            }
            case Parametric p -> {}
        }
    }

    private static void checkUnary(Unary op, DType dtype) {
        switch (op) {
            case NEG -> {
                if (dtype == DType.BOOL) {
                    throw new IllegalArgumentException(
                            "Negation, the `-` operator, on a bool tensor is not supported. If you"
                                    + " are trying to invert a mask, use the `~` or `logical_not()`"
                                    + " operator instead.");
                }
            }
            case BITWISE_NOT -> {
                if (dtype.isFloatingPoint()) {
                    throw unsupported("bitwise_not", dtype);
                }
            }
            case ABS, FLOOR, CEIL, TRUNC, ROUND, RELU -> {
                if (dtype == DType.BOOL) {
                    throw unsupported(op.toString(), dtype);
                }
            }
            default -> {
                if (op.floatsOnly()) {
                    floatsOnly(op, dtype);
                }
            }
        }
    }

    private static void checkBinary(Binary op, DType dtype, Spec... in) {
        switch (op) {
            case SUB -> refuseBool(in);
            case REMAINDER, FMOD, FLOOR_DIVIDE, TRUNC_DIVIDE, POW -> {
                if (dtype == DType.BOOL) {
                    throw unsupported(op.toString(), dtype);
                }
            }
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR -> {
                if (dtype.isFloatingPoint()) {
                    throw unsupported(op.toString(), dtype);
                }
            }
            case BITWISE_LEFT_SHIFT, BITWISE_RIGHT_SHIFT, GCD, LCM -> {
                if (!dtype.isIntegral()) {
                    throw unsupported(op.toString(), dtype);
                }
            }
            case HYPOT, LOGADDEXP -> floatsOnly(op, dtype);
            case ADD, MUL, DIV, MAXIMUM, MINIMUM, FMAX, FMIN, ATAN2, COPYSIGN, XLOGY -> {}
        }
    }

    private static void refuseBool(Spec... in) {
        boolean x = in[0].dtype() == DType.BOOL;
        boolean y = in[1].dtype() == DType.BOOL;
        if (x && y) {
            throw new IllegalArgumentException(
                    "sub: Subtraction, the `-` operator, with two bool tensors is not supported. Use"
                            + " the `^` or `logical_xor()` operator instead.");
        } else if (x || y) {
            throw new IllegalArgumentException(
                    "sub: Subtraction, the `-` operator, with a bool tensor is not supported: got "
                            + in[0].dtype()
                            + " and "
                            + in[1].dtype()
                            + ". If you are trying to invert a mask, use `bitwiseNot()` or"
                            + " `logicalNot()` instead.");
        }
    }

    private static void refuseBool(String name, DType dtype) {
        if (dtype == DType.BOOL) {
            throw unsupported(name, dtype);
        }
    }

    /** {@code name} is an op or its name: not to be made a text of as long as all is well. */
    private static void floatsOnly(Object name, DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw unsupported(name.toString(), dtype);
        }
    }

    private static IllegalArgumentException unsupported(String name, DType dtype) {
        return new IllegalArgumentException(
                "\"" + name + "\" not implemented for '" + dtype.legacyName() + "', got " + dtype);
    }
}
