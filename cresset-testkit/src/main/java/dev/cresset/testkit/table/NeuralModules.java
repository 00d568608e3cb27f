package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.nn.AdaptiveAvgPool1d;
import dev.cresset.nn.AdaptiveAvgPool2d;
import dev.cresset.nn.AdaptiveAvgPool3d;
import dev.cresset.nn.AlphaDropout;
import dev.cresset.nn.AvgPool1d;
import dev.cresset.nn.AvgPool2d;
import dev.cresset.nn.AvgPool3d;
import dev.cresset.nn.AvgPoolOptions;
import dev.cresset.nn.BCELoss;
import dev.cresset.nn.BCEWithLogitsLoss;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.BatchNorm3d;
import dev.cresset.nn.CELU;
import dev.cresset.nn.Conv1d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.Conv3d;
import dev.cresset.nn.ConvNd;
import dev.cresset.nn.ConvTranspose1d;
import dev.cresset.nn.ConvTranspose2d;
import dev.cresset.nn.ConvTranspose3d;
import dev.cresset.nn.ConvTransposeNd;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Dropout1d;
import dev.cresset.nn.Dropout2d;
import dev.cresset.nn.Dropout3d;
import dev.cresset.nn.ELU;
import dev.cresset.nn.Embedding;
import dev.cresset.nn.FeatureAlphaDropout;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.GELU;
import dev.cresset.nn.GLU;
import dev.cresset.nn.GroupNorm;
import dev.cresset.nn.Hardshrink;
import dev.cresset.nn.Hardsigmoid;
import dev.cresset.nn.Hardswish;
import dev.cresset.nn.Hardtanh;
import dev.cresset.nn.HuberLoss;
import dev.cresset.nn.Identity;
import dev.cresset.nn.InstanceNorm1d;
import dev.cresset.nn.InstanceNorm2d;
import dev.cresset.nn.InstanceNorm3d;
import dev.cresset.nn.KLDivLoss;
import dev.cresset.nn.L1Loss;
import dev.cresset.nn.LayerNorm;
import dev.cresset.nn.LeakyReLU;
import dev.cresset.nn.LogSigmoid;
import dev.cresset.nn.LogSoftmax;
import dev.cresset.nn.Loss;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.MaxPool1d;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.MaxPool3d;
import dev.cresset.nn.MaxPoolNd;
import dev.cresset.nn.MaxPoolOptions;
import dev.cresset.nn.Mish;
import dev.cresset.nn.Module;
import dev.cresset.nn.NLLLoss;
import dev.cresset.nn.NLLLoss2d;
import dev.cresset.nn.NormOptions;
import dev.cresset.nn.PReLU;
import dev.cresset.nn.Pooled;
import dev.cresset.nn.RMSNorm;
import dev.cresset.nn.RReLU;
import dev.cresset.nn.ReLU6;
import dev.cresset.nn.SELU;
import dev.cresset.nn.SiLU;
import dev.cresset.nn.Sigmoid;
import dev.cresset.nn.SmoothL1Loss;
import dev.cresset.nn.Softmax;
import dev.cresset.nn.Softmax2d;
import dev.cresset.nn.Softmin;
import dev.cresset.nn.Softplus;
import dev.cresset.nn.Softshrink;
import dev.cresset.nn.Softsign;
import dev.cresset.nn.Tanh;
import dev.cresset.nn.Tanhshrink;
import dev.cresset.nn.Threshold;
import dev.cresset.testkit.python.Arguments;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Constructors of convolution, pooling, normalisation, activation and loss modules. */
final class NeuralModules {
    private static final String FACTORY = LayerModules.FACTORY;
    private static final String LEGACY = "size_average=None, reduce=None, reduction='mean'";

    private NeuralModules() {}

    static void addTo(TorchTable t) {
        activations(t);
        convolutions(t);
        pools(t);
        normalizations(t);
        losses(t);
        t.op(
                "nn.Embedding",
                "num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0,"
                        + " scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False"
                        + FACTORY,
                NeuralModules::embedding);
    }

    private static Object embedding(Arguments a) {
        a.refuse("_weight", "_freeze");
        return new Embedding(
                a.index("num_embeddings"),
                a.index("embedding_dim"),
                o -> {
                    Embedding.Options p =
                            o.paddingIdx(a.indexOrNull("padding_idx"))
                                    .maxNorm(NeuralFunctions.real(a, "max_norm"))
                                    .normType(a.real("norm_type"))
                                    .scaleGradByFreq(a.bool("scale_grad_by_freq"))
                                    .sparse(a.bool("sparse"));
                    return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
                });
    }

    // ---- activations

