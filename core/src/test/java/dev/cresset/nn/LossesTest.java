package dev.cresset.nn;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.randn;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.op.LossReduction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses and bags of embeddings against real PyTorch's recorded numbers and gradients. */
class LossesTest {
    private static final Tensor INDEX = tensor(new long[] {4, 0, 2, 2, 1, 4, 4});
    private static final Tensor OFFSETS = tensor(new long[] {0, 3, 3, 5});

    private static Map<String, Tensor> recorded = Map.of();

    @BeforeAll
    static void load(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("losses.safetensors");
        try (InputStream in = LossesTest.class.getResourceAsStream("losses.safetensors")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        Map<String, Tensor> all = new HashMap<>();
        Checkpoint.load(file).forEach((k, v) -> all.put(k, v.clone()));
        recorded = all;
    }

    private static void check(String name, UnaryOperator<Tensor> f, int... shape) {
        manualSeed(5);
        Tensor x = randn(shape).requiresGrad_(true);
        Tensor y = f.apply(x);
        same(name + ".out", y);
        y.mul(arange((double) y.numel()).reshape(y.shape()).cos()).sum().backward();
        same(name + ".grad", Objects.requireNonNull(x.grad()));
    }

    private static void same(String name, Tensor actual) {
        Tensor expected = Objects.requireNonNull(recorded.get(name), name);
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        Tensor close = actual.isclose(expected, 1e-5, 1e-5, true);
        assertThat(close.all().item().doubleValue()).as(name + ": " + actual).isEqualTo(1);
    }

    @Test
    void labelSequencesArePyTorchs() {
        Tensor targets = tensor(new long[] {1, 2, 2, 3, 1, 0, 2, 2, 2}).reshape(3, 3);
        Tensor steps = tensor(new long[] {7, 5, 3});
        Tensor labels = tensor(new long[] {3, 2, 3});
        for (LossReduction r : LossReduction.values()) {
            check(
                    "ctc_" + r.name().toLowerCase(Locale.ROOT),
                    x ->
                            Functional.ctcLoss(
                                    x.logSoftmax(2),
                                    targets,
                                    steps,
                                    labels,
                                    o -> o.reduction(r).zeroInfinity(true)),
                    7,
                    3,
                    4);
        }
        check(
                "ctc_flat",
                x ->
                        Functional.ctcLoss(
                                x.logSoftmax(2),
                                tensor(new long[] {1, 2, 2, 0, 1, 1}),
                                tensor(new long[] {7, 5, 0}),
                                tensor(new long[] {3, 3, 0}),
                                o -> o.blank(3).reduction(LossReduction.NONE)),
                7,
                3,
                4);
        check(
                "ctc_single",
                x ->
                        Functional.ctcLoss(
                                x.logSoftmax(1),
                                tensor(new long[] {1, 1}),
                                tensor(new long[] {6}),
                                tensor(new long[] {2})),
                7,
                4);
    }

    @Test
    void theDerivativeOfALabelSequencesDerivativeIsRefused() {
        Tensor x = randn(4, 1, 3).requiresGrad_(true);
        Tensor loss =
                Functional.ctcLoss(
                        x.logSoftmax(2),
                        tensor(new long[] {1, 2}),
                        tensor(new long[] {4}),
                        tensor(new long[] {2}));
        Tensor g =
                Objects.requireNonNull(
                        Grad.grad(loss, List.of(x), o -> o.createGraph(true)).getFirst());
        Tensor sum = g.pow(2).sum();
        assertThatThrownBy(() -> sum.backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("derivative of its derivative is not implemented");
    }

    @Test
    void bagsArePyTorchs() {
        for (EmbeddingBag.Mode mode : EmbeddingBag.Mode.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT);
            check(
                    "bag_" + name,
                    w ->
                            Functional.embeddingBag(
                                    INDEX, w, OFFSETS, o -> o.mode(mode).paddingIdx(2)),
                    5,
                    3);
            check(
                    "bag_rows_" + name,
                    w ->
                            Functional.embeddingBag(
                                    INDEX.narrow(0, 0, 6).reshape(2, 3),
                                    w,
                                    null,
                                    o -> o.mode(mode)),
                    5,
                    3);
        }
        check(
                "bag_last",
                w ->
                        Functional.embeddingBag(
                                INDEX,
                                w,
                                tensor(new long[] {0, 4, 7}),
                                o -> o.includeLastOffset(true)),
                5,
                3);
        check(
                "bag_weights",
                p ->
                        Functional.embeddingBag(
                                INDEX,
                                arange(15.0).reshape(5, 3),
                                OFFSETS,
                                o ->
                                        o.mode(EmbeddingBag.Mode.SUM)
                                                .perSampleWeights(p)
                                                .paddingIdx(4)),
                7);
    }

    @Test
    void longRowsOfABagAreScaledDownInTheTable() {
        EmbeddingBag bag = new EmbeddingBag(4, 2, o -> o.maxNorm(1.0).mode(EmbeddingBag.Mode.SUM));
        Tensor.noGrad(() -> bag.weight.fill_(3));
        Tensor y = bag.call(tensor(new long[] {1, 1}).reshape(1, 2));
        assertThat(y.norm().item().doubleValue())
                .isCloseTo(2, org.assertj.core.data.Offset.offset(1e-5));
        assertThat(bag.weight.get(0, 0).item().doubleValue()).isEqualTo(3);
        assertThat(bag).hasToString("EmbeddingBag(4, 2, max_norm=1.0, mode='sum')");
    }

    @Test
    void lossesAndDistancesArePyTorchs() {
        check(
                "cosine",
                x ->
                        Functional.cosineSimilarity(
                                x.mul(tensor(1e-9, 1, 0).unsqueeze(1)), x.flip(0), 1, 1e-8),
                3,
                4);
        check(
                "multi_margin",
                x ->
                        Functional.multiMarginLoss(
                                x,
                                tensor(new long[] {1, 0, 3}),
                                o -> o.p(2).margin(0.7).weight(tensor(1.0, 2.0, 3.0, 4.0))),
                3,
                4);
        check(
                "soft_margin",
                x -> Functional.softMarginLoss(x.mul(30), tensor(1.0, -1, 1, -1)),
                3,
                4);
        check(
                "gaussian",
                v ->
                        Functional.gaussianNllLoss(
                                tensor(1.0, 2, 3).expand(2, 3),
                                tensor(2.0, 2, 1).expand(2, 3),
                                v.abs().mul(tensor(1e-8, 1, 1)),
                                o -> o.full(true).reduction(LossReduction.NONE)),
                2,
                3);
    }

    @Test
    void aTripletLossTakesADistanceOfOnesOwn() {
        Tensor a = zeros(1, 2);
        Tensor p = tensor(3.0, 4.0).unsqueeze(0);
        Tensor n = tensor(0.0, 4.0).unsqueeze(0);
        var own =
                new TripletMarginWithDistanceLoss(
                        (x, y) -> x.sub(y).abs().sum(1), o -> o.swap(true));
        assertThat(own.call(a, p, n).item().doubleValue()).isEqualTo(5);
        assertThat(own).hasToString("TripletMarginWithDistanceLoss()");
        assertThat(new TripletMarginWithDistanceLoss())
                .hasToString(
                        "TripletMarginWithDistanceLoss(\n"
                                + "  (distance_function): PairwiseDistance()\n)");
    }

    @Test
    void anAdaptiveSoftmaxIsAProbability() {
        manualSeed(2);
        var layer = new AdaptiveLogSoftmaxWithLoss(8, 10, 3, 6);
        Tensor x = randn(5, 8);
        Tensor logs = layer.logProb(x);
        assertThat(logs.exp().sum(1).sub(1).abs().max().item().doubleValue()).isLessThan(1e-5);
        Tensor target = tensor(new long[] {0, 9, 4, 2, 6});
        var out = layer.call(x, target);
        Tensor expected = logs.gather(1, target.unsqueeze(1)).squeeze(1);
        assertThat(out.output().sub(expected).abs().max().item().doubleValue()).isLessThan(1e-5);
        assertThat(out.loss().add(expected.mean()).abs().item().doubleValue()).isLessThan(1e-5);
        assertThat(layer.call(x.get(1), target.get(1)).output().dim()).isZero();
        assertThat(layer.predict(x).shape()).hasToString("torch.Size([5])");
        assertThatThrownBy(() -> layer.call(x, target.add(1)))
                .hasMessageContaining(
                        "Target values should be in [0, 9], but values in range [1, 10]");
        assertThatThrownBy(() -> new AdaptiveLogSoftmaxWithLoss(8, 10, 3, 3))
                .hasMessageContaining("unique, positive integers");
    }

    @Test
    void aLinearCrossEntropyOwnsItsLayer() {
        var loss = new LinearCrossEntropyLoss(3, 4, o -> o.outFeatures(2).bias(true));
        assertThat(loss)
                .hasToString(
                        "LinearCrossEntropyLoss(\n"
                                + "  in_features=3, num_classes=4, out_features=(2,), bias=True,"
                                + " reduction=mean, ignore_index=None, label_smoothing=0.0,"
                                + " options=None\n"
                                + "  (linear): Linear(in_features=3, out_features=8, bias=True)\n)");
        Tensor y = loss.call(randn(5, 3), zeros(dev.cresset.op.DType.INT64, 5, 2));
        assertThat(y.dim()).isZero();
        assertThatThrownBy(() -> new LinearCrossEntropyLoss(3, 4, o -> o.labelSmoothing(2)))
                .hasMessageContaining("label_smoothing to be in range [0, 1], got 2.0");
    }
}
