package dev.cresset.train;

/**
 * Of what is of a class, the share that was found: {@code hits / (hits + misses)}.
 *
 * <p>As scikit-learn counts: 0 where nothing can be divided by.
 */
public final class Recall extends ClassScore {
    /**
     * Makes a metric whose value is the mean over classes.
     *
     * @throws IllegalArgumentException if the number of classes is not positive
     */
    public Recall(int classes) {
        this(classes, Averaging.MACRO);
    }

    /**
     * Makes a metric.
     *
     * @param averaging how the classes' scores become {@link #value}
     * @throws IllegalArgumentException if the number of classes is not positive
     */
    public Recall(int classes, Averaging averaging) {
        super(classes, averaging);
    }

    @Override
    double score(long hits, long falseAlarms, long misses) {
        return ratio(hits, hits + misses);
    }
}
