package dev.cresset.testkit.table;

import dev.cresset.Generator;
import dev.cresset.nn.Init;
import dev.cresset.testkit.python.Arguments;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code torch.nn.init}. */
final class InitFunctions {
    private static final String RANDOM = ", generator=None";

    private InitFunctions() {}

    static void addTo(TorchTable t) {
        t.op("nn.init.calculate_gain", "nonlinearity, param=None", InitFunctions::gain);
        t.op(
                "nn.init.constant_",
                "tensor, val",
                a -> Init.constant_(a.tensor("tensor"), a.real("val")));
        t.op("nn.init.ones_", "tensor", a -> Init.ones_(a.tensor("tensor")));
        t.op("nn.init.zeros_", "tensor", a -> Init.zeros_(a.tensor("tensor")));
        t.op(
                "nn.init.uniform_",
                "tensor, a=0.0, b=1.0" + RANDOM,
                a -> Init.uniform_(a.tensor("tensor"), a.real("a"), a.real("b"), generator(a)));
        t.op(
                "nn.init.normal_",
                "tensor, mean=0.0, std=1.0" + RANDOM,
                a -> Init.normal_(a.tensor("tensor"), a.real("mean"), a.real("std"), generator(a)));
        t.op(
                "nn.init.xavier_uniform_",
                "tensor, gain=1.0" + RANDOM,
                a -> Init.xavierUniform_(a.tensor("tensor"), a.real("gain"), generator(a)));
        t.op(
                "nn.init.xavier_normal_",
                "tensor, gain=1.0" + RANDOM,
                a -> Init.xavierNormal_(a.tensor("tensor"), a.real("gain"), generator(a)));
        String kaiming = "tensor, a=0, mode='fan_in', nonlinearity='leaky_relu'" + RANDOM;
        t.op(
                "nn.init.kaiming_uniform_",
                kaiming,
                a -> Init.kaimingUniform_(a.tensor("tensor"), o -> kaiming(a, o)));
        t.op(
                "nn.init.kaiming_normal_",
                kaiming,
                a -> Init.kaimingNormal_(a.tensor("tensor"), o -> kaiming(a, o)));
        t.op("nn.init.eye_", "tensor", a -> Init.eye_(a.tensor("tensor")));
        t.op(
                "nn.init.dirac_",
                "tensor, groups=1",
                a -> Init.dirac_(a.tensor("tensor"), a.index("groups")));
        t.op(
                "nn.init.orthogonal_",
                "tensor, gain=1" + RANDOM,
                a -> Init.orthogonal_(a.tensor("tensor"), a.real("gain"), generator(a)));
        t.op(
                "nn.init.sparse_",
                "tensor, sparsity, std=0.01" + RANDOM,
                a ->
                        Init.sparse_(
                                a.tensor("tensor"),
                                a.real("sparsity"),
                                a.real("std"),
                                generator(a)));
        t.op(
                "nn.init.trunc_normal_",
                "tensor, mean=0.0, std=1.0, a=-2.0, b=2.0" + RANDOM,
                a ->
                        Init.truncNormal_(
                                a.tensor("tensor"),
                                a.real("mean"),
                                a.real("std"),
                                a.real("a"),
                                a.real("b"),
                                generator(a)));
    }

    private static @Nullable Generator generator(Arguments a) {
        return a.orNull(Generator.class, "generator");
    }

    private static double gain(Arguments a) {
        Init.Nonlinearity follows = nonlinearity(a);
        return a.isNone("param")
                ? Init.calculateGain(follows)
                : Init.calculateGain(follows, a.real("param"));
    }

    private static Init.Nonlinearity nonlinearity(Arguments a) {
        return Init.Nonlinearity.valueOf(a.text("nonlinearity").toUpperCase(Locale.ROOT));
    }

    private static Init.KaimingOptions kaiming(Arguments a, Init.KaimingOptions o) {
        return o.a(a.real("a"))
                .mode(Init.Mode.valueOf(a.text("mode").toUpperCase(Locale.ROOT)))
                .nonlinearity(nonlinearity(a))
                .generator(generator(a));
    }
}
