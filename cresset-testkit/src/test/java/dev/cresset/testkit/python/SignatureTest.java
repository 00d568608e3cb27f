package dev.cresset.testkit.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final Signature SUM =
            Signature.of("sum", "input, dim=None, keepdim=False, *, dtype=None");

    @Test
    void bindsByPlaceAndByName() {
        Arguments a = SUM.bind(List.of("x", List.of(0L, -1L)), Map.of("keepdim", true));
        assertThat(a.text("input")).isEqualTo("x");
        assertThat(a.ints("dim")).containsExactly(0, -1);
        assertThat(a.bool("keepdim")).isTrue();
        assertThat(a.isNone("dtype")).isTrue();
        assertThat(a.given("dtype")).isFalse();
    }

    @Test
    void oneIntStandsForADimList() {
        assertThat(SUM.bind(List.of("x", 2L), Map.of()).ints("dim")).containsExactly(2);
    }

    @Test
    void starTakesTheRestOrItsOneSequence() {
        Signature view = Signature.of("view", "input, *size");
        assertThat(view.bind(List.of("x", 2L, 3L), Map.of()).ints("size")).containsExactly(2, 3);
        assertThat(view.bind(List.of("x", List.of(2L, 3L)), Map.of()).ints("size"))
                .containsExactly(2, 3);
        assertThat(view.bind(List.of("x", Shape.of(2, 3)), Map.of()).ints("size"))
                .containsExactly(2, 3);
        assertThat(view.bind(List.of("x"), Map.of("size", List.of(4L))).ints("size"))
                .containsExactly(4);
    }

    @Test
    void refusesUnknownMissingAndSuperfluousArguments() {
        assertThatThrownBy(() -> SUM.bind(List.of("x"), Map.of("axis", 1L)))
                .isInstanceOf(UnsupportedArgumentException.class)
                .hasMessage("sum() got an unexpected keyword argument 'axis'");
        assertThatThrownBy(() -> SUM.bind(List.of(), Map.of())).hasMessageContaining("'input'");
        assertThatThrownBy(() -> SUM.bind(List.of("x", 1L, true, "f"), Map.of()))
                .hasMessageContaining("3 positional arguments but 4");
        assertThatThrownBy(() -> SUM.bind(List.of("x"), Map.of("input", "y")))
                .hasMessageContaining("multiple values");
    }

    @Test
    void wrongTypesAreNamed() {
        assertThatThrownBy(() -> SUM.bind(List.of("x", "y"), Map.of()).ints("dim"))
                .isInstanceOf(UnsupportedArgumentException.class)
                .hasMessageContaining("sum")
                .hasMessageContaining("dim")
                .hasMessageContaining("String y");
    }
}
