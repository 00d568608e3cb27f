package dev.cresset.optim;

import org.jspecify.annotations.Nullable;

/**
 * What nearly all optimisers let one choose.
 *
 * @param <O> the record itself
 */
public interface DescentOptions<O extends DescentOptions<O>> extends OptimizerOptions<O> {
    /** Returns these options that maximise the objective, or minimise it. */
    default O maximize(boolean value) {
        return with("maximize", value);
    }

    /** Returns these options with PyTorch's choice of kernels, which has no influence here. */
    default O foreach(@Nullable Boolean value) {
        return with("foreach", value);
    }
}
