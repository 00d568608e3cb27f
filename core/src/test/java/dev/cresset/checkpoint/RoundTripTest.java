package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is saved is loaded again: values, types, sharing and layout. */
class RoundTripTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyDtypeSurvivesBothFormats(DType dtype) throws IOException {
        Tensor saved = Tensors.counting(dtype, 2, 3);
        for (String name : List.of("a.pt", "a.safetensors")) {
            View loaded = value(reload(Map.of("x", saved), name), "x");
            assertThat(loaded.dtype()).isEqualTo(dtype);
            assertThat(loaded.storage().array()).isEqualTo(saved.view().storage().array());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pt", "a.safetensors"})
    void scalarsAndEmptyTensorsKeepTheirShapes(String name) throws IOException {
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        saved.put("scalar", Tensors.counting(DType.FLOAT32));
        saved.put("empty", Tensors.counting(DType.INT64, 2, 0, 3));
        SequencedMap<String, Tensor> loaded = reload(saved, name);
        assertThat(value(loaded, "scalar").shape()).isEqualTo(Shape.SCALAR);
        assertThat(value(loaded, "scalar").doubleAt(0)).isEqualTo(1.0);
        assertThat(value(loaded, "empty").shape()).isEqualTo(Shape.of(2, 0, 3));
    }

    @Test
    void specialFloatsKeepTheirBits() throws IOException {
        Tensor saved =
                Tensors.floats(
                        -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE);
        for (String name : List.of("a.pt", "a.safetensors")) {
            View loaded = value(reload(Map.of("x", saved), name), "x");
            assertThat((float[]) loaded.storage().array())
                    .containsExactly((float[]) saved.view().storage().array());
        }
    }

    @Test
    void viewsOfOneStorageStillShareItInPyTorchsFormat() throws IOException {
        Tensor base = Tensors.counting(DType.FLOAT32, 4, 6);
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        saved.put("transposed", Tensors.strided(base, new int[] {6, 4}, new int[] {1, 6}, 0));
        saved.put("row", Tensors.strided(base, new int[] {6}, new int[] {1}, 6));
        saved.put("expanded", Tensors.strided(base, new int[] {3, 6}, new int[] {0, 1}, 0));
        SequencedMap<String, Tensor> loaded = reload(saved, "a.pt");
        assertThat(value(loaded, "row").storage())
                .isSameAs(value(loaded, "transposed").storage())
                .isSameAs(value(loaded, "expanded").storage());
        assertThat(value(loaded, "row").storage().length()).isEqualTo(24);
        saved.forEach((name, tensor) -> {
            View again = value(loaded, name);
            assertThat(again.layout()).hasToString(tensor.view().layout().toString());
            assertThat(again.doubleAt(5)).isEqualTo((Double) tensor.view().doubleAt(5));
        });
        value(loaded, "row").setDouble(0, -1);
        assertThat(value(loaded, "transposed").doubleAt(1)).isEqualTo(-1.0);
    }

    @Test
    void stridedViewsAreStoredDenselyInSafetensors() throws IOException {
        Tensor base = Tensors.counting(DType.INT16, 2, 3);
        Tensor transposed = Tensors.strided(base, new int[] {3, 2}, new int[] {1, 3}, 0);
        View loaded = value(reload(Map.of("t", transposed), "a.safetensors"), "t");
        assertThat((short[]) loaded.storage().array())
                .containsExactly(new short[] {1, 4, 2, 5, 3, 6});
    }

    @Test
    void tiedTensorsAreStoredOnceAndRestoredUnderAllNames() throws IOException {
        Tensor tied = Tensors.counting(DType.FLOAT32, 100);
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        saved.put("wte.weight", tied);
        saved.put("bias", Tensors.counting(DType.FLOAT32, 100));
        saved.put("lm_head.weight", tied);
        for (String name : List.of("a.pt", "a.safetensors")) {
            SequencedMap<String, Tensor> loaded = reload(saved, name);
            assertThat(loaded).containsOnlyKeys("wte.weight", "bias", "lm_head.weight");
            assertThat(value(loaded, "lm_head.weight").storage())
                    .isSameAs(value(loaded, "wte.weight").storage())
                    .isNotSameAs(value(loaded, "bias").storage());
        }
        assertThat(Files.size(folder.resolve("a.safetensors"))).isLessThan(3 * 400);
    }

    @Test
    void aTreeOfEverythingThatPythonHasComesBackEqual() throws IOException {
        Map<Object, Object> tree = new LinkedHashMap<>();
        tree.put("epoch", 3);
        tree.put("ints", List.of(0, 255, 256, 65535, 65536, -1, Integer.MIN_VALUE, 1L << 40));
        tree.put("big", BigInteger.TWO.pow(100).negate());
        tree.put("huge", BigInteger.TWO.pow(3000));
        tree.put("float", List.of(0.1, -2.5e-300, Double.NaN, Double.POSITIVE_INFINITY));
        tree.put("text", "参数 é 😀 \0");
        tree.put("none", null);
        tree.put("flags", List.of(true, false));
        tree.put(7, Map.of("x", List.of()));
        tree.put(2.5, new Value.TupleValue(List.of(Value.of(1), Value.of("b"))));
        tree.put("set", new LinkedHashSet<>(List.of(1, 2)));
        tree.put("bytes", new byte[] {0, -1, 65});
        tree.put("dtype", DType.BFLOAT16);
        tree.put("size", Shape.of(2, 3));
        tree.put("device", new Value.DeviceValue("cuda:1"));
        tree.put("complex", new Value.ComplexValue(1, -2));
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            many.add("item " + i);
        }
        tree.put("many", many);
        Path file = folder.resolve("tree.pt");
        Checkpoint.save(tree, file);
        assertThat(Checkpoint.read(file)).isEqualTo(Value.of(tree));
    }

