package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of two samples of x + y and one of an op that nobody offers, right or falsified. */
class GoldenRunnerTest {
    @TempDir Path folder;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void record() throws IOException {
        record(4, 1);
    }

    private void record(float sum, float gradient) throws IOException {
        Path ops = Files.createDirectories(folder.resolve("ops"));
        String[] keys = {"s0.in", "s0.a0", "s0.out", "s0.ct0", "s0.g"};
        float[] values = {1, 3, sum, 1, gradient};
        StringBuilder header = new StringBuilder("{");
        ByteBuffer data = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < keys.length; i++) {
            header.append(i == 0 ? "" : ",")
                    .append(
                            "\"%s\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}"
                                    .formatted(keys[i], 4 * i, 4 * i + 4));
            data.putFloat(values[i]);
        }
        byte[] json = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + 20)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(data.flip());
        Files.write(ops.resolve("add.safetensors"), file.array());
        Files.writeString(
                ops.resolve("manifest.json"),
                """
                {"ops": [
                {"op": "add", "variant": "", "file": "add.safetensors", "inplace": true, "samples": [
                  {"input": {"t": "s0.in", "rg": true}, "args": [{"t": "s0.a0"}], "kwargs": {},
                   "out": {"t": "s0.out", "rg": true}, "cotangents": {"0": "s0.ct0"},
                   "grads": {"s0.in": "s0.g"}, "err64": [0.0, 0.0]}]},
                {"op": "no_such_op", "variant": "v", "file": "none", "inplace": false, "samples": [
                  {"input": 1, "args": [], "kwargs": {}, "out": 1},
                  {"input": 2, "args": [], "kwargs": {}, "out": 2}]}
                ]}\
                """);
    }

    private Report run(Selection selection, boolean listSkips) throws IOException {
        return new GoldenRunner(List.of())
                .run(folder, selection, listSkips, new PrintWriter(out, true));
    }

    @Test
    void rightResultsPassAndUnknownOpsAreSkippedByName() throws IOException {
        Report report = run(Selection.ALL, true);
        assertThat(report.failed()).isZero();
        assertThat(out.toString())
                .contains("skipped 2: Cresset does not offer op no_such_op yet")
                .contains("ops no_such_op/v #1")
                .endsWith("1 passed, 0 failed, 2 skipped" + System.lineSeparator());
    }

    @Test
    void aWrongValueFailsWithOneLine() throws IOException {
        record(4.001f, 1);
        Report report = run(Selection.ALL, false);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "FAILED ops add #0: expected 4.000999927520752, actual 4.0, largest error")
                .contains("0 passed, 1 failed, 2 skipped");
    }

    @Test
    void aWrongGradientFails() throws IOException {
        record(4, 0.5f);
        assertThat(run(Selection.ALL, false).failed()).isEqualTo(1);
        assertThat(out.toString()).contains("gradient of s0.in");
    }

    @Test
    void casesAreSelectedByGlob() throws IOException {
        Report report = run(new Selection(Set.of("ops"), Selection.glob("no_*")), false);
        assertThat(report.passed()).isZero();
        assertThat(report.skipped()).isEqualTo(2);
        assertThat(Selection.glob("add").matcher("add #0").matches()).isTrue();
        assertThat(Selection.glob("add").matcher("addmm #0").matches()).isFalse();
        assertThat(Selection.glob("a?d*").matcher("addmm #0").matches()).isTrue();
    }

    @Test
    void unknownPartsAndFoldersAreNamed() {
        assertThatThrownBy(() -> run(new Selection(Set.of("op"), null), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'op'")
                .hasMessageContaining("ops");
        assertThatThrownBy(() -> run(new Selection(Set.of("rng"), null), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of the folders");
        folder = folder.resolve("missing");
        assertThatThrownBy(() -> run(Selection.ALL, false)).isInstanceOf(NoSuchFileException.class);
    }
}
