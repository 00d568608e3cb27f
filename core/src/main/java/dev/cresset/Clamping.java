package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Parametric;
import dev.cresset.op.Promotion;
import dev.cresset.op.Spec;
import java.util.Objects;
import java.util.stream.Stream;
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

    static Tensor clamp(Tensor x, @Nullable Tensor min, @Nullable Tensor max) {
        Tensor[] in = inputs(x, min, max);
        return Dispatch.run(op(in, min), in);
    }

    static Tensor clamp_(Tensor x, @Nullable Tensor min, @Nullable Tensor max) {
        Tensor[] in = inputs(x, min, max);
        return Dispatch.inPlace(op(in, min), in);
    }

    private static Tensor[] inputs(Tensor x, @Nullable Tensor min, @Nullable Tensor max) {
        if (min == null && max == null) {
            throw new IllegalArgumentException(
                    "clamp: at least one of min or max must not be null");
        }
        return Stream.of(x, min, max).filter(Objects::nonNull).toArray(Tensor[]::new);
    }

    private static Parametric op(Tensor[] in, @Nullable Tensor min) {
        return in.length == 3
                ? new Parametric.ClampBetween()
                : min != null ? new Parametric.ClampMin() : new Parametric.ClampMax();
    }

    /*
     * The gradient passes to x at the bounds and inside, else to the bound that was taken; where the
     * bounds cross, the upper one is taken (PyTorch's clamp_backward_min_max). NaN passes nothing on.
     */
    static final Rule BETWEEN =
            Rule.several(
                    Saved.INPUTS,
                    (s, g) -> {
                        Tensor low = s.in(1);
                        Tensor high = s.in(2);
                        Tensor below = s.in(0).lt(low).logicalAnd(low.lt(high));
                        Tensor above = s.in(0).gt(high).logicalOr(high.lt(low));
                        Tensor inside = s.in(0).ge(low).logicalAnd(s.in(0).le(high));
                        return new @Nullable Tensor[] {
                            Tensor.where(inside, g, 0),
                            Tensor.where(below, g, 0),
                            Tensor.where(above, g, 0)
                        };
                    });

    static final Rule AT_LEAST =
            Rule.several(
                    Saved.INPUTS,
                    (s, g) ->
                            new @Nullable Tensor[] {
                                Tensor.where(s.in(0).ge(s.in(1)), g, 0),
                                Tensor.where(s.in(0).lt(s.in(1)), g, 0)
                            });

    static final Rule AT_MOST =
            Rule.several(
                    Saved.INPUTS,
                    (s, g) ->
                            new @Nullable Tensor[] {
                                Tensor.where(s.in(0).le(s.in(1)), g, 0),
                                Tensor.where(s.in(0).gt(s.in(1)), g, 0)
                            });

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
