package dev.cresset;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.op.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-computed cases of joins, grids, contractions, counting and statistics. */
class CombiningTest {
    private static final Tensor A = tensor(new double[] {1, 2});
    private static final Tensor B = tensor(new double[] {3, 4});

    @Test
    void stacksDifferInDirection() {
        assertThat(Tensor.hstack(A, B).toDoubleArray()).containsExactly(1, 2, 3, 4);
        assertThat(Tensor.vstack(A, B).toDoubleArray()).containsExactly(1, 2, 3, 4);
        assertThat(Tensor.columnStack(A, B).toDoubleArray()).containsExactly(1, 3, 2, 4);
        assertThat(Tensor.dstack(A, B).shape().toArray()).containsExactly(1, 2, 2);
        assertThat(Tensor.blockDiag(A, B).toDoubleArray()).containsExactly(1, 2, 0, 0, 0, 0, 3, 4);
    }

    @Test
    void gridsEnumerateCoordinates() {
        List<Tensor> grid = Tensor.meshgrid(arange(2), arange(3));
        assertThat(grid.get(0).toLongArray()).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(grid.get(1).toLongArray()).containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(Tensor.cartesianProd(arange(2), arange(2)).toLongArray())
                .containsExactly(0, 0, 0, 1, 1, 0, 1, 1);
        assertThat(Tensor.combinations(arange(3), 2, false).toLongArray())
                .containsExactly(0, 1, 0, 2, 1, 2);
        assertThat(Tensor.trilIndices(2, 2, 0).toLongArray()).containsExactly(0, 1, 1, 0, 0, 1);
    }

    @Test
    void einsumMultipliesSumsAndTransposes() {
        Tensor x = arange(4).view(2, 2); // [[0, 1], [2, 3]]
        assertThat(Tensor.einsum("ij,jk->ik", x, x).toLongArray()).containsExactly(2, 3, 6, 11);
        assertThat(Tensor.einsum("ij->ji", x).toLongArray()).containsExactly(0, 2, 1, 3);
        assertThat(Tensor.einsum("ii", x).item()).isEqualTo(3L);
        assertThat(Tensor.einsum("i,j", A, B).toDoubleArray()).containsExactly(3, 4, 6, 8);
        assertThat(Tensor.einsum("...ij,...j->...i", x.unsqueeze(0), arange(2)).toLongArray())
                .containsExactly(1, 3);
        assertThatThrownBy(() -> Tensor.einsum("ij,jk->iz", x, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("einsum");
    }

    @Test
    void einsumIsRecordedAsPyTorchRecordsIt() {
        Tensor x = arange(6).view(2, 3).toFloat().requiresGrad_(true);
        Tensor y = arange(12).view(3, 4).toFloat();
        assertThat(Tensor.einsum("ij,jk->ik", x, y)).asString().contains("<ViewBackward0>");
        assertThat(Tensor.einsum("ij,jk->ki", x, y)).asString().contains("<ViewBackward0>");
        assertThat(Tensor.einsum("ij,ij->", x, x)).asString().contains("<ViewBackward0>");
        assertThat(Tensor.einsum("ij,ij->ji", x, x)).asString().contains("<MulBackward0>");
        assertThat(Tensor.einsum("ij,jk->kij", x, y)).asString().contains("<MulBackward0>");
        assertThat(Tensor.einsum("ij->ij", x)).asString().contains("<PermuteBackward0>");
        assertThat(Tensor.einsum("ij->j", x)).asString().contains("<SumBackward1>");
    }

    @Test
    void einsumWithoutSumsFollowsTheOrderOfTheResult() {
        Tensor x = arange(6).view(2, 3);
        Tensor y = tensor(1L, 10L);
        Tensor z = Tensor.einsum("ij,k->jki", x, y);
        assertThat(z.shape().toArray()).containsExactly(3, 2, 2);
        assertThat(z.toLongArray()).containsExactly(0, 3, 0, 30, 1, 4, 10, 40, 2, 5, 20, 50);
    }

    @Test
    void contractionsAgreeWithHandwork() {
        Tensor x = arange(4).view(2, 2);
        assertThat(Tensor.tensordot(x, x, 2).item()).isEqualTo(14L);
        assertThat(x.trace().item()).isEqualTo(3L);
        assertThat(x.matrixPower(2).toLongArray()).containsExactly(2, 3, 6, 11);
        assertThat(A.kron(B).toDoubleArray()).containsExactly(3, 4, 6, 8);
        assertThat(tensor(1L, 0, 0).cross(tensor(0L, 1, 0)).toLongArray()).containsExactly(0, 0, 1);
        assertThat(Tensor.cdist(A.view(1, 2), B.view(1, 2), 2).item().doubleValue())
                .isCloseTo(Math.sqrt(8), within(1e-12));
        assertThat(Tensor.multiDot(A, Tensor.eye(2, 2, DType.FLOAT64), B).item()).isEqualTo(11.0);
    }

    @Test
    void distinctElementsAreCounted() {
        Counting.Distinct u = tensor(3L, 1, 3).unique();
        assertThat(u.values().toLongArray()).containsExactly(1, 3);
        assertThat(u.inverse().toLongArray()).containsExactly(1, 0, 1);
        assertThat(u.counts().toLongArray()).containsExactly(1, 2);
        assertThat(tensor(1L, 1, 2, 1).uniqueConsecutive().values().toLongArray())
                .containsExactly(1, 2, 1);
        assertThat(tensor(0L, 2, 2).bincount().toLongArray()).containsExactly(1, 0, 2);
        assertThat(tensor(new double[] {0, 1, 2, 4}).histc(2, 0, 4).toDoubleArray())
                .containsExactly(2, 2);
    }

    @Test
    void placesAreFoundInSortedRows() {
        Tensor rows = tensor(1L, 3, 3, 5);
        assertThat(Tensor.searchsorted(rows, tensor(3L, 6), false).toLongArray())
                .containsExactly(1, 4);
        assertThat(Tensor.bucketize(tensor(3L, 0), rows, true).toLongArray()).containsExactly(3, 0);
        assertThat(Tensor.isin(tensor(1L, 2), rows, false).toBooleanArray())
                .containsExactly(true, false);
    }

    @Test
    void statisticsIgnoreNanWhereTheySaySo() {
        Tensor x = tensor(new double[] {1, Double.NaN, 3});
        assertThat(x.nansum().item()).isEqualTo(4.0);
        assertThat(x.nanmean().item()).isEqualTo(2.0);
        assertThat(A.aminmax().max().item()).isEqualTo(2.0);
        assertThat(A.varMean(null, 1, false).spread().item()).isEqualTo(0.5);
        assertThat(tensor(1L, 4, 9).diff().toLongArray()).containsExactly(3, 5);
        assertThat(Tensor.ones(2, 4).renorm(1, 0, 2).sum().item().doubleValue())
                .isCloseTo(4, within(1e-5));
    }

    @Test
    void functionsHaveTheirCorners() {
        assertThat(tensor(new double[] {0, 1}).sinc().toDoubleArray()[0]).isEqualTo(1);
        assertThat(tensor(new double[] {-0.0, 1}).signbit().toBooleanArray())
                .containsExactly(true, false);
        assertThat(tensor(new double[] {1.25, -1.35}).round(1).toDoubleArray())
                .containsExactly(1.2, -1.4);
        assertThat(tensor(new double[] {1}).logaddexp2(tensor(new double[] {1})).item())
                .isEqualTo(2.0);
    }
}
