package dev.cresset.cli;

import static dev.cresset.Tensor.manualSeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void trainsSavesAndReloads(@TempDir Path folder) throws IOException {
        assertThat(run("demo", "--epochs", "1", "--out", folder.toString())).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("(0): Linear(in_features=64, out_features=64, bias=True)")
                .containsPattern("4\\.weight +\\[64, 64\\] +float32 +4,096 .* 2\\.weight")
                .contains("8,970 parameters")
                .containsPattern("epoch 1/1  batch 45/45  loss \\d\\.\\d{4}  accuracy \\d+\\.\\d %")
                .containsPattern("Test accuracy: \\d+\\.\\d\\d %")
                .contains(folder.resolve("digits.pt").toString());
        Sequential net = DemoCommand.model();
        for (String name : new String[] {"digits.pt", "digits.safetensors"}) {
            net.loadStateDict(Checkpoint.load(folder.resolve(name)));
            Linear one = net.get(2);
            Linear other = net.get(4);
            assertThat(one).isSameAs(other);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void findsNineteenOfTwentyDigitsWithAnySeed(long seed) throws IOException {
        Digits digits = Digits.load();
        manualSeed(seed);
        Sequential net = DemoCommand.model();
        DemoCommand.initialise(net);
        DemoCommand.train(net, digits, 30, new PrintWriter(out), false);
        double accuracy = DemoCommand.testAccuracy(net, digits);
        assertThat(accuracy).as("seed %d", seed).isGreaterThan(seed == 0 ? 0.97 : 0.95);
    }

    @Test
    void aFolderThatIsMissingIsOneSentence(@TempDir Path folder) {
        Path missing = folder.resolve("nowhere");
        assertThat(run("demo", "--out", missing.toString())).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("there is no folder " + missing);
        assertThat(out.toString()).isEmpty();
        assertThat(missing).doesNotExist();
    }

    @Test
    void wrongValuesAreOneSentenceAndNothingIsWritten(@TempDir Path folder) throws IOException {
        assertThat(run("demo", "--epochs", "0", "--out", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("--epochs must be at least 1, got 0");
        assertThat(run("demo", "--seed", "x", "--out", folder.toString())).isEqualTo(1);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
