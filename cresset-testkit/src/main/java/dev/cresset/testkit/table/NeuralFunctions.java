package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.nn.AvgPoolOptions;
import dev.cresset.nn.BatchNormOptions;
import dev.cresset.nn.ConvOptions;
import dev.cresset.nn.CrossEntropyOptions;
import dev.cresset.nn.Functional;
import dev.cresset.nn.GeluApproximation;
import dev.cresset.nn.KlDivOptions;
import dev.cresset.nn.LossOptions;
import dev.cresset.nn.MaxPoolOptions;
import dev.cresset.nn.Padding;
import dev.cresset.nn.Pooled;
import dev.cresset.op.LossReduction;
import dev.cresset.op.PadMode;
import dev.cresset.testkit.python.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The functions of neural networks in {@code torch.nn.functional}. */
final class NeuralFunctions {
    private static final String CONV =
            "input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1";
    private static final String TRANSPOSED =
            "input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1";
    private static final String LEGACY = ", size_average=None, reduce=None, reduction='mean'";

    private NeuralFunctions() {}

    static void addTo(TorchTable t) {
        activations(t);
        convolutions(t);
        pools(t);
        normalizations(t);
        dropouts(t);
        losses(t);
        String table =
                ", padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False,"
                        + " sparse=False";
        t.op("nn.functional.embedding", "input, weight" + table, NeuralFunctions::embedding)
                .recordedAs("weight, input" + table);
    }

    private static Tensor embedding(Arguments a) {
        return Functional.embedding(
                a.tensor("input"),
                a.tensor("weight"),
                o ->
                        o.paddingIdx(a.indexOrNull("padding_idx"))
                                .maxNorm(real(a, "max_norm"))
                                .normType(a.real("norm_type"))
                                .scaleGradByFreq(a.bool("scale_grad_by_freq"))
                                .sparse(a.bool("sparse")));
    }

    static @Nullable Double real(Arguments a, String name) {
        return a.isNone(name) ? null : (Double) a.real(name);
    }

    // ---- activations

    private static void activations(TorchTable t) {
        both(t, "selu", "", (x, a) -> Functional.selu(x), (x, a) -> Functional.selu_(x));
        both(t, "silu", "", (x, a) -> Functional.silu(x), (x, a) -> Functional.silu_(x));
        both(t, "mish", "", (x, a) -> Functional.mish(x), (x, a) -> Functional.mish_(x));
        both(t, "relu6", "", (x, a) -> Functional.relu6(x), (x, a) -> Functional.relu6_(x));
        both(
                t,
                "hardswish",
                "",
                (x, a) -> Functional.hardswish(x),
                (x, a) -> Functional.hardswish_(x));
        both(
                t,
                "hardsigmoid",
                "",
                (x, a) -> Functional.hardsigmoid(x),
                (x, a) -> Functional.hardsigmoid_(x));
        unary(t, "sigmoid", "", (x, a) -> Functional.sigmoid(x));
        unary(t, "tanh", "", (x, a) -> Functional.tanh(x));
        unary(t, "softsign", "", (x, a) -> Functional.softsign(x));
        unary(t, "tanhshrink", "", (x, a) -> Functional.tanhshrink(x));
        unary(t, "logsigmoid", "", (x, a) -> Functional.logsigmoid(x));
        both(
                t,
                "leaky_relu",
                ", negative_slope=0.01",
                (x, a) -> Functional.leakyRelu(x, a.real("negative_slope")),
                (x, a) -> Functional.leakyRelu_(x, a.real("negative_slope")));
        both(
                t,
                "elu",
                ", alpha=1.0",
                (x, a) -> Functional.elu(x, a.real("alpha")),
                (x, a) -> Functional.elu_(x, a.real("alpha")));
        both(
                t,
                "celu",
                ", alpha=1.0",
                (x, a) -> Functional.celu(x, a.real("alpha")),
                (x, a) -> Functional.celu_(x, a.real("alpha")));
        unary(t, "gelu", ", approximate='none'", (x, a) -> Functional.gelu(x, gelu(a)));
        unary(
                t,
                "softplus",
                ", beta=1.0, threshold=20.0",
                (x, a) -> Functional.softplus(x, a.real("beta"), a.real("threshold")));
        both(
                t,
                "hardtanh",
                ", min_val=-1.0, max_val=1.0",
                (x, a) -> Functional.hardtanh(x, a.real("min_val"), a.real("max_val")),
                (x, a) -> Functional.hardtanh_(x, a.real("min_val"), a.real("max_val")));
        unary(t, "hardshrink", ", lambd=0.5", (x, a) -> Functional.hardshrink(x, a.real("lambd")));
        unary(t, "softshrink", ", lambd=0.5", (x, a) -> Functional.softshrink(x, a.real("lambd")));
        both(
                t,
                "threshold",
                ", threshold, value",
                (x, a) -> Functional.threshold(x, a.real("threshold"), a.real("value")),
                (x, a) -> Functional.threshold_(x, a.real("threshold"), a.real("value")));
        unary(t, "glu", ", dim=-1", (x, a) -> Functional.glu(x, a.index("dim")));
        unary(t, "prelu", ", weight", (x, a) -> Functional.prelu(x, a.tensor("weight")));
        both(
                t,
                "rrelu",
                ", lower=0.125, upper=0.3333333333333333, training=False",
                (x, a) ->
                        Functional.rrelu(
                                x, a.real("lower"), a.real("upper"), a.bool("training"), null),
                (x, a) ->
                        Functional.rrelu_(
                                x, a.real("lower"), a.real("upper"), a.bool("training"), null));
        along(t, "softmax", Functional::softmax, Functional::softmax);
        along(t, "softmin", Functional::softmin, Functional::softmin);
        along(t, "log_softmax", Functional::logSoftmax, Functional::logSoftmax);
    }

