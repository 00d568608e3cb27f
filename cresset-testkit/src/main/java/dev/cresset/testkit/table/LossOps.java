package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.nn.AdaptiveLogSoftmaxWithLoss;
import dev.cresset.nn.Bilinear;
import dev.cresset.nn.CTCLoss;
import dev.cresset.nn.CosineEmbeddingLoss;
import dev.cresset.nn.CosineSimilarity;
import dev.cresset.nn.CtcOptions;
import dev.cresset.nn.Distance;
import dev.cresset.nn.EmbeddingBag;
import dev.cresset.nn.EmbeddingBagOptions;
import dev.cresset.nn.Functional;
import dev.cresset.nn.GaussianNLLLoss;
import dev.cresset.nn.GaussianNllOptions;
import dev.cresset.nn.HingeEmbeddingLoss;
import dev.cresset.nn.LinearCrossEntropyLoss;
import dev.cresset.nn.LinearCrossEntropyOptions;
import dev.cresset.nn.MarginOptions;
import dev.cresset.nn.MarginRankingLoss;
import dev.cresset.nn.MultiLabelMarginLoss;
import dev.cresset.nn.MultiLabelSoftMarginLoss;
import dev.cresset.nn.MultiMarginLoss;
import dev.cresset.nn.MultiMarginOptions;
import dev.cresset.nn.PairwiseDistance;
import dev.cresset.nn.PoissonNLLLoss;
import dev.cresset.nn.PoissonNllOptions;
import dev.cresset.nn.SoftMarginLoss;
import dev.cresset.nn.TernaryLoss;
import dev.cresset.nn.TripletMarginLoss;
import dev.cresset.nn.TripletMarginWithDistanceLoss;
import dev.cresset.nn.TripletOptions;
import dev.cresset.testkit.python.Arguments;
import dev.cresset.testkit.python.Function;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Losses of margins, likelihoods and label sequences; distances; bags of embeddings. */
final class LossOps {
    private static final String LEGACY = "size_average=None, reduce=None, reduction='mean'";
    private static final String FACTORY = LayerModules.FACTORY;
    private static final String F = "nn.functional.";

    private LossOps() {}

    static void addTo(TorchTable t) {
        margins(t);
        classes(t);
        triplets(t);
        likelihoods(t);
        sequences(t);
        distances(t);
        bags(t);
        adaptive(t);
        t.op(
                "nn.TernaryLoss.forward",
                "self, x, y, z",
                a ->
                        a.as(TernaryLoss.class, "self")
                                .call(a.tensor("x"), a.tensor("y"), a.tensor("z")));
    }

    private interface Adapter {
        @Nullable Object of(Arguments a);
    }

    /** Adds a function or constructor with PyTorch's retired arguments, which are refused. */
    private static void legacy(TorchTable t, String name, String parameters, Adapter f) {
        t.op(
                name,
                parameters,
                a -> {
                    a.refuse("size_average", "reduce");
                    return f.of(a);
                });
    }

    // ---- margins

    private static MarginOptions margin(Arguments a, MarginOptions o) {
        return o.margin(a.real("margin")).reduction(NeuralFunctions.reduction(a));
    }

    private static void margins(TorchTable t) {
        String zero = "margin=0.0, " + LEGACY;
        String one = "margin=1.0, " + LEGACY;
        legacy(
                t,
                F + "margin_ranking_loss",
                "input1, input2, target, " + zero,
                a ->
                        Functional.marginRankingLoss(
                                a.tensor("input1"),
                                a.tensor("input2"),
                                a.tensor("target"),
                                o -> margin(a, o)));
        legacy(t, "nn.MarginRankingLoss", zero, a -> new MarginRankingLoss(o -> margin(a, o)));
        legacy(
                t,
                F + "cosine_embedding_loss",
                "input1, input2, target, " + zero,
                a ->
                        Functional.cosineEmbeddingLoss(
                                a.tensor("input1"),
                                a.tensor("input2"),
                                a.tensor("target"),
                                o -> margin(a, o)));
        legacy(t, "nn.CosineEmbeddingLoss", zero, a -> new CosineEmbeddingLoss(o -> margin(a, o)));
        legacy(
                t,
                F + "hinge_embedding_loss",
                "input, target, " + one,
                a ->
                        Functional.hingeEmbeddingLoss(
                                a.tensor("input"), a.tensor("target"), o -> margin(a, o)));
        legacy(t, "nn.HingeEmbeddingLoss", one, a -> new HingeEmbeddingLoss(o -> margin(a, o)));
    }

