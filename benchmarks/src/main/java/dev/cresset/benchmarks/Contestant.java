package dev.cresset.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A contestant's process, which answers the commands of {@link Serve}. */
final class Contestant implements AutoCloseable {
    /** How a contestant is started. */
    record Start(String name, List<String> command, Map<String, String> environment) {}

    /**
     * A round.
     *
     * @param best the shortest time of a step, in nanoseconds
     * @param median the median time of a step, in nanoseconds
     * @param steps how many there were
     * @param bytes what a step allocated on the Java heap
     * @param gc the share of the time in garbage collections
     * @param foreign the share of one processor that other processes used meanwhile
     */
    record Round(double best, double median, long steps, long bytes, double gc, double foreign) {}

    private final Start start;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final Path errors;

    private Contestant(Start start, Process process, Path errors) {
        this.start = start;
        this.process = process;
        this.errors = errors;
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.out = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Contestant start(Start start) throws IOException {
        Path errors = Files.createTempFile("cresset-bench-" + start.name, ".log");
        ProcessBuilder builder = new ProcessBuilder(start.command);
        builder.environment().putAll(start.environment);
        builder.redirectError(errors.toFile());
        return new Contestant(start, builder.start(), errors);
    }

    String name() {
        return start.name;
    }

    /** Prepares a workload; returns the checks of its first steps, null if it is not offered. */
    double @Nullable [] open(String workload) throws IOException {
        String[] answer = ask("open " + workload);
        if (answer[0].equals("missing")) {
            return null;
        }
        return Arrays.stream(answer).skip(1).mapToDouble(Double::parseDouble).toArray();
    }

    /** Prepares a workload, does one step, and returns its check. */
    double first(String workload) throws IOException {
        return Double.parseDouble(ask("first " + workload)[1]);
    }

    /** Returns the processor time that the process has used, in seconds. */
    double usedSeconds() throws IOException {
        return Machine.usedSeconds(process.pid());
    }

    /** Repeats steps for a time. */
    Round run(long millis) throws IOException {
        double busy = Machine.busySeconds();
        double used = Machine.usedSeconds(process.pid());
        long from = System.nanoTime();
        String[] answer = ask("run " + millis);
        double seconds = (System.nanoTime() - from) / 1e9;
        double others = Machine.busySeconds() - busy - (Machine.usedSeconds(process.pid()) - used);
        return new Round(
                Double.parseDouble(answer[1]),
                Double.parseDouble(answer[2]),
                Long.parseLong(answer[3]),
                Long.parseLong(answer[4]),
                Double.parseDouble(answer[5]),
                Math.max(0, others / seconds));
    }

    /** Returns the greatest resident set so far, in KiB. */
    long peak() throws IOException {
        return Long.parseLong(ask("peak")[1]);
    }

    private String[] ask(String command) throws IOException {
        out.write(command);
        out.newLine();
        out.flush();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("> ")) {
                return line.substring(2).trim().split(" ");
            }
        }
        List<String> said = Files.readAllLines(errors);
        throw new IOException(
                start.name
                        + " ended while it was asked '"
                        + command
                        + "': "
                        + String.join("\n", said.subList(0, Math.min(20, said.size()))));
    }

    @Override
    public void close() throws IOException {
        out.close(); // no more commands: the process ends by itself
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
    }
}
