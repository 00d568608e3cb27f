package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
}
