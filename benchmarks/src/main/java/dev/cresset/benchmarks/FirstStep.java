package dev.cresset.benchmarks;

import dev.cresset.benchmarks.Contestant.Round;
import dev.cresset.benchmarks.Contestant.Start;
import dev.cresset.benchmarks.Match.Result;
import dev.cresset.benchmarks.Match.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a process takes from its start to the end of its first training step, and its memory.
 */
final class FirstStep {
    private static final String WORKLOAD = "W2";

    private FirstStep() {}

    /** Starts each contestant as often as there are rounds, in turns. */
    static Result play(List<Start> starts, int rounds) throws IOException {
        List<Score> scores = new ArrayList<>();
        for (Start start : starts) {
            scores.add(new Score(start.name(), new double[1], new ArrayList<>(), 0));
        }
        boolean busy = false;
        for (int r = 0; r < rounds; r++) {
            for (int i = 0; i < starts.size(); i++) {
                Score before = scores.get(i);
                double used = Machine.busySeconds();
                long from = System.nanoTime();
                try (Contestant c = Contestant.start(starts.get(i))) {
                    double loss = c.first(WORKLOAD);
                    long nanos = System.nanoTime() - from;
                    double foreign =
                            Math.max(0, Machine.busySeconds() - used - c.usedSeconds())
                                    / (nanos / 1e9);
                    busy |= foreign > Match.QUIET;
                    before.rounds().add(new Round(nanos, nanos, 1, 0, 0, foreign));
                    long peak = Math.max(before.peakKib(), c.peak());
                    double[] checks = {loss};
                    scores.set(i, new Score(before.name(), checks, before.rounds(), peak));
                }
            }
        }
        return new Result(scores, busy);
    }
}
