package dev.cresset.nn;

import dev.cresset.op.GridPadding;

/**
 * How planes are sampled at points.
 *
 * @param mode {@code BILINEAR} (for volumes too), {@code NEAREST} or {@code BICUBIC}
 * @param paddingMode what lies beyond the edge
 * @param alignCorners whether -1 and 1 are the middles of the corner places, not their edges
 */
public record GridSampleOptions(
        InterpolateMode mode, GridPadding paddingMode, boolean alignCorners) {
    static final GridSampleOptions DEFAULT =
            new GridSampleOptions(InterpolateMode.BILINEAR, GridPadding.ZEROS, false);

    /** Returns these options with a mode. */
    public GridSampleOptions mode(InterpolateMode value) {
        return new GridSampleOptions(value, paddingMode, alignCorners);
    }

    /** Returns these options with what lies beyond the edge. */
    public GridSampleOptions paddingMode(GridPadding value) {
        return new GridSampleOptions(mode, value, alignCorners);
    }

    /** Returns these options with -1 and 1 the corners' middles or their edges. */
    public GridSampleOptions alignCorners(boolean value) {
        return new GridSampleOptions(mode, paddingMode, value);
    }
}
