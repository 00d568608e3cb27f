package dev.cresset.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Python with torch and safetensors, for tests that exchange files with real PyTorch: {@code
 * -Dcresset.python=/path/to/python}, or the environment variable {@code CRESSET_PYTHON}.
 */
public final class RealPython {
    private static final @Nullable String PYTHON =
            System.getProperty("cresset.python", System.getenv("CRESSET_PYTHON"));

    private RealPython() {}

    /** Skips the test if there is no such Python. */
    public static void assumeGiven() {
        assumeTrue(
                PYTHON != null && !PYTHON.isEmpty(),
                "no -Dcresset.python=... or CRESSET_PYTHON with torch and safetensors");
    }

    /** Runs a script in a folder and returns what it prints; it must succeed within a minute. */
    public static String run(Path folder, String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Objects.requireNonNull(PYTHON), "-c", script);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
