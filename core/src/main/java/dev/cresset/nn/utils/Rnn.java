package dev.cresset.nn.utils;

import static dev.cresset.Tensor.cat;
import static dev.cresset.Tensor.full;
import static dev.cresset.Tensor.stack;
import static dev.cresset.Tensor.tensor;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.nn.PackedSequence;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of several lengths in one tensor, padded or packed: PyTorch's {@code nn.utils.rnn}.
 *
 * <pre>{@code
 * var packed = Rnn.packSequence(List.of(a, b, c), false);        // of any lengths, (L, *) each
 * var out = lstm.call(packed);
 * var padded = Rnn.padPackedSequence(out.output(), o -> o.batchFirst(true));
 * }</pre>
 */
public final class Rnn {
    private Rnn() {}

    /** At which end of a sequence padding is. */
    public enum PaddingSide {
        /** Before its first step. */
        LEFT,
        /** After its last step. */
        RIGHT
    }

    /**
     * How padded sequences lie.
     *
     * @param batchFirst whether they are {@code (N, T, *)} instead of {@code (T, N, *)}
     * @param enforceSorted whether sequences that are not sorted by length, longest first, are
     *     refused; else they are sorted
     */
    public record PackOptions(boolean batchFirst, boolean enforceSorted) {
        static final PackOptions DEFAULT = new PackOptions(false, true);

        /** Returns these options with the sequences or the steps as first dimension. */
        public PackOptions batchFirst(boolean value) {
            return new PackOptions(value, enforceSorted);
        }

        /** Returns these options, refusing or sorting what is not sorted. */
        public PackOptions enforceSorted(boolean value) {
            return new PackOptions(batchFirst, value);
        }
    }

    /**
     * How sequences are padded.
     *
     * @param batchFirst whether the result is {@code (N, T, *)} instead of {@code (T, N, *)}
     * @param paddingValue what is put in the place of missing steps
     * @param paddingSide at which end; {@link #padSequence}
     * @param totalLength the number of steps of the result, or null for the longest sequence's;
     *     {@link #padPackedSequence}
     */
    public record PadOptions(
            boolean batchFirst,
            Number paddingValue,
            PaddingSide paddingSide,
            @Nullable Integer totalLength) {
        static final PadOptions DEFAULT = new PadOptions(false, 0, PaddingSide.RIGHT, null);

        /** Returns these options with the sequences or the steps as first dimension. */
        public PadOptions batchFirst(boolean value) {
            return new PadOptions(value, paddingValue, paddingSide, totalLength);
        }

        /** Returns these options with a number for missing steps. */
        public PadOptions paddingValue(Number value) {
            return new PadOptions(batchFirst, value, paddingSide, totalLength);
        }

        /** Returns these options with padding at one end. */
        public PadOptions paddingSide(PaddingSide value) {
            return new PadOptions(batchFirst, paddingValue, value, totalLength);
        }

        /** Returns these options with a number of steps. */
        public PadOptions totalLength(@Nullable Integer value) {
            return new PadOptions(batchFirst, paddingValue, paddingSide, value);
        }
    }

    /**
     * Padded sequences.
     *
     * @param output the steps, {@code (T, N, *)} or {@code (N, T, *)}
     * @param lengths the lengths, {@code (N)}, int64
     */
    public record Padded(Tensor output, Tensor lengths) {}

    // ---- packing

    /** Packs sequences {@code (T, N, *)} of the given lengths, longest first. */
    public static PackedSequence packPaddedSequence(Tensor input, int... lengths) {
        return packPaddedSequence(input, lengths, o -> o);
    }

    /** Packs padded sequences of the given lengths. */
    public static PackedSequence packPaddedSequence(
            Tensor input, int[] lengths, UnaryOperator<PackOptions> options) {
        return packPaddedSequence(
                input, tensor(Arrays.stream(lengths).asLongStream().toArray()), options);
    }

