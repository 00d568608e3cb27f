package dev.cresset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine main = Main.commandLine();
        main.addSubcommand(new Read());
        return main.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    /** A subcommand that reads a file, as a real one would. */
    @Command(name = "read")
    static final class Read implements Callable<Integer> {
        @Option(names = "--times")
        int times = 1;

        @Parameters Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            if (times < 0) {
                throw new IllegalArgumentException("--times is " + times + ", not at least 0");
            }
            if (times == 13) {
                throw new IllegalStateException("a defect");
            }
            return Files.readString(file).length();
        }
    }

    @Test
    void withoutSubcommandPrintsUsage() {
        assertThat(run()).isZero();
        assertThat(out.toString()).startsWith("Usage: cresset");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionNamesCressetAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .startsWith("cresset ")
                .contains("Java " + Runtime.version().feature());
    }

    @Test
    void unknownSubcommandIsOneSentenceThatNamesTheOthers() {
        assertThat(run("raed")).isEqualTo(1);
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith("cresset: 'raed' is not a command; there are: ")
                .contains("golden", "read")
                .endsWith("(try 'cresset --help')" + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void unknownOptionIsOneSentence() {
        assertThat(run("read", "--tmies", "2", "f")).isEqualTo(1);
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("--tmies")
                .contains("(try 'cresset read --help')");
    }

    @Test
    void valueThatIsNoNumberIsOneSentence() {
        assertThat(run("read", "--times", "x", "f")).isEqualTo(1);
        assertThat(err.toString()).contains("--times").contains("'x'").doesNotContain("\tat ");
    }

    @Test
    void missingFileIsOneSentence(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        assertThat(run("read", missing.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("cresset: no such file or folder: " + missing);
    }

    @Test
    void badValueIsItsMessage() {
        assertThat(run("read", "--times", "-1", "f")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("cresset: --times is -1, not at least 0");
    }

    @Test
    void defectNamesItsClassAndShowsWhereOnRequest() {
        assertThat(run("read", "--times", "13", "f")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "cresset: IllegalStateException: a defect (--stacktrace says where)");
        assertThat(run("read", "--stacktrace", "--times", "13", "f")).isEqualTo(1);
        assertThat(err.toString()).contains("\tat ").contains("MainTest");
    }

    @Test
    void exitStatusIsTheSubcommands(@TempDir Path folder) throws IOException {
        Path three = Files.writeString(folder.resolve("three"), "abc");
        assertThat(run("read", three.toString())).isEqualTo(3);
    }

    @Test
    void goldenNamesTheFolderThatIsMissing(@TempDir Path folder) {
        Path missing = folder.resolve("recordings");
        assertThat(run("golden", missing.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("cresset: no such file or folder: " + missing);
    }

    @Test
    void goldenFailsWhereAResultDiffers(@TempDir Path folder) throws IOException {
        Path ops = Files.createDirectories(folder.resolve("ops"));
        Files.write(ops.resolve("none.safetensors"), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        Files.writeString(
                ops.resolve("manifest.json"),
                """
                {"ops": [{"op": "get_default_dtype", "variant": "", "file": "none.safetensors",
                  "inplace": false, "samples": [
                    {"input": 1, "args": [], "kwargs": {}, "out": {"dtype": "float32"}}]}]}\
                """);
        assertThat(run("golden", folder.toString(), "--only", "ops")).isEqualTo(1);
        assertThat(out.toString()).contains("FAILED ops get_default_dtype #0").contains("1 failed");
    }

    @Test
    void wrappedFileErrorIsUnwrapped() {
        assertThat(Failure.sentence(new UncheckedIOException(new NoSuchFileException("a/b"))))
                .isEqualTo("no such file or folder: a/b");
    }
}
