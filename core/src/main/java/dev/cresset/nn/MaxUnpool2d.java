package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Maxima back at their places among zeros, undoing {@link MaxPool2d}: {@code (N, C, H, W) -> (N, C,
 * *)}.
 */
public class MaxUnpool2d extends Module {
    private final MaxUnpoolOptions options;

    /** Makes a module for windows side by side. */
    public MaxUnpool2d(int... kernelSize) {
        this(kernelSize, o -> o);
    }

    /** Makes a module. */
    public MaxUnpool2d(int kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /** Makes a module. */
    public MaxUnpool2d(int[] kernelSize, UnaryOperator<MaxUnpoolOptions> options) {
        this.options = options.apply(MaxUnpoolOptions.of(kernelSize));
    }

    /**
     * Returns planes of zeros with values at their places.
     *
     * @param indices the places, as {@link MaxPool2d#callWithIndices} returns them
     * @param outputSize the sizes wanted, the last ones or all; none: by kernel and stride
     */
    public final Tensor call(Tensor x, Tensor indices, int... outputSize) {
        return hooked(
                List.of(x, indices),
                in ->
                        Functional.maxUnpool2d(
                                in.get(0),
                                in.get(1),
                                options.kernelSize(),
                                o -> options,
                                outputSize));
    }

    /** Returns how the windows lay. */
    public final MaxUnpoolOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + Sizes.tuple(Sizes.of("kernel_size", 2, options.kernelSize()))
                + ", stride="
                + Sizes.tuple(Sizes.of("stride", 2, options.steps()))
                + ", padding="
                + Sizes.tuple(Sizes.of("padding", 2, options.padding()));
    }
}
