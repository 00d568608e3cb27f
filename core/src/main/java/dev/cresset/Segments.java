package dev.cresset;

import dev.cresset.op.Indexing.Fold;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Neighbouring elements folded in segments of given lengths. */
final class Segments {
    private Segments() {}

    static Tensor reduce(Tensor x, Fold fold, SegmentOptions o) {
        int axis = x.shape().axis("segment_reduce", o.axis());
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "\"segment_reduce\" not implemented for '" + x.dtype().legacyName() + "'");
        }
        Tensor offsets = offsets(x, axis, o);
        int segments = offsets.size(-1) - 1;
        int[] sizes = x.shape().toArray();
        int rows = (int) Shape.of(Arrays.copyOf(sizes, axis)).numel();
        int[] rest = Arrays.copyOfRange(sizes, axis, sizes.length);
        int[] folded = new int[rest.length + 1];
        folded[0] = rows;
        System.arraycopy(rest, 0, folded, 1, rest.length);
        Tensor data = x.reshape(folded);
        long[] at = offsets.toLongArray();
        List<Tensor> out = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            Tensor row = data.select(0, r);
            for (int s = 0; s < segments; s++) {
                int start = (int) at[r * (segments + 1) + s];
                int end = (int) at[r * (segments + 1) + s + 1];
                out.add(fold(row.narrow(0, start, end - start), fold, o.initial()));
            }
        }
        sizes[axis] = segments;
        Tensor all = out.isEmpty() ? Tensor.zeros(x.dtype(), sizes) : Tensor.stack(out, 0);
        return Composite.named("SegmentReduce", all.reshape(sizes));
    }

    private static Tensor fold(Tensor part, Fold fold, @Nullable Number initial) {
        int n = part.size(0);
        return switch (fold) {
            case SUM -> initial == null ? part.sum(0) : part.sum(0).add(initial);
            case MEAN -> {
                if (n == 0) {
                    yield part.sum(0).add(initial == null ? Double.NaN : initial);
                }
                yield (initial == null ? part.sum(0) : part.sum(0).add(initial)).div(n);
            }
            case PROD -> initial == null ? part.prod(0) : part.prod(0).mul(initial);
            case AMAX -> {
                if (n == 0) {
                    yield part.sum(0).add(initial == null ? Double.NEGATIVE_INFINITY : initial);
                }
                yield initial == null ? part.amax(0) : part.amax(0).clampMin(initial);
            }
            case AMIN -> {
                if (n == 0) {
                    yield part.sum(0).add(initial == null ? Double.POSITIVE_INFINITY : initial);
                }
                yield initial == null ? part.amin(0) : part.amin(0).clampMax(initial);
            }
        };
    }

    private static Tensor offsets(Tensor x, int axis, SegmentOptions o) {
        Tensor lengths = o.lengths();
        Tensor given = lengths == null ? o.offsets() : lengths;
        if (given == null) {
            throw new IllegalArgumentException(
                    "segment_reduce(): Either lengths or offsets must be defined.");
        }
        if (!given.dtype().isIntegral()) {
            throw new IllegalArgumentException(
                    "segment_reduce(): lengths and offsets are whole numbers, got "
                            + given.dtype());
        }
        int[] sizes = x.shape().toArray();
        if (given.dim() != axis + 1) {
            throw new IllegalArgumentException(
                    "segment_reduce(): Expected axis to be the last dimension of "
                            + (lengths == null ? "offsets" : "lengths")
                            + " but got "
                            + axis
                            + " for "
                            + given.shape().listText());
        }
        for (int d = 0; d < axis; d++) {
            if (given.size(d) != sizes[d]) {
                throw new IllegalArgumentException(
                        "segment_reduce(): the sizes before the axis differ: "
                                + given.shape().listText()
                                + " for data "
                                + x.shape().listText());
            }
        }
        Tensor offsets = given;
        if (lengths != null) {
            int[] lead = given.shape().toArray();
            lead[axis] = 1;
            Tensor ends = given.cumsum(axis);
            offsets = Tensor.cat(List.of(Tensor.zeros(ends.dtype(), lead), ends), axis);
        }
        checkOrder(x, axis, offsets, lengths != null && !o.unsafe());
        return offsets;
    }

    private static void checkOrder(Tensor x, int axis, Tensor offsets, boolean whole) {
        int per = offsets.size(-1);
        long[] at = offsets.toLongArray();
        for (int i = 0; i < at.length; i++) {
            boolean first = i % per == 0;
            if (at[i] < 0 || at[i] > x.size(axis) || (!first && at[i] < at[i - 1])) {
                throw new IllegalArgumentException(
                        "segment_reduce(): lengths contains negative value or reaches beyond the"
                                + " data: segment ends at "
                                + at[i]
                                + " of "
                                + x.size(axis));
            }
            if (whole && i % per == per - 1 && at[i] != x.size(axis)) {
                throw new IllegalArgumentException(
                        "segment_reduce(): Expected all rows of lengths along axis to sum to"
                                + " data.size(lengths.dim()-1) when !unsafe: "
                                + at[i]
                                + " for "
                                + x.size(axis));
            }
        }
    }
}
