package dev.cresset.examples;

import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randn;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static dev.cresset.nn.Init.Mode.FAN_OUT;
import static dev.cresset.nn.Init.Nonlinearity.RELU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Bilinear;
import dev.cresset.nn.CTCLoss;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Functional;
import dev.cresset.nn.GELU;
import dev.cresset.nn.Init;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.Layer;
import dev.cresset.nn.LayerNorm;
import dev.cresset.nn.Linear;
import dev.cresset.nn.LoadReport;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.Module;
import dev.cresset.nn.PackedSequence;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.StateDict;
import dev.cresset.nn.utils.Rnn;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of docs/modules.md. */
class ModulesGuideTest {
    private final Tensor images = rand(2, 1, 28, 28);

    private static Sequential network() {
        return new Sequential(
                new Conv2d(1, 8, 3, o -> o.stride(2).padding(1).bias(false)),
                new BatchNorm2d(8, o -> o.momentum(0.05)),
                new ReLU(o -> o.inplace(true)),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(8 * 7 * 7, 10));
    }

    @Test
    void thePageShowsWhatIsCompiledHere() throws IOException {
        Guide.isCompiled("modules.md", ModulesGuideTest.class);
    }

    @Test
    void layers() {
        var net =
                new Sequential(
                        new Conv2d(1, 8, 3, o -> o.stride(2).padding(1).bias(false)),
                        new BatchNorm2d(8, o -> o.momentum(0.05)),
                        new ReLU(o -> o.inplace(true)),
                        new MaxPool2d(2),
                        new Flatten(),
                        new Linear(8 * 7 * 7, 10));
        Tensor y = net.call(images);
        assertThat(y.shape().toArray()).containsExactly(2, 10);
    }

    static class Block extends Layer {
        final LayerNorm norm;
        final List<Linear> steps;
        final Parameter scale;
        final Buffer calls = new Buffer(zeros());

        Block(int width) {
            norm = new LayerNorm(width);
            steps = List.of(new Linear(width, width), new Linear(width, width));
            scale = new Parameter(ones(width));
        }

        @Override
        protected Tensor forward(Tensor x) {
            calls.add_(1);
            Tensor y = norm.call(x);
            for (Linear step : steps) {
                y = Functional.gelu(step.call(y));
            }
            return x.add(scale.mul(y));
        }
    }

    static class Pair extends Module {
        final Bilinear bilinear = new Bilinear(3, 4, 2);

        Tensor call(Tensor a, Tensor b) {
            return hooked(List.of(a, b), () -> bilinear.call(a, b).softmax(-1));
        }
    }

    @Test
    void models() {
        Block block = new Block(4);
        block.call(rand(2, 4));
        assertThat(block.calls.item()).isEqualTo(1.0);
        assertThat(block.stateDict().keySet())
                .containsExactlyInAnyOrder(
                        "scale",
                        "calls",
                        "norm.weight",
                        "norm.bias",
                        "steps.0.weight",
                        "steps.0.bias",
                        "steps.1.weight",
                        "steps.1.bias");
        assertThat(new Pair().call(rand(5, 3), rand(5, 4)).sum(-1).allclose(ones(5))).isTrue();
    }

    @Test
    void recurrent() {
        Tensor x = randn(2, 5, 10);
        LSTM lstm =
                new LSTM(
                        10,
                        20,
                        o -> o.numLayers(2).dropout(0.1).bidirectional(true).batchFirst(true));
        var r = lstm.call(x);
        Tensor output = r.output();
        Tensor h = r.state().h();
        PackedSequence packed =
                Rnn.packPaddedSequence(x, new int[] {5, 3}, o -> o.batchFirst(true));
        var padded = Rnn.padPackedSequence(lstm.call(packed).output(), o -> o.batchFirst(true));
        assertThat(output.shape().toArray()).containsExactly(2, 5, 40);
        assertThat(h.shape().toArray()).containsExactly(4, 2, 20);
        assertThat(padded.lengths().toLongArray()).containsExactly(5, 3);
    }

    @Test
    void losses() {
        Tensor logits = randn(4, 3);
        Tensor target = tensor(0, 2, 1, 1);
        Tensor soft = rand(4, 3);
        Tensor w = tensor(1.0, 2.0, 0.5);
        Tensor logProbs = randn(6, 2, 5).logSoftmax(-1);
        Tensor targets = tensor(1, 2, 3, 1);
        Tensor inputLengths = tensor(6, 6);
        Tensor targetLengths = tensor(3, 1);
        Tensor loss =
                new CrossEntropyLoss(o -> o.weight(w).labelSmoothing(0.1)).call(logits, target);
        loss = Functional.crossEntropy(logits, target, o -> o.ignoreIndex(-1));
        loss = Functional.binaryCrossEntropyWithLogits(logits, soft, o -> o.posWeight(w));
        loss =
                new CTCLoss(o -> o.blank(0).zeroInfinity(true))
                        .call(logProbs, targets, inputLengths, targetLengths);
        assertThat(loss.item().doubleValue()).isPositive();
    }

    private static final class Classifier extends Module {
        Linear fc = new Linear(512, 1000);
    }

    @Test
    void surgery() {
        var net = network();
        var model = new Classifier();
        var encoder = new Linear(4, 4);
        var decoder = new Linear(4, 4);
        Linear last = net.get(-1);
        net.get(0, Conv2d.class).weight.requiresGrad_(false);
        model.fc = new Linear(512, 10);
        net.setSubmodule("2", new GELU());
        decoder.weight = encoder.weight;
        net.namedParameters().forEach((name, p) -> System.out.println(name + " " + p.shape()));
        assertThat(last.bias).isNotNull();
        assertThat(model.parameter("fc.bias").numel()).isEqualTo(10);
        assertThat(net.layers().get(2)).isInstanceOf(GELU.class);
        assertThat(new Sequential(encoder, decoder).parameters()).hasSize(3);
    }

    @Test
    void copiesAndHooks() {
        var net = network();
        net.eval();
        Tensor y = noGrad(() -> net.call(images));
        net.train();
        Sequential twin = net.copy();
        Runnable remove =
                net.get(0)
                        .registerForwardHook((m, args, out) -> {
                            System.out.println(((Tensor) out).shape());
                            return null;
                        });
        net.call(images);
        remove.run();
        assertThat(noGrad(() -> twin.eval().<Layer>get("").call(images)).equal(y)).isTrue();
    }

    @Test
    void initialisationAndStates() {
        var net = network();
        net.apply(m -> {
            if (m instanceof Linear l) {
                Init.kaimingNormal_(l.weight, o -> o.mode(FAN_OUT).nonlinearity(RELU));
                Init.zeros_(l.bias);
            }
        });
        StateDict state = net.stateDict();
        LoadReport report = net.loadStateDict(state, o -> o.strict(false));
        assertThat(report).hasToString("<All keys matched successfully>");
    }
}
