package dev.cresset.op;

import java.util.Arrays;

/**
 * An op of neural networks over planes: maxima of uneven windows and their way back, blocks as
 * columns, resampling.
 *
 * <p>The planes are the last one to three dimensions. Spatial attributes have an entry for each.
 */
public sealed interface PlaneOp extends NeuralOp.Spatial {
    /**
     * The largest of as many windows as asked for, which cover the plane: two results, the values
     * and their places (int64) in the plane.
     */
    record AdaptiveMaxPool(int... sizes) implements PlaneOp {
        @Override
        public String gradName() {
            return "AdaptiveMaxPool" + sizes.length + "DBackward0";
        }
    }

    /**
     * The largest of windows that begin at places drawn by a pseudorandom sequence (Graham 2014):
     * inputs (x, samples (N, C, dimensions) in [0, 1)), results values and places (int64).
     */
    record FractionalMaxPool(int[] kernel, int[] sizes) implements PlaneOp {
        @Override
        public String gradName() {
            return "FractionalMaxPool" + sizes.length + "DBackward0";
        }
    }

    /** Values put at their places in planes of zeros: inputs (x, places int64), the last wins. */
    record MaxUnpool(int... sizes) implements PlaneOp {
        @Override
        public String gradName() {
            return "MaxUnpool" + sizes.length + "DBackward0";
        }
    }

    /** Where the blocks of planes of two dimensions lie. */
    record Blocks(int[] kernel, int[] dilation, int[] padding, int[] stride) {
        /** Returns how many blocks there are along each dimension of a plane; perhaps below 1. */
        public int[] counts(int... plane) {
            int[] out = new int[2];
            for (int d = 0; d < 2; d++) {
                int reach = dilation[d] * (kernel[d] - 1) + 1;
                out[d] = Math.floorDiv(plane[d] + 2 * padding[d] - reach, stride[d]) + 1;
            }
            return out;
        }

        /** Returns the attributes as messages name them. */
        String text() {
            return "kernel_size="
                    + Arrays.toString(kernel)
                    + ", dilation="
                    + Arrays.toString(dilation)
                    + ", padding="
                    + Arrays.toString(padding)
                    + ", stride="
                    + Arrays.toString(stride);
        }
    }

    /** The blocks of planes as columns: {@code (N, C, H, W) -> (N, C * block, blocks)}. */
    record Unfold(Blocks blocks) implements PlaneOp {
        @Override
        public String gradName() {
            return "Im2ColBackward0";
        }
    }

    /** Columns added up as blocks of planes: the adjoint of {@link Unfold}. */
    record Fold(Blocks blocks, int... sizes) implements PlaneOp {
        @Override
        public String gradName() {
            return "Col2ImBackward0";
        }
    }

    /**
     * Planes at other sizes, by interpolation along one dimension after the other.
     *
     * @param scales what the sizes were computed from, 0 where that is the sizes themselves
     * @param alignCorners whether the middles of the corners meet, not their outer edges
     * @param antialias whether to average over what falls between when planes become smaller
     */
    record Resample(
            Interpolation by, int[] sizes, double[] scales, boolean alignCorners, boolean antialias)
            implements PlaneOp {
        @Override
        public String gradName() {
            int n = sizes.length;
            String kind =
                    switch (by) {
                        case NEAREST -> "Nearest";
                        case NEAREST_EXACT -> "NearestExact";
                        case LINEAR -> n == 1 ? "Linear" : n == 2 ? "Bilinear" : "Trilinear";
                        case CUBIC -> "Bicubic";
                        case LANCZOS -> "Lanczos";
                    };
            return "Upsample" + kind + n + "D" + (antialias ? "Aa" : "") + "Backward0";
        }
    }

    /** The adjoint of a resampling: gradients back on planes of the given sizes. */
    record ResampleAdjoint(Resample of, int... sizes) implements PlaneOp {
        @Override
        public String gradName() {
            return of.gradName().replace("Backward0", "BackwardBackward0");
        }
    }

    /**
     * Planes sampled at given points (Jaderberg et al. 2015): inputs (x (N, C, *), grid (N, *,
     * dimensions)), the last dimension first, -1 and 1 being the plane's ends.
     */
    record GridSample(Interpolation by, GridPadding beyond, boolean alignCorners, int dimensions)
            implements PlaneOp {
        @Override
        public String gradName() {
            return "GridSampler" + dimensions + "DBackward0";
        }
    }

    /** The gradients of a {@link GridSample}: inputs (g, x, grid), results (dx, dgrid). */
    record GridSampleGradient(GridSample of) implements PlaneOp {
        @Override
        public String gradName() {
            return of.gradName().replace("Backward0", "BackwardBackward0");
        }
    }
}
