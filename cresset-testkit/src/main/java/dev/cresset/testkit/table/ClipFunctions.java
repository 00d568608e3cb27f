package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.nn.utils.ClipGrad;
import dev.cresset.nn.utils.ParameterVector;
import dev.cresset.testkit.python.Arguments;
import org.jspecify.annotations.Nullable;

/** Gradient clipping and vectors of parameters of {@code torch.nn.utils}. */
final class ClipFunctions {
    private ClipFunctions() {}

    static void addTo(TorchTable t) {
        t.op(
                "nn.utils.clip_grad_norm_",
                "parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None",
                a ->
                        ClipGrad.clipGradNorm_(
                                a.tensors("parameters"),
                                a.real("max_norm"),
                                o ->
                                        o.normType(a.real("norm_type"))
                                                .errorIfNonfinite(a.bool("error_if_nonfinite"))));
        t.op(
                "nn.utils.clip_grad_value_",
                "parameters, clip_value, foreach=None",
                ClipFunctions::byValue);
        t.op(
                "nn.utils.clip_grads_with_norm_",
                "parameters, max_norm, total_norm, foreach=None",
                ClipFunctions::withNorm);
        t.op(
                "nn.utils.parameters_to_vector",
                "parameters",
                a -> ParameterVector.parametersToVector(a.tensors("parameters")));
        t.op(
                "nn.utils.get_total_norm",
                "tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None",
                ClipFunctions::norm);
    }

    private static @Nullable Object byValue(Arguments a) {
        ClipGrad.clipGradValue_(a.tensors("parameters"), a.real("clip_value"));
        return null;
    }

    private static @Nullable Object withNorm(Arguments a) {
        ClipGrad.clipGradsWithNorm_(
                a.tensors("parameters"), a.real("max_norm"), a.tensor("total_norm"));
        return null;
    }

    private static Tensor norm(Arguments a) {
        return ClipGrad.getTotalNorm(
                a.tensors("tensors"),
                o ->
                        o.normType(a.real("norm_type"))
                                .errorIfNonfinite(a.bool("error_if_nonfinite")));
    }
}
