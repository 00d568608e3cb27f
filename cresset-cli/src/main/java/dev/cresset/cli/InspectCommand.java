package dev.cresset.cli;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.checkpoint.CheckpointFile;
import dev.cresset.checkpoint.Statistics;
import dev.cresset.checkpoint.Value;
import dev.cresset.op.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code cresset inspect}: shows what a checkpoint file holds. */
@Command(
        name = "inspect",
        description = "Shows what a checkpoint file holds; nothing in it is ever run.",
        footer = {
            "",
            "Statistics are those of finite elements. Without --stats they are shown if the tensors",
            "take at most 64 MiB; the names, dtypes and shapes alone need only the file's header."
        })
final class InspectCommand implements Callable<Integer> {
    private static final long SMALL = 64L << 20;
    private static final int MOST_VALUES = 200;
    private static final int BARS = 60;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A .pt, .pth, .bin, .safetensors, .npy or .npz file, an index of several files,"
                            + " or a folder in Hugging Face's layout.")
    private Path file;

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            description = "Only tensors whose path matches, such as '*.weight'; may be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--stats",
            negatable = true,
            description = "With or without mean, std, min, max, zeros and NaNs.")
    private @Nullable Boolean stats;

    @Option(names = "--histogram", description = "Show how the elements are distributed.")
    private boolean histogram;

    @Option(names = "--bins", paramLabel = "N", description = "Bars of a histogram (default 10).")
    private int bins = 10;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private InspectCommand() {}

    @Override
    public Integer call() throws IOException {
        if (bins < 1 || bins > 1000) {
            throw new IllegalArgumentException("--bins is " + bins + ", not between 1 and 1000");
        }
        try (CheckpointFile open = Checkpoint.open(file)) {
            NameFilter filter = new NameFilter(names);
            List<Listing.Row> rows =
                    Listing.rows(open.tensors()).stream()
                            .filter(r -> filter.test(r.name()))
                            .toList();
            if (rows.isEmpty() && !names.isEmpty()) {
                throw new IllegalArgumentException(file + ": no tensor has such a name");
            }
            boolean withStats = stats == null ? Listing.bytes(rows) <= SMALL : stats;
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                printJson(open, rows, withStats, out);
            } else {
                printText(open, rows, withStats, out);
            }
            out.flush();
            return 0;
        }
    }

    private void printText(
            CheckpointFile open, List<Listing.Row> rows, boolean withStats, PrintWriter out)
            throws IOException {
        long elements = rows.stream().mapToLong(r -> r.tensor().shape().numel()).sum();
        out.printf(
                Locale.ROOT,
                "%s: %s, %s, %d tensor%s, %,d elements%n",
                Table.printable(file.toString()),
                open.format().text(),
                Table.size(open.bytes()),
                rows.size(),
                rows.size() == 1 ? "" : "s",
                elements);
        open.metadata()
                .forEach((key, text) ->
                        out.println("metadata " + Table.printable(key) + ": " + shortened(text)));
        if (!rows.isEmpty()) {
            out.println();
            table(open, rows, withStats).print(out);
        }
        if (histogram) {
            for (Listing.Row row : rows) {
                if (row.tie() == null) {
                    printHistogram(row.name(), open.tensor(row.tensor()), out);
                }
            }
        }
        if (names.isEmpty()) {
            printLeaves(Listing.leaves(open.tree()), out);
        }
        if (!withStats && stats == null) {
            out.println();
            out.println("--stats computes mean, std, min, max, zeros and NaNs");
        }
    }

    private static Table table(CheckpointFile open, List<Listing.Row> rows, boolean withStats)
            throws IOException {
        Table table =
                withStats
                        ? new Table(
                                3, "name", "dtype", "shape", "bytes", "mean", "std", "min", "max",
                                "zeros", "NaN", "")
                        : new Table(3, "name", "dtype", "shape", "bytes", "");
        for (Listing.Row row : rows) {
            Value.TensorValue t = row.tensor();
            List<String> cells = new ArrayList<>();
            cells.add(row.name().isEmpty() ? "(the array)" : row.name());
            cells.add(t.dtype().text());
            cells.add(t.shape().listText());
            cells.add(String.format(Locale.ROOT, "%,d", t.bytes()));
            String infinite = "";
            if (withStats) {
                Statistics s = Statistics.of(open.tensor(t));
                cells.add(Table.number(s.mean()));
                cells.add(Table.number(s.std()));
                cells.add(Table.number(s.min()));
                cells.add(Table.number(s.max()));
                cells.add(Long.toString(s.zeros()));
                cells.add(Long.toString(s.nans()));
                infinite = s.infinities() > 0 ? s.infinities() + " infinite" : "";
            }
            cells.add(note(row) + infinite);
            table.add(cells);
        }
        return table;
    }

    private static String note(Listing.Row row) {
        if (row.tie() != null) {
            return "= " + row.tie() + " ";
        }
        return row.shares() != null ? "shares memory with " + row.shares() + " " : "";
    }

    private void printHistogram(String name, Tensor tensor, PrintWriter out) {
        Statistics s = Statistics.of(tensor);
        long[] counts = s.histogram(tensor, bins);
        long most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        out.println();
        out.println(Table.printable(name));
        if (s.count() == s.nans() + s.infinities()) {
            out.println("  no finite element");
            return;
        }
        double width = (s.max() - s.min()) / bins;
        for (int i = 0; i < bins; i++) {
            int length = (int) Math.ceilDiv(counts[i] * BARS, most);
            out.printf(
                    Locale.ROOT,
                    "  %10s .. %10s  %-" + BARS + "s %,d%n",
                    Table.number(s.min() + i * width),
                    Table.number(i == bins - 1 ? s.max() : s.min() + (i + 1) * width),
                    "#".repeat(length),
                    counts[i]);
        }
    }

    private static void printLeaves(List<Listing.Leaf> leaves, PrintWriter out) {
        if (leaves.isEmpty()) {
            return;
        }
        out.println();
        for (Listing.Leaf leaf : leaves.subList(0, Math.min(MOST_VALUES, leaves.size()))) {
            out.println(Table.printable(leaf.name()) + ": " + Table.printable(leaf.text()));
        }
        if (leaves.size() > MOST_VALUES) {
            out.println("and " + (leaves.size() - MOST_VALUES) + " more values");
        }
    }

    private void printJson(
            CheckpointFile open, List<Listing.Row> rows, boolean withStats, PrintWriter out)
            throws IOException {
        SequencedMap<String, Object> root = new LinkedHashMap<>();
        root.put("file", file.toString());
        root.put("format", open.format().text());
        root.put("bytes", open.bytes());
        root.put("metadata", open.metadata());
        List<Object> tensors = new ArrayList<>();
        for (Listing.Row row : rows) {
            tensors.add(json(open, row, withStats));
        }
        root.put("tensors", tensors);
        Map<String, String> values = new LinkedHashMap<>();
        if (names.isEmpty()) {
            Listing.leaves(open.tree()).forEach(leaf -> values.put(leaf.name(), leaf.text()));
        }
        root.put("values", values);
        out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root));
    }

    private Map<String, Object> json(CheckpointFile open, Listing.Row row, boolean withStats)
            throws IOException {
        Value.TensorValue t = row.tensor();
        SequencedMap<String, Object> out = new LinkedHashMap<>();
        out.put("name", row.name());
        out.put("dtype", t.dtype().text());
        out.put("shape", sizes(t.shape()));
        out.put("bytes", t.bytes());
        if (row.tie() != null) {
            out.put("tie", row.tie());
        }
        if (row.shares() != null) {
            out.put("shares", row.shares());
        }
        if (withStats || histogram) {
            Tensor tensor = open.tensor(t);
            Statistics s = Statistics.of(tensor);
            if (withStats) {
                out.put("mean", finite(s.mean()));
                out.put("std", finite(s.std()));
                out.put("min", finite(s.min()));
                out.put("max", finite(s.max()));
                out.put("zeros", s.zeros());
                out.put("nans", s.nans());
                out.put("infinities", s.infinities());
            }
            if (histogram) {
                out.put("histogram", s.histogram(tensor, bins));
            }
        }
        return out;
    }

    private static int[] sizes(Shape shape) {
        return shape.toArray();
    }

    /** JSON has no NaN. */
    private static @Nullable Double finite(double x) {
        return Double.isFinite(x) ? x : null;
    }

    private static String shortened(String text) {
        String clean = Table.printable(text);
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "...";
    }
}
