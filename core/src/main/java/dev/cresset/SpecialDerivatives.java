package dev.cresset;

import static dev.cresset.Saved.INPUTS;
import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.SpecialBinary;
import dev.cresset.op.SpecialUnary;
import org.jspecify.annotations.Nullable;

/** The derivatives of special functions, as far as PyTorch has them. */
final class SpecialDerivatives {
    private static final int X = input(0);

    private SpecialDerivatives() {}

    static @Nullable Rule unary(SpecialUnary op) {
        return switch (op) {
            case I0 -> Rule.one(X, (s, g) -> g.mul(Special.i1(s.in(0))));
            case I0E ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) -> g.mul(Special.i1e(s.in(0)).sub(s.in(0).sign().mul(s.out()))));
            case I1 ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) ->
                                    nearZero(
                                            s,
                                            g,
                                            x -> s.in(0).i0().sub(s.out().mul(x.reciprocal()))));
            case I1E ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) ->
                                    nearZero(
                                            s,
                                            g,
                                            x ->
                                                    Special.i0e(s.in(0))
                                                            .sub(
                                                                    s.out()
                                                                            .mul(
                                                                                    x.sign()
                                                                                            .add(
                                                                                                    x
                                                                                                            .reciprocal())))));
            case ERFCX ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) ->
                                    g.mul(s.in(0).mul(2).mul(s.out()).sub(2 / Math.sqrt(Math.PI))));
            case ENTR -> Rule.one(X, (s, g) -> g.mul(s.in(0).log().add(1).neg()));
            case NDTRI ->
                    Rule.one(
                            OUTPUT,
                            (s, g) ->
                                    g.mul(
                                            s.out()
                                                    .square()
                                                    .div(2)
                                                    .exp()
                                                    .mul(Math.sqrt(2 * Math.PI))));
            case LOG_NDTR ->
                    Rule.one(
                            X | OUTPUT,
                            (s, g) ->
                                    g.div(Math.sqrt(2 * Math.PI))
                                            .mul(s.out().add(s.in(0).square().div(2)).neg().exp()));
            case FREXP_MANTISSA ->
                    Rule.one(
                            X,
                            (s, g) ->
                                    g.div(
                                            Dispatch.run(
                                                            SpecialUnary.FREXP_EXPONENT,
                                                            s.in(0).detach())
                                                    .exp2()));
            case FREXP_EXPONENT, AIRY_AI, BESSEL_J0, BESSEL_J1, BESSEL_Y0, BESSEL_Y1 -> null;
            case MODIFIED_BESSEL_I0, MODIFIED_BESSEL_I1, MODIFIED_BESSEL_K0, MODIFIED_BESSEL_K1 ->
                    null;
            case SCALED_MODIFIED_BESSEL_K0, SCALED_MODIFIED_BESSEL_K1, SPHERICAL_BESSEL_J0 -> null;
        };
    }

    /** A slope that would divide 0 by 0 at 0, where it is 1/2. */
    private static Tensor nearZero(
            Saved s, Tensor g, java.util.function.UnaryOperator<Tensor> slope) {
        double epsilon = s.in(0).dtype() == dev.cresset.op.DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
        Tensor usable = s.in(0).abs().gt(epsilon);
        Tensor x = Tensor.where(usable, s.in(0), epsilon);
        return g.mul(Tensor.where(usable, slope.apply(x), 0.5));
    }

    static @Nullable Rule binary(SpecialBinary op) {
        return switch (op) {
            case ZETA ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    second(
                                            op,
                                            s,
                                            g.mul(s.in(0).neg())
                                                    .mul(Special.zeta(s.in(0).add(1), s.in(1)))));
            case IGAMMA -> Rule.several(INPUTS, (s, g) -> second(op, s, g.mul(density(s))));
            case IGAMMAC -> Rule.several(INPUTS, (s, g) -> second(op, s, g.neg().mul(density(s))));
            case CHEBYSHEV_POLYNOMIAL_T, CHEBYSHEV_POLYNOMIAL_U -> null;
            case CHEBYSHEV_POLYNOMIAL_V, CHEBYSHEV_POLYNOMIAL_W -> null;
            case SHIFTED_CHEBYSHEV_POLYNOMIAL_T, SHIFTED_CHEBYSHEV_POLYNOMIAL_U -> null;
            case SHIFTED_CHEBYSHEV_POLYNOMIAL_V, SHIFTED_CHEBYSHEV_POLYNOMIAL_W -> null;
            case HERMITE_POLYNOMIAL_H, HERMITE_POLYNOMIAL_HE -> null;
            case LAGUERRE_POLYNOMIAL_L, LEGENDRE_POLYNOMIAL_P -> null;
        };
    }

    /** x^(a - 1) e^-x / Gamma(a). */
    private static Tensor density(Saved s) {
        Tensor a = s.in(0);
        Tensor x = s.in(1);
        return a.sub(1).mul(x.log()).sub(x).sub(a.lgamma()).exp();
    }

    private static @Nullable Tensor[] second(SpecialBinary op, Saved s, Tensor gradient) {
        if (s.needs(0)) {
            throw new IllegalStateException(
                    "the derivative for '" + op + ": input' is not implemented");
        }
        return new @Nullable Tensor[] {null, gradient};
    }
}