    private static void classes(TorchTable t) {
        legacy(
                t,
                F + "soft_margin_loss",
                "input, target, " + LEGACY,
                a ->
                        Functional.softMarginLoss(
                                a.tensor("input"),
                                a.tensor("target"),
                                o -> o.reduction(NeuralFunctions.reduction(a))));
        legacy(
                t,
                "nn.SoftMarginLoss",
                LEGACY,
                a -> new SoftMarginLoss(o -> o.reduction(NeuralFunctions.reduction(a))));
        legacy(
                t,
                F + "multilabel_margin_loss",
                "input, target, " + LEGACY,
                a ->
                        Functional.multilabelMarginLoss(
                                a.tensor("input"),
                                a.tensor("target"),
                                o -> o.reduction(NeuralFunctions.reduction(a))));
        legacy(
                t,
                "nn.MultiLabelMarginLoss",
                LEGACY,
                a -> new MultiLabelMarginLoss(o -> o.reduction(NeuralFunctions.reduction(a))));
        legacy(
                t,
                F + "multilabel_soft_margin_loss",
                "input, target, weight=None, " + LEGACY,
                a ->
                        Functional.multilabelSoftMarginLoss(
                                a.tensor("input"),
                                a.tensor("target"),
                                o -> NeuralFunctions.elements(a, o)));
        legacy(
                t,
                "nn.MultiLabelSoftMarginLoss",
                "weight=None, " + LEGACY,
                a -> new MultiLabelSoftMarginLoss(o -> NeuralFunctions.elements(a, o)));
        String multi = "p=1, margin=1.0, weight=None, " + LEGACY;
        legacy(
                t,
                F + "multi_margin_loss",
                "input, target, " + multi,
                a ->
                        Functional.multiMarginLoss(
                                a.tensor("input"), a.tensor("target"), o -> multi(a, o)));
        legacy(t, "nn.MultiMarginLoss", multi, a -> new MultiMarginLoss(o -> multi(a, o)));
    }

    private static MultiMarginOptions multi(Arguments a, MultiMarginOptions o) {
        return o.p(a.index("p"))
                .margin(a.real("margin"))
                .weight(a.tensorOrNull("weight"))
                .reduction(NeuralFunctions.reduction(a));
    }

    // ---- triplets

    private static void triplets(TorchTable t) {
        String plain = "margin=1.0, p=2.0, eps=1e-06, swap=False, " + LEGACY;
        legacy(
                t,
                F + "triplet_margin_loss",
                "anchor, positive, negative, " + plain,
                a ->
                        Functional.tripletMarginLoss(
                                a.tensor("anchor"),
                                a.tensor("positive"),
                                a.tensor("negative"),
                                o -> triplet(a, o).p(a.real("p")).eps(a.real("eps"))));
        legacy(
                t,
                "nn.TripletMarginLoss",
                plain,
                a -> new TripletMarginLoss(o -> triplet(a, o).p(a.real("p")).eps(a.real("eps"))));
        String own = "distance_function=None, margin=1.0, swap=False, reduction='mean'";
        t.op(
                F + "triplet_margin_with_distance_loss",
                "anchor, positive, negative, " + own,
                a ->
                        Functional.tripletMarginWithDistanceLoss(
                                a.tensor("anchor"),
                                a.tensor("positive"),
                                a.tensor("negative"),
                                distance(a),
                                o -> triplet(a, o)));
        t.op(
                "nn.TripletMarginWithDistanceLoss",
                own,
                a -> new TripletMarginWithDistanceLoss(distance(a), o -> triplet(a, o)));
    }

