package dev.cresset.nn;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.randn;
import static dev.cresset.Tensor.zeros;
import static dev.cresset.nn.FiniteDifferences.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Generator;
import dev.cresset.GradFn;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.nn.utils.Parametrizations;
import dev.cresset.nn.utils.Rnn;
import dev.cresset.op.DType;
import dev.cresset.op.RecurrentOp;
import dev.cresset.op.RecurrentOp.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recurrent layers against real PyTorch's recorded numbers, and against themselves. */
class RecurrentTest {
    private static Map<String, Tensor> recorded = Map.of();

    @BeforeAll
    static void load(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("recurrent.safetensors");
        try (InputStream in = RecurrentTest.class.getResourceAsStream("recurrent.safetensors")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        Map<String, Tensor> all = new java.util.HashMap<>();
        Checkpoint.load(file).forEach((k, v) -> all.put(k, v.clone()));
        recorded = all;
    }

    private static void same(String name, @Nullable Tensor actual) {
        Tensor expected = Objects.requireNonNull(recorded.get(name), name);
        Tensor a = Objects.requireNonNull(actual, name);
        assertThat(a.shape()).as(name).isEqualTo(expected.shape());
        assertThat(a.sub(expected).abs().max().item().doubleValue()).as(name).isLessThan(1e-5);
    }

    private record Given(
            Tensor x, int @Nullable [] lengths, @Nullable Tensor h, @Nullable Tensor c) {
        PackedSequence packed(boolean batchFirst) {
            return Rnn.packPaddedSequence(
                    x,
                    Objects.requireNonNull(lengths),
                    o -> o.batchFirst(batchFirst).enforceSorted(false));
        }
    }

    /** Draws what the generator of the recording drew. */
    private static Given given(RNNBase m, int @Nullable [] lengths, boolean hidden) {
        RNNBase.Options o = m.options();
        Tensor x = (o.batchFirst() ? randn(3, 5, 3) : randn(5, 3, 3)).requiresGrad_(true);
        int rows = o.numLayers() * (o.bidirectional() ? 2 : 1);
        int outputs = o.projSize() > 0 ? o.projSize() : o.hiddenSize();
        Tensor h = hidden ? randn(rows, 3, outputs) : null;
        Tensor c = hidden && m instanceof LSTM ? randn(rows, 3, o.hiddenSize()) : null;
        return new Given(x, lengths, h, c);
    }

    private static void lstm(String name, LSTM m, int @Nullable [] lengths, boolean hidden) {
        Given g = given(m, lengths, hidden);
        Tensor y;
        LSTM.State s;
        LSTM.State first = g.h == null ? null : new LSTM.State(g.h, Objects.requireNonNull(g.c));
        if (lengths == null) {
            LSTM.Output out = first == null ? m.call(g.x) : m.call(g.x, first);
            y = out.output();
            s = out.state();
        } else {
            PackedSequence p = g.packed(m.options().batchFirst());
            LSTM.PackedOutput out = first == null ? m.call(p) : m.call(p, first);
            y = out.output().data();
            s = out.state();
        }
        same(name + ".c", s.c());
        finish(name, m, g.x, y, s.h(), s.c().sum());
    }

    private static void finish(String name, RNNBase m, Tensor x, Tensor y, Tensor h, Tensor more) {
        same(name + ".output", y);
        same(name + ".h", h);
        y.sin().sum().add(h.cos().sum()).add(more).backward();
        same(name + ".dx", x.grad());
        m.namedParameters().forEach((n, p) -> same(name + "." + n, p.grad()));
    }

    @Test
    void lstmIsPyTorchs() {
        manualSeed(11);
        lstm("lstm", new LSTM(3, 4, o -> o.numLayers(2).bidirectional(true)), null, false);
        manualSeed(11);
        lstm(
                "lstm_proj",
                new LSTM(
                        3, 4, o -> o.numLayers(2).bidirectional(true).projSize(2).batchFirst(true)),
                new int[] {2, 5, 3},
                true);
        manualSeed(11);
        lstm(
                "lstm_packed",
                new LSTM(3, 4, o -> o.numLayers(2).dropout(0.4)),
                new int[] {4, 1, 5},
                false);
    }

    @Test
    void gruIsPyTorchs() {
        manualSeed(11);
        GRU gru = new GRU(3, 4, o -> o.numLayers(2).bidirectional(true));
        Given g = given(gru, new int[] {2, 5, 3}, true);
        RNNBase.PackedOutput out = gru.call(g.packed(false), Objects.requireNonNull(g.h));
        finish("gru", gru, g.x, out.output().data(), out.hidden(), zeros());
        manualSeed(11);
        GRU dropping = new GRU(3, 4, o -> o.numLayers(2).dropout(0.4).batchFirst(true));
        Tensor x = given(dropping, null, false).x;
        RNNBase.Output padded = dropping.call(x);
        finish("gru_dropout", dropping, x, padded.output(), padded.hidden(), zeros());
    }

    @Test
    void rnnIsPyTorchs() {
        manualSeed(11);
        RNN relu =
                new RNN(
                        3,
                        4,
                        o ->
                                o.numLayers(2)
                                        .nonlinearity(RNNBase.Nonlinearity.RELU)
                                        .bidirectional(true)
                                        .bias(false));
        Given g = given(relu, new int[] {5, 5, 2}, true);
        RNNBase.PackedOutput out = relu.call(g.packed(false), Objects.requireNonNull(g.h));
        finish("rnn_relu", relu, g.x, out.output().data(), out.hidden(), zeros());
        manualSeed(11);
        RNN tanh = new RNN(3, 4, o -> o.numLayers(3));
        Given t = given(tanh, null, true);
        RNNBase.Output padded = tanh.call(t.x, Objects.requireNonNull(t.h));
        finish("rnn_tanh", tanh, t.x, padded.output(), padded.hidden(), zeros());
    }

    @Test
    void oneStepOfALayerIsItsCell() {
        manualSeed(3);
        LSTM lstm = new LSTM(3, 4);
        LSTMCell cell = new LSTMCell(3, 4);
        copy(lstm, cell);
        Tensor x = randn(2, 3);
        LSTM.State s = new LSTM.State(randn(2, 4), randn(2, 4));
        LSTM.State after = cell.call(x, s);
        LSTM.Output out =
                lstm.call(x.unsqueeze(0), new LSTM.State(s.h().unsqueeze(0), s.c().unsqueeze(0)));
        near(out.state().c().squeeze(0), after.c());
        near(out.output().squeeze(0), after.h());
        GRU gru = new GRU(3, 4);
        GRUCell gruCell = new GRUCell(3, 4);
        copy(gru, gruCell);
        near(
                gru.call(x.unsqueeze(0), s.h().unsqueeze(0)).output().squeeze(0),
                gruCell.call(x, s.h()));
        RNN rnn = new RNN(3, 4);
        RNNCell rnnCell = new RNNCell(3, 4);
        copy(rnn, rnnCell);
        near(rnn.call(x.unsqueeze(0)).hidden().squeeze(0), rnnCell.call(x));
        near(rnnCell.call(x.get(0)), rnnCell.call(x).get(0));
    }

    private static void copy(RNNBase from, RNNCellBase to) {
        Tensor.noGrad(
                () -> to.namedParameters().forEach((n, p) -> p.copy_(from.weight(n + "_l0"))));
    }

    private static void near(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        assertThat(a.sub(b).abs().max().item().doubleValue()).isLessThan(1e-6);
    }

    @Test
    void packedSequencesAreTheirSequencesOneByOne() {
        manualSeed(5);
        GRU gru = new GRU(2, 3, o -> o.numLayers(2).bidirectional(true));
        List<Tensor> sequences = List.of(randn(2, 2), randn(4, 2), randn(1, 2));
        RNNBase.PackedOutput out = gru.call(Rnn.packSequence(sequences, false));
        List<Tensor> parts = Rnn.unpackSequence(out.output());
        for (int i = 0; i < 3; i++) {
            RNNBase.Output alone = gru.call(sequences.get(i));
            near(parts.get(i), alone.output());
            near(out.hidden().select(1, i), alone.hidden());
        }
    }

    @Test
    void firstAndSecondDerivativesOfEveryKind() {
        Generator g = new Generator();
        for (Kind kind : Kind.values()) {
            for (boolean reverse : new boolean[] {false, true}) {
                derivatives(g, new RecurrentOp.Recurrence(kind, reverse), 2);
                derivatives(g, new RecurrentOp.Recurrence(kind, reverse, 2, 1), 2);
            }
        }
        derivatives(g, new RecurrentOp.Recurrence(Kind.LSTM, false), 1);
    }

    private static void derivatives(Generator g, RecurrentOp.Recurrence op, int outputs) {
        int units = 2;
        int width = op.kind().gates() * units;
        boolean packed = op.batches().length > 0;
        List<Tensor> in = new ArrayList<>();
        in.add(packed ? normal(g, 3, width) : normal(g, 2, 2, width));
        in.add(normal(g, width, outputs));
        in.add(normal(g, width));
        in.add(normal(g, 2, outputs));
        if (op.kind() == Kind.LSTM) {
            in.add(normal(g, 2, units));
            if (outputs != units) {
                in.add(normal(g, outputs, units));
            }
        }
        int states = op.kind() == Kind.LSTM ? 3 : 2;
        check(
                t ->
                        Tensor.cat(
                                Tensor.applyAll(op, t.toArray(Tensor[]::new))
                                        .subList(0, states)
                                        .stream()
                                        .map(Tensor::flatten)
                                        .toList(),
                                0),
                in.toArray(Tensor[]::new));
    }

    private static Tensor normal(Generator g, int... sizes) {
        return Tensor.empty(DType.FLOAT64, sizes).normal_(0, 1, g);
    }

    @Test
    void gradientsOfOneResultAloneAreThoseOfItsSum() {
        manualSeed(1);
        LSTM lstm = new LSTM(2, 3);
        Tensor x = randn(4, 1, 2).requiresGrad_(true);
        lstm.call(x).state().h().sum().backward();
        Tensor alone = Objects.requireNonNull(x.grad()).clone();
        x.setGrad(null);
        lstm.call(x).output().get(-1).sum().backward();
        near(alone, Objects.requireNonNull(x.grad()));
    }

    @Test
    void printsAsPyTorchPrints() {
        assertThat(new LSTM(3, 5, o -> o.numLayers(2).projSize(2).bias(false).dropout(0.5)))
                .hasToString("LSTM(3, 5, proj_size=2, num_layers=2, bias=False, dropout=0.5)");
        assertThat(new GRU(3, 5, o -> o.batchFirst(true).bidirectional(true)))
                .hasToString("GRU(3, 5, batch_first=True, bidirectional=True)");
        assertThat(new RNNCell(3, 5, o -> o.nonlinearity(RNNBase.Nonlinearity.RELU)))
                .hasToString("RNNCell(3, 5, nonlinearity=relu)");
        assertThat(new LSTM(2, 3, o -> o.bidirectional(true)).stateDict().keySet())
                .containsExactly(
                        "weight_ih_l0",
                        "weight_hh_l0",
                        "bias_ih_l0",
                        "bias_hh_l0",
                        "weight_ih_l0_reverse",
                        "weight_hh_l0_reverse",
                        "bias_ih_l0_reverse",
                        "bias_hh_l0_reverse");
        GradFn fn = Objects.requireNonNull(new LSTM(2, 3).call(zeros(1, 1, 2)).output().gradFn());
        assertThat(fn.name()).isEqualTo("MkldnnRnnLayerBackward0");
    }

    @Test
    void refusesWhatDoesNotFit() {
        LSTM lstm = new LSTM(3, 4);
        refuses(() -> lstm.call(zeros(5, 2, 2)), "Expected 3, got 2");
        refuses(() -> lstm.call(zeros(5)), "LSTM: Expected input to be 2D or 3D, got 1D instead");
        refuses(() -> lstm.call(zeros(0, 2, 3)), "Expected sequence length to be larger than 0");
        refuses(
                () -> lstm.call(zeros(DType.FLOAT64, 5, 2, 3)),
                "RNN input dtype (torch.float64) does not match weight dtype (torch.float32)");
        refuses(
                () -> lstm.call(zeros(5, 2, 3), new LSTM.State(zeros(1, 2, 4), zeros(1, 2, 3))),
                "Expected hidden[1] size (1, 2, 4), got [1, 2, 3]");
        refuses(
                () -> lstm.call(zeros(5, 2, 3), new LSTM.State(zeros(1, 4), zeros(1, 2, 4))),
                "For batched 3-D input, hx and cx should also be 3-D but got (2-D, 3-D) tensors");
        GRU gru = new GRU(3, 4);
        refuses(
                () -> gru.call(zeros(5, 3), zeros(1, 2, 4)),
                "For unbatched 2-D input, hx should also be 2-D but got 3-D tensor");
        refuses(() -> new GRU(3, 4, o -> o.projSize(2)), "only supported for LSTM");
        refuses(() -> new LSTM(3, 4, o -> o.projSize(4)), "proj_size has to be smaller");
        refuses(() -> new RNN(3, 4, o -> o.dropout(1.5)), "dropout should be a number in range");
        refuses(() -> new RNN(3, 0), "hidden_size must be greater than zero");
        GRUCell cell = new GRUCell(3, 4);
        refuses(() -> cell.call(zeros(2, 2)), "inconsistent input_size: got 2 expected 3");
        refuses(
                () -> cell.call(zeros(2, 3), zeros(3, 4)),
                "Input batch size 2 doesn't match hidden0 batch size 3");
        refuses(
                () -> cell.call(zeros(2, 3), zeros(2, 5)),
                "hidden0 has inconsistent hidden_size: got 5, expected 4");
    }

    private static void refuses(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aWeightMayBeComputed() {
        RNN rnn = new RNN(2, 2);
        Tensor twice = rnn.weight("weight_hh_l0").mul(2);
        rnn.setWeight("weight_hh_l0", twice);
        assertThat(rnn.stateDict()).doesNotContainKey("weight_hh_l0");
        assertThat(rnn.weight("weight_hh_l0")).isSameAs(twice);
        assertThat(rnn.call(randn(3, 1, 2)).output().shape()).hasToString("torch.Size([3, 1, 2])");
        refuses(() -> rnn.setWeight("weight_hh_l1", twice), "there is no 'weight_hh_l1'");
    }

    @Test
    void aWeightMayBeParametrised() {
        manualSeed(4);
        LSTM lstm = new LSTM(2, 3);
        Tensor x = randn(4, 1, 2);
        Tensor before = lstm.call(x).output();
        Parametrizations.weightNorm(lstm, "weight_hh_l0", 0);
        assertThat(lstm.stateDict().keySet())
                .containsExactly(
                        "weight_ih_l0",
                        "bias_ih_l0",
                        "bias_hh_l0",
                        "parametrizations.weight_hh_l0.original0",
                        "parametrizations.weight_hh_l0.original1");
        near(lstm.call(x).output(), before);
        lstm.call(x).output().sum().backward();
        assertThat(lstm.parameter("parametrizations.weight_hh_l0.original0").grad()).isNotNull();
        Steps steps = new Steps(new RNN(2, 3));
        List<String> names = List.copyOf(steps.stateDict().keySet());
        Tensor y = FunctionalCall.functionalCall(steps, Map.of("rnn.weight_hh_l0", zeros(3, 3)), x);
        assertThat(y.equal(steps.call(x))).isFalse();
        assertThat(steps.stateDict().keySet()).containsExactlyElementsOf(names);
    }

    /** A recurrent layer as a {@link Layer}. */
    private static final class Steps extends Layer {
        final RNN rnn;

        Steps(RNN rnn) {
            this.rnn = rnn;
        }

        @Override
        protected Tensor forward(Tensor x) {
            return rnn.call(x).output();
        }
    }

    @Test
    void savedModelsComeBack(@TempDir Path folder) throws IOException {
        LSTM lstm = new LSTM(3, 4, o -> o.numLayers(2).projSize(2).batchFirst(true));
        Path file = folder.resolve("lstm.safetensors");
        Checkpoint.saveModel(lstm, file);
        LSTM back = Checkpoint.loadModel(file);
        Tensor x = randn(2, 5, 3);
        assertThat(back.call(x).output().equal(lstm.call(x).output())).isTrue();
        LSTM copy = lstm.copy();
        assertThat(copy.call(x).output().equal(lstm.call(x).output())).isTrue();
    }

    @Test
    void hooksSeeInputsAndResults() {
        LSTM lstm = new LSTM(3, 4);
        List<Object> seen = new ArrayList<>();
        lstm.registerForwardHook((m, in, out) -> {
            seen.add(in.size());
            seen.add(out == null ? "" : out.getClass());
            return null;
        });
        LSTM.State s = new LSTM.State(zeros(1, 1, 4), zeros(1, 1, 4));
        lstm.call(randn(2, 1, 3), s);
        lstm.call(Rnn.packSequence(List.of(randn(2, 3))));
        assertThat(seen).containsExactly(3, LSTM.Output.class, 1, LSTM.PackedOutput.class);
    }
}
