package dev.cresset.nn.utils;

import dev.cresset.Tensor;
import java.util.List;

/**
 * A parametrisation that finds originals for a given tensor: {@code forward(rightInverse(x))} is x,
 * or what comes next to it.
 */
public interface RightInverse {
    /**
     * Returns the originals: one, or several for a first parametrisation that takes several.
     *
     * @throws UnsupportedOperationException if that is not possible in the present form
     */
    List<Tensor> rightInverse(Tensor x);
}