    static GeluApproximation gelu(Arguments a) {
        return switch (a.text("approximate")) {
            case "none" -> GeluApproximation.NONE;
            case "tanh" -> GeluApproximation.TANH;
            default -> throw a.unsupported("approximate");
        };
    }

    private interface Unary {
        Tensor of(Tensor x, Arguments a);
    }

    private static void unary(TorchTable t, String name, String parameters, Unary f) {
        t.op("nn.functional." + name, "input" + parameters, a -> f.of(a.tensor("input"), a));
    }

    /** Adds a function whose argument {@code inplace} says whether the input is overwritten. */
    private static void both(
            TorchTable t, String name, String parameters, Unary f, Unary overwriting) {
        unary(
                t,
                name,
                parameters + ", inplace=False",
                (x, a) -> (a.bool("inplace") ? overwriting : f).of(x, a));
    }

    private interface Along {
        Tensor of(Tensor x, int dim);
    }

    private static void along(TorchTable t, String name, Along f, UnaryOperator<Tensor> implicit) {
        t.op(
                "nn.functional." + name,
                "input, dim=None, _stacklevel=3, dtype=None",
                a -> {
                    Tensor x = a.tensor("input");
                    x = a.isNone("dtype") ? x : x.to(TensorMembers.dtype(a));
                    return a.isNone("dim") ? implicit.apply(x) : f.of(x, a.index("dim"));
                });
    }

    // ---- convolution, padding, pooling

    private interface Convolution {
        Tensor of(
                Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options);
    }

    private static void convolutions(TorchTable t) {
        convolution(t, "conv1d", CONV, Functional::conv1d);
        convolution(t, "conv2d", CONV, Functional::conv2d);
        convolution(t, "conv3d", CONV, Functional::conv3d);
        convolution(t, "conv_transpose1d", TRANSPOSED, Functional::convTranspose1d);
        convolution(t, "conv_transpose2d", TRANSPOSED, Functional::convTranspose2d);
        convolution(t, "conv_transpose3d", TRANSPOSED, Functional::convTranspose3d);
        t.op(
                "nn.functional.conv_tbc",
                "input, weight, bias, pad=0",
                a ->
                        Functional.convTbc(
                                a.tensor("input"),
                                a.tensor("weight"),
                                a.tensor("bias"),
                                a.index("pad")));
        t.alias("nn.functional.conv_tbc", "conv_tbc");
        t.op(
                "nn.functional.pad",
                "input, pad, mode='constant', value=None",
                a ->
                        Functional.pad(
                                a.tensor("input"),
                                a.ints("pad"),
                                padMode(a.text("mode")),
                                a.isNone("value") ? 0 : a.real("value")));
    }

