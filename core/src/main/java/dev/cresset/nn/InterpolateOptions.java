package dev.cresset.nn;

import org.jspecify.annotations.Nullable;

/**
 * To which sizes and how planes are resampled; either sizes or factors are given. They are one
 * number for all spatial dimensions, or one for each.
 *
 * @param size the sizes wanted
 * @param scaleFactor the factors by which sizes grow, rounded down
 * @param mode how
 * @param alignCorners whether the middles of the corners meet, not their outer edges; null: not
 * @param recomputeScaleFactor whether steps come from the sizes, not from the factors; null: not
 * @param antialias whether to average over what falls between when planes become smaller
 */
public record InterpolateOptions(
        int @Nullable [] size,
        double @Nullable [] scaleFactor,
        InterpolateMode mode,
        @Nullable Boolean alignCorners,
        @Nullable Boolean recomputeScaleFactor,
        boolean antialias) {
    static final InterpolateOptions DEFAULT =
            new InterpolateOptions(null, null, InterpolateMode.NEAREST, null, null, false);

    /** Returns these options with sizes. */
    public InterpolateOptions size(int @Nullable ... value) {
        return new InterpolateOptions(
                value, scaleFactor, mode, alignCorners, recomputeScaleFactor, antialias);
    }

    /** Returns these options with factors. */
    public InterpolateOptions scaleFactor(double @Nullable ... value) {
        return new InterpolateOptions(
                size, value, mode, alignCorners, recomputeScaleFactor, antialias);
    }

    /** Returns these options with a mode. */
    public InterpolateOptions mode(InterpolateMode value) {
        return new InterpolateOptions(
                size, scaleFactor, value, alignCorners, recomputeScaleFactor, antialias);
    }

    /** Returns these options, aligning the corners' middles or not; null where there are none. */
    public InterpolateOptions alignCorners(@Nullable Boolean value) {
        return new InterpolateOptions(
                size, scaleFactor, mode, value, recomputeScaleFactor, antialias);
    }

    /** Returns these options, with steps from the sizes or from the factors. */
    public InterpolateOptions recomputeScaleFactor(@Nullable Boolean value) {
        return new InterpolateOptions(size, scaleFactor, mode, alignCorners, value, antialias);
    }

    /** Returns these options, averaging over what falls between or not. */
    public InterpolateOptions antialias(boolean value) {
        return new InterpolateOptions(
                size, scaleFactor, mode, alignCorners, recomputeScaleFactor, value);
    }
}