    /**
     * Packs padded sequences of the given lengths; what lies beyond them is left out.
     *
     * @param input {@code (T, N, *)} or {@code (N, T, *)}
     * @param lengths {@code (N)}, each at least 1 and at most T
     * @throws IllegalArgumentException if lengths are out of range, not sorted though they have to
     *     be, or do not fit the input; PyTorch packs nonsense where one exceeds T
     */
    public static PackedSequence packPaddedSequence(
            Tensor input, Tensor lengths, UnaryOperator<PackOptions> options) {
        PackOptions o = options.apply(PackOptions.DEFAULT);
        if (lengths.dim() != 1) {
            throw new IllegalArgumentException(
                    "pack_padded_sequence: 'lengths' argument should be a 1D CPU int64 tensor, but"
                            + " got "
                            + lengths.dim()
                            + "D cpu "
                            + lengths.dtype().legacyName()
                            + " tensor");
        }
        if (input.dim() < 2) {
            throw new IllegalArgumentException(
                    "pack_padded_sequence: the input must have at least 2 dimensions, got "
                            + input.shape().listText());
        }
        Tensor sorted = lengths.to(DType.INT64);
        Tensor order = null;
        Tensor x = input;
        int batch = o.batchFirst ? 0 : 1;
        int[] sizes = checkedLengths(input, sorted, o);
        if (!o.enforceSorted) {
            var byLength = sorted.sort(0, true);
            sorted = byLength.values();
            order = byLength.indices();
            x = input.indexSelect(batch, order);
            sizes = ints(sorted);
        }
        int steps = sizes[0];
        int n = sizes.length;
        long[] counts = new long[steps];
        for (int size : sizes) {
            for (int t = 0; t < size; t++) {
                counts[t]++;
            }
        }
        long[] rows = new long[Arrays.stream(sizes).sum()];
        int next = 0;
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < counts[t]; i++) {
                rows[next++] = o.batchFirst ? (long) i * x.size(1) + t : (long) t * n + i;
            }
        }
        Tensor data =
                Grad.named(
                        "PackPaddedSequenceBackward0",
                        x.flatten(0, 1).indexSelect(0, tensor(rows)));
        return new PackedSequence(data, tensor(counts), order, inverted(order));
    }

    private static int[] checkedLengths(Tensor input, Tensor lengths, PackOptions o) {
        int n = input.size(o.batchFirst ? 0 : 1);
        int steps = input.size(o.batchFirst ? 1 : 0);
        int[] out = ints(lengths);
        if (input.numel() == 0) {
            throw new IllegalArgumentException(
                    "pack_padded_sequence: Cannot pack empty tensors., got shape "
                            + input.shape().listText());
        }
        if (out.length != n) {
            throw new IllegalArgumentException(
                    "pack_padded_sequence: Expected `len(lengths)` to be equal to batch_size, but"
                            + " got "
                            + out.length
                            + " (batch_size="
                            + n
                            + ")");
        }
        for (int i = 0; i < n; i++) {
            if (out[i] <= 0) {
                throw new IllegalArgumentException(
                        "pack_padded_sequence: Length of all samples has to be greater than 0, but"
                                + " found an element in 'lengths' that is <= 0: "
                                + out[i]);
            }
            if (out[i] > steps) {
                throw new IllegalArgumentException(
                        "pack_padded_sequence: a length is "
                                + out[i]
                                + ", but the input has only "
                                + steps
                                + " steps");
            }
            if (o.enforceSorted && i > 0 && out[i] > out[i - 1]) {
                throw new IllegalArgumentException(
                        "pack_padded_sequence: `lengths` array must be sorted in decreasing order"
                                + " when `enforce_sorted` is True. You can pass"
                                + " `enforce_sorted=False` to pack_padded_sequence and/or"
                                + " pack_sequence to sidestep this requirement if you do not need"
                                + " ONNX exportability. Got "
                                + Arrays.toString(out));
            }
        }
        return out;
    }

    private static int[] ints(Tensor lengths) {
        return Arrays.stream(lengths.toLongArray()).mapToInt(Math::toIntExact).toArray();
    }

    /** Packs sequences {@code (L, *)}, longest first. */
    public static PackedSequence packSequence(List<Tensor> sequences) {
        return packSequence(sequences, true);
    }

    /**
     * Packs sequences {@code (L, *)}.
     *
     * @param enforceSorted whether sequences that are not sorted by length, longest first, are
     *     refused; else they are sorted
     * @throws IllegalArgumentException if there are none, or as {@link #packPaddedSequence} does
     */
    public static PackedSequence packSequence(List<Tensor> sequences, boolean enforceSorted) {
        Tensor padded = padSequence(sequences);
        int[] lengths = sequences.stream().mapToInt(s -> s.size(0)).toArray();
        return packPaddedSequence(padded, lengths, o -> o.enforceSorted(enforceSorted));
    }

    /** Returns the inverse of a permutation, null of null. */
    public static @Nullable Tensor invertPermutation(@Nullable Tensor permutation) {
        return inverted(permutation);
    }

    private static @Nullable Tensor inverted(@Nullable Tensor permutation) {
        if (permutation == null) {
            return null;
        }
        long[] p = permutation.toLongArray();
        long[] out = new long[p.length];
        for (int i = 0; i < p.length; i++) {
            out[Math.toIntExact(p[i])] = i;
        }
        return tensor(out);
    }

    // ---- unpacking

    /** Returns packed sequences {@code (T, N, *)}, padded with zeros, in their original order. */
    public static Padded padPackedSequence(PackedSequence sequence) {
        return padPackedSequence(sequence, o -> o);
    }

    /**
     * Returns packed sequences, padded, in their original order.
     *
     * @throws IllegalArgumentException if the longest sequence exceeds the total length
     */
    public static Padded padPackedSequence(
            PackedSequence sequence, UnaryOperator<PadOptions> options) {
        PadOptions o = options.apply(PadOptions.DEFAULT);
        int[] counts = ints(sequence.batchSizes());
        int longest = counts.length;
        Integer total = o.totalLength;
        if (total != null && total < longest) {
            throw new IllegalArgumentException(
                    "Expected total_length to be at least the length of the longest sequence in"
                            + " input, but got total_length="
                            + total
                            + " and max sequence length being "
                            + longest);
        }
        int steps = total == null ? longest : total;
        int n = counts[0];
        Tensor data = sequence.data();
        long rows = data.size(0);
        long[] places = new long[steps * n];
        long[] lengths = new long[n];
        int next = 0;
        for (int t = 0; t < steps; t++) {
            int count = t < longest ? counts[t] : 0;
            for (int i = 0; i < n; i++) {
                places[t * n + i] = i < count ? next++ : rows;
                lengths[i] += i < count ? 1 : 0;
            }
        }
        int[] one = data.shape().toArray();
        one[0] = 1;
        Tensor filled =
                cat(
                        List.of(
                                data,
                                full(Shape.of(one), o.paddingValue, f -> f.dtype(data.dtype()))),
                        0);
        Tensor padded =
                Grad.named(
                        "CopySlices", filled.indexSelect(0, tensor(places)).unflatten(0, steps, n));
        Tensor out = o.batchFirst ? padded.transpose(0, 1) : padded;
        Tensor order = sequence.unsortedIndices();
        return order == null
                ? new Padded(out, tensor(lengths))
                : new Padded(
                        out.indexSelect(o.batchFirst ? 0 : 1, order),
                        tensor(lengths).indexSelect(0, order));
    }

    /** Returns packed sequences one by one, {@code (L, *)}, in their original order. */
    public static List<Tensor> unpackSequence(PackedSequence sequence) {
        Padded padded = padPackedSequence(sequence, o -> o.batchFirst(true));
        return unpadSequence(padded.output, padded.lengths, true);
    }

    // ---- padding

    /** Returns sequences {@code (L, *)} as {@code (T, N, *)}, padded with zeros at their ends. */
    public static Tensor padSequence(List<Tensor> sequences) {
        return padSequence(sequences, o -> o);
    }

    /**
     * Returns sequences {@code (L, *)}, of the first one's dtype, side by side and padded.
     *
     * @throws IllegalArgumentException if there are none, or sizes beyond the first do not
     *     broadcast to those of the first sequence
     */
    public static Tensor padSequence(List<Tensor> sequences, UnaryOperator<PadOptions> options) {
        PadOptions o = options.apply(PadOptions.DEFAULT);
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("pad_sequence: received an empty list of sequences");
        }
        int longest = 0;
        for (Tensor s : sequences) {
            if (s.dim() == 0) {
                throw new IllegalArgumentException(
                        "pad_sequence: a sequence must have at least 1 dimension, got a 0-dim"
                                + " tensor");
            }
            longest = Math.max(longest, s.size(0));
        }
        Tensor first = sequences.getFirst();
        List<Tensor> out = new ArrayList<>();
        for (Tensor s : sequences) {
            int[] sizes = first.shape().toArray();
            sizes[0] = s.size(0);
            Tensor x = expanded(s.to(first.dtype()), sizes);
            sizes[0] = longest - s.size(0);
            if (sizes[0] > 0) {
                Tensor padding = full(Shape.of(sizes), o.paddingValue, f -> f.dtype(first.dtype()));
                x =
                        switch (o.paddingSide) {
                            case LEFT -> cat(List.of(padding, x), 0);
                            case RIGHT -> cat(List.of(x, padding), 0);
                        };
            }
            out.add(x);
        }
        return Grad.named("CopySlices", stack(out, o.batchFirst ? 0 : 1));
    }

    private static Tensor expanded(Tensor x, int... sizes) {
        try {
            return x.expand(sizes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "pad_sequence: a sequence of shape "
                            + x.shape().listText()
                            + " does not fit those like the first, "
                            + Arrays.toString(sizes),
                    e);
        }
    }

    /** Returns sequences {@code (T, N, *)} one by one, {@code (L, *)}. */
    public static List<Tensor> unpadSequence(Tensor padded, Tensor lengths) {
        return unpadSequence(padded, lengths, false);
    }

    /**
     * Returns padded sequences one by one, {@code (L, *)}.
     *
     * @param batchFirst whether they are {@code (N, T, *)} instead of {@code (T, N, *)}
     * @throws IllegalArgumentException if there are not as many lengths as sequences
     */
    public static List<Tensor> unpadSequence(Tensor padded, Tensor lengths, boolean batchFirst) {
        Tensor x = batchFirst ? padded : padded.transpose(0, 1);
        long[] sizes = lengths.toLongArray();
        if (sizes.length != x.size(0)) {
            throw new IllegalArgumentException(
                    "unpad_sequence: " + sizes.length + " lengths for " + x.size(0) + " sequences");
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            long size = Math.max(0, Math.min(sizes[i], x.size(1)));
            Tensor steps = x.select(0, i).narrow(0, 0, (int) size).clone();
            out.add(Grad.named("IndexBackward0", steps));
        }
        return out;
    }
}