    /** Returns a mode by PyTorch's name; convolutions call the constant {@code zeros}. */
    static PadMode padMode(String name) {
        return name.equals("zeros")
                ? PadMode.CONSTANT
                : PadMode.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static void convolution(TorchTable t, String name, String parameters, Convolution f) {
        boolean transposed = parameters.contains("output_padding");
        t.op(
                "nn.functional." + name,
                parameters,
                a ->
                        f.of(
                                a.tensor("input"),
                                a.tensor("weight"),
                                a.tensorOrNull("bias"),
                                o -> {
                                    ConvOptions p =
                                            o.stride(a.ints("stride"))
                                                    .dilation(a.ints("dilation"))
                                                    .groups(a.index("groups"));
                                    p =
                                            a.raw("padding") instanceof String s
                                                    ? p.padding(rule(s))
                                                    : p.padding(a.ints("padding"));
                                    return transposed
                                            ? p.outputPadding(a.ints("output_padding"))
                                            : p;
                                }));
    }

    static Padding rule(String name) {
        return Padding.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private interface Max {
        Pooled of(Tensor x, int[] kernel, UnaryOperator<MaxPoolOptions> options);
    }

    private interface Mean {
        Tensor of(Tensor x, int[] kernel, UnaryOperator<AvgPoolOptions> options);
    }

    private interface Adaptive {
        Tensor of(Tensor x, @Nullable Integer... sizes);
    }

    private static void pools(TorchTable t) {
        max(t, 1, Functional::maxPool1dWithIndices);
        max(t, 2, Functional::maxPool2dWithIndices);
        max(t, 3, Functional::maxPool3dWithIndices);
        mean(t, 1, Functional::avgPool1d);
        mean(t, 2, Functional::avgPool2d);
        mean(t, 3, Functional::avgPool3d);
        adaptive(t, 1, Functional::adaptiveAvgPool1d);
        adaptive(t, 2, Functional::adaptiveAvgPool2d);
        adaptive(t, 3, Functional::adaptiveAvgPool3d);
    }

    private static void max(TorchTable t, int n, Max f) {
        t.op(
                "nn.functional.max_pool" + n + "d",
                "input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,"
                        + " return_indices=False",
                a -> {
                    Pooled out =
                            f.of(a.tensor("input"), a.ints("kernel_size"), o -> maxOptions(a, o));
                    return a.bool("return_indices")
                            ? List.of(out.values(), out.indices())
                            : out.values();
                });
    }

    static MaxPoolOptions maxOptions(Arguments a, MaxPoolOptions o) {
        MaxPoolOptions p =
                o.padding(a.ints("padding"))
                        .dilation(a.ints("dilation"))
                        .ceilMode(a.bool("ceil_mode"))
                        .returnIndices(a.bool("return_indices"));
        return given(a, "stride") ? p.stride(a.ints("stride")) : p;
    }

    /** Returns whether an argument is there and no empty list. */
    static boolean given(Arguments a, String name) {
        return !a.isNone(name) && !(a.isSequence(name) && a.items(name).isEmpty());
    }

    private static void mean(TorchTable t, int n, Mean f) {
        t.op(
                "nn.functional.avg_pool" + n + "d",
                "input, kernel_size, stride=None, padding=0, ceil_mode=False,"
                        + " count_include_pad=True, divisor_override=None",
                a -> f.of(a.tensor("input"), a.ints("kernel_size"), o -> meanOptions(a, o)));
    }

    static AvgPoolOptions meanOptions(Arguments a, AvgPoolOptions o) {
        AvgPoolOptions p =
                o.padding(a.ints("padding"))
                        .ceilMode(a.bool("ceil_mode"))
                        .countIncludePad(a.bool("count_include_pad"))
                        .divisorOverride(a.indexOrNull("divisor_override"));
        return given(a, "stride") ? p.stride(a.ints("stride")) : p;
    }

    private static void adaptive(TorchTable t, int n, Adaptive f) {
        t.op(
                "nn.functional.adaptive_avg_pool" + n + "d",
                "input, output_size",
                a -> f.of(a.tensor("input"), sizes(a)));
    }

    static @Nullable Integer[] sizes(Arguments a) {
        if (!a.isSequence("output_size")) {
            return new @Nullable Integer[] {a.indexOrNull("output_size")};
        }
        return a.items("output_size").stream()
                .map(i -> i == null ? null : (Integer) ((Number) i).intValue())
                .toArray(Integer[]::new);
    }

    // ---- normalisation

    private static void normalizations(TorchTable t) {
        t.op(
                "nn.functional.batch_norm",
                "input, running_mean, running_var, weight=None, bias=None, training=False,"
                        + " momentum=0.1, eps=1e-05",
                a ->
                        Functional.batchNorm(
                                a.tensor("input"),
                                a.tensorOrNull("running_mean"),
                                a.tensorOrNull("running_var"),
                                a.tensorOrNull("weight"),
                                a.tensorOrNull("bias"),
                                o -> statistics(a, o, "training")));
        t.op(
                "nn.functional.instance_norm",
                "input, running_mean=None, running_var=None, weight=None, bias=None,"
                        + " use_input_stats=True, momentum=0.1, eps=1e-05",
                a ->
                        Functional.instanceNorm(
                                a.tensor("input"),
                                a.tensorOrNull("running_mean"),
                                a.tensorOrNull("running_var"),
                                a.tensorOrNull("weight"),
                                a.tensorOrNull("bias"),
                                o -> statistics(a, o, "use_input_stats")));
        t.op(
                "nn.functional.layer_norm",
                "input, normalized_shape, weight=None, bias=None, eps=1e-05",
                a ->
                        Functional.layerNorm(
                                a.tensor("input"),
                                a.ints("normalized_shape"),
                                a.tensorOrNull("weight"),
                                a.tensorOrNull("bias"),
                                a.real("eps")));
        t.op(
                "nn.functional.rms_norm",
                "input, normalized_shape, weight=None, eps=None",
                a ->
                        Functional.rmsNorm(
                                a.tensor("input"),
                                a.ints("normalized_shape"),
                                a.tensorOrNull("weight"),
                                real(a, "eps")));
        t.op(
                "nn.functional.group_norm",
                "input, num_groups, weight=None, bias=None, eps=1e-05",
                a ->
                        Functional.groupNorm(
                                a.tensor("input"),
                                a.index("num_groups"),
                                a.tensorOrNull("weight"),
                                a.tensorOrNull("bias"),
                                a.real("eps")));
    }

    private static BatchNormOptions statistics(Arguments a, BatchNormOptions o, String own) {
        return o.training(a.bool(own)).momentum(a.real("momentum")).eps(a.real("eps"));
    }

    // ---- dropout

    private interface Dropout {
        Tensor of(Tensor x, double p, boolean training);
    }

    private static void dropouts(TorchTable t) {
        dropout(t, "dropout", "True", Functional::dropout, Functional::dropout_);
        dropout(t, "dropout1d", "True", Functional::dropout1d, Functional::dropout1d_);
        dropout(t, "dropout2d", "True", Functional::dropout2d, Functional::dropout2d_);
        dropout(t, "dropout3d", "True", Functional::dropout3d, Functional::dropout3d_);
        dropout(t, "alpha_dropout", "False", Functional::alphaDropout, Functional::alphaDropout_);
        dropout(
                t,
                "feature_alpha_dropout",
                "False",
                Functional::featureAlphaDropout,
                Functional::featureAlphaDropout_);
    }

    private static void dropout(
            TorchTable t, String name, String training, Dropout f, Dropout overwriting) {
        both(
                t,
                name,
                ", p=0.5, training=" + training,
                (x, a) -> f.of(x, a.real("p"), a.bool("training")),
                (x, a) -> overwriting.of(x, a.real("p"), a.bool("training")));
    }

    // ---- losses

    private interface Loss {
        Tensor of(Tensor x, Tensor y, Arguments a);
    }

    private static void losses(TorchTable t) {
        loss(
                t,
                "mse_loss",
                LEGACY + ", weight=None",
                (x, y, a) -> Functional.mseLoss(x, y, o -> elements(a, o)));
        loss(
                t,
                "l1_loss",
                LEGACY + ", weight=None",
                (x, y, a) -> Functional.l1Loss(x, y, o -> elements(a, o)));
        loss(
                t,
                "smooth_l1_loss",
                LEGACY + ", beta=1.0",
                (x, y, a) ->
                        Functional.smoothL1Loss(
                                x, y, a.real("beta"), o -> o.reduction(reduction(a))));
        loss(
                t,
                "huber_loss",
                ", reduction='mean', delta=1.0, weight=None",
                (x, y, a) -> Functional.huberLoss(x, y, a.real("delta"), o -> elements(a, o)));
        loss(
                t,
                "binary_cross_entropy",
                ", weight=None" + LEGACY,
                (x, y, a) -> Functional.binaryCrossEntropy(x, y, o -> elements(a, o)));
        loss(
                t,
                "binary_cross_entropy_with_logits",
                ", weight=None" + LEGACY + ", pos_weight=None",
                (x, y, a) ->
                        Functional.binaryCrossEntropyWithLogits(
                                x, y, o -> elements(a, o).posWeight(a.tensorOrNull("pos_weight"))));
        loss(
                t,
                "kl_div",
                LEGACY + ", log_target=False",
                (x, y, a) -> Functional.klDiv(x, y, o -> divergence(a, o)));
        loss(
                t,
                "nll_loss",
                ", weight=None, size_average=None, ignore_index=-100, reduce=None,"
                        + " reduction='mean'",
                (x, y, a) -> Functional.nllLoss(x, y, o -> classes(a, o)));
        loss(
                t,
                "cross_entropy",
                ", weight=None, size_average=None, ignore_index=-100, reduce=None,"
                        + " reduction='mean', label_smoothing=0.0",
                (x, y, a) ->
                        Functional.crossEntropy(
                                x,
                                y,
                                o -> classes(a, o).labelSmoothing(a.real("label_smoothing"))));
    }

    private static void loss(TorchTable t, String name, String parameters, Loss f) {
        t.op(
                "nn.functional." + name,
                "input, target" + parameters,
                a -> {
                    if (parameters.contains("size_average")) {
                        a.refuse("size_average", "reduce");
                    }
                    return f.of(a.tensor("input"), a.tensor("target"), a);
                });
    }

    static LossReduction reduction(Arguments a) {
        return switch (a.text("reduction")) {
            case "none" -> LossReduction.NONE;
            case "mean" -> LossReduction.MEAN;
            case "sum" -> LossReduction.SUM;
            default -> throw a.unsupported("reduction");
        };
    }

    static LossOptions elements(Arguments a, LossOptions o) {
        return o.reduction(reduction(a)).weight(a.tensorOrNull("weight"));
    }

    static CrossEntropyOptions classes(Arguments a, CrossEntropyOptions o) {
        return o.weight(a.tensorOrNull("weight"))
                .ignoreIndex(a.integer("ignore_index"))
                .reduction(reduction(a));
    }

    static KlDivOptions divergence(Arguments a, KlDivOptions o) {
        KlDivOptions p = o.logTarget(a.bool("log_target"));
        return a.text("reduction").equals("batchmean")
                ? p.batchMean(true)
                : p.reduction(reduction(a));
    }
}
