package dev.cresset.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Recordings of PyTorch's attention and transformers; see the resources' PROVENANCE.txt. */
final class RecordedAttention {
    private static final Map<String, Tensor> ALL = read();

    private RecordedAttention() {}

    private static Map<String, Tensor> read() {
        try (InputStream in =
                RecordedAttention.class.getResourceAsStream("attention.safetensors.gz")) {
            Path file = Files.createTempFile("attention", ".safetensors");
            try {
                Files.write(file, new GZIPInputStream(Objects.requireNonNull(in)).readAllBytes());
                return Checkpoint.load(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tensor of(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    /** Checks that a module starts with PyTorch's parameters, bit for bit. */
    static void startsAs(String name, Module module) {
        Map<String, Tensor> state = module.stateDict();
        String prefix = "init." + name + ".";
        assertThat(state.keySet().stream().map(k -> prefix + k))
                .containsExactlyInAnyOrderElementsOf(
                        ALL.keySet().stream().filter(k -> k.startsWith(prefix)).toList());
        state.forEach((k, t) -> assertThat(t.equal(of(prefix + k))).as(k).isTrue());
    }

    /** Checks values to {@code 1e-5 (1 + |x|)}, or a bound of the caller's. */
    static void near(Tensor actual, String name, double bound) {
        Tensor expected = of(name);
        assertThat(actual.dtype()).as(name).isEqualTo(expected.dtype());
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        assertThat(actual.toDouble().allclose(expected.toDouble(), bound, bound, true))
                .as(() -> name + "\nexpected " + expected + "\nactual " + actual)
                .isTrue();
    }
}
