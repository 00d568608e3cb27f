package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {
    /** Data loader cases are described in prose and run from their args; models: ModelText. */
    static List<RecordedTexts.Text> recordedExpressions() {
        return RecordedTexts.all().stream()
                .filter(t -> !t.kind().equals("rng dataloader"))
                .filter(t -> !t.kind().equals("training model"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recordedExpressions")
    void everyRecordedTextIsRead(RecordedTexts.Text t) {
        assertThatCode(() -> Recipes.statements(t.text())).doesNotThrowAnyException();
    }

    @Test
    void recordingsAreThere() {
        assertThat(recordedExpressions()).hasSizeGreaterThan(400);
    }

    @Test
    void remarksAreTakenOut() {
        assertThat(
                        Recipes.python(
                                "zeros(4,6).t().uniform_() [non-contiguous, out is 6x4]; rand(2)"))
                .isEqualTo("zeros(4,6).t().uniform_(); rand(2)");
        assertThat(Recipes.python("st=f(); y=randn(5)   (set_rng_state(st) must give y again)"))
                .isEqualTo("st=f(); y=randn(5)");
    }

    @Test
    void proseBecomesCalls() {
        assertThat(Recipes.python("a.add_ on clone")).isEqualTo("a.clone().add_(b)");
        assertThat(Recipes.python("a.contiguous() of a.t()")).isEqualTo("a.t().contiguous()");
        assertThat(Recipes.python("m.next(parameters())")).isEqualTo("next(m.parameters())");
        assertThat(Recipes.python("rrelu(x - 30 (lower .1, upper .3), p=0.4, training=True)"))
                .isEqualTo("rrelu(x - 30, lower=.1, upper=.3, training=True)");
    }
}
