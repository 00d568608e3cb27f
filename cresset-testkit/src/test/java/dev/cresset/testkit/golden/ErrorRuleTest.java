package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrorRuleTest {
    private static final Recorded X =
            new Recorded("x", View.allocate(DType.FLOAT32, Shape.of(2, 5)), false, false);

    private static void check(String error, String message, @Nullable Throwable thrown) {
        ErrorRule.check(error, message, List.of("index_select", "pick"), List.of(X, 7L), thrown);
    }

    @Test
    void aRightRefusalPasses() {
        assertThatCode(() ->
                        check(
                                "RuntimeError",
                                "wrong",
                                new IllegalArgumentException("indexSelect: no rule, lhs [2, 5]")))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        check(
                                "IndexError",
                                "wrong",
                                new IndexOutOfBoundsException("pick: no index 7")))
                .doesNotThrowAnyException();
    }

    @Test
    void aResultInsteadOfARefusalFails() {
        assertThatThrownBy(() -> check("RuntimeError", "wrong", null))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("a result");
    }

    @Test
    void theClassMustBeExact() {
        String message = "index_select: 7";
        for (RuntimeException wrong :
                List.of(
                        new IllegalStateException(message),
                        new NumberFormatException(message),
                        new UnsupportedOperationException(message),
                        new IndexOutOfBoundsException(message))) {
            assertThatThrownBy(() -> check("RuntimeError", "wrong", wrong))
                    .isInstanceOf(MismatchException.class);
        }
        for (RuntimeException wrong :
                List.of(
                        new IllegalArgumentException(message),
                        new ArrayIndexOutOfBoundsException(message))) {
            assertThatThrownBy(() -> check("IndexError", "wrong", wrong))
                    .isInstanceOf(MismatchException.class);
        }
    }

    @Test
    void aRuntimeErrorAboutAnIndexMayBeAnIndexError() {
        String message = "pick: index 7 does not exist";
        assertThatCode(() ->
                        check(
                                "RuntimeError",
                                "index 7 is out of bounds",
                                new IndexOutOfBoundsException(message)))
                .doesNotThrowAnyException();
    }

    @Test
    void theMessageMustNameTheOp() {
        assertThatThrownBy(() ->
                        check(
                                "RuntimeError",
                                "wrong",
                                new IllegalArgumentException("add: sizes differ: [2, 5]")))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("names index_select");
    }

    @Test
    void theMessageMustNameAValue() {
        assertThatThrownBy(() ->
                        check(
                                "RuntimeError",
                                "wrong",
                                new IllegalArgumentException("index_select: bad input 17")))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("one of the values");
    }

    @Test
    void pythonsTypeErrorsAreRefusedByJavac() {
        assertThat(ErrorRule.skipReason("TypeError")).contains("javac");
        assertThat(ErrorRule.skipReason("RuntimeError")).isNull();
    }
}
