package dev.cresset.train;

/**
 * Of what was predicted to be of a class, the share that is: {@code hits / (hits + false alarms)}.
 *
 * <p>As scikit-learn counts: 0 where nothing can be divided by.
 */
public final class Precision extends ClassScore {
    /**
     * Makes a metric whose value is the mean over classes.
     *
     * @throws IllegalArgumentException if the number of classes is not positive
     */
    public Precision(int classes) {
        this(classes, Averaging.MACRO);
    }

    /**
     * Makes a metric.
     *
     * @param averaging how the classes' scores become {@link #value}
     * @throws IllegalArgumentException if the number of classes is not positive
     */
    public Precision(int classes, Averaging averaging) {
        super(classes, averaging);
    }

    @Override
    double score(long hits, long falseAlarms, long misses) {
        return ratio(hits, hits + falseAlarms);
    }
}
