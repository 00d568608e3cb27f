package dev.cresset.benchmarks;

import org.jspecify.annotations.Nullable;

/** A contestant's workloads. */
public interface Suite {
    /** Prepares a workload by its name; null if the contestant does not offer it. */
    @Nullable Workload open(String name);
}