    private static void activations(TorchTable t) {
        t.op("nn.ReLU6", "inplace=False", a -> new ReLU6(o -> o.inplace(in(a))));
        t.op("nn.SELU", "inplace=False", a -> new SELU(o -> o.inplace(in(a))));
        t.op("nn.SiLU", "inplace=False", a -> new SiLU(o -> o.inplace(in(a))));
        t.op("nn.Mish", "inplace=False", a -> new Mish(o -> o.inplace(in(a))));
        t.op("nn.Hardswish", "inplace=False", a -> new Hardswish(o -> o.inplace(in(a))));
        t.op("nn.Hardsigmoid", "inplace=False", a -> new Hardsigmoid(o -> o.inplace(in(a))));
        t.op("nn.Identity", "*args", a -> new Identity());
        t.op(
                "nn.Flatten",
                "start_dim=1, end_dim=-1",
                a -> new Flatten(a.index("start_dim"), a.index("end_dim")));
        t.op("nn.Sigmoid", "", a -> new Sigmoid());
        t.op("nn.Tanh", "", a -> new Tanh());
        t.op("nn.Softsign", "", a -> new Softsign());
        t.op("nn.Tanhshrink", "", a -> new Tanhshrink());
        t.op("nn.LogSigmoid", "", a -> new LogSigmoid());
        t.op("nn.Softmax2d", "", a -> new Softmax2d());
        t.op(
                "nn.LeakyReLU",
                "negative_slope=0.01, inplace=False",
                a ->
                        new LeakyReLU(
                                o -> o.negativeSlope(a.scalar("negative_slope")).inplace(in(a))));
        t.op(
                "nn.ELU",
                "alpha=1.0, inplace=False",
                a -> new ELU(o -> o.alpha(a.scalar("alpha")).inplace(in(a))));
        t.op(
                "nn.CELU",
                "alpha=1.0, inplace=False",
                a -> new CELU(o -> o.alpha(a.scalar("alpha")).inplace(in(a))));
        t.op("nn.GELU", "approximate='none'", a -> new GELU(NeuralFunctions.gelu(a)));
        t.op(
                "nn.Softplus",
                "beta=1.0, threshold=20.0",
                a -> new Softplus(a.scalar("beta"), a.scalar("threshold")));
        t.op(
                "nn.Hardtanh",
                "min_val=-1.0, max_val=1.0, inplace=False",
                a ->
                        new Hardtanh(o ->
                                o.minVal(a.scalar("min_val"))
                                        .maxVal(a.scalar("max_val"))
                                        .inplace(in(a))));
        t.op("nn.Hardshrink", "lambd=0.5", a -> new Hardshrink(a.scalar("lambd")));
        t.op("nn.Softshrink", "lambd=0.5", a -> new Softshrink(a.scalar("lambd")));
        t.op(
                "nn.Threshold",
                "threshold, value, inplace=False",
                a ->
                        new Threshold(o ->
                                o.threshold(a.scalar("threshold"))
                                        .value(a.scalar("value"))
                                        .inplace(in(a))));
        t.op("nn.GLU", "dim=-1", a -> new GLU(a.index("dim")));
        t.op("nn.Softmax", "dim=None", a -> new Softmax(o -> o.dim(a.indexOrNull("dim"))));
        t.op("nn.LogSoftmax", "dim=None", a -> new LogSoftmax(o -> o.dim(a.indexOrNull("dim"))));
        t.op("nn.Softmin", "dim=None", a -> new Softmin(o -> o.dim(a.indexOrNull("dim"))));
        t.op(
                "nn.PReLU",
                "num_parameters=1, init=0.25" + FACTORY,
                a -> new PReLU(a.index("num_parameters"), a.real("init")));
        t.op(
                "nn.RReLU",
                "lower=0.125, upper=0.3333333333333333, inplace=False",
                a ->
                        new RReLU(o ->
                                o.lower(a.scalar("lower"))
                                        .upper(a.scalar("upper"))
                                        .inplace(in(a))));
        String p = "p=0.5, inplace=False";
        t.op("nn.Dropout", p, a -> new Dropout(o -> o.p(a.scalar("p")).inplace(in(a))));
        t.op("nn.Dropout1d", p, a -> new Dropout1d(o -> o.p(a.scalar("p")).inplace(in(a))));
        t.op("nn.Dropout2d", p, a -> new Dropout2d(o -> o.p(a.scalar("p")).inplace(in(a))));
        t.op("nn.Dropout3d", p, a -> new Dropout3d(o -> o.p(a.scalar("p")).inplace(in(a))));
        t.op("nn.AlphaDropout", p, a -> new AlphaDropout(o -> o.p(a.scalar("p")).inplace(in(a))));
        t.op(
                "nn.FeatureAlphaDropout",
                p,
                a -> new FeatureAlphaDropout(o -> o.p(a.scalar("p")).inplace(in(a))));
    }

