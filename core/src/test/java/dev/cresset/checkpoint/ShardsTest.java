package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State dicts that an index spreads over several files. */
class ShardsTest {
    @TempDir Path folder;

    private Path index(String json) throws IOException {
        return Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    private void save(String name, Map<String, Tensor> tensors) throws IOException {
        Checkpoint.save(tensors, folder.resolve(name));
    }

    private static final String TWO =
            """
            {"metadata": {"total_size": 24},
             "weight_map": {"b": "model-00002-of-00002.safetensors",
                            "a": "model-00001-of-00002.safetensors"}}\
            """;

    @Test
    void theTensorsOfAllFilesAreOneStateDict() throws IOException {
        save("model-00001-of-00002.safetensors", Map.of("a", Tensors.floats(1, 2)));
        save(
                "model-00002-of-00002.safetensors",
                Map.of("b", Tensors.floats(3), "more", Tensors.floats(4)));
        Path index = index(TWO);
        for (Path path : new Path[] {index, folder}) {
            var loaded = Checkpoint.load(path);
            assertThat(loaded).containsOnlyKeys("a", "b");
            assertThat(loaded.get("b").toDoubleArray()).containsExactly(3);
        }
        try (CheckpointFile file = Checkpoint.open(folder)) {
            assertThat(file.format()).isEqualTo(Format.SHARDED);
            assertThat(file.files()).hasSize(3);
            assertThat(file.metadata()).containsEntry("total_size", "24");
        }
    }

    @Test
    void filesOfPyTorchsFormatMayBeShards() throws IOException {
        save("p.bin", Map.of("a", Tensors.floats(1)));
        assertThat(Checkpoint.load(index("{\"weight_map\": {\"a\": \"p.bin\"}}")))
                .containsOnlyKeys("a");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        save("model-00001-of-00002.safetensors", Map.of("x", Tensors.floats(1)));
        Path index = index(TWO);
        assertThatThrownBy(() -> Checkpoint.load(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "model-00002-of-00002.safetensors, which the index names, is");
        save("model-00002-of-00002.safetensors", Map.of("b", Tensors.floats(1)));
        assertThatThrownBy(() -> Checkpoint.load(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has the tensor 'a', but it has not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"../secret.safetensors\"",
                "\"/etc/passwd\"",
                "\"a/b.safetensors\"",
                "\"..\\\\x\"",
                "\"C:x\"",
                "\"..\"",
                "\"\"",
                "\"a\\u0000b\"",
                "3",
                "null",
            })
    void aFileElsewhereIsNeverOpened(String name) throws IOException {
        Path index = index("{\"weight_map\": {\"a\": " + name + "}}");
        assertThatThrownBy(() -> Checkpoint.load(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("plain name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "{\"weight_map\": []}", "{\"weight_map\": {\"a\":", "{"})
    void brokenIndexesAreRefused(String json) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> Checkpoint.load(index)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void anIndexOfIndexesIsRefused() throws IOException {
        Path index = index("{\"weight_map\": {\"a\": \"model.safetensors.index.json\"}}");
        assertThatThrownBy(() -> Checkpoint.load(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("which is an index itself");
    }

    @Test
    void aFolderWithoutAModelSaysWhatIsLookedFor() {
        assertThatThrownBy(() -> Checkpoint.load(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.safetensors.index.json");
    }

    // ---- writing

    private static SequencedMap<String, Tensor> tied() {
        SequencedMap<String, Tensor> out = new LinkedHashMap<>();
        out.put("a", Tensors.floats(1, 2, 3));
        out.put("b", Tensors.floats(4));
        out.put("c", Tensors.floats(5, 6));
        out.put("d", Objects.requireNonNull(out.get("a")));
        out.put("e", Tensors.floats(7, 8, 9, 10, 11));
        return out;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aStateDictIsSpreadOverFilesOfASize() throws IOException {
        Checkpoint.saveSharded(tied(), folder, 16);
        assertThat(files())
                .containsExactly(
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "model.safetensors.index.json");
        assertThat(folder.resolve("model.safetensors.index.json"))
                .hasContent(
                        """
                        {"metadata":{"total_size":44},"weight_map":{\
                        "a":"model-00001-of-00003.safetensors","b":"model-00001-of-00003.safetensors",\
                        "c":"model-00002-of-00003.safetensors","e":"model-00003-of-00003.safetensors"}}\
                        """);
        var loaded = Checkpoint.load(folder);
        assertThat(loaded).containsOnlyKeys("a", "b", "c", "d", "e");
        assertThat(loaded.get("e").toDoubleArray()).containsExactly(7, 8, 9, 10, 11);
        assertThat(loaded.get("d").view().storage()).isSameAs(loaded.get("a").view().storage());
    }

    @Test
    void anOlderCheckpointIsReplacedAsAWhole() throws IOException {
        Path index = folder.resolve("net.safetensors.index.json");
        Files.writeString(folder.resolve("net-notes.safetensors"), "not of the checkpoint");
        Checkpoint.saveSharded(tied(), index, 16);
        try (CheckpointFile old = Checkpoint.open(index)) {
            Checkpoint.saveSharded(
                    Map.of("x", Tensors.floats(1, 2), "y", Tensors.floats(3)), index, 8);
            assertThat(old.tensor("e").toDoubleArray()).containsExactly(7, 8, 9, 10, 11);
        }
        assertThat(Checkpoint.load(index)).containsOnlyKeys("x", "y");
        assertThat(files())
                .containsExactly(
                        "net-00001-of-00002.safetensors",
                        "net-00002-of-00002.safetensors",
                        "net-notes.safetensors",
                        "net.safetensors.index.json");
        Checkpoint.saveSharded(Map.of("x", Tensors.floats(4, 5), "y", Tensors.floats(6)), index, 8);
        assertThat(files())
                .containsExactly(
                        "net-notes.safetensors",
                        "net-v2-00001-of-00002.safetensors",
                        "net-v2-00002-of-00002.safetensors",
                        "net.safetensors.index.json");
        assertThat(Checkpoint.load(index).get("y").toDoubleArray()).containsExactly(6);
    }

    @Test
    void aSaveThatFailsLeavesTheOlderCheckpoint() throws IOException {
        Checkpoint.saveSharded(tied(), folder, 16);
        List<String> before = files();
        SequencedMap<String, Tensor> bad = tied();
        bad.put("__metadata__", Tensors.floats(1));
        assertThatThrownBy(() -> Checkpoint.saveSharded(bad, folder, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
        assertThat(Checkpoint.load(folder)).containsOnlyKeys("a", "b", "c", "d", "e");
        Checkpoint.saveSharded(tied(), folder, 16);
        assertThat(files()).hasSameSizeAs(before);
    }

    @Test
    void namesEndingInAnIndexAreShardedToo() throws IOException {
        Path index = folder.resolve("w.safetensors.index.json");
        Checkpoint.save(tied(), index);
        assertThat(files())
                .containsExactly("w-00001-of-00001.safetensors", "w.safetensors.index.json");
        Path whole = folder.resolve("whole.safetensors");
        Checkpoint.convert(index, whole, o -> o);
        assertThat(Checkpoint.load(whole)).containsOnlyKeys("a", "b", "c", "d", "e");
        Checkpoint.convert(whole, index, o -> o.maxShardBytes(12));
        assertThat(Checkpoint.load(index).get("c").toDoubleArray()).containsExactly(5, 6);
        assertThat(files()).contains("w-00001-of-00003.safetensors");
    }

    @Test
    void aModelsStructureStandsInTheIndex() throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        var net = new Sequential(new Linear(3, 4), new Linear(4, 2));
        Checkpoint.saveModel(net, index);
        Sequential again = Checkpoint.loadModel(index);
        assertThat(again.toString()).isEqualTo(net.toString());
        Sequential fromFolder = Checkpoint.loadModel(folder);
        assertThat(fromFolder.parameters().getFirst().equal(net.parameters().getFirst())).isTrue();
    }

    @Test
    void sizesAndNamesAreChecked() {
        assertThatThrownBy(() -> Checkpoint.saveSharded(tied(), folder, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be positive, got 0");
        assertThatThrownBy(() -> Checkpoint.saveSharded(tied(), folder.resolve("no.json"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give a folder that is there");
    }
}
