package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Reads damaged files for a given time; whatever is thrown but a {@link CheckpointException} is an
 * escape, and so is a file that takes longer than ten seconds.
 *
 * <p>A program of its own, so that it can run with a small heap: {@code java -Xmx256m … Fuzz FOLDER
 * SECONDS SEED}. It prints each escape, keeps the file beside the others, and ends with the number
 * of files read, refused and escaped, and status 1 if any did.
 */
final class Fuzz {
    private static final long SLOW = 10_000_000_000L;

    private Fuzz() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long seconds = Long.parseLong(args[1]);
        long seed = Long.parseLong(args[2]);
        System.exit(run(folder, seconds, seed) == 0 ? 0 : 1);
    }

    /** Returns the number of escapes. */
    static int run(Path folder, long seconds, long seed) throws IOException {
        Mutations mutations = new Mutations(new SplittableRandom(seed), corpus(folder));

        long start = System.nanoTime();
        long read = 0;
        long refused = 0;
        long slowest = 0;
        long reported = 0;
        int escaped = 0;
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            byte[] bytes = mutations.next();
            boolean index = bytes.length > 0 && bytes[0] == '{';
            Path file = Files.write(folder.resolve(index ? "mutated.json" : "mutated"), bytes);
            long before = System.nanoTime();
            Throwable escape = null;
            try {
                Objects.requireNonNull(Checkpoint.read(file).toString());
                read++;
            } catch (CheckpointException clean) {
                Objects.requireNonNull(clean.reason());
                refused++;
            } catch (Throwable t) {
                escape = t;
            }
            long took = System.nanoTime() - before;
            slowest = Math.max(slowest, took);
            if (escape != null || took > SLOW) {
                Path kept = Files.write(folder.resolve("escape-" + seed + "-" + escaped), bytes);
                System.out.println("ESCAPE " + kept + " after " + took / 1_000_000 + " ms");
                if (escape != null) {
                    escape.printStackTrace(System.out);
                }
                escaped++;
            }
            long minute = (System.nanoTime() - start) / 60_000_000_000L;
            if (minute > reported) {
                reported = minute;
                print(minute + " min", seed, read, refused, escaped, slowest);
            }
        }
        print("end", seed, read, refused, escaped, slowest);
        return escaped;
    }

    private static void print(
            String when, long seed, long read, long refused, int escaped, long slowest) {
        System.out.printf(
                "%s: seed %d, heap %d MiB: %d read, %d refused, %d escaped, slowest %d ms%n",
                when,
                seed,
                Runtime.getRuntime().maxMemory() >> 20,
                read,
                refused,
                escaped,
                slowest / 1_000_000);
    }

    private static List<byte[]> corpus(Path folder) throws IOException {
        List<byte[]> out = new ArrayList<>();
        Stream.of("valid", "st_valid", "bad", "st_bad")
                .flatMap(RecordedFiles::rows)
                .map(row -> RecordedFiles.bytes((String) Objects.requireNonNull(row.get("file"))))
                .filter(bytes -> bytes.length > 0 && bytes.length < 20_000)
                .forEach(out::add);
        List<byte[]> own = new ArrayList<>();
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a.weight", Tensors.counting(DType.FLOAT32, 2, 3));
        tensors.put("b", Tensors.counting(DType.INT64));
        tensors.put("c.weight", Objects.requireNonNull(tensors.get("a.weight")));
        for (String name : List.of("own.npz", "own.safetensors", "own.pt")) {
            Checkpoint.save(tensors, folder.resolve(name));
            own.add(Files.readAllBytes(folder.resolve(name)));
        }
        Checkpoint.save(tensors.get("a.weight"), folder.resolve("own.npy"));
        own.add(Files.readAllBytes(folder.resolve("own.npy")));
        String index =
                """
                {"metadata": {"total_size": 32}, "weight_map": {"a.weight": "own.safetensors",
                 "b": "own.safetensors", "c.weight": "own.pt"}}\
                """;
        own.add(index.getBytes(StandardCharsets.UTF_8));
        for (int copy = 0; copy < 20; copy++) { // beside hundreds of recorded files
            out.addAll(own);
        }

        return List.copyOf(out);
    }
}