    private static TripletOptions triplet(Arguments a, TripletOptions o) {
        return o.margin(a.real("margin"))
                .swap(a.bool("swap"))
                .reduction(NeuralFunctions.reduction(a));
    }

    private static BinaryOperator<Tensor> distance(Arguments a) {
        return switch (a.raw("distance_function")) {
            case null -> new PairwiseDistance();
            case Distance d -> d;
            case Function f ->
                    (x, y) -> (Tensor) Objects.requireNonNull(f.call(List.of(x, y), Map.of()));
            default -> throw a.unsupported("distance_function");
        };
    }

    // ---- likelihoods

    private static void likelihoods(TorchTable t) {
        String poisson =
                "log_input=True, full=False, size_average=None, eps=1e-08, reduce=None,"
                        + " reduction='mean'";
        legacy(
                t,
                F + "poisson_nll_loss",
                "input, target, " + poisson,
                a ->
                        Functional.poissonNllLoss(
                                a.tensor("input"), a.tensor("target"), o -> poisson(a, o)));
        legacy(t, "nn.PoissonNLLLoss", poisson, a -> new PoissonNLLLoss(o -> poisson(a, o)));
        String gaussian = "full=False, eps=1e-06, reduction='mean'";
        t.op(
                F + "gaussian_nll_loss",
                "input, target, var, " + gaussian,
                a ->
                        a.raw("var") instanceof Tensor var
                                ? Functional.gaussianNllLoss(
                                        a.tensor("input"),
                                        a.tensor("target"),
                                        var,
                                        o -> gaussian(a, o))
                                : Functional.gaussianNllLoss(
                                        a.tensor("input"),
                                        a.tensor("target"),
                                        a.real("var"),
                                        o -> gaussian(a, o)));
        t.op("nn.GaussianNLLLoss", gaussian, a -> new GaussianNLLLoss(o -> gaussian(a, o)));
        t.op(
                F + "linear_cross_entropy",
                "input, linear_weight, target, linear_bias=None, weight=None, reduction='mean',"
                        + " ignore_index=None, label_smoothing=0.0, options=None",
                a ->
                        Functional.linearCrossEntropy(
                                a.tensor("input"),
                                a.tensor("linear_weight"),
                                a.tensor("target"),
                                o -> linear(a, o)));
        t.op(
                "nn.LinearCrossEntropyLoss",
                "in_features, num_classes, out_features=(), bias=False, device=None, dtype=None,"
                        + " reduction='mean', weight=None, ignore_index=None, label_smoothing=0.0,"
                        + " options=None",
                LossOps::linearLoss);
    }

    private static PoissonNllOptions poisson(Arguments a, PoissonNllOptions o) {
        return o.logInput(a.bool("log_input"))
                .full(a.bool("full"))
                .eps(a.real("eps"))
                .reduction(NeuralFunctions.reduction(a));
    }

    private static GaussianNllOptions gaussian(Arguments a, GaussianNllOptions o) {
        return o.full(a.bool("full")).eps(a.real("eps")).reduction(NeuralFunctions.reduction(a));
    }

    private static @Nullable Long ignored(Arguments a) {
        return a.isNone("ignore_index") ? null : a.integer("ignore_index");
    }

    private static LinearCrossEntropyOptions linear(Arguments a, LinearCrossEntropyOptions o) {
        return o.linearBias(a.tensorOrNull("linear_bias"))
                .weight(a.tensorOrNull("weight"))
                .reduction(NeuralFunctions.reduction(a))
                .ignoreIndex(ignored(a))
                .labelSmoothing(a.real("label_smoothing"));
    }

