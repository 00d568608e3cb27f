package dev.cresset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.op.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** inspect, convert and diff, on small files. */
class CheckpointCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void save() throws IOException {
        file = folder.resolve("model.pt");
        Checkpoint.save(tensors(), file);
    }

    private static SequencedMap<String, Tensor> tensors() {
        Tensor tied = Tensor.tensor(new float[] {1, 2, 3, 4}).view(2, 2);
        SequencedMap<String, Tensor> out = new LinkedHashMap<>();
        out.put("embed.weight", tied);
        out.put("norm.bias", Tensor.tensor(new double[] {0, Double.NaN, -0.5}));
        out.put("head.weight", tied);
        return out;
    }

    private int run(Object... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = List.of(args).stream().map(Object::toString).toArray(String[]::new);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
    }

    @Test
    void inspectShowsFormatTensorsStatisticsAndTies() {
        assertThat(run("inspect", file)).isZero();
        List<String> lines = out.toString().lines().map(l -> l.replaceAll(" +", " ")).toList();
        assertThat(lines.getFirst()).contains("PyTorch zip").contains("3 tensors, 11 elements");
        assertThat(lines)
                .contains(
                        "embed.weight float32 [2, 2] 16 2.500 1.291 1 4 0 0",
                        "norm.bias float64 [3] 24 -0.2500 0.3536 -0.5000 0 1 1",
                        "head.weight float32 [2, 2] 16 2.500 1.291 1 4 0 0 = embed.weight");
    }

    @Test
    void inspectTakesGlobsAndShowsAHistogram() {
        assertThat(run("inspect", file, "--name", "e*.weight", "--histogram", "--bins", "2"))
                .isZero();
        assertThat(out.toString()).contains("embed.weight").doesNotContain("norm.bias");
        assertThat(out.toString().lines().filter(l -> l.contains(" .. ")).toList())
                .hasSize(2)
                .allMatch(l -> l.contains("####") && l.endsWith(" 2"));
        assertThat(run("inspect", file, "--name", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("no tensor has such a name");
    }

    @Test
    void inspectPrintsJson() {
        assertThat(run("inspect", file, "--json", "--histogram")).isZero();
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.path("format").asString()).isEqualTo("PyTorch zip");
        JsonNode head = json.path("tensors").get(2);
        assertThat(head.path("tie").asString()).isEqualTo("embed.weight");
        assertThat(head.path("mean").asDouble()).isEqualTo(2.5);
        assertThat(head.path("histogram").size()).isEqualTo(10);
    }

    @Test
    void inspectShowsOtherValuesAndNoTerminalControls() throws IOException {
        Path whole = folder.resolve("last.pt");
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("epoch", 3);
        tree.put("evil\u001b[2J", List.of(1e-8, "x"));
        tree.put("model", tensors());
        Checkpoint.save(tree, whole);
        assertThat(run("inspect", whole, "--no-stats")).isZero();
        assertThat(out.toString())
                .contains("epoch: 3")
                .contains("evil\\u001b[2J: [1e-08, 'x']")
                .contains("model.embed.weight")
                .doesNotContain("\u001b")
                .doesNotContain("mean");
    }

    @Test
    void convertKeepsTiesThroughEveryFormat() throws IOException {
        Path previous = file;
        for (String name : List.of("a.safetensors", "b.npz", "c.pt")) {
            Path next = folder.resolve(name);
            assertThat(run("convert", previous, next)).as(err.toString()).isZero();
            var loaded = Checkpoint.load(next);
            assertThat(loaded).containsOnlyKeys("embed.weight", "norm.bias", "head.weight");
            assertThat(run("diff", file, next)).as(out.toString()).isZero();
            previous = next;
        }
    }

    @Test
    void convertCastsAndKeepsTies() throws IOException {
        Path half = folder.resolve("half.safetensors");
        assertThat(run("convert", file, half, "--dtype", "float16")).isZero();
        assertThat(Files.size(half)).isLessThan(400);
        assertThat(Checkpoint.load(half).get("head.weight").dtype()).isEqualTo(DType.FLOAT16);
        assertThat(run("inspect", half)).isZero();
        assertThat(out.toString()).contains("= embed.weight");
    }

    @Test
    void convertTakesAPartOfAFileAndDoesNotReplaceUnasked() throws IOException {
        Path whole = folder.resolve("last.pt");
        Checkpoint.save(Map.of("epoch", 3, "model", tensors()), whole);
        Path to = folder.resolve("model.npz");
        assertThat(run("convert", whole, to)).isEqualTo(1);
        assertThat(err.toString()).contains("--key model");
        assertThat(run("convert", whole, to, "--key", "model", "--name", "*.weight")).isZero();
        assertThat(Checkpoint.load(to)).containsOnlyKeys("embed.weight", "head.weight");
        assertThat(run("convert", whole, to, "--key", "model")).isEqualTo(1);
        assertThat(err.toString()).contains("--force replaces it");
        assertThat(run("convert", whole, folder.resolve("model.xyz"))).isEqualTo(1);
        assertThat(err.toString()).contains("by its ending");
    }

    @Test
    void diffNamesWhatIsAddedRemovedReshapedAndChanged() throws IOException {
        Path other = folder.resolve("other.safetensors");
        SequencedMap<String, Tensor> changed = tensors();
        changed.put("new", Tensor.ones(1));
        changed.remove("norm.bias");
        changed.put("embed.weight", Tensor.tensor(new float[] {1, 2, 3, 5}).view(2, 2));
        changed.put("head.weight", Tensor.ones(3));
        Checkpoint.save(changed, other);
        assertThat(run("diff", file, other)).isEqualTo(1);
        assertThat(out.toString().lines().map(l -> l.replaceAll(" +", " ")).toList())
                .contains(
                        "- norm.bias float64[3]",
                        "+ new float32[1]",
                        "~ head.weight float32[2, 2] -> float32[3]",
                        "embed.weight 1 4 1 0.2000",
                        "1 removed, 1 added, 1 changed, 1 with other values, 0 equal");
        assertThat(run("diff", file, other, "--name", "embed*", "--tolerance", "0.2")).isZero();
        assertThat(run("diff", file, other, "--json")).isEqualTo(1);
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.path("values").path("embed.weight").path("largest").asDouble())
                .isEqualTo(1);
    }

    @Test
    void hostileFilesAreOneSentence() throws IOException {
        Path bad = Files.write(folder.resolve("bad.pt"), new byte[] {(byte) 0x80, 2, 'c'});
        assertThat(run("inspect", bad)).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).startsWith("cresset: " + bad);
    }
}
