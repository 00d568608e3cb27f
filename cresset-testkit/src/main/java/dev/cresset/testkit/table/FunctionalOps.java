package dev.cresset.testkit.table;

import dev.cresset.nn.Functional;

/** {@code torch.nn.functional}. */
final class FunctionalOps {
    private FunctionalOps() {}

    static void addTo(TorchTable t) {
        t.op(
                "nn.functional.linear",
                "input, weight, bias=None",
                a ->
                        Functional.linear(
                                a.tensor("input"), a.tensor("weight"), a.tensorOrNull("bias")));
        t.op(
                "nn.functional.relu",
                "input, inplace=False",
                a ->
                        a.bool("inplace")
                                ? Functional.relu_(a.tensor("input"))
                                : Functional.relu(a.tensor("input")));
        t.op("nn.functional.relu_", "input", a -> a.tensor("input").relu_()).called("relu");
    }
}
