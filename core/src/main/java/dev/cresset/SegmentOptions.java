package dev.cresset;

import org.jspecify.annotations.Nullable;

/**
 * Which elements a segment has, and how it is folded. Either lengths or offsets are given.
 *
 * @param lengths the lengths of the segments, {@code (*, segments)} with the sizes before the axis
 * @param offsets the starts of the segments and the last one's end, {@code (*, segments + 1)}
 * @param axis the dimension that is cut
 * @param unsafe whether the lengths are not checked against the size
 * @param initial what each fold starts from, null for nothing
 */
public record SegmentOptions(
        @Nullable Tensor lengths,
        @Nullable Tensor offsets,
        int axis,
        boolean unsafe,
        @Nullable Number initial) {
    static final SegmentOptions DEFAULT = new SegmentOptions(null, null, 0, false, null);

    /** Returns these options with lengths. */
    public SegmentOptions lengths(@Nullable Tensor values) {
        return new SegmentOptions(values, offsets, axis, unsafe, initial);
    }

    /** Returns these options with offsets. */
    public SegmentOptions offsets(@Nullable Tensor values) {
        return new SegmentOptions(lengths, values, axis, unsafe, initial);
    }

    /** Returns these options for another dimension. */
    public SegmentOptions axis(int value) {
        return new SegmentOptions(lengths, offsets, value, unsafe, initial);
    }

    /** Returns these options with or without the check of lengths. */
    public SegmentOptions unsafe(boolean value) {
        return new SegmentOptions(lengths, offsets, axis, value, initial);
    }

    /** Returns these options with a number that each fold starts from. */
    public SegmentOptions initial(@Nullable Number value) {
        return new SegmentOptions(lengths, offsets, axis, unsafe, value);
    }
}
