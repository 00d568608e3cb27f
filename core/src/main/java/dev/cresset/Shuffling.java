package dev.cresset;

/** Channels and places exchanged, and the points of affine maps of planes. */
sealed interface Shuffling permits Tensor {
    /**
     * Returns channels rearranged as finer planes (Shi et al. 2016): {@code (*, C r^2, H, W) -> (*,
     * C, H r, W r)}.
     *
     * @throws IllegalArgumentException if there are fewer than three dimensions, or the channels
     *     are not divisible by the factor's square
     */
    default Tensor pixelShuffle(int upscaleFactor) {
        return Shuffles.pixelShuffle(self(), upscaleFactor);
    }

    /**
     * Returns planes rearranged as channels of coarser ones, undoing {@link #pixelShuffle}: {@code
     * (*, C, H r, W r) -> (*, C r^2, H, W)}.
     *
     * @throws IllegalArgumentException if there are fewer than three dimensions, or a plane's sizes
     *     are not divisible by the factor
     */
    default Tensor pixelUnshuffle(int downscaleFactor) {
        return Shuffles.pixelUnshuffle(self(), downscaleFactor);
    }

    /**
     * Returns the channels of {@code (N, C, *)} interleaved (Zhang et al. 2018): the first of each
     * group, then the second of each.
     *
     * @throws IllegalArgumentException if there are fewer than three dimensions, or the channels
     *     are not divisible by the groups
     */
    default Tensor channelShuffle(int groups) {
        return Shuffles.channelShuffle(self(), groups);
    }

    /**
     * Returns the points that affine maps send a plane's places to, for sampling there.
     *
     * <p>This is {@code (N, dimensions, dimensions + 1)}, the result {@code (N, *, dimensions)}.
     *
     * @param size the sizes {@code (N, C, H, W)} or {@code (N, C, D, H, W)} of the sampled result
     * @param alignCorners whether -1 and 1 are the middles of the corner places, not their edges
     * @throws IllegalArgumentException if shapes do not fit or a size is not positive
     */
    default Tensor affineGridGenerator(int[] size, boolean alignCorners) {
        return Shuffles.affineGrid(self(), size, alignCorners);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
