package dev.cresset;

import static dev.cresset.Saved.INPUTS;
import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.Binary;
import dev.cresset.op.Compare;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Slope;
import dev.cresset.op.SpecialBinary;
import dev.cresset.op.SpecialUnary;
import dev.cresset.op.Unary;
import org.jspecify.annotations.Nullable;

/** The derivatives of elementwise ops, with PyTorch's choices where there is a corner. */
final class ElementwiseDerivatives {
    private static final int X = input(0);
    private static final int Y = input(1);
    private static final double LN2 = 0.6931471805599453;
    private static final double LN10 = 2.302585092994046;
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

    private ElementwiseDerivatives() {}

    static @Nullable Rule rule(Elementwise op) {
        return switch (op) {
            case Unary u -> unary(u);
            case Binary b -> binary(b);
            case Compare c -> null;
            case SpecialUnary u -> SpecialDerivatives.unary(u);
            case SpecialBinary b -> SpecialDerivatives.binary(b);
            case Slope s -> null;
            case Parametric p -> parametric(p);
        };
    }

    private static @Nullable Rule unary(Unary op) {
        return switch (op) {
            case CLONE -> Rule.one(0, (s, g) -> g);
            case NEG -> Rule.one(0, (s, g) -> g.neg());
            case ABS -> Rule.one(X, (s, g) -> g.mul(s.in(0).sign()));
            case SIGN, FLOOR, CEIL, ROUND, TRUNC -> Rule.one(0, (s, g) -> g.zerosLike());
            case SQUARE -> Rule.one(X, (s, g) -> g.mul(s.in(0).mul(2)));
            case RECIPROCAL -> Rule.one(OUTPUT, (s, g) -> g.neg().mul(s.out().mul(s.out())));
            case FRAC -> Rule.one(0, (s, g) -> g);
            case EXP -> Rule.one(OUTPUT, (s, g) -> g.mul(s.out()));
            case EXP2 -> Rule.one(OUTPUT, (s, g) -> g.mul(s.out()).mul(LN2));
            case EXPM1 -> Rule.one(OUTPUT, (s, g) -> g.mul(s.out().add(1)));
            case LOG -> Rule.one(X, (s, g) -> g.div(s.in(0)));
            case LOG2 -> Rule.one(X, (s, g) -> g.div(s.in(0).mul(LN2)));
            case LOG10 -> Rule.one(X, (s, g) -> g.div(s.in(0).mul(LN10)));
            case LOG1P -> Rule.one(X, (s, g) -> g.div(s.in(0).add(1)));
            case SQRT -> Rule.one(OUTPUT, (s, g) -> g.div(s.out().mul(2)));
            case RSQRT -> Rule.one(OUTPUT, (s, g) -> g.mul(-0.5).mul(s.out().pow(3)));
            case SIN -> Rule.one(X, (s, g) -> g.mul(s.in(0).cos()));
            case COS -> Rule.one(X, (s, g) -> g.mul(s.in(0).sin().neg()));
            case TAN -> Rule.one(OUTPUT, (s, g) -> g.mul(s.out().square().add(1)));
            case ASIN -> Rule.one(X, (s, g) -> g.mul(oneMinusSquare(s.in(0)).rsqrt()));
            case ACOS -> Rule.one(X, (s, g) -> g.mul(oneMinusSquare(s.in(0)).rsqrt().neg()));
            case ATAN -> Rule.one(X, (s, g) -> g.div(s.in(0).square().add(1)));
            case SINH -> Rule.one(X, (s, g) -> g.mul(s.in(0).cosh()));
            case COSH -> Rule.one(X, (s, g) -> g.mul(s.in(0).sinh()));
            case TANH -> slope(Slope.TANH, OUTPUT, (s, g) -> g.mul(oneMinusSquare(s.out())));
            case ASINH -> Rule.one(X, (s, g) -> g.mul(s.in(0).square().add(1).rsqrt()));
            case ACOSH -> Rule.one(X, (s, g) -> g.mul(s.in(0).square().sub(1).rsqrt()));
            case ATANH -> Rule.one(X, (s, g) -> g.div(oneMinusSquare(s.in(0))));
            case SIGMOID ->
                    slope(Slope.SIGMOID, OUTPUT, (s, g) -> g.mul(s.out().rsub(1).mul(s.out())));
            case LOG_SIGMOID -> Rule.one(X, (s, g) -> g.mul(s.in(0).neg().sigmoid()));
            case ERF ->
                    Rule.one(
                            X, (s, g) -> g.mul(s.in(0).square().neg().exp().mul(TWO_OVER_SQRT_PI)));
            case ERFC ->
                    Rule.one(
                            X,
                            (s, g) -> g.mul(s.in(0).square().neg().exp().mul(-TWO_OVER_SQRT_PI)));
            case ERFINV ->
                    Rule.one(
                            OUTPUT,
                            (s, g) -> g.mul(s.out().square().exp().mul(1 / TWO_OVER_SQRT_PI)));
            case LGAMMA -> Rule.one(X, (s, g) -> g.mul(s.in(0).digamma()));
            case DIGAMMA -> Rule.one(X, (s, g) -> g.mul(s.in(0).polygamma(1)));
            case RELU -> slope(Slope.RELU, OUTPUT, (s, g) -> g.maskedFill(s.out().le(0), 0));
            case GELU -> slope(Slope.GELU, X, (s, g) -> g.mul(geluSlope(s.in(0))));
            case GELU_TANH -> slope(Slope.GELU_TANH, X, (s, g) -> g.mul(geluTanhSlope(s.in(0))));
            case SILU -> slope(Slope.SILU, X, (s, g) -> g.mul(siluSlope(s.in(0))));
            case MISH -> Rule.one(X, (s, g) -> g.mul(mishSlope(s.in(0))));
            case HARDSWISH -> Rule.one(X, (s, g) -> g.mul(hardswishSlope(s.in(0))));
            case HARDSIGMOID -> Rule.one(X, (s, g) -> within(s.in(0), -3, 3, g.mul(1 / 6.0)));
            case LOGICAL_NOT, BITWISE_NOT, ISNAN, ISINF, ISFINITE -> null;
        };
    }

