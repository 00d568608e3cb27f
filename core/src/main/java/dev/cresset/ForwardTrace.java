package dev.cresset;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Where the node of a graph was made: in anomaly mode, the cause of what went wrong in its
 * backward.
 */
final class ForwardTrace extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private ForwardTrace(@Nullable ForwardTrace inducedBy) {
        super(
                inducedBy == null
                        ? "the operation was called here in forward"
                        : "the operation was called here, in the backward of another one",
                inducedBy);
    }

    /** Returns the present place, null outside anomaly mode. */
    static @Nullable ForwardTrace here() {
        if (!GradMode.anomaly()) {
            return null;
        }
        GradFn parent = GradMode.evaluating();
        return new ForwardTrace(parent == null ? null : parent.trace());
    }

    /**
     * Runs a node's backward and looks for NaN.
     *
     * @throws IllegalStateException if a gradient has a NaN; the cause tells the place in forward
     */
    static @Nullable Tensor[] apply(GradFn node, @Nullable Tensor[] gradients) {
        GradFn before = GradMode.evaluating(node);
        @Nullable Tensor[] out;
        try {
            out = node.apply(gradients);
        } catch (RuntimeException e) {
            ForwardTrace trace = node.trace();
            if (trace != null) {
                e.addSuppressed(trace);
            }
            throw e;
        } finally {
            GradMode.evaluating(before);
        }
        for (int i = 0; i < out.length && GradMode.checksNan(); i++) {
            Tensor g = out[i];
            if (g != null
                    && g.dtype().isFloatingPoint()
                    && GradMode.with(false, () -> g.isnan().any()).isTrue()) {
                throw new IllegalStateException(
                        "Function '"
                                + node.name()
                                + "' returned nan values in its "
                                + i
                                + "th output.",
                        node.trace());
            }
        }
        return out;
    }
}
