package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTextTest {
    static List<RecordedTexts.Text> recordedModels() {
        return RecordedTexts.all().stream().filter(t -> t.kind().equals("training model")).toList();
    }

    @ParameterizedTest
    @MethodSource("recordedModels")
    void everyRecordedModelIsRead(RecordedTexts.Text t) {
        assertThatCode(() -> ModelText.of(t.text())).doesNotThrowAnyException();
    }

    @Test
    void recordedModelsAreThere() {
        assertThat(recordedModels()).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aRemarkAfterTheModelIsLeftOut() {
        ModelText m = ModelText.of("shared=Linear(5,5); Sequential(shared, Tanh): twice (2.*)");
        assertThat(m.children()).containsOnlyKeys("shared");
        assertThat(m.result()).isNotNull();
        assertThat(m.forward()).isNull();
    }

    @Test
    void childrenTiesAndForwardAreTold() {
        ModelText m =
                ModelText.of(
                        "tok=Embedding(3,2); head=Linear(2,3) with head.weight = tok.weight;"
                                + " forward: head(tok(x), mask=causal -inf mask)");
        assertThat(m.children()).containsOnlyKeys("tok", "head");
        assertThat(m.ties()).containsExactly("head.weight = tok.weight");
        assertThat(m.forward()).isNotNull();
        assertThat(m.result()).isNull();
    }
}
