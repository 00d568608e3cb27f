package dev.cresset;

import dev.cresset.engine.View;

/** Equality and closeness of tensors. */
final class Closeness {
    private Closeness() {}

    static Tensor isclose(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
        if (x.dtype() != y.dtype()) {
            throw new IllegalArgumentException(
                    "isclose: " + x.dtype() + " did not match " + y.dtype());
        }
        if (!(rtol >= 0) || !(atol >= 0)) {
            throw new IllegalArgumentException(
                    "isclose: rtol and atol must be at least 0, got " + rtol + " and " + atol);
        }
        return GradMode.with(
                false,
                () -> {
                    Tensor close = x.eq(y);
                    if (equalNan && x.dtype().isFloatingPoint()) {
                        close = close.logicalOr(x.isnan().logicalAnd(y.isnan()));
                    }
                    if (rtol == 0 && atol == 0) {
                        return close;
                    }
                    boolean bool = x.dtype() == dev.cresset.op.DType.BOOL;
                    Tensor a = bool ? x.toByte() : x;
                    Tensor b = bool ? y.toByte() : y;
                    Tensor allowed = b.mul(rtol).abs().add(atol);
                    Tensor error = a.sub(b).abs();
                    return close.logicalOr(error.isfinite().logicalAnd(error.le(allowed)));
                });
    }

    static boolean equal(Tensor x, Tensor y) {
        if (x.dtype() != y.dtype()) {
            throw new IllegalArgumentException(
                    "equal: Expected all tensors to have the same dtype, got "
                            + x.dtype()
                            + " and "
                            + y.dtype());
        }
        if (!x.shape().equals(y.shape())) {
            return false;
        }
        View a = x.view();
        View b = y.view();
        boolean floating = x.dtype().isFloatingPoint();
        for (int i = 0; i < a.numel(); i++) {
            boolean same = floating ? a.doubleAt(i) == b.doubleAt(i) : a.longAt(i) == b.longAt(i);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