    private static boolean in(Arguments a) {
        return a.bool("inplace");
    }

    // ---- convolution and pooling

    private interface Convolution {
        Module of(int in, int out, int[] kernel, UnaryOperator<ConvNd.Options> options);
    }

    private static void convolutions(TorchTable t) {
        convolution(t, "Conv1d", Conv1d::new);
        convolution(t, "Conv2d", Conv2d::new);
        convolution(t, "Conv3d", Conv3d::new);
        convolution(t, "ConvTranspose1d", ConvTranspose1d::new);
        convolution(t, "ConvTranspose2d", ConvTranspose2d::new);
        convolution(t, "ConvTranspose3d", ConvTranspose3d::new);
        t.op(
                "nn.ConvTransposeNd.forward",
                "self, input, output_size=None",
                a -> {
                    ConvTransposeNd m = a.as(ConvTransposeNd.class, "self");
                    return a.isNone("output_size")
                            ? m.call(a.tensor("input"))
                            : m.call(a.tensor("input"), a.ints("output_size"));
                });
    }

    private static void convolution(TorchTable t, String name, Convolution f) {
        boolean transposed = name.startsWith("ConvTranspose");
        String parameters =
                "in_channels, out_channels, kernel_size, stride=1, padding=0, "
                        + (transposed
                                ? "output_padding=0, groups=1, bias=True, dilation=1"
                                : "dilation=1, groups=1, bias=True")
                        + ", padding_mode='zeros'"
                        + FACTORY;
        t.op(
                "nn." + name,
                parameters,
                a ->
                        f.of(
                                a.index("in_channels"),
                                a.index("out_channels"),
                                a.ints("kernel_size"),
                                o -> options(a, o, transposed)));
    }

    private static ConvNd.Options options(Arguments a, ConvNd.Options o, boolean transposed) {
        ConvNd.Options p =
                o.stride(a.ints("stride"))
                        .dilation(a.ints("dilation"))
                        .groups(a.index("groups"))
                        .bias(a.bool("bias"))
                        .paddingMode(NeuralFunctions.padMode(a.text("padding_mode")));
        p =
                a.raw("padding") instanceof String s
                        ? p.padding(NeuralFunctions.rule(s))
                        : p.padding(a.ints("padding"));
        p = transposed ? p.outputPadding(a.ints("output_padding")) : p;
        return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
    }

    private interface MaxPool {
        Module of(int[] kernel, UnaryOperator<MaxPoolOptions> options);
    }

    private interface AvgPool {
        Module of(int[] kernel, UnaryOperator<AvgPoolOptions> options);
    }

