package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PyTorch 2.13 prints of {@code torch.finfo} and {@code torch.iinfo}. */
class LimitsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FLOAT32 | finfo(resolution=1e-06, min=-3.40282e+38, max=3.40282e+38, eps=1.19209e-07, smallest_normal=1.17549e-38, tiny=1.17549e-38, dtype=float32)",
                "FLOAT64 | finfo(resolution=1e-15, min=-1.79769e+308, max=1.79769e+308, eps=2.22045e-16, smallest_normal=2.22507e-308, tiny=2.22507e-308, dtype=float64)",
                "FLOAT16 | finfo(resolution=0.001, min=-65504, max=65504, eps=0.000976562, smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float16)",
                "BFLOAT16 | finfo(resolution=0.01, min=-3.38953e+38, max=3.38953e+38, eps=0.0078125, smallest_normal=1.17549e-38, tiny=1.17549e-38, dtype=bfloat16)"
            })
    void limitsOfFloatsPrintAsInPyTorch(DType dtype, String text) {
        assertThat(FInfo.of(dtype)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT8 | iinfo(min=-128, max=127, dtype=int8)",
                "UINT8 | iinfo(min=0, max=255, dtype=uint8)",
                "INT16 | iinfo(min=-32768, max=32767, dtype=int16)",
                "INT32 | iinfo(min=-2.14748e+09, max=2.14748e+09, dtype=int32)",
                "INT64 | iinfo(min=-9.22337e+18, max=9.22337e+18, dtype=int64)"
            })
    void limitsOfIntegersPrintAsInPyTorch(DType dtype, String text) {
        assertThat(IInfo.of(dtype)).hasToString(text);
    }

    @Test
    void limitsAreThoseOfJavasTypes() {
        assertThat(IInfo.of(DType.INT64).min()).isEqualTo(Long.MIN_VALUE);
        assertThat(IInfo.of(DType.INT64).max()).isEqualTo(Long.MAX_VALUE);
        assertThat(IInfo.of(DType.INT32).bits()).isEqualTo(32);
        assertThat(FInfo.of(DType.FLOAT32).eps()).isEqualTo(Math.ulp(1f));
        assertThat(FInfo.of(DType.FLOAT32).tiny()).isEqualTo(Float.MIN_NORMAL);
        assertThat(FInfo.of(DType.BFLOAT16).max()).isEqualTo(3.3895313892515355e+38);
    }

    @Test
    void aDtypeOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> FInfo.of(DType.INT8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "finfo: requires a floating point dtype, but got torch.int8: use IInfo.of");
        assertThatThrownBy(() -> IInfo.of(DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "iinfo: requires an integer dtype, but got torch.float32: use FInfo.of");
        assertThatThrownBy(() -> IInfo.of(DType.BOOL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("iinfo: requires an integer dtype, but got torch.bool");
    }
}
