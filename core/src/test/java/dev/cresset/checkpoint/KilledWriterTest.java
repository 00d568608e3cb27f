package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that is killed while it saves leaves the file of before or the new one, whole; so with
 * several files and their index.
 *
 * <p>Kills processes at random moments, {@code -Dcresset.kills} (20 by default) for two names.
 */
class KilledWriterTest {
    private static final int KILLS = Integer.getInteger("cresset.kills", 20);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.pt", "a.safetensors", "a.safetensors.index.json"})
    void aKillAtAnyMomentLeavesAWholeFile(String name) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(11);
        Path file = folder.resolve(name);
        EndlessSaver.save(0, file);
        TreeSet<Long> generations = new TreeSet<>();
        int cutOff = 0;
        int kills = 0;
        // On a busy machine many kills come between two saves: more, until one was amid a save.
        while (kills < KILLS / 2 || (cutOff == 0 && kills < 10 * KILLS)) {
            kills++;
            long before = generation(file);
            Process process =
                    ChildJvm.of(EndlessSaver.class, List.of("-Xmx64m"), file, before + 1).start();
            try (BufferedReader out = process.inputReader()) {
                String first = out.readLine();
                while (first != null && !first.matches("\\d+")) {
                    first = out.readLine(); // a line of a log
                }
                assertThat(first).isEqualTo(Long.toString(before + 1));
                Thread.sleep(0, random.nextInt(1_000_000));
                Thread.sleep(random.nextInt(30));
                process.destroyForcibly();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            generations.add(generation(file));
            cutOff += deleteTemporaries();
        }
        System.out.printf(
                "%s: %d kills, %d of them amid a save, %d generations%n",
                name, kills, cutOff, generations.getLast());
        assertThat(generations.getLast()).isGreaterThanOrEqualTo(kills);
        assertThat(cutOff).as("kills amid a save").isPositive();
    }

    /** Returns the number that all elements of the file are. */
    private static long generation(Path file) throws IOException {
        var tensors = Checkpoint.load(file);
        assertThat(tensors).hasSize(4);
        long number = tensors.firstEntry().getValue().view().longAt(0);
        for (Tensor t : tensors.values()) {
            for (long element : (long[]) t.view().storage().array()) {
                assertThat(element == number).isTrue();
            }
        }
        return number;
    }

    private int deleteTemporaries() throws IOException {
        int count = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.filter(f -> f.toString().endsWith(".tmp")).toList()) {
                Files.delete(path);
                count++;
            }
        }
        return count;
    }
}