    private static void pools(TorchTable t) {
        maxPool(t, "MaxPool1d", MaxPool1d::new);
        maxPool(t, "MaxPool2d", MaxPool2d::new);
        maxPool(t, "MaxPool3d", MaxPool3d::new);
        t.op(
                "nn.MaxPoolNd.forward",
                "self, input",
                a -> {
                    MaxPoolNd m = a.as(MaxPoolNd.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
        avgPool(t, "AvgPool1d", AvgPool1d::new);
        avgPool(t, "AvgPool2d", AvgPool2d::new);
        avgPool(t, "AvgPool3d", AvgPool3d::new);
        t.op(
                "nn.AdaptiveAvgPool1d",
                "output_size",
                a -> new AdaptiveAvgPool1d(NeuralFunctions.sizes(a)));
        t.op(
                "nn.AdaptiveAvgPool2d",
                "output_size",
                a -> new AdaptiveAvgPool2d(NeuralFunctions.sizes(a)));
        t.op(
                "nn.AdaptiveAvgPool3d",
                "output_size",
                a -> new AdaptiveAvgPool3d(NeuralFunctions.sizes(a)));
    }

    private static void maxPool(TorchTable t, String name, MaxPool f) {
        t.op(
                "nn." + name,
                "kernel_size, stride=None, padding=0, dilation=1, return_indices=False,"
                        + " ceil_mode=False",
                a -> f.of(a.ints("kernel_size"), o -> NeuralFunctions.maxOptions(a, o)));
    }

    private static void avgPool(TorchTable t, String name, AvgPool f) {
        t.op(
                "nn." + name,
                "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,"
                        + " divisor_override=None",
                a -> f.of(a.ints("kernel_size"), o -> NeuralFunctions.meanOptions(a, o)));
    }

    static Object both(Pooled p) {
        return List.of(p.values(), p.indices());
    }

    // ---- normalisation

    private interface Norm {
        Module of(int features, UnaryOperator<NormOptions> options);
    }

    private static void normalizations(TorchTable t) {
        norm(t, "BatchNorm1d", "True", BatchNorm1d::new);
        norm(t, "BatchNorm2d", "True", BatchNorm2d::new);
        norm(t, "BatchNorm3d", "True", BatchNorm3d::new);
        norm(t, "InstanceNorm1d", "False", InstanceNorm1d::new);
        norm(t, "InstanceNorm2d", "False", InstanceNorm2d::new);
        norm(t, "InstanceNorm3d", "False", InstanceNorm3d::new);
        t.op(
                "nn.LayerNorm",
                "normalized_shape, eps=1e-05, elementwise_affine=True, bias=True" + FACTORY,
                a ->
                        new LayerNorm(
                                a.ints("normalized_shape"),
                                o ->
                                        o.eps(a.real("eps"))
                                                .elementwiseAffine(a.bool("elementwise_affine"))
                                                .bias(a.bool("bias"))));
        t.op(
                "nn.RMSNorm",
                "normalized_shape, eps=None, elementwise_affine=True" + FACTORY,
                a ->
                        new RMSNorm(
                                a.ints("normalized_shape"),
                                o ->
                                        o.eps(NeuralFunctions.real(a, "eps"))
                                                .elementwiseAffine(a.bool("elementwise_affine"))));
        t.op(
                "nn.GroupNorm",
                "num_groups, num_channels, eps=1e-05, affine=True" + FACTORY + ", *, bias=True",
                a ->
                        new GroupNorm(
                                a.index("num_groups"),
                                a.index("num_channels"),
                                o ->
                                        o.eps(a.real("eps"))
                                                .affine(a.bool("affine"))
                                                .bias(a.bool("bias"))));
    }

    private static void norm(TorchTable t, String name, String affine, Norm f) {
        t.op(
                "nn." + name,
                "num_features, eps=1e-05, momentum=0.1, affine="
                        + affine
                        + ", track_running_stats="
                        + affine
                        + FACTORY
                        + ", *, bias=True",
                a ->
                        f.of(
                                a.index("num_features"),
                                o ->
                                        o.eps(a.real("eps"))
                                                .momentum(NeuralFunctions.real(a, "momentum"))
                                                .affine(a.bool("affine"))
                                                .bias(a.bool("bias"))
                                                .trackRunningStats(a.bool("track_running_stats"))));
    }

    // ---- losses

    private static void losses(TorchTable t) {
        t.op(
                "nn.Loss.forward",
                "self, input, target",
                a -> a.as(Loss.class, "self").call(a.tensor("input"), a.tensor("target")));
        String weight = "weight=None, ";
        String classes =
                "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'";
        loss(
                t,
                "MSELoss",
                LEGACY,
                a -> new MSELoss(o -> o.reduction(NeuralFunctions.reduction(a))));
        loss(t, "L1Loss", LEGACY, a -> new L1Loss(o -> o.reduction(NeuralFunctions.reduction(a))));
        loss(
                t,
                "SmoothL1Loss",
                LEGACY + ", beta=1.0",
                a ->
                        new SmoothL1Loss(
                                a.real("beta"), o -> o.reduction(NeuralFunctions.reduction(a))));
        t.op(
                "nn.HuberLoss",
                "reduction='mean', delta=1.0",
                a ->
                        new HuberLoss(
                                a.real("delta"), o -> o.reduction(NeuralFunctions.reduction(a))));
        loss(t, "BCELoss", weight + LEGACY, a -> new BCELoss(o -> NeuralFunctions.elements(a, o)));
        loss(
                t,
                "BCEWithLogitsLoss",
                weight + LEGACY + ", pos_weight=None",
                a ->
                        new BCEWithLogitsLoss(o ->
                                NeuralFunctions.elements(a, o)
                                        .posWeight(a.tensorOrNull("pos_weight"))));
        loss(
                t,
                "KLDivLoss",
                LEGACY + ", log_target=False",
                a -> new KLDivLoss(o -> NeuralFunctions.divergence(a, o)));
        loss(t, "NLLLoss", classes, a -> new NLLLoss(o -> NeuralFunctions.classes(a, o)));
        loss(t, "NLLLoss2d", classes, a -> new NLLLoss2d(o -> NeuralFunctions.classes(a, o)));
        loss(
                t,
                "CrossEntropyLoss",
                classes + ", label_smoothing=0.0",
                a ->
                        new CrossEntropyLoss(o ->
                                NeuralFunctions.classes(a, o)
                                        .labelSmoothing(a.real("label_smoothing"))));
    }

    private static void loss(
            TorchTable t, String name, String parameters, Function<Arguments, Loss> f) {
        t.op(
                "nn." + name,
                parameters,
                a -> {
                    a.refuse("size_average", "reduce");
                    return f.apply(a);
                });
    }
}
