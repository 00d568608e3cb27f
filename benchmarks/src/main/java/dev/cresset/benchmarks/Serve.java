package dev.cresset.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A contestant's side of the conversation: reads commands from standard input and answers each with
 * one line that begins with {@code >}.
 *
 * <pre>
 * open NAME     prepares a workload, does five steps:  &gt; checks A B C D E, or &gt; missing
 * first NAME    prepares a workload, does one step:    &gt; first A
 * run MILLIS    repeats steps for so long:             &gt; ran BEST MEDIAN STEPS BYTES GC
 * peak          asks for memory:                       &gt; peak KIB
 * </pre>
 *
 * <p>Times are nanoseconds for a step, BYTES what the thread allocated on the Java heap for a step,
 * GC the share of the time in garbage collections, KIB the greatest resident set so far.
 */
public final class Serve {
    private static final int CHECKED = 5;
    private static final long SAMPLE_NANOS = 100_000;
    private static final int LEAST_SAMPLES = 3;

    private @Nullable Workload workload;
    private final Suite suite;

    private Serve(Suite suite) {
        this.suite = suite;
    }

    /** Answers commands until there are no more. */
    public static void run(Suite suite) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Serve serve = new Serve(suite);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println("> " + serve.answer(line.split(" ")));
        }
    }

    private String answer(String[] command) throws IOException {
        return switch (command[0]) {
            case "open" -> open(command[1]);
            case "first" -> first(command[1]);
            case "run" -> measure(Long.parseLong(command[1]) * 1_000_000);
            case "peak" -> "peak " + Machine.peakKib();
            default -> throw new IllegalArgumentException("unknown command " + command[0]);
        };
    }

    private String open(String name) {
        workload = null;
        Workload w = suite.open(name);
        if (w == null) {
            return "missing";
        }
        workload = w;
        StringBuilder out = new StringBuilder("checks");
        for (int i = 0; i < CHECKED; i++) {
            w.step();
            out.append(' ').append(w.check());
        }
        return out.toString();
    }

    private String first(String name) {
        Workload w = suite.open(name);
        if (w == null) {
            return "missing";
        }
        w.step();
        return "first " + w.check();
    }

    private String measure(long nanos) {
        Workload w = workload;
        if (w == null) {
            throw new IllegalStateException("run: nothing is open");
        }
        long start = System.nanoTime();
        w.step();
        long one = Math.max(1, System.nanoTime() - start);
        int together = (int) Math.max(1, SAMPLE_NANOS / one);
        double[] samples = new double[64];
        int count = 0;
        long bytes = allocated();
        long collecting = collectionMillis();
        start = System.nanoTime();
        long now = start;
        while (now - start < nanos || count < LEAST_SAMPLES) {
            for (int i = 0; i < together; i++) {
                w.step();
            }
            long then = now;
            now = System.nanoTime();
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, 2 * count);
            }
            samples[count++] = (now - then) / (double) together;
        }
        long steps = (long) count * together;
        double perStep = (allocated() - bytes) / (double) steps;
        double gc = (collectionMillis() - collecting) * 1e6 / (now - start);
        Arrays.sort(samples, 0, count);
        return String.format(
                Locale.ROOT,
                "ran %.1f %.1f %d %.0f %.4f",
                samples[0],
                samples[count / 2],
                steps,
                perStep,
                gc);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static long collectionMillis() {
        long sum = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += Math.max(0, bean.getCollectionTime());
        }
        return sum;
    }
}
