package dev.cresset.testkit.golden;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects results: a line for each failure at once, skipped cases by reason at the end. */
public final class Report {
    private final PrintWriter out;
    private final Map<String, List<String>> skipped = new LinkedHashMap<>();
    private int passed;
    private int failed;
    private int skips;

    /** Returns a report that prints to {@code out}. */
    public Report(PrintWriter out) {
        this.out = out;
    }

    /** Takes one result. */
    public void add(CaseResult result) {
        switch (result.outcome()) {
            case Outcome.Passed _ -> passed++;
            case Outcome.Failed _ -> {
                failed++;
                out.println(result.line());
            }
            case Outcome.Skipped s -> {
                skips++;
                skipped.computeIfAbsent(s.reason(), _ -> new ArrayList<>())
                        .add(result.part() + " " + result.name());
            }
        }
    }

    /**
     * Prints the skipped cases grouped by reason, then the totals.
     *
     * @param names whether to list the names of the skipped cases, not only their number
     */
    public void close(boolean names) {
        skipped.forEach((reason, cases) -> {
            out.println("skipped " + cases.size() + ": " + reason);
            if (names) {
                cases.forEach(c -> out.println("    " + c));
            }
        });
        out.println(passed + " passed, " + failed + " failed, " + skips + " skipped");
        out.flush();
    }

    /** Returns the number of passed cases. */
    public int passed() {
        return passed;
    }

    /** Returns the number of failed cases. */
    public int failed() {
        return failed;
    }

    /** Returns the number of skipped cases. */
    public int skipped() {
        return skips;
    }
}
