package dev.cresset.benchmarks;

import dev.cresset.benchmarks.Contestant.Round;
import dev.cresset.benchmarks.Names.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One workload, played by all contestants in turns. */
final class Match {
    static final double QUIET = 0.10;
    private static final int PATIENCE = 3;
    private static final double FASTER = 0.9;
    private static final int MOST_WARMING = 10;

    /**
     * What a contestant did; no rounds if it does not offer the workload.
     *
     * @param checks the losses of the first steps
     * @param rounds its turns, in step with everybody else's
     * @param peakKib its greatest resident set
     */
    record Score(String name, double[] checks, List<Round> rounds, long peakKib) {
        boolean took() {
            return !rounds.isEmpty();
        }

        /** The shortest step, in nanoseconds. */
        double best() {
            return rounds.stream().mapToDouble(Round::best).min().orElse(Double.NaN);
        }

        /** The median of the rounds' medians, in nanoseconds. */
        double median() {
            return Match.median(rounds.stream().mapToDouble(Round::median).toArray());
        }

        long bytes() {
            return Math.round(Match.median(rounds.stream().mapToDouble(Round::bytes).toArray()));
        }

        double gc() {
            return rounds.stream().mapToDouble(Round::gc).average().orElse(0);
        }
    }

    /** All scores, Cresset's first, and whether other processes disturbed them. */
    record Result(List<Score> scores, boolean busy) {}

    private final Entry entry;
    private final List<Contestant> contestants;
    private final int rounds;
    private final long millis;
    private final long warm;

    Match(Entry entry, List<Contestant> contestants, int rounds, long millis, long warm) {
        this.entry = entry;
        this.contestants = contestants;
        this.rounds = rounds;
        this.millis = millis;
        this.warm = warm;
    }

    Result play() throws IOException {
        int n = contestants.size();
        double[] @Nullable [] checks = new double[n][];
        for (int i = 0; i < n; i++) {
            checks[i] = contestants.get(i).open(entry.name());
            if (checks[i] != null) {
                warmUp(contestants.get(i));
            }
        }
        List<@Nullable Round[]> quiet = new ArrayList<>();
        List<@Nullable Round[]> all = new ArrayList<>();
        while (checks[0] != null && quiet.size() < rounds && all.size() < rounds * PATIENCE) {
            @Nullable Round[] turn = new Round[n];
            boolean disturbed = false;
            for (int i = 0; i < n; i++) {
                if (checks[i] != null) {
                    Round round = contestants.get(i).run(millis);
                    turn[i] = round;
                    disturbed |= round.foreign() > QUIET;
                }
            }
            all.add(turn);
            if (!disturbed) {
                quiet.add(turn);
            }
        }
        boolean busy = quiet.size() < rounds;
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<Round> mine = new ArrayList<>();
            for (@Nullable Round[] turn : busy ? all : quiet) {
                Round round = turn[i];
                if (round != null) {
                    mine.add(round);
                }
            }
            Contestant c = contestants.get(i);
            double[] own = checks[i];
            scores.add(new Score(c.name(), own == null ? new double[0] : own, mine, c.peak()));
        }
        return new Result(scores, busy);
    }

    /** Runs until it gets no faster: how long compilers take depends on what else is running. */
    private void warmUp(Contestant c) throws IOException {
        double before = c.run(warm).median();
        for (int i = 1; i < MOST_WARMING; i++) {
            double now = c.run(warm).median();
            if (now > FASTER * before) {
                return;
            }
            before = now;
        }
    }

    static double median(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
