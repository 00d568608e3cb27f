package dev.cresset.train;

/**
 * The harmonic mean of precision and recall: {@code 2 hits / (2 hits + false alarms + misses)}.
 *
 * <p>As scikit-learn counts: 0 where nothing can be divided by.
 */
public final class F1 extends ClassScore {
    /**
     * Makes a metric whose value is the mean over classes.
     *
     * @throws IllegalArgumentException if the number of classes is not positive
     */
    public F1(int classes) {
        this(classes, Averaging.MACRO);
    }

    /**
     * Makes a metric.
     *
     * @param averaging how the classes' scores become {@link #value}
     * @throws IllegalArgumentException if the number of classes is not positive
     */
    public F1(int classes, Averaging averaging) {
        super(classes, averaging);
    }

    @Override
    double score(long hits, long falseAlarms, long misses) {
        return ratio(2 * hits, 2 * hits + falseAlarms + misses);
    }
}
