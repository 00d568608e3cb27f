package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How windows of a fractional maximum lie; either their number or a part of the input's sizes is
 * given. Sizes are one number for all dimensions, or one for each.
 *
 * @param kernelSize the sizes of a window
 * @param outputSize the numbers of windows
 * @param outputRatio the numbers of windows as parts of the input's sizes, in (0, 1)
 * @param returnIndices whether the places are wanted too, by a {@code …WithIndices} function or
 *     {@code callWithIndices}
 * @param randomSamples what the steps are drawn from, {@code (N, C, dimensions)} in [0, 1); null:
 *     drawn anew each time
 */
public record FractionalPoolOptions(
        int[] kernelSize,
        int @Nullable [] outputSize,
        double @Nullable [] outputRatio,
        boolean returnIndices,
        @Nullable Tensor randomSamples) {
    static FractionalPoolOptions of(int... kernelSize) {
        return new FractionalPoolOptions(kernelSize, null, null, false, null);
    }

    /** Returns these options with numbers of windows. */
    public FractionalPoolOptions outputSize(int... value) {
        return new FractionalPoolOptions(
                kernelSize, value, outputRatio, returnIndices, randomSamples);
    }

    /** Returns these options with parts of the input's sizes. */
    public FractionalPoolOptions outputRatio(double... value) {
        return new FractionalPoolOptions(
                kernelSize, outputSize, value, returnIndices, randomSamples);
    }

    /** Returns these options, wanting places too or not. */
    public FractionalPoolOptions returnIndices(boolean value) {
        return new FractionalPoolOptions(kernelSize, outputSize, outputRatio, value, randomSamples);
    }

    /** Returns these options with samples for the steps. */
    public FractionalPoolOptions randomSamples(@Nullable Tensor value) {
        return new FractionalPoolOptions(kernelSize, outputSize, outputRatio, returnIndices, value);
    }

    /** Refuses options that do not say how many windows there are. */
    void check(String name, int n) {
        Sizes.of("kernel_size", n, kernelSize);
        if (outputSize != null && outputRatio != null) {
            throw new IllegalArgumentException(
                    name
                            + ": only one of output_size and output_ratio may be specified, got "
                            + Arrays.toString(outputSize)
                            + " and "
                            + Arrays.toString(outputRatio));
        }
        int @Nullable [] sizes = outputSize;
        double @Nullable [] ratios = outputRatio;
        int count = sizes != null ? sizes.length : ratios != null ? ratios.length : 0;
        if (count == 0) {
            throw new IllegalArgumentException(
                    name
                            + ": requires specifying either an output size, or a pooling ratio,"
                            + " but got None");
        }
        if (count != 1 && count != n) {
            throw new IllegalArgumentException(
                    name
                            + ": output_size and output_ratio are 1 or "
                            + n
                            + " numbers, got "
                            + count);
        }
    }
}
