package dev.cresset;

import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-computed cases of sorting, picking, scattering and moving. */
class OrderingTest {
    private static final double NAN = Double.NaN;

    private static Tensor leaf(double... values) {
        return tensor(values).requiresGrad_(true);
    }

    private static double[] gradient(Tensor x) {
        Tensor g = x.grad();
        assertThat(g).isNotNull();
        return g.toDoubleArray();
    }

    @Test
    void sortPutsNanLastAndKeepsEqualsInOrder() {
        ValuesIndices s = tensor(new double[] {2, NAN, 1, 2}).sort();
        assertThat(s.values().toDoubleArray()).containsExactly(1, 2, 2, NAN);
        assertThat(s.indices().toLongArray()).containsExactly(2, 0, 3, 1);
        assertThat(tensor(1L, 3, 1).sort(0, true).indices().toLongArray()).containsExactly(1, 0, 2);
    }

    @Test
    void gradientOfSortReturnsToTheUnsortedPlaces() {
        Tensor x = leaf(3, 1, 2);
        x.sort().values().backward(tensor(new double[] {10, 20, 30}));
        assertThat(gradient(x)).containsExactly(30, 10, 20);
    }

    @Test
    void topkPicksTheLargestFirst() {
        ValuesIndices t = tensor(1.0, 5, 3, 4).topk(2);
        assertThat(t.values().toDoubleArray()).containsExactly(5, 4);
        assertThat(t.indices().toLongArray()).containsExactly(1, 3);
        assertThat(tensor(1.0, 5, 3).topk(2, 0, false).values().toDoubleArray())
                .containsExactly(1, 3);
        assertThatThrownBy(() -> tensor(1.0, 2).topk(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topk")
                .hasMessageContaining("3");
    }

    @Test
    void medianIsTheLowerMiddleAndModeTheMostFrequent() {
        assertThat(tensor(4.0, 1, 3, 2).median().item()).isEqualTo(2.0);
        assertThat(tensor(4.0, NAN, 3).median().item()).isEqualTo(NAN);
        assertThat(tensor(4.0, NAN, 3).nanmedian().item()).isEqualTo(3.0);
        assertThat(tensor(2L, 3, 3, 2, 1).mode().values().item()).isEqualTo(2L);
        assertThat(tensor(9.0, 7, 8).kthvalue(2).indices().item()).isEqualTo(2L);
    }

    @Test
    void cumulativeOpsRunAlongTheDimension() {
        assertThat(tensor(2L, 3, 4).cumprod(0).toLongArray()).containsExactly(2, 6, 24);
        ValuesIndices m = tensor(1.0, 3, 2, 3).cummax(0);
        assertThat(m.values().toDoubleArray()).containsExactly(1, 3, 3, 3);
        assertThat(m.indices().toLongArray()).containsExactly(0, 1, 1, 3);
        assertThat(tensor(0.0, 0).logcumsumexp(0).get(1).item().doubleValue())
                .isCloseTo(Math.log(2), org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void gradientOfCumprodIsRightBesideAZero() {
        Tensor x = leaf(2, 0, 3);
        x.cumprod(0).sum().backward();
        assertThat(gradient(x)).containsExactly(1, 8, 0);
    }

    @Test
    void scatterWritesAndScatterReduceFolds() {
        Tensor index = tensor(0L, 0, 2);
        Tensor src = tensor(5.0, 7, 9);
        assertThat(Tensor.zeros(3).scatter(0, tensor(1L, 2), src).toDoubleArray())
                .containsExactly(0, 5, 7);
        assertThat(
                        Tensor.ones(3)
                                .scatterReduce(
                                        0, index, src, dev.cresset.op.Indexing.Fold.PROD, true)
                                .toDoubleArray())
                .containsExactly(35, 1, 9);
        assertThat(
                        Tensor.ones(3)
                                .scatterReduce(
                                        0, index, src, dev.cresset.op.Indexing.Fold.MEAN, false)
                                .toDoubleArray())
                .containsExactly(6, 1, 9);
    }

    @Test
    void indexedWritesReachTheNamedSlices() {
        Tensor x = Tensor.zeros(3, 2);
        Tensor two = Tensor.ones(2, 2);
        assertThat(x.indexAdd(0, tensor(1L, 1), two, 3).toDoubleArray())
                .containsExactly(0, 0, 6, 6, 0, 0);
        assertThat(x.indexFill(1, tensor(new long[] {-1}), 4).toDoubleArray())
                .containsExactly(0, 4, 0, 4, 0, 4);
        assertThat(x.indexCopy(0, tensor(new long[] {2}), Tensor.ones(1, 2)).toDoubleArray())
                .containsExactly(0, 0, 0, 0, 1, 1);
        x.indexPut_(List.of(tensor(0L, 0), tensor(1L, 1)), tensor(1.0, 2), true);
        assertThat(x.toDoubleArray()).containsExactly(0, 3, 0, 0, 0, 0);
        assertThatThrownBy(() -> x.indexSelect(0, tensor(new long[] {3})))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("index_select")
                .hasMessageContaining("3");
    }

    @Test
    void masksPickAndPlace() {
        Tensor x = tensor(1.0, 2, 3);
        Tensor mask = tensor(true, false, true);
        assertThat(x.maskedSelect(mask).toDoubleArray()).containsExactly(1, 3);
        assertThat(x.maskedScatter(mask, tensor(8.0, 9)).toDoubleArray()).containsExactly(8, 2, 9);
    }

    @Test
    void elementsMove() {
        Tensor x = Tensor.arange(6).view(2, 3);
        assertThat(x.flip(1).toLongArray()).containsExactly(2, 1, 0, 5, 4, 3);
        assertThat(x.roll(1, 1).toLongArray()).containsExactly(2, 0, 1, 5, 3, 4);
        assertThat(x.rot90().toLongArray()).containsExactly(2, 5, 1, 4, 0, 3);
        assertThat(x.tril().toLongArray()).containsExactly(0, 0, 0, 3, 4, 0);
        assertThat(tensor(1L, 2).repeat(2, 2).toLongArray())
                .containsExactly(1, 2, 1, 2, 1, 2, 1, 2);
        assertThat(tensor(1L, 2).repeatInterleave(2).toLongArray()).containsExactly(1, 1, 2, 2);
        assertThat(tensor(1L, 2).diag(1).toLongArray()).containsExactly(0, 1, 0, 0, 0, 2, 0, 0, 0);
    }

    @Test
    void gradientsBearTheNamesOfTheOps() {
        Tensor x = Tensor.ones(2, 2).requiresGrad_(true);
        assertThat(x.flip(0).toString()).contains("grad_fn=<FlipBackward0>");
        assertThat(x.viewCopy(4).toString()).contains("grad_fn=<ViewBackward0_copy>");
        assertThat(x.indexSelect(0, tensor(new long[] {1})).toString())
                .contains("grad_fn=<IndexSelectBackward0>");
        assertThat(x.median(0).values().toString()).contains("grad_fn=<MedianBackward1>");
    }

    @Test
    void tensorBoundsOfClampTakeTheGradientWhereTheyAreTaken() {
        Tensor x = leaf(-1, 0, 5);
        Tensor low = leaf(0, 0, 0);
        x.clamp(low, tensor(new double[] {3, 3, 3})).sum().backward();
        assertThat(gradient(x)).containsExactly(0, 1, 0);
        assertThat(gradient(low)).containsExactly(1, 0, 0);
    }
}
