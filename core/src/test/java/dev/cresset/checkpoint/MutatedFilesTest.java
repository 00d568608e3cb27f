package dev.cresset.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Randomly damaged files load or end as a {@link CheckpointException}; nothing else escapes.
 *
 * <p>Runs for {@code -Dcresset.fuzz.seconds} (2 by default) from {@code -Dcresset.fuzz.seed}.
 */
class MutatedFilesTest {
    @TempDir Path folder;

    @Test
    void damagedFilesNeverEndInAnythingButACheckpointException() throws IOException {
        long seed = Long.getLong("cresset.fuzz.seed", 7L);
        long end = System.nanoTime() + Long.getLong("cresset.fuzz.seconds", 2L) * 1_000_000_000L;
        SplittableRandom random = new SplittableRandom(seed);
        List<String> names =
                Stream.concat(RecordedFiles.rows("valid"), RecordedFiles.rows("st_valid"))
                        .map(row -> (String) Objects.requireNonNull(row.get("file")))
                        .filter(name -> RecordedFiles.bytes(name).length < 20_000)
                        .toList();
        Path file = folder.resolve("mutated");
        for (long round = 0; System.nanoTime() < end; round++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] bytes = mutate(RecordedFiles.bytes(name).clone(), random);
            Files.write(file, bytes);
            try {
                Objects.requireNonNull(Checkpoint.read(file).toString());
            } catch (CheckpointException clean) {
                Objects.requireNonNull(clean.reason());
            } catch (Throwable escaped) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ", from " + name, escaped);
            }
        }
    }

    private static byte[] mutate(byte[] bytes, SplittableRandom random) {
        byte[] out = bytes;
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits && out.length > 0; i++) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(6)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> out = Arrays.copyOf(out, at);
                case 3 -> out[at] = (byte) "().RQsuabt0]}cqhjXKMJ".charAt(random.nextInt(21));
                case 4 -> {
                    int n = Math.min(random.nextInt(1, 9), out.length - at);
                    Arrays.fill(out, at, at + n, (byte) (random.nextBoolean() ? 0xff : 0));
                }
                default -> {
                    int from = random.nextInt(out.length);
                    int n = Math.min(random.nextInt(1, 64), out.length - Math.max(at, from));
                    System.arraycopy(out.clone(), from, out, at, n);
                }
            }
        }
        return out;
    }
}
