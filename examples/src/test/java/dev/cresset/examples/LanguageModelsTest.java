package dev.cresset.examples;

import static dev.cresset.Tensor.noGrad;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of Hugging Face's layout load by name and give the recorded logits. */
class LanguageModelsTest {
    @TempDir Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = LanguageModelsTest.class.getResourceAsStream("models.zip");
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(in))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Path file = folder.resolve(e.getName()).normalize();
                assertThat(file.startsWith(folder)).isTrue();
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
    }

    /** To 1e-4. */
    private static void near(Tensor actual, Map<String, Tensor> expected, String key) {
        Tensor e = Objects.requireNonNull(expected.get(key), key);
        assertThat(actual.shape()).isEqualTo(e.shape());
        assertThat(actual.allclose(e, 1e-4, 1e-4, false)).as(key).isTrue();
    }

    private Map<String, Tensor> expected(String model) throws IOException {
        return Checkpoint.load(folder.resolve(model).resolve("expected.safetensors"));
    }

    private static void states(List<Tensor> actual, Map<String, Tensor> expected) {
        for (int i = 0; i < actual.size(); i++) {
            near(actual.get(i), expected, "r0.h" + i);
        }
    }

    @Test
    void gpt2GivesTheRecordedLogitsFromBothFiles() throws IOException {
        Path dir = folder.resolve("gpt2_tiny");
        Map<String, Tensor> expected = expected("gpt2_tiny");
        for (String file : List.of("model.safetensors", "pytorch_model.bin")) {
            Gpt2 model = Gpt2.load(Gpt2.Config.read(dir), dir.resolve(file));
            noGrad(() -> {
                for (int run = 0; run < 3; run++) {
                    Tensor ids = Objects.requireNonNull(expected.get("r" + run + ".ids"));
                    near(model.call(ids), expected, "r" + run + ".logits");
                }
                states(model.hiddenStates(expected.get("r0.ids")), expected);
            });
            assertThat(model.parameter("lm_head.weight"))
                    .isSameAs(model.parameter("transformer.wte.weight"));
        }
    }

    @Test
    void gpt2DecodesAsRecorded() throws IOException {
        Tensor start = Tensor.tensor(new long[][] {{11, 28, 34, 46}});
        assertThat(Gpt2.load(folder.resolve("gpt2_tiny")).generate(start, 12).toLongArray())
                .containsExactly(11, 28, 34, 46, 42, 42, 42, 42, 42, 42, 46, 53, 42, 46, 53, 46);
    }

    @Test
    void gpt2ReadsTheNamesOfOlderFiles() throws IOException {
        Path dir = folder.resolve("gpt2_tiny");
        var old = new java.util.LinkedHashMap<String, Tensor>();
        Checkpoint.load(dir.resolve("model.safetensors"))
                .forEach((name, t) -> old.put(name.replace("transformer.", ""), t));
        old.put("h.0.attn.bias", Tensor.ones(1, 1, 32, 32).tril());
        Checkpoint.save(old, dir.resolve("old.safetensors"));
        Gpt2 model = Gpt2.load(Gpt2.Config.read(dir), dir.resolve("old.safetensors"));
        Map<String, Tensor> expected = expected("gpt2_tiny");
        near(noGrad(() -> model.call(expected.get("r0.ids"))), expected, "r0.logits");
    }

    @Test
    void llamaGivesTheRecordedLogits() throws IOException {
        Llama model = Llama.load(folder.resolve("llama_tiny"));
        Map<String, Tensor> expected = expected("llama_tiny");
        noGrad(() -> {
            for (int run = 0; run < 3; run++) {
                Tensor ids = Objects.requireNonNull(expected.get("r" + run + ".ids"));
                near(model.call(ids), expected, "r" + run + ".logits");
            }
            states(model.hiddenStates(expected.get("r0.ids")), expected);
        });
        Tensor start = Tensor.tensor(new long[][] {{50, 6, 49, 57}});
        assertThat(model.generate(start, 12).toLongArray())
                .containsExactly(50, 6, 49, 57, 35, 36, 35, 58, 12, 6, 27, 36, 31, 22, 44, 11);
    }

    @Test
    void shardedBfloat16WeightsRunInFloat32() throws IOException {
        Llama model = Llama.load(folder.resolve("llama_tiny_sharded_bf16"));
        Map<String, Tensor> expected = expected("llama_tiny_sharded_bf16");
        near(noGrad(() -> model.call(expected.get("r0.ids"))), expected, "r0.logits");
    }

    @Test
    void llamaTurnsSlowerForLongerSequences() throws IOException {
        for (String name : List.of("llama_tiny_llama3_rope", "llama_tiny_linear_rope")) {
            Llama model = Llama.load(folder.resolve(name));
            Map<String, Tensor> expected = expected(name);
            near(noGrad(() -> model.call(expected.get("r0.ids"))), expected, "r0.logits");
            assertThat(model.parameter("lm_head.weight"))
                    .isSameAs(model.parameter("model.embed_tokens.weight"));
        }
    }
}
