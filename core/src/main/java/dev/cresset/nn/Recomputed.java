package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A forward pre-hook that puts a tensor computed from others into a module's field, such as a
 * weight from its masked original. Copies of the module compute it anew.
 */
public interface Recomputed extends Hook.ForwardPre {
    /** Returns the name of the field: {@code weight}. */
    String attribute();

    /** Returns the tensor from what the module has now. */
    Tensor compute(Module module);

    /** Computes the tensor anew. */
    default void refresh(Module module) {
        module.setAttribute(attribute(), compute(module));
    }

    @Override
    default @Nullable List<? extends Tensor> before(Module module, List<Tensor> in) {
        refresh(module);
        return null;
    }
}
