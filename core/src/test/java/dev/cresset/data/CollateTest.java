package dev.cresset.data;

import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollateTest {
    record Sample(String name, float[] pixels, int label) {}

    record Pair(Tensor x, Object y) {}

    private static String text(Object... elements) {
        return Collate.batch(Arrays.asList(elements)).toString();
    }

    @Test
    void numbersBecomeVectors() {
        assertThat(text(1, 2)).isEqualTo("tensor([1, 2])");
        assertThat(text(1L, 2L)).isEqualTo("tensor([1, 2])");
        assertThat(text((short) 1, (short) 2)).isEqualTo("tensor([1, 2])");
        assertThat(text((byte) 1, (byte) -2)).isEqualTo("tensor([ 1, -2])");
        assertThat(text(1.5, 2.0)).isEqualTo("tensor([1.5000, 2.0000], dtype=torch.float64)");
        assertThat(text(1.5f, 2f)).isEqualTo("tensor([1.5000, 2.0000])");
        assertThat(text(true, false)).isEqualTo("tensor([ True, False])");
        assertThat(Collate.<Tensor>batch(List.of(1, 2)).dtype()).isEqualTo(DType.INT64);
    }

    @Test
    void arraysBecomeTensorsOfTheirDtype() {
        assertThat(text(new float[] {1, 2}, new float[] {3, 4}))
                .isEqualTo("tensor([[1., 2.],\n        [3., 4.]])");
        assertThat(text(new int[][] {{1}, {2}}, new int[][] {{3}, {4}}))
                .isEqualTo(
                        "tensor([[[1],\n         [2]],\n\n        [[3],\n         [4]]], dtype=torch.int32)");
    }

    @Test
    void stringsStayStrings() {
        assertThat(Collate.<List<String>>batch(List.of("a", "b"))).containsExactly("a", "b");
    }

    @Test
    void nestedElementsAreCollatedFieldByField() {
        assertThat(text(List.of(1, Map.of("k", 2.5)), List.of(3, Map.of("k", 4.5))))
                .isEqualTo("[tensor([1, 3]), {k=tensor([2.5000, 4.5000], dtype=torch.float64)}]");
        assertThat(text(new Batch(List.of(tensor(1L))), new Batch(List.of(tensor(2L)))))
                .isEqualTo("[tensor([1, 2])]");
    }

    @Test
    void recordsStayRecordsWhereTheyCanHoldABatch() {
        Pair pair = Collate.stack(List.of(new Pair(tensor(1L), 1), new Pair(tensor(2L), 3)));
        assertThat(pair.x().toString()).isEqualTo("tensor([1, 2])");
        assertThat(pair.y().toString()).isEqualTo("tensor([1, 3])");
    }

    @Test
    void otherRecordsBecomeMaps() {
        List<Sample> samples =
                List.of(
                        new Sample("cat", new float[] {1, 2}, 3),
                        new Sample("dog", new float[] {3, 4}, 5));
        assertThat(text(samples.toArray()))
                .isEqualTo(
                        "{name=[cat, dog], pixels=tensor([[1., 2.],\n        [3., 4.]]),"
                                + " label=tensor([3, 5])}");
        DataLoader<Map<String, Object>> loader =
                DataLoader.of(Dataset.of(samples), Collate::batch, o -> o.batchSize(2));
        assertThat(loader.iterator().next().get("label").toString()).isEqualTo("tensor([3, 5])");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Collate.stack(samples))
                .withMessageContaining("Sample is a Map")
                .withMessageContaining("DataLoader.of(dataset, Collate::batch");
    }

    @Test
    void aLoaderThatWouldGiveAnotherClassSaysWhatToUse() {
        var loader = new DataLoader<>(Dataset.of(List.of(1, 2)), o -> o.batchSize(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loader.iterator().next())
                .withMessageContaining("java.lang.Integer is a Tensor");
    }

    @Test
    void whatCannotBeCollatedIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(new Object()))
                .withMessageContaining("java.lang.Object");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(1, "a"))
                .withMessageContaining("java.lang.Integer and java.lang.String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(1, null))
                .withMessageContaining("java.lang.Integer and null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(new String[] {"a"}, new String[] {"b"}))
                .withMessageContaining("[Ljava.lang.String;");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(List.of(1), List.of(1, 2)))
                .withMessageContaining("equal size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(Map.of("a", 1), Map.of("b", 1)))
                .withMessageContaining("no value of 'a'");
    }

    @Test
    void stackedDatasetsGiveListsAndMaps() {
        Dataset<Integer> x = Dataset.of(List.of(1, 2));
        Dataset<String> y = Dataset.of(List.of("a", "b"));
        assertThat(StackDataset.of(x, y).get(1)).isEqualTo(List.of(2, "b"));
        assertThat(StackDataset.of(Map.of("x", x)).get(0)).isEqualTo(Map.of("x", 1));
        assertThat(StackDataset.of(x, y).size()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StackDataset.of(x, Dataset.of(List.of(1))))
                .withMessageContaining("Size mismatch between datasets: [2, 1]");
        assertThatIllegalArgumentException().isThrownBy(() -> StackDataset.of());
    }

    @Test
    void chainedStreamsFollowEachOtherAndStartLate() {
        List<String> started = new ArrayList<>();
        IterableDataset<Integer> one =
                () -> {
                    started.add("one");
                    return List.of(1, 2).iterator();
                };
        IterableDataset<Integer> none = () -> List.<Integer>of().iterator();
        IterableDataset<Integer> two =
                () -> {
                    started.add("two");
                    return List.of(3).iterator();
                };
        var chain = new ChainDataset<>(List.of(one, none, two, none));
        var elements = chain.iterator();
        elements.next();
        elements.next();
        assertThat(started).containsExactly("one");
        assertThat(elements.next()).isEqualTo(3);
        assertThat(elements.hasNext()).isFalse();
        assertThat(chain).containsExactly(1, 2, 3);
        assertThat(new ChainDataset<Integer>(List.of())).isEmpty();
    }

    @Test
    void distributedRanksAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DistributedSampler(5, 2, 2))
                .withMessage("Invalid rank 2, rank should be in the interval [0, 1]");
        assertThatIllegalArgumentException().isThrownBy(() -> new DistributedSampler(5, 2, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DistributedSampler(0, 2, 0));
    }
}
