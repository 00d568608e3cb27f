package dev.cresset.nn.utils;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.nn.PackedSequence;
import dev.cresset.op.DType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Padding and packing; the texts are those that PyTorch 2.13 prints. */
class RnnTest {
    private static final Tensor PADDED =
            tensor(new long[] {1, 2, 0, 3, 0, 0, 4, 5, 6}).reshape(3, 3);

    @Test
    void packsAndPadsTheExampleOfPyTorchsDocumentation() {
        PackedSequence packed =
                Rnn.packPaddedSequence(
                        PADDED, new int[] {2, 1, 3}, o -> o.batchFirst(true).enforceSorted(false));
        assertThat(packed)
                .hasToString(
                        "PackedSequence(data=tensor([4, 1, 3, 5, 2, 6]), batch_sizes=tensor([3, 2,"
                                + " 1]), sorted_indices=tensor([2, 0, 1]),"
                                + " unsorted_indices=tensor([1, 2, 0]))");
        Rnn.Padded back = Rnn.padPackedSequence(packed, o -> o.batchFirst(true));
        assertThat(back.output().equal(PADDED)).isTrue();
        assertThat(back.lengths()).hasToString("tensor([2, 1, 3])");
        assertThat(Rnn.unpackSequence(packed))
                .hasToString("[tensor([1, 2]), tensor([3]), tensor([4, 5, 6])]");
    }

    @Test
    void packsSortedSequences() {
        PackedSequence packed =
                Rnn.packSequence(
                        List.of(
                                tensor(new long[] {1, 2, 3}),
                                tensor(new long[] {4, 5}),
                                tensor(new long[] {6})));
        assertThat(packed)
                .hasToString(
                        "PackedSequence(data=tensor([1, 4, 6, 2, 5, 3]), batch_sizes=tensor([3, 2,"
                                + " 1]), sorted_indices=None, unsorted_indices=None)");
        assertThat(packed.to(DType.FLOAT64).data())
                .extracting(Tensor::dtype)
                .isEqualTo(DType.FLOAT64);
        assertThat(packed.to(DType.INT64)).isSameAs(packed);
    }

    @Test
    void padsUpToATotalLengthWithAValue() {
        PackedSequence packed = Rnn.packSequence(List.of(ones(3), ones(2)));
        Rnn.Padded out =
                Rnn.padPackedSequence(
                        packed, o -> o.totalLength(5).batchFirst(true).paddingValue(-1));
        assertThat(out.output())
                .hasToString(
                        "tensor([[ 1.,  1.,  1., -1., -1.],\n        [ 1.,  1., -1., -1., -1.]])");
        assertThat(out.lengths()).hasToString("tensor([3, 2])");
        refuses(
                () -> Rnn.padPackedSequence(packed, o -> o.totalLength(2)),
                "got total_length=2 and max sequence length being 3");
    }

    @Test
    void padsAtEitherSideInTheFirstOnesDtype() {
        assertThat(
                        Rnn.padSequence(
                                List.of(zeros(2), ones(3)),
                                o -> o.paddingSide(Rnn.PaddingSide.LEFT).paddingValue(7)))
                .hasToString("tensor([[7., 1.],\n        [0., 1.],\n        [0., 1.]])");
        assertThat(
                        Rnn.padSequence(
                                List.of(zeros(DType.INT64, 2), ones(3)),
                                o -> o.batchFirst(true).paddingValue(1.5)))
                .hasToString("tensor([[0, 0, 1],\n        [1, 1, 1]])");
    }

    @Test
    void gradientsFlowThroughPackingAndPadding() {
        Tensor x = ones(3, 2).requiresGrad_(true);
        PackedSequence packed =
                Rnn.packPaddedSequence(x, new int[] {1, 3}, o -> o.enforceSorted(false));
        Rnn.padPackedSequence(packed).output().mul(2).sum().backward();
        assertThat(Objects.requireNonNull(x.grad()))
                .hasToString("tensor([[2., 2.],\n        [0., 2.],\n        [0., 2.]])");
    }

    @Test
    void refusesLengthsThatDoNotFit() {
        Tensor x = zeros(3, 2, 1);
        refuses(() -> Rnn.packPaddedSequence(x, 2, 3), "must be sorted in decreasing order");
        refuses(() -> Rnn.packPaddedSequence(x, 3, 0), "has to be greater than 0");
        refuses(() -> Rnn.packPaddedSequence(x, 3, 2, 1), "got 3 (batch_size=2)");
        refuses(() -> Rnn.packPaddedSequence(x, 4, 2), "a length is 4, but the input has only 3");
        refuses(() -> Rnn.packPaddedSequence(zeros(0, 2, 1), 1, 1), "Cannot pack empty tensors");
        refuses(() -> Rnn.packSequence(List.of()), "received an empty list of sequences");
        refuses(() -> Rnn.packSequence(List.of(zeros(2), zeros(3))), "must be sorted");
        refuses(
                () -> Rnn.padSequence(List.of(zeros(2, 3), zeros(3, 2))),
                "does not fit those like the first, [3, 3]");
        refuses(
                () -> Rnn.unpadSequence(zeros(3, 2), tensor(new long[] {3, 2, 1})),
                "3 lengths for 2 sequences");
    }

    private static void refuses(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
