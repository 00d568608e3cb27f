package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole training runs give what real PyTorch gave: losses, first gradients, the final state, the
 * loss in evaluation mode.
 */
class RecordedTrainingTest {
    @TempDir Path folder;
    private final StringWriter text = new StringWriter();

    @BeforeEach
    void unpack() throws IOException {
        Unzipped.into(folder, "training.zip");
    }

    private Report run(String name) throws IOException {
        Selection selection = new Selection(Set.of("training"), Selection.glob(name));
        try (PrintWriter out = new PrintWriter(text)) {
            return new GoldenRunner(List.of()).run(folder, selection, true, out);
        }
    }

    @ParameterizedTest
    @CsvSource({"mlp, 5", "cnn_batchnorm, 3", "tied, 3"})
    void trainingGivesWhatPyTorchGave(String name, int runs) throws IOException {
        Report report = run("traces " + name + " *");
        assertThat(report.failed()).as("%s", text).isZero();
        assertThat(report.skipped()).as("%s", text).isZero();
        assertThat(report.passed()).isEqualTo(runs);
    }

    @Test
    void aLossThatDiffersInTheFourthDigitFails() throws IOException {
        Path json = folder.resolve("training/traces.json");
        String recorded = Files.readString(json);
        String first = "\"loss\": [1.136112093925476";
        assertThat(recorded).contains(first);
        Files.writeString(json, recorded.replace(first, "\"loss\": [1.136912093925476"));
        assertThat(run("traces mlp SGD #0").failed()).isEqualTo(1);
        assertThat(text.toString()).contains("loss 0:");
    }
}
