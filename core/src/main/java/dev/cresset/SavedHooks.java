package dev.cresset;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of tensors that are saved for backward.
 *
 * @param pack takes a saved tensor, without history, when it is saved
 * @param unpack gives its values back in backward
 */
record SavedHooks(Function<Tensor, Object> pack, Function<Object, Tensor> unpack) {
    /** A packed tensor. */
    static final class Packed {
        private final SavedHooks hooks;
        private final Object value;
        private final GradFn.@Nullable Edge edge;

        Packed(SavedHooks hooks, Tensor x, GradFn.@Nullable Edge edge) {
            this.hooks = hooks;
            this.value = GradMode.with(false, () -> hooks.pack.apply(x.detach()));
            this.edge = edge;
        }

        /** Returns the tensor with its history; each time a hook gives it anew. */
        Tensor unpack() {
            return unpack(edge);
        }

        /** Returns the tensor with a history that came into being after it was packed. */
        Tensor unpack(GradFn.@Nullable Edge history) {
            Tensor out = new Tensor(hooks.unpack.apply(value));
            if (history != null) {
                out.setHistory(history.node(), history.slot());
            }
            return out;
        }
    }
}
