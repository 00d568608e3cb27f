package dev.cresset.cli;

import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.checkpoint.CheckpointFile;
import dev.cresset.checkpoint.Difference;
import dev.cresset.checkpoint.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code cresset diff}: compares two checkpoint files, in whatever formats. */
@Command(
        name = "diff",
        description = "Compares two checkpoint files, in whatever formats.",
        footer = {
            "",
            "The relative difference is the largest |a - b| / max(|a|, |b|).",
            "The exit status is 0 if the files hold the same, 1 if not."
        })
final class DiffCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "What 'inspect' takes.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "What 'inspect' takes.")
    private Path second;

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            description = "Only tensors and values whose path matches; may be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            description = "Differences up to X, absolute or relative, count as none (default 0).")
    private double tolerance;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final List<String> added = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final SequencedMap<String, Difference> values = new LinkedHashMap<>();
    private int equal;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private DiffCommand() {}

    @Override
    public Integer call() throws IOException {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("--tolerance is " + tolerance + ", not at least 0");
        }
        try (CheckpointFile a = Checkpoint.open(first);
                CheckpointFile b = Checkpoint.open(second)) {
            compareTensors(a, b);
            compareLeaves(a.tree(), b.tree());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(out);
        } else {
            printText(out);
        }
        out.flush();
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && values.isEmpty()
                ? 0
                : 1;
    }

    private void compareTensors(CheckpointFile a, CheckpointFile b) throws IOException {
        NameFilter filter = new NameFilter(names);
        Map<String, Listing.Row> before = byName(a);
        Map<String, Listing.Row> after = byName(b);
        for (String name : union(before.keySet(), after.keySet())) {
            if (!filter.test(name)) {
                continue;
            }
            Listing.Row x = before.get(name);
            Listing.Row y = after.get(name);
            if (x == null || y == null) {
                Listing.Row there = Objects.requireNonNull(x == null ? y : x);
                (x == null ? added : removed).add(name + " " + there.tensor());
                continue;
            }
            Value.TensorValue s = x.tensor();
            Value.TensorValue t = y.tensor();
            if (!s.shape().equals(t.shape())) {
                changed.add(name + " " + s + " -> " + t);
                continue;
            }
            if (s.dtype() != t.dtype()) {
                changed.add(name + " " + s + " -> " + t);
            }
            if (!Objects.equals(x.tie(), y.tie())) {
                changed.add(name + " " + tie(x) + " -> " + tie(y));
            }
            Difference d = Difference.of(a.tensor(s), b.tensor(t));
            if (d.different() > 0 && d.largest() > tolerance && d.relative() > tolerance) {
                values.put(name, d);
            } else {
                equal++;
            }
        }
    }

    private static String tie(Listing.Row row) {
        return row.tie() == null ? "untied" : "tied to " + row.tie();
    }

    private void compareLeaves(Value a, Value b) {
        NameFilter filter = new NameFilter(names);
        Map<String, String> before = leaves(a);
        Map<String, String> after = leaves(b);
        for (String name : union(before.keySet(), after.keySet())) {
            String x = before.get(name);
            String y = after.get(name);
            if (!filter.test(name) || Objects.equals(x, y)) {
                continue;
            }
            if (x == null) {
                added.add(name + ": " + y);
            } else if (y == null) {
                removed.add(name + ": " + x);
            } else {
                changed.add(name + ": " + x + " -> " + y);
            }
        }
    }

    private static Map<String, Listing.Row> byName(CheckpointFile file) {
        return Listing.rows(file.tensors()).stream()
                .collect(
                        Collectors.toMap(
                                Listing.Row::name, r -> r, (x, y) -> x, LinkedHashMap::new));
    }

    private static Map<String, String> leaves(Value tree) {
        Map<String, String> out = new LinkedHashMap<>();
        Listing.leaves(tree).forEach(leaf -> out.put(leaf.name(), leaf.text()));
        return out;
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> out = new LinkedHashSet<>(a);
        out.addAll(b);
        return out;
    }

    private void printText(PrintWriter out) {
        removed.forEach(line -> out.println("- " + Table.printable(line)));
        added.forEach(line -> out.println("+ " + Table.printable(line)));
        changed.forEach(line -> out.println("~ " + Table.printable(line)));
        if (!values.isEmpty()) {
            Table table = new Table(1, "name", "different", "of", "largest", "relative");
            values.forEach((name, d) ->
                    table.add(
                            List.of(
                                    name,
                                    Long.toString(d.different()),
                                    Long.toString(d.count()),
                                    Table.number(d.largest()),
                                    Table.number(d.relative()))));
            table.print(out);
        }
        out.printf(
                Locale.ROOT,
                "%d removed, %d added, %d changed, %d with other values, %d equal%n",
                removed.size(),
                added.size(),
                changed.size(),
                values.size(),
                equal);
    }

    private void printJson(PrintWriter out) {
        SequencedMap<String, Object> root = new LinkedHashMap<>();
        root.put("removed", removed);
        root.put("added", added);
        root.put("changed", changed);
        SequencedMap<String, Object> differences = new LinkedHashMap<>();
        values.forEach((name, d) ->
                differences.put(
                        name,
                        Map.of(
                                "different", d.different(),
                                "count", d.count(),
                                "largest", number(d.largest()),
                                "relative", number(d.relative()))));
        root.put("values", differences);
        root.put("equal", equal);
        out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root));
    }

    /** JSON has no infinity. */
    private static Object number(double x) {
        return Double.isFinite(x) ? x : "Infinity";
    }
}
