package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions that are called around a module's computation; each may return null to change nothing.
 */
public sealed interface Hook {
    /** Called before the computation. */
    @FunctionalInterface
    non-sealed interface ForwardPre extends Hook {
        /**
         * Returns other inputs, or null to leave them.
         *
         * @param module whose computation it is
         * @param in the inputs
         */
        @Nullable List<? extends Tensor> before(Module module, List<Tensor> in);
    }

    /** Called after the computation. */
    @FunctionalInterface
    non-sealed interface Forward extends Hook {
        /**
         * Returns another result, or null to leave it.
         *
         * @param module whose computation it is
         * @param in the inputs
         * @param out the result, usually a tensor; null if the computation failed and the hook is
         *     one that is always called
         */
        @Nullable Object after(Module module, List<Tensor> in, @Nullable Object out);
    }

    /** Called in backward, before the gradients go through the module. */
    @FunctionalInterface
    non-sealed interface BackwardPre extends Hook {
        /**
         * Returns other gradients of the results, or null to leave them.
         *
         * @param module whose results they are
         * @param gradOutput the gradients of the results, null entries for none
         */
        @Nullable List<? extends @Nullable Tensor> before(
                Module module, List<@Nullable Tensor> gradOutput);
    }

    /** Called in backward, after the gradients went through the module. */
    @FunctionalInterface
    non-sealed interface Backward extends Hook {
        /**
         * Returns other gradients of the inputs, or null to leave them.
         *
         * @param module whose inputs they are
         * @param gradInput the gradients of the inputs, null entries for none
         * @param gradOutput the gradients of the results, null entries for none
         */
        @Nullable List<? extends @Nullable Tensor> after(
                Module module, List<@Nullable Tensor> gradInput, List<@Nullable Tensor> gradOutput);
    }

    /**
     * When a forward hook is called.
     *
     * @param prepend whether it comes before the hooks already there
     * @param alwaysCall whether it is called even if the computation throws
     */
    record Options(boolean prepend, boolean alwaysCall) {
        static final Options DEFAULT = new Options(false, false);

        /** Returns these options, first or last. */
        public Options prepend(boolean value) {
            return new Options(value, alwaysCall);
        }

        /** Returns these options, called always or only on success. */
        public Options alwaysCall(boolean value) {
            return new Options(prepend, value);
        }
    }
}
