package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.nn.Functional;
import dev.cresset.nn.NativeFunctions;
import dev.cresset.nn.NativeFunctions.Normalized;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Arguments;
import java.util.List;

/** What PyTorch's own functions are made of. */
final class NativeOps {
    private NativeOps() {}

    static void addTo(TorchTable t) {
        t.op(
                        "native_layer_norm",
                        "input, normalized_shape, weight, bias, eps",
                        a ->
                                tuple(
                                        NativeFunctions.nativeLayerNorm(
                                                a.tensor("input"),
                                                a.ints("normalized_shape"),
                                                a.tensorOrNull("weight"),
                                                a.tensorOrNull("bias"),
                                                a.real("eps"))))
                .called("layer_norm");
        t.op(
                        "native_group_norm",
                        "input, weight, bias, N, C, HxW, group, eps",
                        a ->
                                tuple(
                                        NativeFunctions.nativeGroupNorm(
                                                a.tensor("input"),
                                                a.tensorOrNull("weight"),
                                                a.tensorOrNull("bias"),
                                                a.index("group"),
                                                a.real("eps"))))
                .called("group_norm");
        String batch = "input, weight, bias, running_mean, running_var, training, momentum, eps";
        t.op("native_batch_norm", batch, a -> tuple(batch(a, a.bool("training"))))
                .called("batch_norm");
        t.op(
                        "_native_batch_norm_legit",
                        "input, weight, bias, running_mean, running_var, training,"
                                + " momentum=None, eps=None",
                        a ->
                                a.raw("running_mean") instanceof Boolean training
                                        ? tuple(withoutRunning(a, training))
                                        : tuple(batch(a, a.bool("training"))))
                .called("batch_norm");
        t.op(
                        "_batch_norm_with_update",
                        "input, weight, bias, running_mean, running_var, momentum, eps",
                        a -> {
                            Normalized n = batch(a, true);
                            Tensor reserve = Tensor.empty(DType.UINT8, 0);
                            return new Tuple(List.of(n.output(), n.mean(), n.rstd(), reserve));
                        })
                .called("batch_norm");
        t.op(
                "_softmax_backward_data",
                "grad_output, output, dim, input_dtype",
                a ->
                        NativeFunctions.softmaxBackwardData(
                                a.tensor("grad_output"), a.tensor("output"), a.index("dim")));
        String pool = "kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False";
        t.op(
                        "max_pool2d_with_indices_backward",
                        "grad_output, self, " + pool + ", indices=None, return_indices=True",
                        a -> pooled(a, a.tensor("grad_output")))
                .recordedAs("self, *, " + pool + ", return_indices=True")
                .recordedCall(a ->
                        pooled(
                                a,
                                Functional.maxPool2dWithIndices(
                                                a.tensor("self"),
                                                a.ints("kernel_size"),
                                                o -> NeuralFunctions.maxOptions(a, o))
                                        .values()
                                        .detach()
                                        .onesLike()));
        t.op(
                "native_dropout_backward",
                "grad_output, mask, scale",
                a ->
                        NativeFunctions.nativeDropoutBackward(
                                a.tensor("grad_output"), a.tensor("mask"), a.real("scale")));
    }

    private static Tensor pooled(Arguments a, Tensor g) {
        return NativeFunctions.maxPool2dBackward(
                g, a.tensor("self"), a.ints("kernel_size"), o -> NeuralFunctions.maxOptions(a, o));
    }

    private static Tuple tuple(Normalized n) {
        return new Tuple(List.of(n.output(), n.mean(), n.rstd()));
    }

    /* The form without running statistics: training, momentum and eps stand in their places. */
    private static Normalized withoutRunning(Arguments a, boolean training) {
        return NativeFunctions.nativeBatchNorm(
                a.tensor("input"),
                a.tensorOrNull("weight"),
                a.tensorOrNull("bias"),
                null,
                null,
                o -> o.training(training).momentum(a.real("running_var")).eps(a.real("training")));
    }

    private static Normalized batch(Arguments a, boolean training) {
        return NativeFunctions.nativeBatchNorm(
                a.tensor("input"),
                a.tensorOrNull("weight"),
                a.tensorOrNull("bias"),
                a.tensorOrNull("running_mean"),
                a.tensorOrNull("running_var"),
                o -> o.training(training).momentum(a.real("momentum")).eps(a.real("eps")));
    }
}
