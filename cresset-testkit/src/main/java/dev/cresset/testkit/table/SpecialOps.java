package dev.cresset.testkit.table;

import dev.cresset.Special;
import dev.cresset.Tensor;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What PyTorch has in {@code torch.special}, and the special functions on tensors. */
final class SpecialOps {
    private SpecialOps() {}

    static void addTo(TorchTable t) {
        t.op("i0", "input", a -> a.tensor("input").i0());
        t.op("i0_", "input", a -> a.tensor("input").i0_()).called("i0");
        t.op("igamma", "input, other", a -> a.tensor("input").igamma(a.tensor("other")));
        t.op("igamma_", "input, other", a -> a.tensor("input").igamma_(a.tensor("other")))
                .called("igamma");
        t.op("igammac", "input, other", a -> a.tensor("input").igammac(a.tensor("other")));
        t.op("igammac_", "input, other", a -> a.tensor("input").igammac_(a.tensor("other")))
                .called("igammac");
        t.op("frexp", "input", a -> a.tensor("input").frexp());
        unary(t, "i0e", Special::i0e);
        unary(t, "i1", Special::i1);
        unary(t, "i1e", Special::i1e);
        unary(t, "erfcx", Special::erfcx);
        unary(t, "entr", Special::entr);
        unary(t, "ndtri", Special::ndtri);
        unary(t, "log_ndtr", Special::logNdtr);
        unary(t, "airy_ai", Special::airyAi);
        unary(t, "bessel_j0", Special::besselJ0);
        unary(t, "bessel_j1", Special::besselJ1);
        unary(t, "bessel_y0", Special::besselY0);
        unary(t, "bessel_y1", Special::besselY1);
        unary(t, "modified_bessel_i0", Special::modifiedBesselI0);
        unary(t, "modified_bessel_i1", Special::modifiedBesselI1);
        unary(t, "modified_bessel_k0", Special::modifiedBesselK0);
        unary(t, "modified_bessel_k1", Special::modifiedBesselK1);
        unary(t, "scaled_modified_bessel_k0", Special::scaledModifiedBesselK0);
        unary(t, "scaled_modified_bessel_k1", Special::scaledModifiedBesselK1);
        unary(t, "spherical_bessel_j0", Special::sphericalBesselJ0);
        unary(t, "ndtr", Special::ndtr);
        binary(t, "zeta", "x, q", Special::zeta, Special::zeta, Special::zeta);
        binary(
                t,
                "chebyshev_polynomial_t",
                "x, n",
                Special::chebyshevPolynomialT,
                Special::chebyshevPolynomialT,
                Special::chebyshevPolynomialT);
        binary(
                t,
                "chebyshev_polynomial_u",
                "x, n",
                Special::chebyshevPolynomialU,
                Special::chebyshevPolynomialU,
                Special::chebyshevPolynomialU);
        binary(
                t,
                "chebyshev_polynomial_v",
                "x, n",
                Special::chebyshevPolynomialV,
                Special::chebyshevPolynomialV,
                Special::chebyshevPolynomialV);
        binary(
                t,
                "chebyshev_polynomial_w",
                "x, n",
                Special::chebyshevPolynomialW,
                Special::chebyshevPolynomialW,
                Special::chebyshevPolynomialW);
        binary(
                t,
                "shifted_chebyshev_polynomial_t",
                "x, n",
                Special::shiftedChebyshevPolynomialT,
                Special::shiftedChebyshevPolynomialT,
                Special::shiftedChebyshevPolynomialT);
        binary(
                t,
                "shifted_chebyshev_polynomial_u",
                "x, n",
                Special::shiftedChebyshevPolynomialU,
                Special::shiftedChebyshevPolynomialU,
                Special::shiftedChebyshevPolynomialU);
        binary(
                t,
                "shifted_chebyshev_polynomial_v",
                "x, n",
                Special::shiftedChebyshevPolynomialV,
                Special::shiftedChebyshevPolynomialV,
                Special::shiftedChebyshevPolynomialV);
        binary(
                t,
                "shifted_chebyshev_polynomial_w",
                "x, n",
                Special::shiftedChebyshevPolynomialW,
                Special::shiftedChebyshevPolynomialW,
                Special::shiftedChebyshevPolynomialW);
        binary(
                t,
                "hermite_polynomial_h",
                "x, n",
                Special::hermitePolynomialH,
                Special::hermitePolynomialH,
                Special::hermitePolynomialH);
        binary(
                t,
                "hermite_polynomial_he",
                "x, n",
                Special::hermitePolynomialHe,
                Special::hermitePolynomialHe,
                Special::hermitePolynomialHe);
        binary(
                t,
                "laguerre_polynomial_l",
                "x, n",
                Special::laguerrePolynomialL,
                Special::laguerrePolynomialL,
                Special::laguerrePolynomialL);
        binary(
                t,
                "legendre_polynomial_p",
                "x, n",
                Special::legendrePolynomialP,
                Special::legendrePolynomialP,
                Special::legendrePolynomialP);
    }

    private static void unary(TorchTable t, String name, UnaryOperator<Tensor> op) {
        t.op("special." + name, "input", a -> op.apply(a.tensor("input")));
    }

    private static void binary(
            TorchTable t,
            String name,
            String parameters,
            BiFunction<Tensor, Tensor, Tensor> tensors,
            BiFunction<Tensor, Number, Tensor> second,
            BiFunction<Number, Tensor, Tensor> first) {
        String x = parameters.substring(0, 1);
        String y = parameters.substring(3);
        t.op(
                "special." + name,
                parameters,
                a ->
                        a.raw(x) instanceof Tensor
                                ? Operand.apply(a, x, y, tensors, second)
                                : first.apply(a.scalar(x), a.tensor(y)));
    }
}
