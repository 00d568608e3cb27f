package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import java.util.function.BiFunction;

/** In-place forms of comparisons, products and composed functions. */
final class ComputedInPlaceOps {
    private ComputedInPlaceOps() {}

    static void addTo(TorchTable t) {
        tensor(t, "atan2", Tensor::atan2_);
        tensor(t, "hypot", Tensor::hypot_);
        tensor(t, "logical_and", Tensor::logicalAnd_);
        tensor(t, "logical_or", Tensor::logicalOr_);
        tensor(t, "logical_xor", Tensor::logicalXor_);
        tensor(t, "ldexp", Tensor::ldexp_);
        t.op("heaviside_", "input, values", a -> a.tensor("input").heaviside_(a.tensor("values")))
                .called("heaviside");
        either(t, "eq", Tensor::eq_, Tensor::eq_);
        either(t, "ne", Tensor::ne_, Tensor::ne_);
        either(t, "lt", Tensor::lt_, Tensor::lt_);
        either(t, "le", Tensor::le_, Tensor::le_);
        either(t, "gt", Tensor::gt_, Tensor::gt_);
        either(t, "ge", Tensor::ge_, Tensor::ge_);
        t.op("deg2rad_", "input", a -> a.tensor("input").deg2rad_()).called("deg2rad");
        t.op("rad2deg_", "input", a -> a.tensor("input").rad2deg_()).called("rad2deg");
        t.op("sinc_", "input", a -> a.tensor("input").sinc_()).called("sinc");
        t.op(
                        "addr_",
                        "input, vec1, vec2, *, beta=1, alpha=1",
                        a ->
                                a.tensor("input")
                                        .addr_(
                                                a.tensor("vec1"),
                                                a.tensor("vec2"),
                                                a.scalar("beta"),
                                                a.scalar("alpha")))
                .called("addr");
        t.op(
                        "addmm_",
                        "input, mat1, mat2, *, beta=1, alpha=1",
                        a ->
                                a.tensor("input")
                                        .addmm_(
                                                a.tensor("mat1"),
                                                a.tensor("mat2"),
                                                a.scalar("beta"),
                                                a.scalar("alpha")))
                .called("addmm");
        t.op(
                        "baddbmm_",
                        "input, batch1, batch2, *, beta=1, alpha=1",
                        a ->
                                a.tensor("input")
                                        .baddbmm_(
                                                a.tensor("batch1"),
                                                a.tensor("batch2"),
                                                a.scalar("beta"),
                                                a.scalar("alpha")))
                .called("baddbmm");
    }

    private static void tensor(
            TorchTable t, String name, BiFunction<Tensor, Tensor, Tensor> method) {
        t.op(name + "_", "input, other", a -> method.apply(a.tensor("input"), a.tensor("other")))
                .called(name);
    }

    private static void either(
            TorchTable t,
            String name,
            BiFunction<Tensor, Tensor, Tensor> withTensor,
            BiFunction<Tensor, Number, Tensor> withNumber) {
        t.op(name + "_", "input, other", a -> Operand.apply(a, withTensor, withNumber))
                .called(name);
    }
}