    @Test
    void theSameListAtTwoPlacesIsTheSameListAgain() throws IOException {
        List<Object> shared = List.of(1, 2);
        Path file = folder.resolve("shared.pt");
        Checkpoint.save(List.of(shared, shared, List.of(1, 2)), file);
        List<Value> items = ((Value.ListValue) Checkpoint.read(file)).items();
        assertThat(items.get(1)).isSameAs(items.get(0));
        assertThat(items.get(2)).isNotSameAs(items.get(0)).isEqualTo(items.get(0));
    }

    @Test
    void everyRecordedTreeSurvivesBeingSavedAgain() {
        RecordedFiles.rows("valid")
                .map(row -> (String) row.get("file"))
                .filter(f -> f != null && !f.contains("complex64"))
                .forEach(name -> {
                    try {
                        Value first = Checkpoint.read(RecordedFiles.copy(name, folder));
                        Path again = folder.resolve("again.pt");
                        Checkpoint.save(first, again);
                        assertThat(text(Checkpoint.read(again))).as(name).isEqualTo(text(first));
                    } catch (IOException e) {
                        throw new AssertionError(name, e);
                    }
                });
    }

    @Test
    void savingTwiceGivesTheSameBytes() throws IOException {
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        saved.put("b", Tensors.counting(DType.FLOAT32, 3));
        saved.put("a", Tensors.counting(DType.INT64, 3));
        for (String end : List.of(".pt", ".safetensors")) {
            Checkpoint.save(saved, folder.resolve("one" + end));
            Checkpoint.save(saved, folder.resolve("two" + end));
            assertThat(folder.resolve("one" + end))
                    .hasSameBinaryContentAs(folder.resolve("two" + end));
        }
    }

    @Test
    void recordedSafetensorsAreWrittenByteForByte() throws IOException {
        for (String name : List.of("official_all_dtypes", "official_shapes", "official_special")) {
            byte[] official = RecordedFiles.bytes("st_valid/" + name + ".safetensors");
            Path copy = RecordedFiles.copy("st_valid/" + name + ".safetensors", folder);
            Path again = folder.resolve("again.safetensors");
            Checkpoint.save(Checkpoint.load(copy), again);
            byte[] ours = Files.readAllBytes(again);
            String metadata = "\"__metadata__\":{\"format\":\"pt\"},";
            int official0 = (int) longAt(official);
            int ours0 = (int) longAt(ours);
            String header = new String(ours, 8, ours0, java.nio.charset.StandardCharsets.UTF_8);
            assertThat(header.replace(metadata, "").strip())
                    .isEqualTo(
                            new String(
                                            official,
                                            8,
                                            official0,
                                            java.nio.charset.StandardCharsets.UTF_8)
                                    .strip());
            assertThat(Arrays.copyOfRange(ours, 8 + ours0, ours.length))
                    .isEqualTo(Arrays.copyOfRange(official, 8 + official0, official.length));
        }
    }