    private static Object linearLoss(Arguments a) {
        a.refuse("options");
        return new LinearCrossEntropyLoss(
                a.index("in_features"),
                a.index("num_classes"),
                o -> {
                    LinearCrossEntropyLoss.Options p =
                            o.outFeatures(a.ints("out_features"))
                                    .bias(a.bool("bias"))
                                    .weight(a.tensorOrNull("weight"))
                                    .reduction(NeuralFunctions.reduction(a))
                                    .ignoreIndex(ignored(a))
                                    .labelSmoothing(a.real("label_smoothing"));
                    return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
                });
    }

    private static void sequences(TorchTable t) {
        String call = "log_probs, targets, input_lengths, target_lengths";
        String options = "blank=0, reduction='mean', zero_infinity=False";
        t.op(
                F + "ctc_loss",
                call + ", " + options,
                a ->
                        Functional.ctcLoss(
                                a.tensor("log_probs"),
                                a.tensor("targets"),
                                lengths(a, "input_lengths"),
                                lengths(a, "target_lengths"),
                                o -> ctc(a, o)));
        t.op("nn.CTCLoss", options, a -> new CTCLoss(o -> ctc(a, o)));
        t.op(
                "nn.CTCLoss.forward",
                "self, " + call,
                a ->
                        a.as(CTCLoss.class, "self")
                                .call(
                                        a.tensor("log_probs"),
                                        a.tensor("targets"),
                                        lengths(a, "input_lengths"),
                                        lengths(a, "target_lengths")));
    }

    private static Tensor lengths(Arguments a, String name) {
        return a.isSequence(name) ? Tensor.tensor(a.longs(name)) : a.tensor(name);
    }

    private static CtcOptions ctc(Arguments a, CtcOptions o) {
        return o.blank(a.index("blank"))
                .reduction(NeuralFunctions.reduction(a))
                .zeroInfinity(a.bool("zero_infinity"));
    }

    // ---- pairs of vectors

    private static void distances(TorchTable t) {
        t.op(
                F + "cosine_similarity",
                "x1, x2, dim=1, eps=1e-08",
                a ->
                        Functional.cosineSimilarity(
                                a.tensor("x1"), a.tensor("x2"), a.index("dim"), a.real("eps")));
        t.op(
                F + "pairwise_distance",
                "x1, x2, p=2.0, eps=1e-06, keepdim=False",
                a ->
                        Functional.pairwiseDistance(
                                a.tensor("x1"),
                                a.tensor("x2"),
                                a.real("p"),
                                a.real("eps"),
                                a.bool("keepdim")));
        t.op(F + "pdist", "input, p=2.0", a -> Tensor.pdist(a.tensor("input"), a.real("p")));
        t.op(
                F + "bilinear",
                "input1, input2, weight, bias=None",
                a ->
                        Functional.bilinear(
                                a.tensor("input1"),
                                a.tensor("input2"),
                                a.tensor("weight"),
                                a.tensorOrNull("bias")));
        t.op(
                "nn.Distance.forward",
                "self, x1, x2",
                a -> a.as(Distance.class, "self").call(a.tensor("x1"), a.tensor("x2")));
        t.op(
                "nn.CosineSimilarity",
                "dim=1, eps=1e-08",
                a -> new CosineSimilarity(o -> o.dim(a.index("dim")).eps(a.real("eps"))));
        t.op(
                "nn.PairwiseDistance",
                "p=2.0, eps=1e-06, keepdim=False",
                a ->
                        new PairwiseDistance(o ->
                                o.p(a.real("p")).eps(a.real("eps")).keepdim(a.bool("keepdim"))));
        t.op(
                "nn.Bilinear",
                "in1_features, in2_features, out_features, bias=True" + FACTORY,
                a ->
                        new Bilinear(
                                a.index("in1_features"),
                                a.index("in2_features"),
                                a.index("out_features"),
                                o -> {
                                    Bilinear.Options p = o.bias(a.bool("bias"));
                                    return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
                                }));
        t.op(
                "nn.Bilinear.forward",
                "self, input1, input2",
                a -> a.as(Bilinear.class, "self").call(a.tensor("input1"), a.tensor("input2")));
    }

