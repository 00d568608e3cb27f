package dev.cresset;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * How a new tensor is made.
 *
 * @param dtype the element type, null for the factory's usual one
 * @param requiresGrad whether gradients are accumulated in it
 * @param generator where random numbers come from, null for the default generator
 */
public record TensorOptions(
        @Nullable DType dtype, boolean requiresGrad, @Nullable Generator generator) {
    static final TensorOptions DEFAULT = new TensorOptions(null, false, null);

    /** Returns these options with a dtype. */
    public TensorOptions dtype(DType value) {
        return new TensorOptions(value, requiresGrad, generator);
    }

    /** Returns these options with or without gradients. */
    public TensorOptions requiresGrad(boolean value) {
        return new TensorOptions(dtype, value, generator);
    }

    /** Returns these options with a generator. */
    public TensorOptions generator(Generator value) {
        return new TensorOptions(dtype, requiresGrad, value);
    }
}
