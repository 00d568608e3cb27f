package dev.cresset.benchmarks;

import dev.cresset.benchmarks.Contestant.Start;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the contestants' processes are started: each as well as we know how. */
final class Commands {
    private static final String LIBTORCH = "dev.cresset.benchmarks.LibTorchContestant";

    private Commands() {}

    /** Fixed heap, touched beforehand; huge pages as in the launcher. */
    static Start cresset(int threads, String heap) {
        List<String> command = java();
        command.addAll(
                List.of(
                        "-Xms" + heap,
                        "-Xmx" + heap,
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseParallelGC",
                        "-XX:ParallelGCThreads=" + threads,
                        "-XX:+UseTransparentHugePages",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Dcresset.threads=" + threads,
                        CressetContestant.class.getName()));
        return new Start("cresset", command, Map.of());
    }

    /** As the launcher starts it, with a heap of 512 MB. */
    static Start cressetAsLaunched(int threads) {
        List<String> command = java();
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:+UseTransparentHugePages",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Dcresset.threads=" + threads,
                        CressetContestant.class.getName()));
        return new Start("cresset", command, Map.of());
    }

    static boolean hasLibTorch() {
        try {
            Class.forName(LIBTORCH, false, Commands.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** MKL rather than OpenBLAS, no pointer bookkeeping, memory kept and in huge pages. */
    static Start libTorch(int threads) {
        List<String> command = java();
        command.addAll(
                List.of(
                        "-Xmx1g",
                        "-XX:+UseParallelGC",
                        "-XX:ParallelGCThreads=" + threads,
                        "-Dorg.bytedeco.openblas.load=mkl",
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-Dcresset.threads=" + threads,
                        LIBTORCH));
        return new Start("libtorch", command, native_(threads));
    }

    static Start python(String python, int threads) throws IOException {
        Path script = Files.createTempDirectory("cresset-bench").resolve("peer.py");
        try (InputStream in = Commands.class.getResourceAsStream("peer.py")) {
            if (in == null) {
                throw new IOException("peer.py is not in the jar");
            }
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        script.toFile().deleteOnExit();
        return new Start(
                "python",
                List.of(python, script.toString(), Integer.toString(threads)),
                native_(threads));
    }

    /** Idle threads sleep, freed memory is kept, large allocations lie in huge pages. */
    private static Map<String, String> native_(int threads) {
        String n = Integer.toString(threads);
        return Map.of(
                "OMP_NUM_THREADS", n,
                "MKL_NUM_THREADS", n,
                "OMP_WAIT_POLICY", "passive",
                "THP_MEM_ALLOC_ENABLE", "1",
                "MALLOC_MMAP_THRESHOLD_", "4294967296",
                "MALLOC_TRIM_THRESHOLD_", "8589934592",
                "MALLOC_TOP_PAD_", "67108864");
    }

    private static List<String> java() {
        List<String> out = new ArrayList<>();
        out.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        out.add("-cp");
        out.add(System.getProperty("java.class.path"));
        out.add("--enable-native-access=ALL-UNNAMED");
        return out;
    }
}