    // ---- tables

    private static EmbeddingBag.Mode mode(Arguments a) {
        return switch (a.text("mode")) {
            case "sum" -> EmbeddingBag.Mode.SUM;
            case "mean" -> EmbeddingBag.Mode.MEAN;
            case "max" -> EmbeddingBag.Mode.MAX;
            default -> throw a.unsupported("mode");
        };
    }

    private static void bags(TorchTable t) {
        String rest =
                ", offsets=None, max_norm=None, norm_type=2,"
                        + " scale_grad_by_freq=False, mode='mean', sparse=False,"
                        + " per_sample_weights=None, include_last_offset=False, padding_idx=None";
        t.op(
                        F + "embedding_bag",
                        "input, weight" + rest,
                        a ->
                                Functional.embeddingBag(
                                        a.tensor("input"),
                                        a.tensor("weight"),
                                        a.tensorOrNull("offsets"),
                                        o -> bag(a, o)))
                .recordedAs("weight, input" + rest);
        t.op(
                "nn.EmbeddingBag",
                "num_embeddings, embedding_dim, max_norm=None, norm_type=2.0,"
                        + " scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None,"
                        + " include_last_offset=False, padding_idx=None"
                        + FACTORY,
                a -> {
                    a.refuse("_weight");
                    return new EmbeddingBag(
                            a.index("num_embeddings"), a.index("embedding_dim"), o -> bag(a, o));
                });
        t.op(
                "nn.EmbeddingBag.forward",
                "self, input, offsets=None, per_sample_weights=None",
                a ->
                        a.as(EmbeddingBag.class, "self")
                                .call(
                                        a.tensor("input"),
                                        a.tensorOrNull("offsets"),
                                        a.tensorOrNull("per_sample_weights")));
    }

    private static EmbeddingBagOptions bag(Arguments a, EmbeddingBagOptions o) {
        return o.mode(mode(a))
                .perSampleWeights(a.tensorOrNull("per_sample_weights"))
                .includeLastOffset(a.bool("include_last_offset"))
                .paddingIdx(a.indexOrNull("padding_idx"))
                .maxNorm(NeuralFunctions.real(a, "max_norm"))
                .normType(a.real("norm_type"))
                .scaleGradByFreq(a.bool("scale_grad_by_freq"))
                .sparse(a.bool("sparse"));
    }

    private static EmbeddingBag.Options bag(Arguments a, EmbeddingBag.Options o) {
        EmbeddingBag.Options p =
                o.mode(mode(a))
                        .includeLastOffset(a.bool("include_last_offset"))
                        .paddingIdx(a.indexOrNull("padding_idx"))
                        .maxNorm(NeuralFunctions.real(a, "max_norm"))
                        .normType(a.real("norm_type"))
                        .scaleGradByFreq(a.bool("scale_grad_by_freq"))
                        .sparse(a.bool("sparse"));
        return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
    }

    private static void adaptive(TorchTable t) {
        t.op(
                "nn.AdaptiveLogSoftmaxWithLoss",
                "in_features, n_classes, cutoffs, div_value=4.0, head_bias=False" + FACTORY,
                a ->
                        new AdaptiveLogSoftmaxWithLoss(
                                a.index("in_features"),
                                a.index("n_classes"),
                                a.ints("cutoffs"),
                                o -> {
                                    AdaptiveLogSoftmaxWithLoss.Options p =
                                            o.divValue(a.real("div_value"))
                                                    .headBias(a.bool("head_bias"));
                                    return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
                                }));
        t.op(
                "nn.AdaptiveLogSoftmaxWithLoss.forward",
                "self, input, target",
                a -> {
                    AdaptiveLogSoftmaxWithLoss.Output out =
                            a.as(AdaptiveLogSoftmaxWithLoss.class, "self")
                                    .call(a.tensor("input"), a.tensor("target"));
                    return List.of(out.output(), out.loss());
                });
    }
}
