package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Linalg;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GaugeTest {
    private final Gauge gauge = Objects.requireNonNull(Gauge.of("linalg.svd"));
    private final List<Tensor> svd = svd();

    private static List<Tensor> svd() {
        Tensor.manualSeed(5);
        var f = Linalg.svd(Tensor.randn(Shape.of(4, 2), o -> o.dtype(DType.FLOAT64)), true);
        return List.of(f.u(), f.s(), f.vh());
    }

    private void compare(Tensor u, Tensor vh) {
        List<Recorded> expected =
                svd.stream().map(t -> new Recorded("k", t.view(), false, false)).toList();
        Gauge.Turn turn = gauge.turn(expected, List.of(u, svd.get(1), vh));
        for (int i = 0; i < expected.size(); i++) {
            Comparison.same(
                    expected.get(i).view(), turn.outputs().get(i).view(), Tolerance.FLOAT32);
        }
    }

    @Test
    void pairsOfSignsAndRotatedComplementsAreTheSame() {
        Tensor signs = Tensor.tensor(new double[] {-1, 1, 0.6, 0.6}).diag();
        signs.set(0.8, 2, 3);
        signs.set(-0.8, 3, 2);
        Tensor flipped = svd.get(2).mul(Tensor.tensor(new double[] {-1, 1}).unsqueeze(1));
        assertThatCode(() -> compare(svd.get(0).matmul(signs), flipped)).doesNotThrowAnyException();
    }

    @Test
    void aSignWithoutItsPartnerIsFound() {
        Tensor flipped = svd.get(2).mul(Tensor.tensor(new double[] {-1, 1}).unsqueeze(1));
        assertThatThrownBy(() -> compare(svd.get(0), flipped))
                .isInstanceOf(MismatchException.class);
    }

    @Test
    void vectorsOfAnotherSpaceOrLengthAreFound() {
        Tensor swapped = svd.get(0).flip(-1);
        assertThatThrownBy(() -> compare(swapped, svd.get(2)))
                .isInstanceOf(MismatchException.class);
        Tensor longer = svd.get(0).mul(Tensor.tensor(new double[] {1, 1, 1, 1.01}));
        assertThatThrownBy(() -> compare(longer, svd.get(2))).isInstanceOf(MismatchException.class);
    }

    @Test
    void onlyFactorsWithAFreedomHaveOne() {
        assertThat(Gauge.of("linalg.qr")).isNull();
        assertThat(Gauge.of("linalg.eigh")).isNotNull();
    }
}
