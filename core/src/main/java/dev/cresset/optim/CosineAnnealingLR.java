package dev.cresset.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets the rates follow half a cosine down to {@code etaMin} in {@code tMax} steps, and up again
 * (Loshchilov and Hutter 2017, without restarts).
 */
public final class CosineAnnealingLR extends RateScheduler implements RateScheduler.ClosedForm {
    private final int tMax;
    private final double etaMin;

    /** Makes a schedule that falls to 0. */
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax) {
        this(optimizer, tMax, 0.0);
    }

    /** Makes a schedule. */
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax, double etaMin) {
        this(optimizer, tMax, etaMin, -1);
    }

    /**
     * Makes a schedule.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax, double etaMin, int lastEpoch) {
        this.tMax = tMax;
        this.etaMin = etaMin;
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        int t = at.step();
        if (at.first()) {
            return at.lr();
        }
        if (Math.floorMod(t - 1 - tMax, 2 * tMax) == 0) {
            return at.lr() + (at.base() - etaMin) * (1 - Math.cos(Math.PI / tMax)) / 2;
        }
        return (1 + Math.cos(Math.PI * t / tMax))
                        / (1 + Math.cos(Math.PI * (t - 1) / tMax))
                        * (at.lr() - etaMin)
                + etaMin;
    }

    @Override
    public double closedForm(int step, double base) {
        return etaMin + (base - etaMin) * (1 + Math.cos(Math.PI * step / tMax)) / 2;
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("T_max", tMax);
        out.put("eta_min", etaMin);
        return out;
    }
}
