package dev.cresset.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is stopped and gone on with in a new JVM is the run that was never stopped. */
@Timeout(300)
class ResumeTest {
    /** 42 elements in batches of 5. */
    private static final int STEPS_PER_EPOCH = 9;

    @TempDir private Path folder;

    @Test
    void tenEpochsAreFourAndSixInANewJvm() throws Exception {
        assertSame(0, 4 * STEPS_PER_EPOCH);
    }

    /** In the middle of an epoch, before its last batch, after it; several times. */
    @ParameterizedTest
    @CsvSource({"0, 40, 53", "2, 40, 53"})
    void stoppingInTheMiddleOfAnEpochChangesNothing(int workers, int first, int second)
            throws Exception {
        assertSame(workers, first, second);
    }

    private void assertSame(int workers, int... stops) throws Exception {
        String whole = run("whole", workers, -1, 0);
        assertThat(whole).contains("epoch:10").contains("step:90").contains("1.weight:0x");
        int seed = 0;
        for (int stop : stops) {
            assertThat(run("parts", workers, stop, seed++)).isEmpty();
        }
        assertThat(run("parts", workers, -1, seed)).isEqualTo(whole);
    }

    private String run(String name, int workers, int stop, int seed)
            throws IOException, InterruptedException, URISyntaxException {
        String classes =
                String.join(File.pathSeparator, root(TrainingRun.class), root(ResumeProgram.class));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        classes,
                                        ResumeProgram.class.getName(),
                                        folder.resolve(name).toString(),
                                        "" + workers,
                                        "" + stop,
                                        "" + seed))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.strip();
    }

    /** The folder that holds a class file. */
    private static String root(Class<?> type) throws URISyntaxException {
        String file = type.getName().replace('.', '/') + ".class";
        Path path = Path.of(type.getResource("/" + file).toURI());
        for (int i = 0; i < file.split("/").length; i++) {
            path = path.getParent();
        }
        return path.toString();
    }
}
