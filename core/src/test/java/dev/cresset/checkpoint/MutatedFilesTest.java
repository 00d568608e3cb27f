package dev.cresset.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Randomly damaged files load or end as a {@link CheckpointException}; nothing else escapes, with a
 * heap of 256 MiB.
 *
 * <p>Runs for {@code -Dcresset.fuzz.seconds} (3 by default; 60 in continuous integration) from
 * {@code -Dcresset.fuzz.seed}.
 */
class MutatedFilesTest {
    @TempDir Path folder;

    @Test
    void damagedFilesNeverEndInAnythingButACheckpointException()
            throws IOException, InterruptedException {
        long seconds = Long.getLong("cresset.fuzz.seconds", 3L);
        long seed = Long.getLong("cresset.fuzz.seed", 7L);
        Process process =
                ChildJvm.of(Fuzz.class, List.of("-Xmx256m"), folder, seconds, seed).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(" 0 escaped").doesNotContain(" 0 read,");
    }

    @Test
    void damagedDescriptionsOfModelsNeverEndInAnythingButACheckpointException()
            throws IOException, InterruptedException {
        long seconds = Long.getLong("cresset.fuzz.seconds", 3L);
        long seed = Long.getLong("cresset.fuzz.seed", 7L);
        Process process =
                ChildJvm.of(ModelFuzz.class, List.of("-Xmx256m"), folder, seconds, seed).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(" 0 escaped").doesNotContain(" 0 made,");
    }
}