    /** A rule that is one op where it need not be differentiated itself. */
    private static Rule slope(Slope op, int keeps, Rule.One formula) {
        return Rule.one(
                keeps,
                (s, g) -> {
                    if (GradMode.enabled()) {
                        return formula.apply(s, g);
                    }
                    return Dispatch.run(op, g, keeps == OUTPUT ? s.out() : s.in(0));
                });
    }

    private static Tensor oneMinusSquare(Tensor x) {
        return x.square().rsub(1);
    }

    private static Tensor geluSlope(Tensor x) {
        Tensor cdf = x.mul(Math.sqrt(0.5)).erf().add(1).mul(0.5);
        Tensor pdf = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
        return cdf.add(x.mul(pdf));
    }

    private static Tensor geluTanhSlope(Tensor x) {
        double beta = Math.sqrt(2 / Math.PI);
        double kappa = 0.044715;
        Tensor tanh = x.add(x.pow(3).mul(kappa)).mul(beta).tanh();
        Tensor inner = x.square().mul(3 * kappa).add(1).mul(beta);
        Tensor left = tanh.add(1).mul(0.5);
        return left.add(x.mul(0.5).mul(oneMinusSquare(tanh)).mul(inner));
    }

    private static Tensor siluSlope(Tensor x) {
        Tensor sigmoid = x.sigmoid();
        return sigmoid.mul(x.mul(sigmoid.rsub(1)).add(1));
    }

    private static Tensor mishSlope(Tensor x) {
        Tensor sigmoid = x.sigmoid();
        Tensor tanh = Dispatch.run(new Parametric.Softplus(1, 20), x).tanh();
        return tanh.add(x.mul(sigmoid).mul(oneMinusSquare(tanh)));
    }

