package dev.cresset.nn;

import dev.cresset.op.LossReduction;

/**
 * How a triplet loss compares.
 *
 * @param margin how much further away the negative should be than the positive, above 0
 * @param p the p of the distance
 * @param eps what is added to each difference
 * @param swap whether the negative's distance is the smaller one of those to anchor and positive
 * @param reduction what is made of the examples
 */
public record TripletOptions(
        double margin, double p, double eps, boolean swap, LossReduction reduction) {
    static final TripletOptions DEFAULT = new TripletOptions(1, 2, 1e-6, false, LossReduction.MEAN);

    /** Returns these options with a margin. */
    public TripletOptions margin(double value) {
        return new TripletOptions(value, p, eps, swap, reduction);
    }

    /** Returns these options with the p of the distance. */
    public TripletOptions p(double value) {
        return new TripletOptions(margin, value, eps, swap, reduction);
    }

    /** Returns these options with what is added to each difference. */
    public TripletOptions eps(double value) {
        return new TripletOptions(margin, p, value, swap, reduction);
    }

    /** Returns these options with or without the distance of positive and negative. */
    public TripletOptions swap(boolean value) {
        return new TripletOptions(margin, p, eps, value, reduction);
    }

    /** Returns these options with a reduction. */
    public TripletOptions reduction(LossReduction value) {
        return new TripletOptions(margin, p, eps, swap, value);
    }
}
