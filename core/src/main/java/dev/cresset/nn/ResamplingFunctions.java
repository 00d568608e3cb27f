package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Interpolation;
import dev.cresset.op.PlaneOp;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Planes at other sizes, at other places, and as blocks. */
abstract sealed class ResamplingFunctions extends UnevenPoolingFunctions
        permits NormalizationFunctions {
    ResamplingFunctions() {}

    // ---- sizes

    /** Returns planes {@code (N, C, *)} of other sizes, each place taken from the one before. */
    public static Tensor interpolate(Tensor x, int... size) {
        return interpolate(x, o -> o.size(size));
    }

    /**
     * Returns planes of other sizes.
     *
     * <pre>{@code
     * interpolate(x, o -> o.scaleFactor(2).mode(InterpolateMode.BILINEAR).alignCorners(true))
     * }</pre>
     *
     * @param x {@code (N, C, *)} with one, two or three spatial dimensions
     * @throws IllegalArgumentException if neither or both of sizes and factors are given, or the
     *     options do not fit together or the input
     */
    public static Tensor interpolate(Tensor x, UnaryOperator<InterpolateOptions> options) {
        InterpolateOptions o = options.apply(InterpolateOptions.DEFAULT);
        checkModes(x, o);
        int n = x.dim() - 2;
        int[] sizes = resampledSizes(n, x, o);
        if (o.mode() == InterpolateMode.AREA) {
            Integer[] all = Arrays.stream(sizes).boxed().toArray(Integer[]::new);
            return switch (n) {
                case 1 -> adaptiveAvgPool1d(x, all);
                case 2 -> adaptiveAvgPool2d(x, all);
                default -> adaptiveAvgPool3d(x, all);
            };
        }
        double[] scales = new double[n];
        double[] factors = o.scaleFactor();
        if (factors != null && !Boolean.TRUE.equals(o.recomputeScaleFactor())) {
            Arrays.setAll(scales, d -> factors[factors.length == 1 ? 0 : d]);
            if (o.mode() == InterpolateMode.NEAREST && n == 2 && sizes[0] + sizes[1] <= 128) {
                forgetWholeFactors(scales, x, sizes);
            }
        }
        boolean align = Boolean.TRUE.equals(o.alignCorners());
        return Tensor.apply(
                new PlaneOp.Resample(by(o.mode()), sizes, scales, align, o.antialias()), x);
    }

    /*
     * PyTorch 2.13's kernel for small planes divides the sizes, rather than to use the given factor,
     * where a size stays or doubles; for rows, volumes and large planes it uses the factor.
     */
    private static void forgetWholeFactors(double[] scales, Tensor x, int... sizes) {
        for (int d = 0; d < sizes.length; d++) {
            int size = x.size(d + 2);
            if (sizes[d] == size || sizes[d] == 2 * size) {
                scales[d] = 0;
            }
        }
    }

    private static Interpolation by(InterpolateMode mode) {
        return switch (mode) {
            case NEAREST -> Interpolation.NEAREST;
            case NEAREST_EXACT -> Interpolation.NEAREST_EXACT;
            case LINEAR, BILINEAR, TRILINEAR -> Interpolation.LINEAR;
            case BICUBIC -> Interpolation.CUBIC;
            case LANCZOS -> Interpolation.LANCZOS;
            case AREA ->
                    throw new IllegalArgumentException("interpolate: area is no interpolation");
        };
    }

    private static void checkModes(Tensor x, InterpolateOptions o) {
        InterpolateMode mode = o.mode();
        int n =
                switch (mode) {
                    case NEAREST, NEAREST_EXACT, AREA -> 0;
                    case LINEAR -> 1;
                    case BILINEAR, BICUBIC, LANCZOS -> 2;
                    case TRILINEAR -> 3;
                };
        require(
                n > 0 || o.alignCorners() == null,
                "align_corners option can only be set with the interpolating modes: linear |"
                        + " bilinear | bicubic | trilinear, got mode "
                        + mode);
        require(
                n == 0 ? x.dim() >= 3 && x.dim() <= 5 : x.dim() == n + 2,
                "Got "
                        + x.dim()
                        + "D input "
                        + x.shape().listText()
                        + ", but "
                        + mode
                        + " mode needs "
                        + (n == 0 ? "3D, 4D or 5D" : (n + 2) + "D")
                        + " input");
        boolean smooth = n == 2;
        require(
                !o.antialias() || smooth,
                "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and"
                        + " requires a 4-D tensor as input, got mode "
                        + mode);
        require(
                mode != InterpolateMode.LANCZOS
                        || (o.antialias() && !Boolean.TRUE.equals(o.alignCorners())),
                "lanczos mode requires antialias=true, and does not support align_corners=true");
    }

    private static int[] resampledSizes(int n, Tensor x, InterpolateOptions o) {
        int[] size = o.size();
        double[] factors = o.scaleFactor();
        require(
                size == null || factors == null,
                "only one of size or scale_factor should be defined, got both");
        require(
                size != null || factors != null,
                "either size or scale_factor should be defined, got None");
        require(
                size == null || !Boolean.TRUE.equals(o.recomputeScaleFactor()),
                "recompute_scale_factor is not meaningful with an explicit size, got "
                        + Arrays.toString(size));
        int given = size != null ? size.length : factors == null ? 0 : factors.length;
        require(
                given == 1 || given == n,
                "Input and output must have the same number of spatial dimensions, but got input"
                        + " with spatial dimensions of "
                        + n
                        + " and "
                        + (size != null
                                ? "output size of " + Arrays.toString(size)
                                : "scale_factor of " + Arrays.toString(factors)));
        int[] out = new int[n];
        for (int d = 0; d < n; d++) {
            if (size != null) {
                out[d] = size[given == 1 ? 0 : d];
            } else if (factors != null) {
                out[d] = (int) (x.size(d + 2) * factors[given == 1 ? 0 : d]);
            }
        }
        return out;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("interpolate: " + rule);
        }
    }

    /** Does {@link #interpolate}; PyTorch's older name. */
    public static Tensor upsample(Tensor x, UnaryOperator<InterpolateOptions> options) {
        return interpolate(x, options);
    }

    /** Does {@link #interpolate} with mode {@code NEAREST}; PyTorch's older name. */
    public static Tensor upsampleNearest(Tensor x, UnaryOperator<InterpolateOptions> options) {
        return interpolate(x, o -> options.apply(o).mode(InterpolateMode.NEAREST));
    }

    /**
     * Does {@link #interpolate} with mode {@code BILINEAR} and aligned corners; PyTorch's older
     * name.
     */
    public static Tensor upsampleBilinear(Tensor x, UnaryOperator<InterpolateOptions> options) {
        return interpolate(
                x, o -> options.apply(o).mode(InterpolateMode.BILINEAR).alignCorners(true));
    }

    // ---- places

    /** Returns planes sampled at points, bilinear, with zeros beyond the edge. */
    public static Tensor gridSample(Tensor x, Tensor grid) {
        return gridSample(x, grid, o -> o);
    }

    /**
     * Returns planes sampled at points (Jaderberg et al. 2015).
     *
     * @param x {@code (N, C, H, W)} or {@code (N, C, D, H, W)}
     * @param grid {@code (N, *, 2)} or {@code (N, *, 3)}: for each result a point, the last
     *     dimension's coordinate first, -1 and 1 being the ends
     * @return {@code (N, C, *)}
     * @throws IllegalArgumentException if shapes, dtypes or mode do not fit
     */
    public static Tensor gridSample(
            Tensor x, Tensor grid, UnaryOperator<GridSampleOptions> options) {
        GridSampleOptions o = options.apply(GridSampleOptions.DEFAULT);
        Interpolation by =
                switch (o.mode()) {
                    case NEAREST -> Interpolation.NEAREST;
                    case BILINEAR -> Interpolation.LINEAR;
                    case BICUBIC -> Interpolation.CUBIC;
                    case NEAREST_EXACT, LINEAR, TRILINEAR, LANCZOS, AREA ->
                            throw new IllegalArgumentException(
                                    "grid_sample: expected mode to be bilinear, nearest or bicubic,"
                                            + " but got: "
                                            + o.mode());
                };
        int n = x.dim() == 5 ? 3 : 2;
        return Tensor.apply(
                new PlaneOp.GridSample(by, o.paddingMode(), o.alignCorners(), n), x, grid);
    }

    /**
     * Returns the points that affine maps send the places of planes to, for {@link #gridSample}.
     *
     * @param theta {@code (N, 2, 3)} or {@code (N, 3, 4)}
     * @param size the sizes of the sampled result, {@code (N, C, *)}
     * @param alignCorners whether -1 and 1 are the middles of the corner places, not their edges
     * @return {@code (N, *, 2)} or {@code (N, *, 3)}
     * @throws IllegalArgumentException if shapes do not fit
     */
    public static Tensor affineGrid(Tensor theta, int[] size, boolean alignCorners) {
        return theta.affineGridGenerator(size, alignCorners);
    }

    /** Returns channels as finer planes; see {@link Tensor#pixelShuffle}. */
    public static Tensor pixelShuffle(Tensor x, int upscaleFactor) {
        return x.pixelShuffle(upscaleFactor);
    }

    /** Returns planes as channels of coarser ones; see {@link Tensor#pixelUnshuffle}. */
    public static Tensor pixelUnshuffle(Tensor x, int downscaleFactor) {
        return x.pixelUnshuffle(downscaleFactor);
    }

    /** Returns the channels of groups interleaved; see {@link Tensor#channelShuffle}. */
    public static Tensor channelShuffle(Tensor x, int groups) {
        return x.channelShuffle(groups);
    }

    // ---- blocks

    /** Returns the blocks of planes as columns, one at each place. */
    public static Tensor unfold(Tensor x, int... kernelSize) {
        return unfold(x, kernelSize, o -> o);
    }

    /**
     * Returns the blocks of planes as columns: {@code (N, C, H, W) -> (N, C * block, blocks)}, with
     * or without N.
     *
     * @throws IllegalArgumentException if no block fits
     */
    public static Tensor unfold(Tensor x, int[] kernelSize, UnaryOperator<UnfoldOptions> options) {
        UnfoldOptions o = options.apply(UnfoldOptions.of(kernelSize));
        return Tensor.apply(new PlaneOp.Unfold(o.blocks()), x);
    }

    /** Returns columns added up as blocks of planes, one at each place. */
    public static Tensor fold(Tensor x, int[] outputSize, int... kernelSize) {
        return fold(x, outputSize, kernelSize, o -> o);
    }

    /**
     * Returns columns added up as blocks of planes: {@code (N, C * block, blocks) -> (N, C, H, W)},
     * with or without N; the adjoint of {@link #unfold}.
     *
     * @param outputSize H and W, or one number for both
     * @throws IllegalArgumentException if there are not as many columns as blocks
     */
    public static Tensor fold(
            Tensor x, int[] outputSize, int[] kernelSize, UnaryOperator<UnfoldOptions> options) {
        UnfoldOptions o = options.apply(UnfoldOptions.of(kernelSize));
        int[] sizes = Sizes.of("output_size", 2, outputSize);
        return Tensor.apply(new PlaneOp.Fold(o.blocks(), sizes), x);
    }
}
