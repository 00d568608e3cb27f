package dev.cresset;

import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Promotion;

/** Sums whose second term has a factor: PyTorch's {@code alpha}. */
final class Scaled {
    private Scaled() {}

    static Elementwise add(Tensor x, Tensor y, Number alpha) {
        check("add", x, y, alpha);
        return isOne(alpha) ? Binary.ADD : new Parametric.AddScaled(alpha.doubleValue());
    }

    static Elementwise sub(Tensor x, Tensor y, Number alpha) {
        check("sub", x, y, alpha);
        return isOne(alpha) ? Binary.SUB : new Parametric.SubScaled(alpha.doubleValue());
    }

    static Elementwise rsub(Tensor x, Tensor y, Number alpha) {
        check("rsub", x, y, alpha);
        return new Parametric.Rsub(alpha.doubleValue(), false);
    }

    private static boolean isOne(Number alpha) {
        return alpha.doubleValue() == 1;
    }

    private static void check(String op, Tensor x, Tensor y, Number alpha) {
        DType dtype = Promotion.resultType(x.spec(), y.spec());
        boolean floating = alpha instanceof Double || alpha instanceof Float;
        if (floating && !dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    op
                            + ": For integral input tensors, argument alpha must not be a floating"
                            + " point number, got "
                            + alpha
                            + " for "
                            + dtype);
        }
    }
}
