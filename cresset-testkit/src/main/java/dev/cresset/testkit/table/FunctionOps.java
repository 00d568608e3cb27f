package dev.cresset.testkit.table;

import dev.cresset.Tensor;

/** Functions of one or two elements that are made of others. */
final class FunctionOps {
    private FunctionOps() {}

    static void addTo(TorchTable t) {
        t.op("lgamma", "input", a -> a.tensor("input").lgamma());
        t.alias("lgamma", "special.gammaln");
        t.op("digamma", "input", a -> a.tensor("input").digamma());
        t.alias("digamma", "special.psi", "special.digamma");
        t.op("polygamma", "n, input", a -> a.tensor("input").polygamma(a.index("n")))
                .recordedAs("input, n");
        t.op("special.polygamma", "n, input", a -> a.tensor("input").polygamma(a.index("n")))
                .recordedAs("input, n");
        t.op("gcd", "input, other", a -> a.tensor("input").gcd(a.tensor("other")));
        t.op("lcm", "input, other", a -> a.tensor("input").lcm(a.tensor("other")));
        t.op("lgamma_", "input", a -> a.tensor("input").lgamma_()).called("lgamma");
        t.op("digamma_", "input", a -> a.tensor("input").digamma_()).called("digamma");
        t.op("gcd_", "input, other", a -> a.tensor("input").gcd_(a.tensor("other"))).called("gcd");
        t.op("lcm_", "input, other", a -> a.tensor("input").lcm_(a.tensor("other"))).called("lcm");
        t.op(
                "fill",
                "input, value",
                a ->
                        switch (a.raw("value")) {
                            case Tensor v -> a.tensor("input").fill(v);
                            case Boolean b -> a.tensor("input").fill(b ? 1 : 0);
                            case null, default -> a.tensor("input").fill(a.scalar("value"));
                        });
        t.op("positive", "input", a -> a.tensor("input").positive());
        t.op("deg2rad", "input", a -> a.tensor("input").deg2rad());
        t.op("rad2deg", "input", a -> a.tensor("input").rad2deg());
        t.op("signbit", "input", a -> a.tensor("input").signbit());
        t.op("isposinf", "input", a -> a.tensor("input").isposinf());
        t.op("isneginf", "input", a -> a.tensor("input").isneginf());
        t.op("isreal", "input", a -> a.tensor("input").isreal());
        t.op("sinc", "input", a -> a.tensor("input").sinc());
        t.alias("sinc", "special.sinc");
        t.op(
                "logit",
                "input, eps=None",
                a -> a.tensor("input").logit(a.isNone("eps") ? null : (Double) a.real("eps")));
        t.alias("logit", "special.logit");
        t.op(
                "float_power",
                "input, exponent",
                a -> Operand.apply(a, "input", "exponent", Tensor::floatPower, Tensor::floatPower));
        t.op("heaviside", "input, values", a -> a.tensor("input").heaviside(a.tensor("values")));
        t.op("logaddexp2", "input, other", a -> a.tensor("input").logaddexp2(a.tensor("other")));
        t.op("ldexp", "input, other", a -> a.tensor("input").ldexp(a.tensor("other")));
        t.op(
                "special.xlog1py",
                "input, other",
                a -> Operand.tensor(a, "input").xlog1py(Operand.tensor(a, "other")));
    }
}
