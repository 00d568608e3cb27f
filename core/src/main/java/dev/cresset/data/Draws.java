package dev.cresset.data;

import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.randint;
import static dev.cresset.Tensor.randperm;

import dev.cresset.Generator;
import dev.cresset.TensorOptions;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** The random numbers that samplers and loaders draw, as PyTorch's do. */
final class Draws {
    private Draws() {}

    /** Draws a seed: one int64 of [0, 2^63). */
    static long seed(@Nullable Generator generator) {
        return empty(DType.INT64).random_(generator).item().longValue();
    }

    static int[] permutation(int n, @Nullable Generator generator) {
        return randperm(n, o -> from(o, generator)).toIntArray();
    }

    static int[] indices(int n, int count, Generator generator) {
        return randint(0, n, Shape.of(count), o -> o.generator(generator)).toIntArray();
    }

    private static TensorOptions from(TensorOptions o, @Nullable Generator generator) {
        return generator == null ? o : o.generator(generator);
    }
}
