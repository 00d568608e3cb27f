package dev.cresset.nn;

import java.util.function.UnaryOperator;

/**
 * Maxima of windows of random steps (Graham 2014): {@code (N, C, H, W) -> (N, C, *)}, with or
 * without N.
 */
public non-sealed class FractionalMaxPool2d extends FractionalMaxPoolNd {
    /** Makes a layer; the options say how many windows there are to be. */
    public FractionalMaxPool2d(int kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        this(new int[] {kernelSize}, options);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if neither or both of number and part are given, or a part
     *     is not in (0, 1)
     */
    public FractionalMaxPool2d(int[] kernelSize, UnaryOperator<FractionalPoolOptions> options) {
        super(2, kernelSize, options);
    }
}
