package dev.cresset.testkit.table;

import dev.cresset.Tensor;

/** Comparisons, logic and closeness. */
final class ComparisonOps {
    private static final String TWO = "input, other";
    private static final String CLOSE = "input, other, rtol=1e-05, atol=1e-08, equal_nan=False";

    private ComparisonOps() {}

    static void addTo(TorchTable t) {
        t.op("eq", TWO, a -> Operand.apply(a, Tensor::eq, Tensor::eq));
        t.op("ne", TWO, a -> Operand.apply(a, Tensor::ne, Tensor::ne));
        t.alias("ne", "not_equal");
        t.op("lt", TWO, a -> Operand.apply(a, Tensor::lt, Tensor::lt));
        t.alias("lt", "less");
        t.op("le", TWO, a -> Operand.apply(a, Tensor::le, Tensor::le));
        t.alias("le", "less_equal");
        t.op("gt", TWO, a -> Operand.apply(a, Tensor::gt, Tensor::gt));
        t.alias("gt", "greater");
        t.op("ge", TWO, a -> Operand.apply(a, Tensor::ge, Tensor::ge));
        t.alias("ge", "greater_equal");
        t.op("logical_and", TWO, a -> a.tensor("input").logicalAnd(a.tensor("other")));
        t.op("logical_or", TWO, a -> a.tensor("input").logicalOr(a.tensor("other")));
        t.op("logical_xor", TWO, a -> a.tensor("input").logicalXor(a.tensor("other")));
        t.op("equal", TWO, a -> a.tensor("input").equal(a.tensor("other")));
        t.op(
                "isclose",
                CLOSE,
                a ->
                        a.tensor("input")
                                .isclose(
                                        a.tensor("other"),
                                        a.real("rtol"),
                                        a.real("atol"),
                                        a.bool("equal_nan")));
        t.op(
                "allclose",
                CLOSE,
                a ->
                        a.tensor("input")
                                .allclose(
                                        a.tensor("other"),
                                        a.real("rtol"),
                                        a.real("atol"),
                                        a.bool("equal_nan")));
    }
}
