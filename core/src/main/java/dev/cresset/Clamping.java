package dev.cresset;

import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.Parametric;
import dev.cresset.op.Promotion;
import dev.cresset.op.Spec;
import org.jspecify.annotations.Nullable;

/** Values held within bounds. */
final class Clamping {
    private Clamping() {}

    static Tensor clamp(Tensor x, @Nullable Number min, @Nullable Number max) {
        Parametric.Clamp op = op(min, max);
        return Dispatch.run(op, promoted(x, min, max));
    }

    static Tensor clamp_(Tensor x, @Nullable Number min, @Nullable Number max) {
        Parametric.Clamp op = op(min, max);
        DType dtype = resultType(x, min, max);
        if (!Promotion.canCast(dtype, x.dtype())) {
            throw new IllegalArgumentException(
                    "clamp_: result type "
                            + dtype.legacyName()
                            + " can't be cast to the desired output type "
                            + x.dtype().legacyName());
        }
        return Dispatch.inPlace(op, x);
    }

    private static Parametric.Clamp op(@Nullable Number min, @Nullable Number max) {
        if (min == null && max == null) {
            throw new IllegalArgumentException(
                    "clamp: at least one of min or max must not be null");
        }
        double low = min == null ? Double.NEGATIVE_INFINITY : min.doubleValue();
        double high = max == null ? Double.POSITIVE_INFINITY : max.doubleValue();
        return new Parametric.Clamp(low, high);
    }

    private static Tensor promoted(Tensor x, @Nullable Number min, @Nullable Number max) {
        DType dtype = resultType(x, min, max);
        return x.dtype() == dtype ? x : x.to(dtype);
    }

    private static DType resultType(Tensor x, @Nullable Number min, @Nullable Number max) {
        Spec none = x.spec();
        DType dtype =
                Promotion.resultType(
                        x.spec(),
                        min == null ? none : Tensor.number(min).spec(),
                        max == null ? none : Tensor.number(max).spec());
        if (dtype == DType.BOOL) {
            throw new IllegalArgumentException("\"clamp\" not implemented for 'Bool'");
        }
        return dtype;
    }

    /* The gradient of clamp passes at the bounds, that of maximum and minimum is shared there. */
    static Tensor clamp(Tensor x, @Nullable Tensor min, @Nullable Tensor max) {
        if (min == null && max == null) {
            throw new IllegalArgumentException(
                    "clamp: at least one of min or max must not be null");
        }
        Tensor low = min == null ? x : Dispatch.run(Binary.MAXIMUM, x, min);
        return max == null ? low : Dispatch.run(Binary.MINIMUM, low, max);
    }

    static Tensor nanToNum(Tensor x, Number nan, @Nullable Number posInf, @Nullable Number negInf) {
        double largest =
                switch (x.dtype()) {
                    case FLOAT64 -> Double.MAX_VALUE;
                    case FLOAT16 -> 65504;
                    case BFLOAT16 -> 0x1.fep127;
                    default -> Float.MAX_VALUE;
                };
        return Dispatch.run(
                new Parametric.NanToNum(
                        nan.doubleValue(),
                        posInf == null ? largest : posInf.doubleValue(),
                        negInf == null ? -largest : negInf.doubleValue()),
                x);
    }
}
