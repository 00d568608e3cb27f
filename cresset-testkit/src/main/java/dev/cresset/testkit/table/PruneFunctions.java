package dev.cresset.testkit.table;

import dev.cresset.nn.BatchNormNd;
import dev.cresset.nn.ConvNd;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.utils.Fusion;
import dev.cresset.nn.utils.ParameterVector;
import dev.cresset.nn.utils.Parametrize;
import dev.cresset.nn.utils.Prune;
import dev.cresset.testkit.python.Arguments;
import org.jspecify.annotations.Nullable;

/** Pruning, fusing and what else {@code torch.nn.utils} does to modules. */
final class PruneFunctions {
    private static final String PRUNE = "nn.utils.prune.";

    private PruneFunctions() {}

    static void addTo(TorchTable t) {
        t.op(PRUNE + "identity", "module, name", a -> Prune.identity(module(a), a.text("name")));
        t.op(
                PRUNE + "random_unstructured",
                "module, name, amount",
                a -> Prune.randomUnstructured(module(a), a.text("name"), a.scalar("amount")));
        t.op(
                PRUNE + "l1_unstructured",
                "module, name, amount, importance_scores=None",
                a ->
                        Prune.l1Unstructured(
                                module(a),
                                a.text("name"),
                                a.scalar("amount"),
                                a.tensorOrNull("importance_scores")));
        t.op(
                PRUNE + "random_structured",
                "module, name, amount, dim",
                a ->
                        Prune.randomStructured(
                                module(a), a.text("name"), a.scalar("amount"), a.index("dim")));
        t.op(
                PRUNE + "ln_structured",
                "module, name, amount, n, dim, importance_scores=None",
                a ->
                        Prune.lnStructured(
                                module(a),
                                a.text("name"),
                                a.scalar("amount"),
                                a.real("n"),
                                a.index("dim"),
                                a.tensorOrNull("importance_scores")));
        t.op(
                PRUNE + "custom_from_mask",
                "module, name, mask",
                a -> Prune.customFromMask(module(a), a.text("name"), a.tensor("mask")));
        t.op(PRUNE + "remove", "module, name", a -> Prune.remove(module(a), a.text("name")));
        t.op(PRUNE + "is_pruned", "module", a -> Prune.isPruned(module(a)));
        others(t);
    }

    private static void others(TorchTable t) {
        t.op(
                "nn.utils.parametrize.is_parametrized",
                "module, tensor_name=None",
                a ->
                        a.isNone("tensor_name")
                                ? Parametrize.isParametrized(module(a))
                                : Parametrize.isParametrized(module(a), a.text("tensor_name")));
        t.op(
                "nn.utils.parametrize.remove_parametrizations",
                "module, tensor_name, leave_parametrized=True",
                a ->
                        Parametrize.removeParametrizations(
                                module(a), a.text("tensor_name"), a.bool("leave_parametrized")));
        t.op(
                "nn.utils.fuse_conv_bn_eval",
                "conv, bn",
                a ->
                        Fusion.fuseConvBnEval(
                                a.as(ConvNd.class, "conv"), a.as(BatchNormNd.class, "bn")));
        t.op(
                "nn.utils.fuse_linear_bn_eval",
                "linear, bn",
                a ->
                        Fusion.fuseLinearBnEval(
                                a.as(Linear.class, "linear"), a.as(BatchNormNd.class, "bn")));
        t.op("nn.utils.vector_to_parameters", "vec, parameters", PruneFunctions::toParameters);
    }

    private static Module module(Arguments a) {
        return a.as(Module.class, "module");
    }

    private static @Nullable Object toParameters(Arguments a) {
        ParameterVector.vectorToParameters(a.tensor("vec"), a.tensors("parameters"));
        return null;
    }
}
