package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The float functions against double ones, over all exponents and both signs. */
class FloatFunctionsTest {
    /** A prime: steps through the bit patterns of all floats, in some 200,000 of them. */
    private static final int STRIDE = 20011;

    private interface FloatFunction {
        float of(float x);
    }

    private record Row(
            String name, FloatFunction function, DoubleUnaryOperator exact, double ulps) {}

    private static Stream<Row> rows() {
        return Stream.of(
                new Row("exp", FloatFunctions::exp, Math::exp, 1),
                new Row("log", FloatFunctions::log, Math::log, 1),
                new Row("tanh", FloatFunctions::tanh, Math::tanh, 1.5),
                new Row("erf", FloatFunctions::erf, ErrorFunction::erf, 1),
                new Row(
                        "sigmoid",
                        FloatFunctions::sigmoid,
                        x -> x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)),
                        2.5),
                new Row("logSigmoid", FloatFunctions::logSigmoid, DoubleMath::logSigmoid, 2),
                new Row(
                        "softplus",
                        x -> FloatFunctions.softplus(x, 1, 20),
                        x -> DoubleMath.softplus(x, 1, 20),
                        2));
    }

    @TestFactory
    Stream<DynamicTest> errorsStayWithinTheUlpsStated() {
        return rows().map(r -> DynamicTest.dynamicTest(r.name, () -> check(r, 0)));
    }

    /** Far out on the negative side these are products of x and something tiny: errors are of x. */
    @TestFactory
    Stream<DynamicTest> errorsOfActivationsAreOfTheSizeOfX() {
        return Stream.of(
                        new Row("silu", FloatFunctions::silu, DoubleMath::silu, 3),
                        new Row("gelu", FloatFunctions::gelu, DoubleMath::gelu, 2),
                        new Row("geluTanh", FloatFunctions::geluTanh, DoubleMath::geluTanh, 2.5))
                .map(r -> DynamicTest.dynamicTest(r.name, () -> check(r, 1)));
    }

    private static void check(Row row, double ofX) {
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            float expected = (float) row.exact.applyAsDouble(x);
            float actual = row.function.of(x);
            if (Float.isNaN(expected) || Float.isInfinite(expected)) {
                assertThat(actual).as("%s(%s)", row.name, x).isEqualTo(Float.valueOf(expected));
                continue;
            }
            double unit = Math.max(Math.ulp(expected), ofX * Math.ulp(x));
            double error = Math.abs(actual - row.exact.applyAsDouble(x)) / unit;
            assertThat(error).as("%s(%s) in ulp", row.name, x).isLessThanOrEqualTo(row.ulps);
        }
    }

    @Test
    void specialValues() {
        float infinity = Float.POSITIVE_INFINITY;
        assertThat(FloatFunctions.exp(-infinity)).isZero();
        assertThat(FloatFunctions.exp(infinity)).isEqualTo(infinity);
        assertThat(FloatFunctions.exp(0)).isEqualTo(1);
        assertThat(FloatFunctions.exp(-100)).isEqualTo((float) Math.exp(-100));
        assertThat(FloatFunctions.log(0)).isEqualTo(-infinity);
        assertThat(FloatFunctions.log(-0f)).isEqualTo(-infinity);
        assertThat(FloatFunctions.log(1)).isZero();
        assertThat(FloatFunctions.log(infinity)).isEqualTo(infinity);
        assertThat(FloatFunctions.log(-1)).isNaN();
        assertThat(FloatFunctions.log(Float.MIN_VALUE)).isEqualTo((float) Math.log(0x1p-149));
        assertThat(FloatFunctions.tanh(-0f)).isEqualTo(-0f);
        assertThat(FloatFunctions.tanh(-infinity)).isEqualTo(-1);
        assertThat(FloatFunctions.erf(-0f)).isEqualTo(-0f);
        assertThat(FloatFunctions.erf(infinity)).isEqualTo(1);
        assertThat(FloatFunctions.sigmoid(-infinity)).isZero();
        assertThat(FloatFunctions.sigmoid(infinity)).isEqualTo(1);
        assertThat(rows().map(r -> r.function.of(Float.NaN))).allMatch(y -> Float.isNaN(y));
    }
}
