package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Times saving and loading 500 MB of float32 beside plain writing and reading with 1 MiB buffers
 * and the same fsync: {@code java -Xmx4g … Timings FOLDER [ROUNDS]}.
 *
 * <p>The four are done in turn in each round; medians are printed, in GB/s of tensor bytes.
 */
final class Timings {
    private static final int TENSORS = 125;
    private static final int ELEMENTS = 1_000_000;
    private static final double GIGABYTES = 4e-9 * TENSORS * ELEMENTS;

    private interface Work {
        void run() throws IOException;
    }

    private Timings() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < TENSORS; i++) {
            tensors.put("layer." + i + ".weight", Tensors.counting(DType.FLOAT32, 1000, 1000));
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
        }
        times.forEach((name, all) -> {
            double[] sorted = all.stream().mapToDouble(t -> t).sorted().toArray();
            double median = sorted[sorted.length / 2];
            System.out.printf(
                    "%-22s %.3f s  %.2f GB/s  %s%n",
                    name, median, GIGABYTES / median, Arrays.toString(sorted));
        });
        for (Path path : List.of(plain, pt, safetensors)) {
            Files.delete(path);
        }
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
