package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.op.SpecialBinary;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Special functions of two variables at the edges of their domains, as PyTorch 2.13 has them. */
class SpecialEdgesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    static Stream<Arguments> gamma() {
        return Stream.of(
                Arguments.of(NAN, INF, 1),
                Arguments.of(NAN, 0, 0),
                Arguments.of(NAN, 1, NAN),
                Arguments.of(INF, NAN, 0),
                Arguments.of(INF, INF, NAN),
                Arguments.of(INF, 1e300, 0),
                Arguments.of(1, INF, 1),
                Arguments.of(1, NAN, NAN),
                Arguments.of(1, 1e300, 1),
                Arguments.of(1e300, 1, 0),
                Arguments.of(1e300, 1e300, 0.5),
                Arguments.of(0, 0, NAN),
                Arguments.of(0, 1, 1),
                Arguments.of(0, NAN, NAN),
                Arguments.of(1, 0, 0),
                Arguments.of(-1, 1, NAN),
                Arguments.of(1, -1, NAN));
    }

    @ParameterizedTest
    @MethodSource("gamma")
    void incompleteGamma(double a, double x, double lower) {
        double upper = 1 - lower;
        same(SpecialMath.igamma(a, x), lower);
        same(ReferenceSpecial.binary(SpecialBinary.IGAMMA, a, x), lower);
        same(SpecialMath.igammac(a, x), upper);
        same(ReferenceSpecial.binary(SpecialBinary.IGAMMAC, a, x), upper);
    }

    static Stream<Arguments> largeGamma() {
        return Stream.of(
                Arguments.of(1e11, 1e11, 0.5000004205220812),
                Arguments.of(1e11, 1e11 + 1e6, 0.9992172733696589),
                Arguments.of(1e11, 1e11 - 2e5, 0.2635448350173644),
                Arguments.of(1e11, 2e11, 1));
    }

    @ParameterizedTest
    @MethodSource("largeGamma")
    void incompleteGammaOfLargeArgumentsIsNearlyNormal(double a, double x, double lower) {
        assertThat(SpecialMath.igamma(a, x)).isCloseTo(lower, within(1e-11));
        assertThat(SpecialMath.igammac(a, x)).isCloseTo(1 - lower, within(1e-11));
    }

    static Stream<Arguments> zeta() {
        return Stream.of(
                Arguments.of(NAN, -1, INF),
                Arguments.of(NAN, 2, NAN),
                Arguments.of(INF, 1, 1),
                Arguments.of(INF, 2, NAN),
                Arguments.of(INF, 0.5, INF),
                Arguments.of(1e300, 1, 1),
                Arguments.of(1, NAN, INF),
                Arguments.of(2, NAN, NAN),
                Arguments.of(2, -1, INF),
                Arguments.of(2.5, -0.5, NAN),
                Arguments.of(0.5, 1, NAN));
    }

    @ParameterizedTest
    @MethodSource("zeta")
    void hurwitzZeta(double x, double q, double value) {
        same(SpecialMath.zeta(x, q), value);
        same(ReferenceSpecial.binary(SpecialBinary.ZETA, x, q), value);
    }

    private static void same(double actual, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else if (Double.isInfinite(expected)) {
            assertThat(actual).isEqualTo(expected);
        } else {
            assertThat(actual).isCloseTo(expected, within(1e-12));
        }
    }
}