    private static Tensor hardswishSlope(Tensor x) {
        Tensor middle = x.mul(1 / 3.0).add(0.5);
        Tensor low = Tensor.where(x.le(-3), 0.0, middle);
        return Tensor.where(x.ge(3), 1.0, low);
    }

    /** g where min < x < max, else 0. */
    private static Tensor within(Tensor x, double min, double max, Tensor g) {
        return Tensor.where(x.gt(min).logicalAnd(x.lt(max)), g, 0);
    }

    private static @Nullable Tensor[] both(@Nullable Tensor x, @Nullable Tensor y) {
        @Nullable Tensor[] out = {x, y};
        return out;
    }

    private static @Nullable Rule binary(Binary op) {
        return switch (op) {
            case ADD -> Rule.several(0, (s, g) -> both(g, g));
            case SUB -> Rule.several(0, (s, g) -> both(g, s.needs(1) ? g.neg() : null));
            case MUL ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    both(
                                            s.needs(0) ? g.mul(s.in(1)) : null,
                                            s.needs(1) ? g.mul(s.in(0)) : null));
            case DIV ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    both(
                                            s.needs(0) ? g.div(s.in(1)) : null,
                                            s.needs(1)
                                                    ? g.neg().mul(s.in(0).div(s.in(1)).div(s.in(1)))
                                                    : null));
            case FLOOR_DIVIDE, TRUNC_DIVIDE ->
                    Rule.several(0, (s, g) -> both(g.zerosLike(), g.zerosLike()));
            case REMAINDER ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    both(
                                            g,
                                            s.needs(1)
                                                    ? g.neg()
                                                            .mul(
                                                                    s.in(0)
                                                                            .div(
                                                                                    s.in(1),
                                                                                    RoundingMode
                                                                                            .FLOOR))
                                                    : null));
            case FMOD ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    both(
                                            g,
                                            s.needs(1)
                                                    ? g.neg()
                                                            .mul(
                                                                    s.in(0)
                                                                            .div(
                                                                                    s.in(1),
                                                                                    RoundingMode
                                                                                            .TRUNC))
                                                    : null));
            case POW ->
                    Rule.several(
                            INPUTS | OUTPUT,
                            (s, g) ->
                                    both(
                                            s.needs(0) ? powBase(g, s.in(0), s.in(1)) : null,
                                            s.needs(1)
                                                    ? powExponent(g, s.in(0), s.in(1), s.out())
                                                    : null));
            case MAXIMUM -> extreme(Compare.LT, Compare.GT);
            case MINIMUM -> extreme(Compare.GT, Compare.LT);
            case FMAX ->
                    Rule.several(
                            INPUTS,
                            (s, g) -> {
                                Tensor first = s.in(0).ge(s.in(1)).logicalOr(s.in(1).isnan());
                                return both(Tensor.where(first, g, 0), Tensor.where(first, 0, g));
                            });
            case FMIN ->
                    Rule.several(
                            INPUTS,
                            (s, g) -> {
                                Tensor first = s.in(0).le(s.in(1)).logicalOr(s.in(1).isnan());
                                return both(Tensor.where(first, g, 0), Tensor.where(first, 0, g));
                            });
            case ATAN2 ->
                    Rule.several(
                            INPUTS,
                            (s, g) -> {
                                Tensor r2 = s.in(0).square().add(s.in(1).square());
                                Tensor scaled = g.div(r2).maskedFill(r2.eq(0), 0);
                                return both(scaled.mul(s.in(1)), scaled.mul(s.in(0).neg()));
                            });
            case HYPOT ->
                    Rule.several(
                            INPUTS | OUTPUT,
                            (s, g) ->
                                    both(g.mul(s.in(0).div(s.out())), g.mul(s.in(1).div(s.out()))));
            case COPYSIGN ->
                    Rule.several(
                            X | OUTPUT,
                            (s, g) -> {
                                Tensor ratio = s.out().div(s.in(0));
                                Tensor dx = g.mul(ratio.maskedFill(s.in(0).eq(0), 0));
                                return both(dx, s.needs(1) ? g.zerosLike() : null);
                            });
            case XLOGY ->
                    Rule.several(
                            INPUTS,
                            (s, g) -> {
                                Tensor none = s.in(0).eq(0).logicalAnd(s.in(1).le(0));
                                return both(
                                        s.needs(0)
                                                ? g.mul(s.in(1).log()).maskedFill(none, 0)
                                                : null,
                                        s.needs(1) ? g.mul(s.in(0).div(s.in(1))) : null);
                            });
            case LOGADDEXP ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    both(
                                            g.mul(s.in(0).sub(s.in(1)).sigmoid()),
                                            g.mul(s.in(1).sub(s.in(0)).sigmoid())));
            case GCD,
                    LCM,
                    BITWISE_AND,
                    BITWISE_OR,
                    BITWISE_XOR,
                    BITWISE_LEFT_SHIFT,
                    BITWISE_RIGHT_SHIFT ->
                    null;
        };
    }

    /** The loser gets nothing; equals take half of the gradient each; beside a NaN both take it. */
    private static Rule extreme(Compare xLoses, Compare yLoses) {
        return Rule.several(
                INPUTS,
                (s, g) -> {
                    Tensor x = s.in(0);
                    Tensor y = s.in(1);
                    Tensor shared = Tensor.where(x.eq(y), g.div(2), g);
                    return both(
                            shared.maskedFill(Dispatch.run(xLoses, x, y), 0),
                            shared.maskedFill(Dispatch.run(yLoses, x, y), 0));
                });
    }

    private static Tensor powBase(Tensor g, Tensor x, Tensor y) {
        return Tensor.where(y.eq(0), 0, g.mul(y.mul(x.pow(y.sub(1)))));
    }

    private static Tensor powExponent(Tensor g, Tensor x, Tensor y, Tensor out) {
        Tensor zero = x.eq(0).logicalAnd(y.ge(0));
        return Tensor.where(zero, 0, g.mul(out.mul(x.log())));
    }

    private static @Nullable Rule parametric(Parametric op) {
        return switch (op) {
            case Parametric.Cast c -> Rule.one(0, (s, g) -> g);
            case Parametric.Contiguous c -> Rule.one(0, (s, g) -> g);
            case Parametric.Copy c ->
                    Rule.several(0, (s, g) -> both(s.needs(0) ? g.zerosLike() : null, g));
            case Parametric.Fill f ->
                    Rule.several(
                            0,
                            (s, g) ->
                                    both(
                                            s.needs(0) ? g.zerosLike() : null,
                                            s.needs(1) ? g.sum() : null));
            case Parametric.AddScaled a ->
                    Rule.several(0, (s, g) -> both(g, s.needs(1) ? g.mul(a.alpha()) : null));
            case Parametric.SubScaled a ->
                    Rule.several(0, (s, g) -> both(g, s.needs(1) ? g.mul(-a.alpha()) : null));
            case Parametric.Rsub r ->
                    Rule.several(
                            0,
                            (s, g) ->
                                    both(
                                            s.needs(0)
                                                    ? r.alpha() == 1 ? g.neg() : g.mul(-r.alpha())
                                                    : null,
                                            g));
            case Parametric.PowOfNumber p -> binary(Binary.POW);
            case Parametric.PowScalar p ->
                    Rule.one(
                            X,
                            (s, g) ->
                                    p.exponent() == 0
                                            ? g.zerosLike()
                                            : g.mul(
                                                    s.in(0)
                                                            .pow(p.exponent() - 1)
                                                            .mul(p.exponent())));
            case Parametric.Clamp c ->
                    Rule.one(
                            X,
                            (s, g) -> {
                                Tensor x = s.in(0);
                                Tensor inside = x.ge(c.min()).logicalAnd(x.le(c.max()));
                                return Tensor.where(inside, g, 0);
                            });
            case Parametric.ClampBetween c -> Clamping.BETWEEN;
            case Parametric.ClampMin c -> Clamping.AT_LEAST;
            case Parametric.ClampMax c -> Clamping.AT_MOST;
            case Parametric.Round r -> Rule.one(0, (s, g) -> g.zerosLike());
            case Parametric.LeakyRelu l ->
                    Rule.one(X, (s, g) -> Tensor.where(s.in(0).gt(0), g, g.mul(l.slope())));
            case Parametric.Elu e ->
                    Rule.one(
                            X,
                            (s, g) -> {
                                Tensor x = s.in(0);
                                Tensor negative =
                                        x.mul(e.inputScale())
                                                .exp()
                                                .mul(e.inputScale() * e.alpha() * e.scale());
                                return Tensor.where(x.gt(0), g.mul(e.scale()), g.mul(negative));
                            });
            case Parametric.Softplus p ->
                    Rule.one(
                            X,
                            (s, g) -> {
                                Tensor t = s.in(0).mul(p.beta());
                                return Tensor.where(t.gt(p.threshold()), g, g.mul(t.sigmoid()));
                            });
            case Parametric.Hardtanh h ->
                    Rule.one(X, (s, g) -> within(s.in(0), h.min(), h.max(), g));
            case Parametric.Threshold t ->
                    Rule.one(X, (s, g) -> Tensor.where(s.in(0).le(t.threshold()), 0, g));
            case Parametric.Hardshrink h ->
                    Rule.one(
                            X,
                            (s, g) -> {
                                Tensor x = s.in(0);
                                Tensor kept = x.lt(-h.lambda()).logicalOr(x.gt(h.lambda()));
                                return Tensor.where(kept, g, 0);
                            });
            case Parametric.Softshrink h ->
                    Rule.one(
                            X,
                            (s, g) ->
                                    Tensor.where(
                                            s.in(0)
                                                    .lt(-h.lambda())
                                                    .logicalOr(s.in(0).gt(h.lambda())),
                                            g,
                                            0));
            case Parametric.Where w ->
                    Rule.several(
                            input(0),
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        null,
                                        s.needs(1) ? Tensor.where(s.in(0), g, 0) : null,
                                        s.needs(2) ? Tensor.where(s.in(0), 0, g) : null
                                    });
            case Parametric.MaskedFill m ->
                    Rule.several(
                            Y,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? g.maskedFill(s.in(1), 0) : null,
                                        null,
                                        s.needs(2) ? Tensor.where(s.in(1), g, 0).sum() : null
                                    });
            case Parametric.Lerp l ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? g.mul(s.in(2).rsub(1)) : null,
                                        s.needs(1) ? g.mul(s.in(2)) : null,
                                        s.needs(2) ? g.mul(s.in(1).sub(s.in(0))) : null
                                    });
            case Parametric.Difference d -> null;
            case Parametric.Addcmul a ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        g,
                                        s.needs(1) ? g.mul(s.in(2)).mul(a.value()) : null,
                                        s.needs(2) ? g.mul(s.in(1)).mul(a.value()) : null
                                    });
            case Parametric.Addcdiv a ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        g,
                                        s.needs(1)
                                                ? g.mul(s.in(2).reciprocal().mul(a.value()))
                                                : null,
                                        s.needs(2)
                                                ? g.neg()
                                                        .mul(
                                                                s.in(1)
                                                                        .mul(a.value())
                                                                        .div(s.in(2).square()))
                                                : null
                                    });
            case Parametric.Polygamma y ->
                    Rule.one(X, (s, g) -> g.mul(s.in(0).polygamma(y.n() + 1)));
            case Parametric.NanToNum n ->
                    Rule.one(X, (s, g) -> Tensor.where(s.in(0).isfinite(), g, 0));
        };
    }
}
