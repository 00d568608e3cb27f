package dev.cresset.benchmarks;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Saving and loading 500 MB of float32 beside plain writing and reading with 1 MiB buffers and the
 * same fsync, and beside real PyTorch: {@code ./cresset bench --checkpoints FOLDER}.
 *
 * <p>All are done in turn in each round; medians are printed, in GB/s of tensor bytes.
 */
final class CheckpointTimings {
    private static final int TENSORS = 125;
    private static final int ELEMENTS = 1_000_000;
    private static final double GIGABYTES = 4e-9 * TENSORS * ELEMENTS;

    private interface Work {
        void run() throws IOException;
    }

    private CheckpointTimings() {}

    /**
     * Times and prints.
     *
     * @param folder where files are written, and deleted in the end
     * @param python a Python with torch and safetensors, or null
     */
    static void run(Path folder, int rounds, @Nullable String python) throws IOException {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < TENSORS; i++) {
            tensors.put("layer." + i + ".weight", Tensor.arange(ELEMENTS).toFloat().view(1000, -1));
        }
        Path plain = folder.resolve("timing.raw");
        Path pt = folder.resolve("timing.pt");
        Path safetensors = folder.resolve("timing.safetensors");
        Map<String, Work> works = new LinkedHashMap<>();
        works.put("write, 1 MiB buffer", () -> write(plain));
        works.put("save .pt", () -> Checkpoint.save(tensors, pt));
        works.put("save .safetensors", () -> Checkpoint.save(tensors, safetensors));
        works.put("read, 1 MiB buffer", () -> read(plain));
        works.put("load .pt", () -> Checkpoint.load(pt));
        works.put("load .safetensors", () -> Checkpoint.load(safetensors));
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                long start = System.nanoTime();
                work.getValue().run();
                double seconds = (System.nanoTime() - start) * 1e-9;
                if (round >= 0) {
                    times.computeIfAbsent(work.getKey(), k -> new ArrayList<>()).add(seconds);
                }
            }
            if (python != null) {
                for (Map.Entry<String, Double> e : peer(python, folder).entrySet()) {
                    if (round >= 0) {
                        times.computeIfAbsent(e.getKey(), k -> new ArrayList<>()).add(e.getValue());
                    }
                }
            }
        }
        times.forEach((name, all) -> {
            double[] sorted = all.stream().mapToDouble(t -> t).sorted().toArray();
            double median = sorted[sorted.length / 2];
            System.out.printf(
                    "%-26s median %.3f s  %5.2f GB/s   best %.3f s%n",
                    name, median, GIGABYTES / median, sorted[0]);
        });
        for (Path path : List.of(plain, pt, safetensors)) {
            Files.delete(path);
        }
    }

    /** Returns the seconds that PyTorch takes for each step, in a process of its own. */
    private static Map<String, Double> peer(String python, Path folder) throws IOException {
        String script;
        try (InputStream in = CheckpointTimings.class.getResourceAsStream("checkpoints.py")) {
            script = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        Process process =
                new ProcessBuilder(
                                python,
                                "-c",
                                script,
                                folder.toString(),
                                Integer.toString(TENSORS),
                                Integer.toString(ELEMENTS))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(python + " ended with status " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
        Map<String, Double> out = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int at = line.lastIndexOf(' ');
            out.put(line.substring(0, at), Double.valueOf(line.substring(at + 1)));
        }
        return out;
    }

    private static void write(Path path) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try (FileChannel out =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (long left = 4L * TENSORS * ELEMENTS; left > 0; ) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                left -= out.write(buffer);
            }
            out.force(true);
        }
    }

    private static void read(Path path) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            while (in.read(buffer.clear()) >= 0) {
                // Only the reading counts.
            }
        }
    }
}
