package dev.cresset.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private static List<Boolean> fed(EarlyStopping stopping, double... values) {
        List<Boolean> out = new ArrayList<>();
        for (double value : values) {
            out.add(stopping.update(value));
        }
        return out;
    }

    @Test
    void stopsAfterSomeUpdatesWithoutImprovement() {
        var stopping = new EarlyStopping(o -> o.patience(2));
        assertThat(fed(stopping, 3, 2, 2.5, 2, 2)).containsExactly(false, false, false, true, true);
        assertThat(stopping.best()).isEqualTo(2);
        assertThat(stopping.bestUpdate()).isEqualTo(1);
        assertThat(stopping.improved()).isFalse();
        assertThat(stopping.stopped()).isTrue();
    }

    @Test
    void smallImprovementsDoNotCount() {
        var stopping = new EarlyStopping(o -> o.patience(2).minDelta(0.5));
        assertThat(fed(stopping, 3, 2.6, 2.4, 2.0)).containsExactly(false, false, false, false);
        assertThat(stopping.best()).isEqualTo(2.4);
    }

    @Test
    void greaterCanBeBetter() {
        var stopping = new EarlyStopping(o -> o.patience(1).mode(EarlyStopping.Mode.MAX));
        assertThat(fed(stopping, 0.5, 0.7, 0.6)).containsExactly(false, false, true);
        assertThat(stopping.best()).isEqualTo(0.7);
    }

    @Test
    void aNumberMayBeGoodEnough() {
        var stopping = new EarlyStopping(o -> o.threshold(0.1));
        assertThat(fed(stopping, 0.5, 0.11, 0.1)).containsExactly(false, false, true);
    }

    @Test
    void nanStopsOrIsNoImprovement() {
        assertThat(fed(new EarlyStopping(), 1, Double.NaN)).containsExactly(false, true);
        var patient = new EarlyStopping(o -> o.checkFinite(false).patience(2));
        assertThat(fed(patient, Double.NaN, 3, Double.NaN, 2))
                .containsExactly(false, false, false, false);
        assertThat(patient.best()).isEqualTo(2);
    }

    @Test
    void goesOnFromItsState() {
        var first = new EarlyStopping(o -> o.patience(2));
        fed(first, 1, 2);
        var second = new EarlyStopping(o -> o.patience(2));
        second.loadStateDict(first.stateDict());
        assertThat(second.improved()).isFalse();
        assertThat(second.update(2)).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EarlyStopping(o -> o.patience(-1)));
    }
}
