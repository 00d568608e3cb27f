package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets the rates follow half a cosine down to {@code etaMin}, and starts again (Loshchilov and
 * Hutter 2017): after {@code t0} steps, then each time after {@code tMult} times as many.
 */
public final class CosineAnnealingWarmRestarts extends RateScheduler {
    private final int t0;
    private final int tMult;
    private final double etaMin;
    private final int start;
    private final int startStep;
    private final int startLength;

    /** Makes a schedule of equal periods that fall to 0. */
    public CosineAnnealingWarmRestarts(Optimizer<?> optimizer, int t0) {
        this(optimizer, t0, 1, 0.0);
    }

    /** Makes a schedule. */
    public CosineAnnealingWarmRestarts(Optimizer<?> optimizer, int t0, int tMult, double etaMin) {
        this(optimizer, t0, tMult, etaMin, -1);
    }

    /**
     * Makes a schedule.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public CosineAnnealingWarmRestarts(
            Optimizer<?> optimizer, int t0, int tMult, double etaMin, int lastEpoch) {
        Ranges.check(t0 > 0, "Expected positive integer T_0, but got ", t0);
        Ranges.check(tMult >= 1, "Expected integer T_mult >= 1, but got ", tMult);
        this.t0 = t0;
        this.tMult = tMult;
        this.etaMin = etaMin;
        // PyTorch counts a schedule that continues as if it were in its first or second period.
        int first = lastEpoch + 1;
        start = first;
        startLength = first >= t0 ? t0 * tMult : t0;
        startStep = first % t0;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        Period period = period(at.step());
        double angle = Math.PI * period.step() / period.length();
        return etaMin + (at.base() - etaMin) * (1 + Math.cos(angle)) / 2;
    }

    private record Period(int step, int length) {}

    private Period period(int step) {
        int length = startLength;
        int left = startStep + step - start;
        while (left >= length) {
            left -= length;
            length *= tMult;
        }
        return new Period(left, length);
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("T_0", t0);
        out.put("T_i", period(Math.max(start, lastEpoch())).length());
        out.put("T_mult", tMult);
        out.put("eta_min", etaMin);
        out.put("T_cur", period(Math.max(start, lastEpoch())).step());
        return out;
    }
}
