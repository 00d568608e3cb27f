package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrintOptionsTest {
    @AfterEach
    void reset() {
        PrintOptions.reset();
    }

    @Test
    void defaultsArePyTorchs() {
        assertThat(PrintOptions.current()).isEqualTo(new PrintOptions(4, 1000, 3, 80, null));
        assertThat(PrintOptions.current()).isEqualTo(PrintOptions.defaults());
    }

    @Test
    void setChangesWhatIsNamedUntilReset() {
        PrintOptions.set(o -> o.precision(2).edgeItems(5));
        PrintOptions.set(o -> o.lineWidth(120).threshold(10));
        assertThat(PrintOptions.current()).isEqualTo(new PrintOptions(2, 10, 5, 120, null));
        PrintOptions.reset();
        assertThat(PrintOptions.current()).isEqualTo(PrintOptions.defaults());
    }

    @Test
    void setForgetsSciModeUnlessItIsNamedAsInPyTorch() {
        PrintOptions.set(o -> o.sciMode(true));
        assertThat(PrintOptions.current().sciMode()).isTrue();
        PrintOptions.set(o -> o.precision(2));
        assertThat(PrintOptions.current()).isEqualTo(new PrintOptions(2, 1000, 3, 80, null));
    }

    @Test
    void profilesReplaceAllButSciMode() {
        PrintOptions o = new PrintOptions(9, 9, 9, 9, false);
        assertThat(o.profile(PrintOptions.Profile.DEFAULT))
                .isEqualTo(new PrintOptions(4, 1000, 3, 80, false));
        assertThat(o.profile(PrintOptions.Profile.SHORT))
                .isEqualTo(new PrintOptions(2, 1000, 2, 80, false));
        assertThat(o.profile(PrintOptions.Profile.FULL))
                .isEqualTo(new PrintOptions(4, Integer.MAX_VALUE, 3, 80, false));
    }

    @Test
    void negativeNumbersAreRefusedAndChangeNothing() {
        assertThatThrownBy(() -> PrintOptions.set(o -> o.precision(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("print options: precision must be 0 or greater, but is -1");
        assertThatThrownBy(() -> PrintOptions.defaults().threshold(-1))
                .hasMessageContaining("threshold");
        assertThatThrownBy(() -> PrintOptions.defaults().edgeItems(-1))
                .hasMessageContaining("edgeItems");
        assertThatThrownBy(() -> PrintOptions.defaults().lineWidth(-1))
                .hasMessageContaining("lineWidth");
        assertThat(PrintOptions.current()).isEqualTo(PrintOptions.defaults());
    }
}