    @Test
    void nestedCheckpointsGiveTheirStateDictByPath() throws IOException {
        Path file = folder.resolve("last.pt");
        Checkpoint.save(Map.of("epoch", 3, "model", Map.of("w", Tensors.floats(1, 2))), file);
        assertThat(Checkpoint.read(file).stateDict("model")).containsOnlyKeys("w");
        assertThatThrownBy(() -> Checkpoint.read(file).stateDict("modell"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no key 'modell'")
                .hasMessageContaining("model");
        assertThatThrownBy(() -> Checkpoint.load(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("epoch (number)")
                .hasMessageContaining(file.toString());
    }

    @Test
    void theContentAndNotTheNameDecidesTheFormat() throws IOException {
        Path zip = folder.resolve("mlp.params");
        Checkpoint.save(Map.of("w", Tensors.floats(1)), zip);
        Path tensors = folder.resolve("x.safetensors");
        Checkpoint.save(Map.of("w", Tensors.floats(2)), tensors);
        Path renamed = Files.move(tensors, folder.resolve("model.bin"));
        assertThat(value(Checkpoint.load(zip), "w").doubleAt(0)).isEqualTo(1.0);
        assertThat(value(Checkpoint.load(renamed), "w").doubleAt(0)).isEqualTo(2.0);
        Path lying = Files.copy(zip, folder.resolve("lying.safetensors"));
        assertThatThrownBy(() -> Checkpoint.load(lying)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void whatAFormatCannotHoldIsRefusedBeforeAnythingIsWritten() throws IOException {
        Tensor floats = Tensors.floats(1);
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThatThrownBy(
                        () -> Checkpoint.save(Map.of("epoch", 3), folder.resolve("a.safetensors")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epoch");
        assertThatThrownBy(() -> Checkpoint.save(endless, folder.resolve("a.pt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() ->
                        Checkpoint.save(Map.of("x", new StringBuilder()), folder.resolve("a.pt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[x] is a java.lang.StringBuilder");
        Tensor half = Tensors.counting(DType.FLOAT16, 2);
        Tensor bits = Tensor.of(new View(DType.INT16, half.view().storage(), half.view().layout()));
        assertThatThrownBy(() -> Checkpoint.save(List.of(half, bits), folder.resolve("a.pt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("torch.float16 and as torch.int16");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private SequencedMap<String, Tensor> reload(Map<String, Tensor> saved, String name)
            throws IOException {
        Path file = folder.resolve(name);
        Checkpoint.save(saved, file);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(f -> f.toString().endsWith(".tmp"));
        }
        return Checkpoint.load(file);
    }

    private static View value(Map<String, Tensor> map, String name) {
        Tensor tensor = map.get(name);
        assertThat(tensor).as(name).isNotNull();
        return tensor.view();
    }

    private static long longAt(byte[] bytes) {
        return java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** Shows a tree with the values, layout and kind of every tensor, but not its identity. */
    private static String text(Value value) {
        return switch (value) {
            case Value.TensorValue t ->
                    t.tensor().view().dtype()
                            + " "
                            + t.tensor().view().layout()
                            + " "
                            + t.requiresGrad()
                            + t.parameter()
                            + shown(t.tensor().view().storage().array());
            case Value.MapValue m -> {
                StringBuilder out = new StringBuilder(m.ordered() ? "ordered{" : "{");
                m.entries()
                        .forEach((k, v) -> out.append(k).append('=').append(text(v)).append(", "));
                yield out.append('}').append(m.metadata()).toString();
            }
            case Value.ListValue l ->
                    l.items().stream().map(RoundTripTest::text).toList().toString();
            case Value.TupleValue t ->
                    "tuple" + t.items().stream().map(RoundTripTest::text).toList();
            default -> value.toString();
        };
    }

    private static String shown(Object array) {
        return Arrays.deepToString(new Object[] {array});
    }
}
