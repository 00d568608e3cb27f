package dev.cresset.nn;

import dev.cresset.Device;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of several lengths without padding, step after step; {@link
 * dev.cresset.nn.utils.Rnn#packSequence} makes them, and every recurrent layer takes them.
 *
 * <p>The sequences {@code abc} and {@code x} have the data {@code axbc} and the batch sizes 2, 1,
 * 1.
 *
 * @param data the steps, {@code (rows, *)}
 * @param batchSizes how many sequences have each step, int64
 * @param sortedIndices where each sequence was before they were sorted by length, or null
 * @param unsortedIndices where each sequence is now, or null
 */
public record PackedSequence(
        Tensor data,
        Tensor batchSizes,
        @Nullable Tensor sortedIndices,
        @Nullable Tensor unsortedIndices) {
    /** Makes packed sequences that were sorted already. */
    public PackedSequence(Tensor data, Tensor batchSizes) {
        this(data, batchSizes, null, null);
    }

    /** Returns the same sequences with other data of as many rows. */
    public PackedSequence withData(Tensor value) {
        return new PackedSequence(value, batchSizes, sortedIndices, unsortedIndices);
    }

    /** Returns the same sequences with data of a dtype. */
    public PackedSequence to(DType dtype) {
        return with(x -> x.to(dtype));
    }

    /** Returns the same sequences on a device. */
    public PackedSequence to(Device device) {
        return with(x -> x.to(device));
    }

    private PackedSequence with(UnaryOperator<Tensor> conversion) {
        Tensor anew = conversion.apply(data);
        return anew == data ? this : withData(anew);
    }

    /** Returns the number of sequences. */
    public int sequences() {
        return batchSizes.numel() == 0 ? 0 : batchSizes.get(0).item().intValue();
    }

    int[] counts() {
        long[] sizes = batchSizes.toLongArray();
        int[] out = new int[sizes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.toIntExact(sizes[i]);
        }
        return out;
    }

    /** Returns what Python prints: {@code PackedSequence(data=tensor(…), batch_sizes=…, …)}. */
    @Override
    public String toString() {
        return "PackedSequence(data="
                + data
                + ", batch_sizes="
                + batchSizes
                + ", sorted_indices="
                + PythonText.repr(sortedIndices)
                + ", unsorted_indices="
                + PythonText.repr(unsortedIndices)
                + ")";
    }
}
