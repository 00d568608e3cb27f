package dev.cresset.engine;

import static dev.cresset.engine.Windows.last;
import static dev.cresset.engine.Windows.three;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.Arrays;

/**
 * What a convolution reads for each of its results, in three dimensions: missing ones are put in
 * front, with size 1.
 *
 * @param size the sizes of a plane
 * @param kernel the sizes of a weight
 * @param out the sizes of the results of a plane
 * @param stride how far windows are apart
 * @param padding what lies before the planes; negative: how much of them windows leave out
 * @param dilation how far a window's elements are apart
 */
record ConvolutionGeometry(
        int[] size, int[] kernel, int[] out, int[] stride, int[] padding, int[] dilation) {
    /** Returns what a convolution reads; one that is transposed adds to planes of the shape y. */
    static ConvolutionGeometry of(NeuralOp.Convolution op, Shape x, Shape weight, Shape y) {
        int n = op.stride().length;
        int[] kernel = Arrays.copyOfRange(weight.toArray(), 2, weight.rank());
        return new ConvolutionGeometry(
                last(op.transposed() ? y : x, n),
                three(kernel, 1),
                last(op.transposed() ? x : y, n),
                three(op.stride(), 1),
                three(op.padding(), 0),
                three(op.dilation(), 1));
    }

    /** Returns what the convolution reads whose weight has a gradient. */
    static ConvolutionGeometry of(NeuralOp.ConvolutionWeight op, Shape x, Shape gradient) {
        int n = op.stride().length;
        return new ConvolutionGeometry(
                last(x, n),
                three(op.kernel(), 1),
                last(gradient, n),
                three(op.stride(), 1),
                three(op.padding(), 0),
                three(op.dilation(), 1));
    }

    /** Returns the adjoint with stride 1: a convolution of the results, with the kernel turned. */
    ConvolutionGeometry turned() {
        int[] before = new int[3];
        for (int d = 0; d < 3; d++) {
            before[d] = dilation[d] * (kernel[d] - 1) - padding[d];
        }
        int[] planes = out;
        int[] results = size;
        return new ConvolutionGeometry(planes, kernel, results, stride, before, dilation);
    }

    /** Returns whether windows are one apart. */
    boolean hasUnitStride() {
        return product(stride) == 1;
    }

    /** Returns the number of elements of a plane. */
    int plane() {
        return product(size);
    }

    /** Returns the number of weights for each plane. */
    int kernelSize() {
        return product(kernel);
    }

    /** Returns the number of results of a plane. */
    int results() {
        return product(out);
    }

    private static int product(int[] sizes) {
        return sizes[0] * sizes[1] * sizes[2];
    }
}
