package dev.cresset.benchmarks;

import dev.cresset.benchmarks.Match.Result;
import dev.cresset.benchmarks.Match.Score;
import dev.cresset.benchmarks.Names.Entry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** The table of a run, and the same as JSON. */
final class Report {
    /*
     * float32 sums in another order differ by some 1e-6, and each step of training amplifies that:
     * the loss of ResNet-18 falls by a factor of 20 in five steps, and differs by 1e-5 after the
     * first and 2e-3 after the fourth.
     */
    private static final double TOLERANCE = 1e-4;
    private static final double GROWTH = 3;

    private final PrintStream out;
    private final List<String> names;
    private final int threads;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final Map<String, List<Double>> sets = new LinkedHashMap<>();

    Report(PrintStream out, List<String> names, int threads) {
        this.out = out;
        this.names = names;
        this.threads = threads;
    }

    void head() throws IOException {
        out.println(machine());
        out.println();
        out.printf("%-25s%-10s%12s%12s%10s", "workload", "", "best", "median", "ratio");
        out.printf("%9s%12s%8s%10s%n", "floor", "bytes/step", "GC", "peak RSS");
    }

    private String machine() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d processors, Java %s, %d thread%s; contestants: %s",
                Machine.processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                threads,
                threads == 1 ? "" : "s",
                String.join(", ", names));
    }

    /** Adds a workload; returns whether the contestants agree about its numbers. */
    boolean add(Entry entry, Result result) {
        Score own = result.scores().getFirst();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("workload", entry.name());
        row.put("title", entry.title());
        rows.add(row);
        if (!own.took()) {
            out.printf("%-25snot offered (%s)%n", entry.name(), entry.title());
            row.put("offered", false);
            return true;
        }
        double ratio = ratio(result.scores());
        row.put("ratio", ratio);
        row.put("floor", entry.floor());
        row.put("busy", result.busy());
        Map<String, Object> contestants = new LinkedHashMap<>();
        row.put("contestants", contestants);
        boolean agree = true;
        for (Score s : result.scores()) {
            if (!s.took()) {
                continue;
            }
            boolean first = contestants.isEmpty();
            out.printf("%-25s%-10s", first ? entry.name() : "", s.name());
            out.printf("%12s%12s", time(s.best()), time(s.median()));
            out.printf("%10s", first && !Double.isNaN(ratio) ? number(ratio) : "");
            out.printf("%9s", first && !Double.isNaN(entry.floor()) ? number(entry.floor()) : "");
            boolean java = !s.name().equals("python");
            out.printf("%12s", java ? s.bytes() : "");
            out.printf("%8s", java ? percent(s.gc()) : "");
            out.printf(Locale.ROOT, "%7d MiB", s.peakKib() / 1024);
            boolean same = agrees(own.checks(), s.checks());
            agree &= same;
            out.println(same ? first && result.busy() ? "  busy" : "" : "  DIFFERS");
            if (!same) {
                out.println("    " + own.name() + " " + Arrays.toString(own.checks()));
                out.println("    " + s.name() + " " + Arrays.toString(s.checks()));
            }
            contestants.put(s.name(), json(s));
        }
        int dot = entry.name().lastIndexOf('.');
        if (dot > 0 && !Double.isNaN(ratio)) {
            sets.computeIfAbsent(entry.name().substring(0, dot), k -> new ArrayList<>()).add(ratio);
        }
        return agree;
    }

    /** Prints what sets of workloads come to. */
    void foot() {
        out.println();
        sets.forEach((set, ratios) -> {
            double logs = ratios.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
            double least = ratios.stream().mapToDouble(r -> r).min().orElse(Double.NaN);
            out.printf(
                    "%-25sgeometric mean %s, least %s%n",
                    set, number(Math.exp(logs)), number(least));
        });
    }

    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine());
        all.put("threads", threads);
        all.put("workloads", rows);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
    }

    /** The median over the rounds of the faster peer's time divided by Cresset's. */
    private static double ratio(List<Score> scores) {
        Score own = scores.getFirst();
        @Nullable Score faster = null;
        for (Score s : scores.subList(1, scores.size())) {
            if (s.took() && (faster == null || s.median() < faster.median())) {
                faster = s;
            }
        }
        if (faster == null) {
            return Double.NaN;
        }
        double[] ratios = new double[own.rounds().size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = faster.rounds().get(i).median() / own.rounds().get(i).median();
        }
        return Match.median(ratios);
    }

    private static boolean agrees(double[] a, double[] b) {
        double tolerance = TOLERANCE;
        for (int i = 0; i < a.length; i++) {
            double scale = Math.max(Math.abs(a[i]), Math.abs(b[i]));
            if (!(Math.abs(a[i] - b[i]) <= tolerance * scale)) {
                return false;
            }
            tolerance *= GROWTH;
        }
        return true;
    }

    private static Map<String, Object> json(Score s) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("bestNanos", s.best());
        out.put("medianNanos", s.median());
        out.put("bytesPerStep", s.bytes());
        out.put("gcShare", s.gc());
        out.put("peakKib", s.peakKib());
        out.put("checks", s.checks());
        out.put("roundMedianNanos", s.rounds().stream().map(r -> r.median()).toList());
        out.put("foreign", s.rounds().stream().map(r -> r.foreign()).toList());
        return out;
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, x < 10 ? "%.2f" : "%.1f", x);
    }

    private static String percent(double x) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * x);
    }

    private static String time(double nanos) {
        if (nanos < 1e4) {
            return String.format(Locale.ROOT, "%.2f us", nanos / 1e3);
        }
        if (nanos < 1e6) {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
        return nanos < 1e9
                ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
