package dev.cresset.testkit;

import static dev.cresset.testkit.Domain.ABOVE_ONE;
import static dev.cresset.testkit.Domain.POSITIVE;
import static dev.cresset.testkit.Domain.REAL;
import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;
import static dev.cresset.testkit.OpCases.unary;

import java.util.List;
import java.util.stream.Stream;

/**
 * Cases of special functions and orthogonal polynomials. Values at infinity and NaN are checked by
 * recordings alone: the reference engine sums and integrates, which ends at finite values only.
 */
final class SpecialCases {
    private SpecialCases() {}

    static List<OpCase> rows() {
        return Stream.of(functions(), pairs()).flatMap(List::stream).toList();
    }

    private static List<OpCase> functions() {
        return List.of(
                op("i0", "x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([1.0000, 1.2661])"),
                op("special.i0e", "x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([1.0000, 0.4658])"),
                op("special.i1", "x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([0.0000, 0.5652])"),
                op("special.i1e", "x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([0.0000, 0.2079])"),
                unary("special.erfcx", REAL).shows("tensor([0., 1.])", "tensor([1.0000, 0.4276])"),
                unary("special.entr", POSITIVE).shows("tensor([0., 1.])", "tensor([0., -0.])"),
                OpCase.of("special.ndtri", POSITIVE, true)
                        .perElement()
                        .on("x(2, 3) / 4")
                        .shows("tensor([0.5, 0.975])", "tensor([0.0000, 1.9600])"),
                unary("special.log_ndtr", REAL)
                        .shows("tensor([0., 1.])", "tensor([-0.6931, -0.1728])"),
                unary("special.ndtr", REAL).shows("tensor([0., 1.])", "tensor([0.5000, 0.8413])"),
                op("frexp", "x(2, 3)", "x()")
                        .shows(
                                "tensor([8., 3.])",
                                "torch.return_types.frexp(\nmantissa=tensor([0.5000, 0.7500]),\nexponent=tensor([4, 2], dtype=torch.int32))"),
                OpCase.of("special.airy_ai", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([0.3550, 0.1353])"),
                OpCase.of("special.bessel_j0", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([1.0000, 0.7652])"),
                OpCase.of("special.bessel_j1", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([0.0000, 0.4401])"),
                OpCase.of("special.bessel_y0", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([1., 2.])", "tensor([0.0883, 0.5104])"),
                OpCase.of("special.bessel_y1", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([1., 2.])", "tensor([-0.7812, -0.1070])"),
                OpCase.of("special.modified_bessel_i0", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([1.0000, 1.2661])"),
                OpCase.of("special.modified_bessel_i1", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([0.0000, 0.5652])"),
                OpCase.of("special.modified_bessel_k0", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([1., 2.])", "tensor([0.4210, 0.1139])"),
                OpCase.of("special.modified_bessel_k1", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([1., 2.])", "tensor([0.6019, 0.1399])"),
                OpCase.of("special.scaled_modified_bessel_k0", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([1., 2.])", "tensor([1.1445, 0.8416])"),
                OpCase.of("special.scaled_modified_bessel_k1", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([1., 2.])", "tensor([1.6362, 1.0335])"),
                OpCase.of("special.spherical_bessel_j0", POSITIVE, false)
                        .perElement()
                        .on("x(2, 3)", "x()", "x(3, 0)")
                        .shows("tensor([0., 1.])", "tensor([1.0000, 0.8415])"));
    }

    private static List<OpCase> pairs() {
        return List.of(
                OpCase.of("igamma", POSITIVE, true)
                        .on(
                                "torch.tensor([0.5, 1., 2.5]), x(2, 3)",
                                "torch.tensor([[0.5], [2.]]), x(3)")
                        .refuses("x(2, 3), x(2)")
                        // a series and a continued fraction against an integral
                        .within(64)
                        .shows("tensor([1.]), tensor([1.])", "tensor([0.6321])"),
                OpCase.of("igammac", POSITIVE, true)
                        .on(
                                "torch.tensor([0.5, 1., 2.5]), x(2, 3)",
                                "torch.tensor([[0.5], [2.]]), x(3)")
                        .refuses("x(2, 3), x(2)")
                        // near 1, where 1 - P loses what P has lost
                        .within(64)
                        .shows("tensor([1.]), tensor([1.])", "tensor([0.3679])"),
                OpCase.of("special.zeta", ABOVE_ONE, true)
                        .on("torch.tensor([1.5, 2., 3.5]), x(2, 3)", "2., x(3)")
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([2.]), tensor([1.])", "tensor([1.6449])"),
                constant(
                                "special.chebyshev_polynomial_t",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-0.5000,  7.0000])"),
                constant(
                                "special.chebyshev_polynomial_u",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([ 0., 15.])"),
                constant(
                                "special.chebyshev_polynomial_v",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-1., 11.])"),
                constant(
                                "special.chebyshev_polynomial_w",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([ 1., 19.])"),
                constant(
                                "special.shifted_chebyshev_polynomial_t",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-1., 17.])"),
                constant(
                                "special.shifted_chebyshev_polynomial_u",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-1., 35.])"),
                constant(
                                "special.shifted_chebyshev_polynomial_v",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-1., 29.])"),
                constant(
                                "special.shifted_chebyshev_polynomial_w",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-1., 41.])"),
                constant(
                                "special.hermite_polynomial_h",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-1., 14.])"),
                constant(
                                "special.hermite_polynomial_he",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-0.7500,  3.0000])"),
                constant(
                                "special.laguerre_polynomial_l",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([ 0.1250, -1.0000])"),
                constant(
                                "special.legendre_polynomial_p",
                                "x(2, 3), x(2, 3)",
                                "x(3), 4",
                                "x(2, 1), torch.tensor([0, 1, 5])")
                        .perElement()
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([0.5, 2.]), 2", "tensor([-0.1250,  5.5000])"));
    }
}
