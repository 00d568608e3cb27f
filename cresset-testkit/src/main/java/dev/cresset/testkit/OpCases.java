package dev.cresset.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * The case table of all ops: what generic tests (gradients, layouts, engines, special values) try.
 *
 * <p>A new op is one line here, beside its line in {@link dev.cresset.testkit.table.TorchTable}:
 *
 * <pre>{@code
 * unary("exp", REAL).shows("tensor([0., 1.])", "tensor([1.0000, 2.7183])")
 * }</pre>
 */
public final class OpCases {
    private OpCases() {}

    /** Returns every row. */
    public static List<OpCase> all() {
        return Stream.of(
                        ElementwiseCases.rows(),
                        ReductionCases.rows(),
                        ShapeCases.rows(),
                        MovementCases.rows(),
                        MatrixCases.rows(),
                        LinalgCases.rows(),
                        FunctionCases.rows(),
                        NeuralCases.rows(),
                        PlaneCases.rows(),
                        LossCases.rows(),
                        SpecialCases.rows(),
                        StatisticsCases.rows(),
                        TransformCases.rows())
                .flatMap(List::stream)
                .toList();
    }

    static OpCase unary(String name, Domain domain) {
        return OpCase.of(name, domain, !domain.integral())
                .perElement()
                .on("x(2, 3)", "x()", "x(3, 0)");
    }

    static OpCase predicate(String name) {
        return OpCase.of(name, Domain.REAL, false).perElement().on("x(2, 3)", "x()", "x(3, 0)");
    }

    static OpCase binary(String name, Domain domain) {
        return OpCase.of(name, domain, !domain.integral())
                .perElement()
                .on("x(2, 3), x(2, 3)", "x(2, 1), x(3)", "x(2, 2), x()", "x(0, 2), x(1, 2)")
                .refuses("x(2, 3), x(2)", "x(2), x(2, 3)");
    }

    static OpCase comparison(String name) {
        return OpCase.of(name, Domain.REAL, false)
                .perElement()
                .on("x(2, 3), x(2, 3)", "x(2, 1), x(3)", "x(0, 2), x(1, 2)")
                .refuses("x(2, 3), x(2)", "x(2), x(2, 3)");
    }

    static OpCase op(String name, String... samples) {
        return OpCase.of(name, Domain.REAL, true).on(samples);
    }

    static OpCase constant(String name, String... samples) {
        return OpCase.of(name, Domain.REAL, false).on(samples);
    }
}
