package dev.cresset.testkit.golden;

import dev.cresset.engine.View;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a recording.
 *
 * @param key its name in the recording's safetensors file: one key is one tensor
 * @param view its values, in the layout that the real tensor had
 * @param requiresGrad whether it required gradients
 * @param strided whether the recording states its strides (it was not contiguous)
 */
public record Recorded(String key, View view, boolean requiresGrad, boolean strided) {
    /** A tensor whose values are not defined: {@code torch.empty}. */
    public record Uninitialised(String dtype, int[] shape, int @Nullable [] strides) {}
}
