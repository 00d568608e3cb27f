package dev.cresset.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the operating system says of processor time and memory; zeros where it does not say. */
final class Machine {
    private static final double TICKS_PER_SECOND = 100; // Linux's USER_HZ

    private Machine() {}

    /** Returns the greatest resident set of this process so far, in KiB. */
    static long peakKib() throws IOException {
        return status(ProcessHandle.current().pid(), "VmHWM:");
    }

    private static long status(long pid, String key) throws IOException {
        Path file = Path.of("/proc/" + pid + "/status");
        if (!Files.isReadable(file)) {
            return 0;
        }
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    /** Returns the seconds that all processors together have been busy. */
    static double busySeconds() throws IOException {
        Path file = Path.of("/proc/stat");
        if (!Files.isReadable(file)) {
            return 0;
        }
        String[] fields = Files.readAllLines(file).getFirst().trim().split(" +");
        // user, nice, system, (idle, iowait,) irq, softirq
        double ticks = 0;
        for (int i : new int[] {1, 2, 3, 6, 7}) {
            ticks += Double.parseDouble(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Returns the seconds of processor time that a process has used. */
    static double usedSeconds(long pid) throws IOException {
        Path file = Path.of("/proc/" + pid + "/stat");
        if (!Files.isReadable(file)) {
            return 0;
        }
        String text = Files.readString(file);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND;
    }

    /** Returns the processor's name. */
    static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        for (String line : lines) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 1).trim();
            }
        }
        return System.getProperty("os.arch");
    }
}
