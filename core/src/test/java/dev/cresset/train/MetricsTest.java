package dev.cresset.train;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.randint;
import static dev.cresset.Tensor.randn;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.Tensor;
import dev.cresset.nn.Functional;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers beside classes are scikit-learn's definitions, computed by hand. */
class MetricsTest {
    /* Targets 0 0 1 1 2 2; predictions 0 1 1 1 0 3. Class 4 never occurs. */
    private static final Tensor Y = tensor(0L, 0L, 1L, 1L, 2L, 2L);
    private static final Tensor P = tensor(0L, 1L, 1L, 1L, 0L, 3L);

    private static double after(Metric metric) {
        metric.update(P.narrow(0, 0, 2), Y.narrow(0, 0, 2));
        metric.update(P.narrow(0, 2, 4), Y.narrow(0, 2, 4));
        return metric.value();
    }

    @Test
    void accuracyIsTheShareOfRightPredictions() {
        assertThat(after(new Accuracy())).isEqualTo(3 / 6.0);
        assertThat(after(new Accuracy(2))).isEqualTo(3 / 4.0);
        var fresh = new Accuracy();
        assertThat(fresh.value()).isNaN();
        after(fresh);
        fresh.reset();
        assertThat(fresh.value()).isNaN();
    }

    @Test
    void theGreatestScoreIsThePrediction() {
        Tensor scores = tensor(new float[][] {{1, 2, 0}, {5, 1, 1}});
        var accuracy = new Accuracy();
        accuracy.update(scores, tensor(1L, 1L));
        assertThat(accuracy.value()).isEqualTo(0.5);
        var pixels = new Accuracy();
        pixels.update(randn(2, 3, 4, 5), randint(0, 3, 2, 4, 5));
        assertThat(pixels.stateDict().get("all")).isEqualTo(40L);
        var binary = new Accuracy();
        binary.update(tensor(0.2, 0.5, 0.7), tensor(0L, 0L, 0L));
        assertThat(binary.value()).isEqualTo(2 / 3.0);
    }

    @Test
    void topKFindsTargetsAmongTheGreatest() {
        Tensor scores = tensor(new float[][] {{1, 2, 3}, {3, 2, 1}, {1, 3, 2}});
        for (int k = 1; k <= 3; k++) {
            var top = new TopK(k);
            top.update(scores, tensor(1L, 2L, 1L));
            assertThat(top.value()).isEqualTo(k / 3.0);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopK(4).update(scores, tensor(1L, 2L, 1L)))
                .withMessageContaining("at least 4 classes");
        assertThatIllegalArgumentException().isThrownBy(() -> new TopK(0));
    }

    @Test
    void precisionRecallAndF1AreAveragedAsAsked() {
        // hits 1 2 0 0 0, false alarms 1 1 0 1 0, misses 1 0 2 0 0
        assertThat(after(new Precision(5))).isEqualTo((1 / 2.0 + 2 / 3.0) / 4);
        assertThat(after(new Recall(5))).isEqualTo((1 / 2.0 + 1) / 4);
        assertThat(after(new F1(5))).isEqualTo((1 / 2.0 + 4 / 5.0) / 4);
        assertThat(after(new Precision(5, Averaging.WEIGHTED)))
                .isEqualTo((2 * (1 / 2.0) + 2 * (2 / 3.0)) / 6);
        assertThat(after(new Recall(5, Averaging.WEIGHTED))).isEqualTo(3 / 6.0);
        assertThat(after(new F1(5, Averaging.MICRO))).isEqualTo(0.5);
        assertThat(after(new Precision(5, Averaging.MICRO))).isEqualTo(0.5);
        var f1 = new F1(5);
        after(f1);
        assertThat(f1.perClass().toDoubleArray()).containsExactly(0.5, 0.8, 0, 0, 0);
        assertThat(new Recall(2).value()).isNaN();
    }

    @Test
    void classesOutOfRangeAreRefusedBeforeAnythingIsCounted() {
        for (Metric metric : List.of(new F1(3), new ConfusionMatrix(3))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> metric.update(P, Y))
                    .withMessageContaining("the prediction 3 is out of range for 3 classes");
            assertThat(metric.value()).isNaN();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Accuracy().update(randn(3, 2), tensor(1L, 0L)))
                .withMessageContaining("torch.float32 [3, 2] for [2]");
    }

    @Test
    void aConfusionMatrixHasTargetsAsRows() {
        var matrix = new ConfusionMatrix(4);
        assertThat(after(matrix)).isEqualTo(0.5);
        assertThat(matrix.toString())
                .isEqualTo(
                        "tensor([[1, 1, 0, 0],\n        [0, 2, 0, 0],\n        [1, 0, 0, 1],\n"
                                + "        [0, 0, 0, 0]])");
        assertThat(matrix.matrix(ConfusionMatrix.Normalization.TRUE).get(2).toDoubleArray())
                .containsExactly(0.5, 0, 0, 0.5);
        assertThat(matrix.matrix(ConfusionMatrix.Normalization.TRUE).get(3).sum().item())
                .isEqualTo(0.0);
        assertThat(matrix.matrix(ConfusionMatrix.Normalization.PREDICTED).get(0, 0).item())
                .isEqualTo(0.5);
        assertThat(matrix.matrix(ConfusionMatrix.Normalization.ALL).sum().item().doubleValue())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void perplexityIsTheExponentialOfTheMeanLoss() {
        manualSeed(0);
        Tensor logits = randn(2, 5, 7);
        Tensor targets = randint(0, 7, 2, 5);
        double loss =
                Functional.crossEntropy(logits.view(-1, 7), targets.view(-1)).item().doubleValue();
        var perplexity = new Perplexity();
        perplexity.update(logits.narrow(0, 0, 1), targets.narrow(0, 0, 1));
        perplexity.update(logits.narrow(0, 1, 1), targets.narrow(0, 1, 1));
        assertThat(perplexity.value()).isCloseTo(Math.exp(loss), within(1e-5));
        var added = new Perplexity();
        added.add(loss, 10);
        assertThat(added.value()).isCloseTo(Math.exp(loss), within(1e-12));
        var padded = new Perplexity(-100);
        padded.update(tensor(new float[][] {{0, 0}, {9, 0}}), tensor(1L, -100L));
        assertThat(padded.value()).isCloseTo(2, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Perplexity().update(logits, targets.add(5)))
                .withMessageContaining("out of range for 7 classes");
    }

    @Test
    void meansAreWeighted() {
        var mean = new RunningMean();
        assertThat(mean.value()).isNaN();
        assertThat(mean.add(1.0, 3).add(5.0).value()).isEqualTo(2.0);
        assertThatIllegalArgumentException().isThrownBy(() -> mean.add(1, -1));
    }

    @Test
    void everyMetricGoesOnFromItsState() {
        List<Metric> metrics =
                List.of(
                        new Accuracy(),
                        new Precision(5),
                        new Recall(5),
                        new F1(5),
                        new ConfusionMatrix(5));
        List<Metric> others =
                List.of(
                        new Accuracy(),
                        new Precision(5),
                        new Recall(5),
                        new F1(5),
                        new ConfusionMatrix(5));
        for (int i = 0; i < metrics.size(); i++) {
            double value = after(metrics.get(i));
            others.get(i).loadStateDict(metrics.get(i).stateDict());
            assertThat(others.get(i).value()).isEqualTo(value);
            Metric other = others.get(i);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.loadStateDict(Map.of("x", 1)))
                    .withMessageContaining("keys are [x]");
            assertThat(other.value()).isEqualTo(value);
        }
    }
}
