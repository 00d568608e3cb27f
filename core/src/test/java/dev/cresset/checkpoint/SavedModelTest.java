package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A saved model comes back with its structure, or the file says what is missing. */
class SavedModelTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("model.safetensors");
    }

    /** A custom class that is made without arguments. */
    static class Block extends Layer {
        final Linear hidden = new Linear(4, 4);
        public Layer act = new ReLU();
        final List<Layer> more = List.of(new Linear(4, 4), new Tanh());

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = act.call(hidden.call(x));
            for (Layer layer : more) {
                y = layer.call(y);
            }
            return y;
        }
    }

    /** A custom class with options. */
    static class Wide extends Layer {
        record Options(int width, double scale) {}

        final Options options;
        final Linear inner;

        Wide(Options options) {
            this.options = options;
            inner = new Linear(options.width, options.width);
        }

        public Options options() {
            return options;
        }

        @Override
        protected Tensor forward(Tensor x) {
            return inner.call(x).mul(options.scale);
        }
    }

    /** A custom class that only its caller can make. */
    static class Closed extends Layer {
        final Linear inner;

        Closed(int width) {
            inner = new Linear(width, width);
        }

        @Override
        protected Tensor forward(Tensor x) {
            return inner.call(x);
        }
    }

    private void assertSame(Layer saved, Layer loaded, Tensor x) {
        assertThat(loaded.toString()).isEqualTo(saved.toString());
        assertThat(loaded.stateDict().keySet())
                .containsExactlyElementsOf(saved.stateDict().keySet());
        saved.eval();
        loaded.eval();
        assertThat(loaded.call(x).equal(saved.call(x))).isTrue();
    }

    @Test
    void aTreeOfLayersComesBackAndComputesTheSame() throws IOException {
        Sequential net =
                new Sequential(
                        new Conv2d(3, 8, 3, o -> o.padding(1).bias(false)),
                        new BatchNorm2d(8, o -> o.momentum(null)),
                        new LeakyReLU(0.2),
                        new Sequential(new MaxPool2d(2), new Flatten()),
                        new Linear(8 * 4 * 4, 5),
                        new Dropout(0.25));
        Checkpoint.saveModel(net, file);
        Sequential again = Checkpoint.loadModel(file);
        assertSame(net, again, Tensor.randn(2, 3, 8, 8));
    }

    @TestFactory
    Stream<DynamicTest> everyKnownLayerComesBackWithItsOptions() {
        Map<String, Module> samples = samples();
        return KnownLayers.all().stream()
                .map(type ->
                        DynamicTest.dynamicTest(
                                type.getSimpleName(),
                                () -> {
                                    Module saved =
                                            Objects.requireNonNull(
                                                    samples.get(type.getSimpleName()),
                                                    "add a sample of it");
                                    Checkpoint.saveModel(saved, file);
                                    Module loaded = Checkpoint.loadModel(file);
                                    assertThat(loaded.getClass()).isEqualTo(type);
                                    assertThat(ModelTree.of(loaded).text())
                                            .isEqualTo(ModelTree.of(saved).text());
                                    assertThat(loaded.toString()).isEqualTo(saved.toString());
                                }));
    }

    static Map<String, Module> samples() {
        Map<String, Module> out = new LinkedHashMap<>();
        Stream.of(
                        new AdaptiveLogSoftmaxWithLoss(6, 10, new int[] {3, 6}, o -> o.divValue(2)),
                        new Bilinear(2, 3, 4, o -> o.bias(false)),
                        new CosineSimilarity(o -> o.dim(0)),
                        new EmbeddingBag(
                                5,
                                3,
                                o -> o.mode(EmbeddingBag.Mode.MAX).paddingIdx(-1).maxNorm(2.5)),
                        new GRU(3, 4, o -> o.numLayers(2).batchFirst(true)),
                        new GRUCell(3, 4, o -> o.bias(false)),
                        new LSTM(3, 4, o -> o.projSize(2).bidirectional(true).dropout(0.5)),
                        new LSTMCell(3, 4),
                        new PairwiseDistance(o -> o.p(1).keepdim(true)),
                        new RNN(3, 4, o -> o.nonlinearity(RNNBase.Nonlinearity.RELU)),
                        new RNNCell(3, 4, o -> o.nonlinearity(RNNBase.Nonlinearity.RELU)),
                        new AdaptiveAvgPool1d(3),
                        new AdaptiveAvgPool2d(3, null),
                        new AdaptiveAvgPool3d(1, 2, 3),
                        new AlphaDropout(0.3),
                        new AvgPool1d(2),
                        new AvgPool2d(new int[] {2, 3}, o -> o),
                        new AvgPool3d(2),
                        new BatchNorm1d(3, o -> o.eps(1e-3).affine(false)),
                        new BatchNorm2d(3),
                        new BatchNorm3d(3),
                        new CELU(2),
                        new Conv1d(2, 4, 3, o -> o.stride(2).groups(2)),
                        new Conv2d(2, 4, 3, o -> o.padding(Padding.SAME)),
                        new Conv3d(2, 4, 1, o -> o.dtype(DType.FLOAT64)),
                        new ConvTranspose1d(2, 4, 3),
                        new ConvTranspose2d(2, 4, 3, o -> o.stride(2).outputPadding(1)),
                        new ConvTranspose3d(2, 4, 1),
                        new Dropout(0.1),
                        new Dropout1d(0.1),
                        new Dropout2d(0.1),
                        new Dropout3d(0.1),
                        new ELU(0.5),
                        new Embedding(5, 3, o -> o.paddingIdx(1)),
                        new FeatureAlphaDropout(0.1),
                        new Flatten(2, -1),
                        new GELU(GeluApproximation.TANH),
                        new GLU(1),
                        new GRU(3, 4, o -> o.numLayers(2).bidirectional(true)),
                        new GRUCell(3, 4),
                        new GroupNorm(2, 4),
                        new Hardshrink(0.4),
                        new Hardsigmoid(),
                        new Hardswish(),
                        new Hardtanh(-2, Double.POSITIVE_INFINITY),
                        new Identity(),
                        new InstanceNorm1d(3),
                        new InstanceNorm2d(3, o -> o.affine(true)),
                        new InstanceNorm3d(3),
                        new LSTM(3, 4, o -> o.projSize(2).batchFirst(true)),
                        new LSTMCell(3, 4, o -> o.bias(false)),
                        new LayerNorm(new int[] {2, 3}, o -> o),
                        new LeakyReLU(0.2),
                        new Linear(3, 2, o -> o.bias(false)),
                        new LogSigmoid(),
                        new LogSoftmax(-1),
                        new MaxPool1d(2),
                        new MaxPool2d(2, o -> o.stride(1)),
                        new MaxPool3d(2),
                        new Mish(),
                        new ModuleDict().put("a", new Linear(1, 1)),
                        new ModuleList(new Linear(1, 1), new ReLU()),
                        new MultiheadAttention(4, 2, o -> o.kdim(3).addBiasKv(true)),
                        new NonDynamicallyQuantizableLinear(3, 2),
                        new PReLU(3),
                        new RMSNorm(4),
                        new RNN(3, 4, o -> o.dropout(0.1).numLayers(2)),
                        new RNNCell(3, 4),
                        new RReLU(0.1, 0.3),
                        new ReLU(),
                        new ReLU6(),
                        new SELU(),
                        new Sequential(new Linear(1, 1)).add("head", new ReLU()),
                        new SiLU(),
                        new Sigmoid(),
                        new Softmax(1),
                        new Softmax2d(),
                        new Softmin(1),
                        new Softplus(2, 10),
                        new Softshrink(0.4),
                        new Softsign(),
                        new Tanh(),
                        new Tanhshrink(),
                        new Threshold(0.1, 20),
                        new Transformer(
                                4,
                                2,
                                o ->
                                        o.numEncoderLayers(2)
                                                .customDecoder(
                                                        new TransformerDecoder(
                                                                new TransformerDecoderLayer(
                                                                        4, 1, 3),
                                                                1))),
                        new TransformerDecoder(
                                new TransformerDecoderLayer(4, 2, 8),
                                2,
                                o -> o.norm(new RMSNorm(4))),
                        new TransformerDecoderLayer(4, 2, o -> o.dimFeedforward(8).normFirst(true)),
                        new TransformerEncoder(
                                new TransformerEncoderLayer(
                                        4, 2, o -> o.dimFeedforward(8).activation(new Tanh())),
                                2,
                                o -> o.norm(new LayerNorm(4))),
                        new TransformerEncoderLayer(
                                4,
                                2,
                                o -> o.dimFeedforward(8).activation(TransformerActivation.GELU)),
                        new AdaptiveMaxPool1d(3),
                        new AdaptiveMaxPool2d(new Integer[] {3, null}, o -> o.returnIndices(true)),
                        new AdaptiveMaxPool3d(1, 2, 3),
                        new ChannelShuffle(2),
                        new CircularPad1d(1, 2),
                        new CircularPad2d(2),
                        new CircularPad3d(1),
                        new ConstantPad1d(2, 0.5),
                        new ConstantPad2d(new int[] {1, 2, 3, 4}, 3),
                        new ConstantPad3d(1, -1),
                        new CrossMapLRN2d(3, o -> o.k(2)),
                        new Fold(4, 2, o -> o.stride(2)),
                        new FractionalMaxPool2d(2, o -> o.outputSize(3, 4)),
                        new FractionalMaxPool3d(2, o -> o.outputRatio(0.5)),
                        new LPPool1d(2, 3),
                        new LPPool2d(1.5, new int[] {2, 3}, o -> o.stride(1)),
                        new LPPool3d(2, 2, o -> o.ceilMode(true)),
                        new LocalResponseNorm(2, o -> o.alpha(0.1)),
                        new MaxUnpool1d(2),
                        new MaxUnpool2d(new int[] {2, 3}, o -> o.padding(1)),
                        new MaxUnpool3d(2, o -> o.stride(1)),
                        new PixelShuffle(2),
                        new PixelUnshuffle(3),
                        new ReflectionPad1d(1, 2),
                        new ReflectionPad2d(2),
                        new ReflectionPad3d(1),
                        new ReplicationPad1d(1),
                        new ReplicationPad2d(1, 2, 3, 4),
                        new ReplicationPad3d(1),
                        new Unflatten(1, 2, -1),
                        new Unfold(new int[] {2, 3}, o -> o.dilation(2)),
                        new Upsample(o -> o.scaleFactor(1.5).mode(InterpolateMode.BICUBIC)),
                        new UpsamplingBilinear2d(o -> o.size(3, 4)),
                        new UpsamplingNearest2d(o -> o.scaleFactor(2, 3)),
                        new ZeroPad1d(1),
                        new ZeroPad2d(1, -1, 0, 2),
                        new ZeroPad3d(1))
                .forEach(m -> out.put(m.getClass().getSimpleName(), m));
        return out;
    }

    @Test
    void sharedModulesAndTiedParametersAreSharedAgain() throws IOException {
        Linear shared = new Linear(4, 4);
        Linear tied = new Linear(4, 4);
        tied.weight = shared.weight;
        Sequential net = new Sequential(shared, new ReLU(), shared, tied);
        Checkpoint.saveModel(net, file);
        Sequential again = Checkpoint.loadModel(file);
        Linear first = again.get(0);
        assertThat(again.<Module>get(2)).isSameAs(first);
        assertThat(again.get(3, Linear.class).weight).isSameAs(first.weight);
        assertThat(again.parameters()).hasSameSizeAs(net.parameters());
        assertSame(net, again, Tensor.randn(2, 4));
        assertThat(Files.size(file)).isLessThan(3500);
    }

    @Test
    void dtypeFrozenParametersAndModesComeBack() throws IOException {
        Sequential net = new Sequential(new Linear(2, 2), new Dropout(), new Linear(2, 2));
        net.to(DType.BFLOAT16);
        net.get(0, Linear.class).weight.requiresGrad_(false);
        net.get(1).eval();
        Checkpoint.saveModel(net, file);
        Sequential again = Checkpoint.loadModel(file);
        assertThat(again.parameters()).allMatch(p -> p.dtype() == DType.BFLOAT16);
        assertThat(again.get(0, Linear.class).weight.requiresGrad()).isFalse();
        assertThat(again.get(2, Linear.class).weight.requiresGrad()).isTrue();
        assertThat(again.isTraining()).isTrue();
        assertThat(again.get(1).isTraining()).isFalse();
        assertThat(again.get(2).isTraining()).isTrue();
    }

    @Test
    void customClassesAreMadeOnlyIfNamed() throws IOException {
        Sequential net =
                new Sequential(new Block(), new Wide(new Wide.Options(4, 0.5)), new Closed(4));
        Checkpoint.saveModel(net, file);
        assertThatThrownBy(() -> Checkpoint.loadModel(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(Block.class.getName() + " (at '0')")
                .hasMessageContaining(Wide.class.getName() + " (at '1')")
                .hasMessageContaining(Closed.class.getName() + " (at '2')")
                .hasMessageContaining("o.allow(Net.class)");
        assertThatThrownBy(() ->
                        Checkpoint.loadModel(
                                file,
                                o -> o.allow(Block.class).allow(Wide.class).allow(Closed.class)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'2': a " + Closed.class.getName() + " cannot be made");
        Sequential again =
                Checkpoint.loadModel(
                        file,
                        o ->
                                o.allow(Block.class)
                                        .allow(Wide.class)
                                        .allow(Closed.class, () -> new Closed(4)));
        assertSame(net, again, Tensor.randn(2, 4));
        assertThat(again.get(1, Wide.class).options()).isEqualTo(new Wide.Options(4, 0.5));
    }

    @Test
    void aReplacedFieldIsReplacedAgain() throws IOException {
        Block block = new Block();
        block.act = new Sequential(new GELU(), new Linear(4, 4));
        Checkpoint.saveModel(block, file);
        Block again = Checkpoint.loadModel(file, o -> o.allow(Block.class));
        assertSame(block, again, Tensor.randn(2, 4));
    }

    @Test
    void aFieldThatCannotBeReplacedIsNamed() throws IOException {
        Checkpoint.saveModel(new Closed(3), file);
        assertThatThrownBy(() ->
                        Checkpoint.loadModel(file, o -> o.allow(Closed.class, () -> new Closed(4))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'inner' of the Closed that was made differs");
    }

    @Test
    void theFileIsAnOrdinaryStateDictToo() throws IOException {
        Sequential net = new Sequential(new Linear(2, 2));
        Checkpoint.saveModel(net, file);
        assertThat(Checkpoint.load(file)).containsOnlyKeys("0.weight", "0.bias");
        Checkpoint.save(net.stateDict(), file);
        assertThatThrownBy(() -> Checkpoint.loadModel(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it holds no model, only tensors");
    }

    @Test
    void noClassIsMadeBecauseAFileSaysSo() throws IOException {
        for (String name :
                List.of("java.lang.Runtime", "dev.cresset.nn.Linear", Block.class.getName())) {
            save("{\"\":{\"class\":\"" + name + "\"}}");
            assertThatThrownBy(() -> Checkpoint.loadModel(file))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("classes that are not known: " + name);
        }
        save("{\"\":{\"kind\":\"MSELoss\"}}");
        assertThatThrownBy(() -> Checkpoint.loadModel(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("MSELoss");
    }

    @Test
    void malformedTreesEndAsCheckpointExceptions() {
        String options = "\"options\":{\"inFeatures\":2,\"outFeatures\":2,\"bias\":true,\"dtype\":";
        List<String> bad = new ArrayList<>();
        bad.add("[]");
        bad.add("{}");
        bad.add("{\"a\":{\"kind\":\"ReLU\"}}");
        bad.add("{\"\":{\"kind\":\"Linear\"}}");
        bad.add("{\"\":{\"kind\":\"Linear\"," + options + "\"INT3\"}}}");
        bad.add("{\"\":{\"kind\":\"Linear\"," + options + "3}}}");
        bad.add("{\"\":{\"kind\":\"Linear\",\"options\":{\"inFeatures\":-1}}}");
        bad.add(
                "{\"\":{\"kind\":\"Linear\",\"options\":{\"inFeatures\":2000000000,"
                        + "\"outFeatures\":2000000000,\"bias\":true,\"dtype\":null}}}");
        bad.add("{\"\":{\"kind\":\"Linear\"," + options + "null}}}");
        bad.add("{\"\":{\"kind\":\"Sequential\"},\"0\":{\"same\":\"\"}}");
        bad.add("{\"\":{\"kind\":\"Sequential\"},\"0\":{\"same\":\"1\"}}");
        bad.add("{\"\":{\"kind\":\"Sequential\"},\"0\":{\"kind\":\"ModuleList\"}}");
        bad.add("{\"\":{\"kind\":\"ModuleList\"},\"7\":{\"kind\":\"ReLU\"}}");
        bad.add("{\"\":{\"kind\":\"ReLU\"},\"x\":{\"kind\":\"ReLU\"}}");
        bad.add("{\"\":{\"held\":true}}");
        String sequential = "{\"kind\":\"Sequential\"}";
        bad.add(
                "{\"\":S,\"a\":S,\"b\":S,\"b.y\":{\"same\":\"a\"},\"a.z\":{\"same\":\"b\"}}"
                        .replace("S", sequential));
        StringBuilder doubling = new StringBuilder("{\"\":S,\"m0\":S");
        for (int i = 1; i < 64; i++) {
            doubling.append(
                    ",\"m%d\":S,\"m%d.0\":{\"same\":\"m%d\"},\"m%d.1\":{\"same\":\"m%d\"}"
                            .formatted(i, i, i - 1, i, i - 1));
        }
        bad.add(doubling.append("}").toString().replace("S", sequential));
        bad.add("{\"\":{\"kind\":\"Sequential\"}" + deep() + "}");
        for (String modules : bad) {
            assertThatThrownBy(
                            () -> {
                                save(modules);
                                Checkpoint.loadModel(file);
                            })
                    .as(modules)
                    .isInstanceOf(CheckpointException.class);
        }
    }

    private static String deep() {
        StringBuilder out = new StringBuilder();
        String path = "0";
        for (int i = 0; i < 400; i++) {
            out.append(",\"").append(path).append("\":{\"kind\":\"Sequential\"}");
            path += ".0";
        }
        return out.toString();
    }

    /** Saves one tensor and a tree that says something else. */
    private void save(String modules) throws IOException {
        String text = "{\"version\":1,\"modules\":" + modules + ",\"ties\":{},\"frozen\":[]}";
        Value.MapValue tensors = (Value.MapValue) Value.of(Map.of("weight", Tensor.ones(2)));
        SafetensorsWriter writer =
                new SafetensorsWriter(StateDicts.values(tensors), Map.of(ModelTree.KEY, text));
        AtomicFile.write(file, writer::write);
    }

    @Test
    void aFunctionAmongOptionsIsRefusedAndALayerIsKept() throws IOException {
        var function = new TransformerEncoderLayer(4, 2, o -> o.activation(x -> x.tanh()));
        assertThatThrownBy(() -> Checkpoint.saveModel(function, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the model (TransformerEncoderLayer).activation.function");
        var layer = new TransformerEncoderLayer(4, 2, o -> o.activation(new Tanh()));
        Checkpoint.saveModel(layer, file);
        TransformerEncoderLayer again = Checkpoint.loadModel(file);
        assertThat(again.activation).isInstanceOf(Tanh.class);
        assertSame(layer, again, Tensor.randn(3, 1, 4));
    }

    @Test
    void layersGetNoMoreMemoryThanTheFilesTensorsCanNeed() throws IOException {
        save(
                """
                {"": {"kind": "Linear", "options": {"inFeatures": 20000000, "outFeatures": 3,
                 "bias": true, "dtype": null}}}\
                """);
        assertThatThrownBy(() -> Checkpoint.loadModel(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("bytes of tensors are needed");
    }

    @Test
    void aBillionLayersAreRefusedAtOnce() throws IOException {
        var text = ModelTree.of(new GRU(1, 1)).text();
        String many = text.replace("\"numLayers\":1", "\"numLayers\":1000000000");
        assertThat(many).isNotEqualTo(text);
        var tensors = StateDicts.values(Value.of(new GRU(1, 1).stateDict()));
        AtomicFile.write(file, new SafetensorsWriter(tensors, Map.of(ModelTree.KEY, many))::write);
        assertThatThrownBy(() -> Checkpoint.loadModel(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("bytes of tensors are needed");
    }
}
