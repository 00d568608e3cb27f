package dev.cresset.data;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataLoaderTest {
    private final TensorDataset rows =
            new TensorDataset(arange(10).view(5, 2), tensor(0.0, 1.0, 2.0, 3.0, 4.0));

    @Test
    void batchesStackRowsOfEachTensor() {
        List<String> seen = new ArrayList<>();
        for (var batch : new DataLoader<>(rows, o -> o.batchSize(2))) {
            assertThat(batch.get(1)).isSameAs(batch.y());
            seen.add(batch.toString());
        }
        assertThat(seen)
                .containsExactly(
                        "[tensor([[0, 1],\n        [2, 3]]), tensor([0., 1.])]",
                        "[tensor([[4, 5],\n        [6, 7]]), tensor([2., 3.])]",
                        "[tensor([[8, 9]]), tensor([4.])]");
    }

    @Test
    void theLastBatchCanBeLeftOut() {
        var loader = new DataLoader<>(rows, o -> o.batchSize(2).dropLast(true));
        assertThat(loader.size()).isEqualTo(2);
        assertThat(loader).hasSize(2);
    }

    @Test
    void samplersGiveTheOrder() {
        Sampler backwards =
                new Sampler() {
                    @Override
                    public int size() {
                        return 3;
                    }

                    @Override
                    public java.util.Iterator<Integer> iterator() {
                        return List.of(4, 2, 0).iterator();
                    }
                };
        var loader = new DataLoader<>(rows, o -> o.batchSize(2).sampler(backwards));
        assertThat(loader)
                .extracting(b -> b.y().toString())
                .containsExactly("tensor([4., 2.])", "tensor([0.])");
        var batched =
                new DataLoader<>(rows, o -> o.batchSampler(new BatchSampler(backwards, 3, false)));
        assertThat(batched)
                .extracting(b -> b.y().toString())
                .containsExactly("tensor([4., 2., 0.])");
    }

    @Test
    void elementsOfOneClassAreCollatedFieldByField() {
        Tensor one = tensor(1.0);
        Tensor two = tensor(2.0);
        assertThat(Collate.stack(List.of(Map.of("a", one), Map.of("a", two))).toString())
                .isEqualTo("{a=tensor([1., 2.])}");
        assertThat(Collate.stack(List.of(List.of(one, two), List.of(two, one))).toString())
                .isEqualTo("[tensor([1., 2.]), tensor([2., 1.])]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Collate.stack(List.of(new Object(), new Object())))
                .withMessageContaining("java.lang.Object")
                .withMessageContaining("collate function of your own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Collate.stack(List.of(zeros(2), zeros(3))))
                .withMessageContaining("stack expects each tensor to be equal size");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Collate.<List<Tensor>>stack(List.of(List.of(one), List.of(one, two))))
                .withMessageContaining("equal size, but found 1 and 2");
    }

    @Test
    void aCollateFunctionMakesBatchesOfAnyKind() {
        var words = Dataset.of(List.of("to", "be", "or", "not"));
        var loader = DataLoader.of(words, l -> String.join(" ", l), o -> o.batchSize(3));
        assertThat(loader).containsExactly("to be or", "not");
    }

    @Test
    void elementsCanBeGivenOneByOne() {
        var words = Dataset.of(List.of("to", "be", "or"));
        for (int workers : new int[] {0, 2}) {
            var loader = DataLoader.unbatched(words, o -> o.numWorkers(workers));
            assertThat(loader).containsExactly("to", "be", "or");
            assertThat(loader.size()).isEqualTo(3);
        }
        IterableDataset<String> stream = () -> List.of("a", "b").iterator();
        assertThat(DataLoader.unbatched(stream, o -> o)).containsExactly("a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataLoader.unbatched(words, o -> o.dropLast(true)))
                .withMessageContaining("disables auto-batching");
    }

    @Test
    void streamsAreBatchedInTheirOrder() {
        IterableDataset<Tensor> stream =
                () -> List.of(tensor(1.0), tensor(2.0), tensor(3.0)).iterator();
        var loader = new DataLoader<>(stream, o -> o.batchSize(2));
        assertThat(loader)
                .extracting(Tensor::toString)
                .containsExactly("tensor([1., 2.])", "tensor([3.])");
        assertThatThrownBy(loader::size).isInstanceOf(IllegalStateException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataLoader<>(stream, o -> o.shuffle(true)))
                .withMessageContaining("IterableDataset");
    }

    @Test
    void concatenatedPartsAreFoundAlsoBesideEmptyOnes() {
        var all =
                new ConcatDataset<>(
                        List.of(
                                Dataset.<Integer>of(List.of()),
                                Dataset.of(List.of(1, 2)),
                                Dataset.<Integer>of(List.of()),
                                Dataset.of(List.of(3))));
        assertThat(List.of(all.get(0), all.get(1), all.get(2))).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> all.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new ConcatDataset<>(List.of()));
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataLoader<>(rows, o -> o.batchSize(0)))
                .withMessage("batch_size should be a positive integer value, but got batch_size=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DataLoader<>(
                                rows, o -> o.shuffle(true).sampler(new SequentialSampler(5))))
                .withMessage("sampler option is mutually exclusive with shuffle");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new DataLoader<>(Dataset.<Tensor>of(List.of()), o -> o.shuffle(true)))
                .withMessageContaining("num_samples=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.randomSplit(2, 2))
                .withMessageContaining("Sum of input lengths does not equal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.randomSplit(0.5, 0.6))
                .withMessageContaining("fractions must sum to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TensorDataset(zeros(2), zeros(3)))
                .withMessageContaining("Size mismatch between tensors");
    }
}
