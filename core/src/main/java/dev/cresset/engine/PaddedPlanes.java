package dev.cresset.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The planes of some examples with their padding, so that every window of a convolution lies inside
 * and its terms are fixed distances from its start.
 */
final class PaddedPlanes {
    private final ConvolutionGeometry geometry;
    private final int channels;
    private final int[] size;
    private final int[] padding;
    private final int[] extent = new int[3];
    private final int plane;

    /** Planes of so many channels. */
    PaddedPlanes(ConvolutionGeometry geometry, int channels) {
        this.geometry = geometry;
        this.channels = channels;
        size = geometry.size();
        padding = geometry.padding();
        for (int d = 0; d < 3; d++) {
            int windows = (geometry.out()[d] - 1) * geometry.stride()[d];
            int read = windows + (geometry.kernel()[d] - 1) * geometry.dilation()[d] + 1;
            extent[d] = padding[d] == 0 ? Math.max(size[d], read) : read;
        }
        plane = extent[0] * extent[1] * extent[2];
    }

    /** Returns the number of elements of a plane with its padding. */
    int plane() {
        return plane;
    }

    /** Returns whether planes have to be copied. */
    boolean areCopies() {
        return !Arrays.equals(size, extent)
                || padding[0] != 0
                || padding[1] != 0
                || padding[2] != 0;
    }

    /** Copies the planes of some examples into padded ones, whose borders are 0. */
    void pad(float[] x, int n, int count, float[] planes) {
        if (!areCopies()) {
            return;
        }
        each(
                n,
                count,
                (inner, padded, length) -> System.arraycopy(x, inner, planes, padded, length));
    }

    /** Copies padded planes to the planes of some examples, without their borders. */
    void crop(float[] planes, int n, int count, float @Nullable [] bias, float[] y) {
        int all = channels;
        int inner = size[0] * size[1] * size[2];
        for (int i = n * all; i < (n + count) * all; i++) {
            Arrays.fill(y, i * inner, (i + 1) * inner, bias == null ? 0 : bias[i % all]);
        }
        each(
                n,
                count,
                (at, padded, length) -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] += planes[padded + i];
                    }
                });
    }

    /** The part of a line that lies both in a plane and in the padded plane. */
    private interface Line {
        void copy(int inner, int padded, int length);
    }

    private void each(int n, int count, Line line) {
        int from = Math.max(0, -padding[2]);
        int length = Math.min(size[2], extent[2] - padding[2]) - from;
        if (length <= 0) {
            return;
        }
        int planes = channels;
        for (int p = 0; p < count * planes; p++) {
            for (int a = 0; a < size[0]; a++) {
                int z = a + padding[0];
                for (int b = 0; b < size[1] && z >= 0 && z < extent[0]; b++) {
                    int row = b + padding[1];
                    if (row >= 0 && row < extent[1]) {
                        int inner =
                                (((n * planes + p) * size[0] + a) * size[1] + b) * size[2] + from;
                        int to = ((p * extent[0] + z) * extent[1] + row) * extent[2];
                        line.copy(inner, to + from + padding[2], length);
                    }
                }
            }
        }
    }

    /** Returns where the windows of some examples start in padded planes. */
    int[] lines(int count) {
        int[] out = geometry.out();
        int[] stride = geometry.stride();
        int[] lines = new int[count * geometry.results()];
        int i = 0;
        for (int n = 0; n < count; n++) {
            for (int a = 0; a < out[0]; a++) {
                for (int b = 0; b < out[1]; b++) {
                    int at =
                            n * channels * plane
                                    + (a * stride[0] * extent[1] + b * stride[1]) * extent[2];
                    for (int c = 0; c < out[2]; c++) {
                        lines[i++] = at + c * stride[2];
                    }
                }
            }
        }
        return lines;
    }

    /** Returns how far from a window's start its terms are, of so many channels. */
    int[] terms(int perGroup) {
        int[] kernel = geometry.kernel();
        int[] dilation = geometry.dilation();
        int[] terms = new int[perGroup * geometry.kernelSize()];
        int i = 0;
        for (int c = 0; c < perGroup; c++) {
            for (int p = 0; p < kernel[0]; p++) {
                for (int q = 0; q < kernel[1]; q++) {
                    for (int r = 0; r < kernel[2]; r++) {
                        int row = p * dilation[0] * extent[1] + q * dilation[1];
                        terms[i++] = c * plane + row * extent[2] + r * dilation[2];
                    }
                }
            }
        }
        return terms;
    }
}
