package dev.cresset.benchmarks;

import dev.cresset.benchmarks.Contestant.Start;
import dev.cresset.benchmarks.Names.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./cresset bench}: Cresset beside LibTorch from Java and Python PyTorch. */
@Command(
        name = "cresset bench",
        mixinStandardHelpOptions = true,
        description = "Times whole workloads on Cresset, LibTorch from Java and Python PyTorch.",
        footer = {
            "",
            "Each contestant runs in a process of its own; they take turns. The ratio is the faster",
            "peer's time divided by Cresset's: above 1 Cresset is faster. A contestant whose losses",
            "differ from Cresset's is an error. Rounds in which other processes used more than 10 %",
            "of a processor are repeated; where that does not help, the line is marked 'busy'."
        })
public final class Bench implements Callable<Integer> {
    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Only workloads of this name or group (W2, W13, W13.1e3); repeatable.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "Threads of every contestant (default 1).")
    private int threads;

    @Option(names = "--rounds", defaultValue = "5", description = "Turns of each (default 5).")
    private int rounds;

    @Option(
            names = "--millis",
            defaultValue = "400",
            description = "Milliseconds of a turn (default 400).")
    private long millis;

    @Option(
            names = "--warm",
            defaultValue = "2000",
            description =
                    "Milliseconds of warming up before the turns, repeated while it helps"
                            + " (default 2000).")
    private long warm;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the results here.")
    private @Nullable Path json;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            defaultValue = "${env:CRESSET_PYTHON}",
            description = "A Python with torch; default: $CRESSET_PYTHON, or no such contestant.")
    private @Nullable String python;

    @Option(
            names = "--heap",
            defaultValue = "3g",
            description = "Cresset's heap, fixed and touched beforehand (default 3g).")
    private String heap;

    @Option(names = "--no-peers", description = "Only Cresset: nothing is downloaded.")
    private boolean noPeers;

    @Option(
            names = "--jmh",
            paramLabel = "REGEX",
            description = "Runs the JMH benchmarks of matching names instead.")
    private @Nullable String jmh;

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description = "Times saving and loading 500 MB in a folder instead.")
    private @Nullable Path checkpoints;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private Bench() {}

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Bench())
                        .setExecutionExceptionHandler((e, command, parsed) -> {
                            command.getErr().println("cresset: " + e.getMessage());
                            return 1;
                        })
                        .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (jmh != null) {
            org.openjdk.jmh.Main.main(new String[] {jmh});
            return 0;
        }
        if (checkpoints != null) {
            CheckpointTimings.run(checkpoints, rounds, hasPython() ? python : null);
            return 0;
        }
        List<Entry> entries = chosen();
        List<Start> starts = starts();
        Report report = new Report(System.out, starts.stream().map(Start::name).toList(), threads);
        report.head();
        boolean agree = true;
        Map<String, List<Entry>> groups = new LinkedHashMap<>();
        for (Entry e : entries) {
            groups.computeIfAbsent(e.group(), g -> new ArrayList<>()).add(e);
        }
        for (List<Entry> group : groups.values()) {
            agree &= run(group, starts, report);
        }
        report.foot();
        if (json != null) {
            report.write(json);
        }
        return agree ? 0 : 1;
    }

    private List<Entry> chosen() {
        List<Entry> all = Names.all();
        if (only.isEmpty()) {
            return all;
        }
        List<Entry> out = new ArrayList<>();
        for (String wanted : only) {
            List<Entry> matching =
                    all.stream()
                            .filter(e ->
                                    e.name().equals(wanted) || e.name().startsWith(wanted + "."))
                            .toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException(
                        "--only "
                                + wanted
                                + ": there is no such workload; there are "
                                + String.join(
                                        ", ", all.stream().map(Entry::group).distinct().toList()));
            }
            out.addAll(matching);
        }
        return out;
    }

    private boolean hasPython() {
        return !noPeers && python != null && !python.isEmpty() && !python.startsWith("${");
    }

    private List<Start> starts() throws IOException {
        List<Start> out = new ArrayList<>();
        out.add(Commands.cresset(threads, heap));
        if (noPeers) {
            return out;
        }
        if (Commands.hasLibTorch()) {
            out.add(Commands.libTorch(threads));
        } else {
            System.err.println("cresset: LibTorch is not on the class path; it does not take part");
        }
        if (python != null && hasPython()) {
            out.add(Commands.python(python, threads));
        } else {
            System.err.println("cresset: no --python; Python PyTorch does not take part");
        }
        return out;
    }

    /** Runs the workloads of a group, in one process for each contestant. */
    private boolean run(List<Entry> group, List<Start> starts, Report report) throws IOException {
        if (group.getFirst().name().equals(Names.START)) {
            List<Start> fresh = new ArrayList<>(starts);
            fresh.set(0, Commands.cressetAsLaunched(threads));
            return report.add(group.getFirst(), FirstStep.play(fresh, rounds));
        }
        List<Contestant> contestants = new ArrayList<>();
        boolean agree = true;
        try {
            for (Start start : starts) {
                contestants.add(Contestant.start(start));
            }
            for (Entry entry : group) {
                long warming = group.size() > 1 ? warm / 3 : warm;
                Match match = new Match(entry, contestants, rounds, millis, warming);
                agree &= report.add(entry, match.play());
            }
        } finally {
            for (Contestant c : contestants) {
                c.close();
            }
        }
        return agree;
    }
}
