package dev.cresset.benchmarks;

/** Something to be timed, prepared and ready to be repeated. */
public interface Workload {
    /** Does the work once: of a training workload, one step. */
    void step();

    /**
     * Returns a number that depends on what the last step computed, such as its loss: equal for
     * every contestant up to rounding.
     */
    double check();
}
