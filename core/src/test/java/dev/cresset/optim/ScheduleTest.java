package dev.cresset.optim;

import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cresset.PythonText;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static SGD sgd(double lr) {
        return new SGD(List.of(zeros(1)), o -> o.lr(lr));
    }

    @Test
    void stateDictsHavePyTorchsStructure() {
        assertThat(PythonText.repr(new StepLR(sgd(0.1), 2).stateDict()))
                .isEqualTo(
                        "{'step_size': 2, 'gamma': 0.1, 'base_lrs': [0.1], 'last_epoch': 0,"
                                + " '_step_count': 1, '_is_initial': False,"
                                + " '_get_lr_called_within_step': False, '_last_lr': [0.1]}");
        assertThat(PythonText.repr(new CosineAnnealingLR(sgd(0.1), 5).stateDict()))
                .isEqualTo(
                        "{'T_max': 5, 'eta_min': 0.0, 'base_lrs': [0.1], 'last_epoch': 0,"
                                + " '_step_count': 1, '_is_initial': False,"
                                + " '_get_lr_called_within_step': False, '_last_lr': [0.1]}");
        assertThat(PythonText.repr(new ReduceLROnPlateau(sgd(0.1)).stateDict()))
                .isEqualTo(
                        "{'factor': 0.1, 'default_min_lr': 0, 'min_lrs': [0], 'patience': 10,"
                                + " 'cooldown': 0, 'eps': 1e-08, 'last_epoch': 0, '_last_lr': [0.1],"
                                + " 'mode_worse': inf, 'mode': 'min', 'threshold': 0.0001,"
                                + " 'threshold_mode': 'rel', 'best': inf, 'cooldown_counter': 0,"
                                + " 'num_bad_epochs': 0}");
    }

    @Test
    void theRateIsHalvedEveryOtherStep() {
        SGD optimizer = sgd(1);
        var schedule = new StepLR(optimizer, 2, 0.5);
        double[] rates = new double[5];
        for (int t = 0; t < 5; t++) {
            rates[t] = optimizer.paramGroups().get(0).lr();
            schedule.step();
        }
        assertThat(rates).containsExactly(1, 1, 0.5, 0.5, 0.25);
    }

    @Test
    void aLoadedScheduleContinues() {
        SGD first = sgd(1);
        var a = new CosineAnnealingWarmRestarts(first, 3, 2, 0);
        for (int t = 0; t < 4; t++) {
            a.step();
        }
        SGD second = sgd(1);
        var b = new CosineAnnealingWarmRestarts(second, 3, 2, 0);
        second.loadStateDict(first.stateDict());
        b.loadStateDict(a.stateDict());
        for (int t = 0; t < 7; t++) {
            a.step();
            b.step();
            assertThat(b.lastLr()).isEqualTo(a.lastLr());
        }
        assertThat(PythonText.repr(b.stateDict())).isEqualTo(PythonText.repr(a.stateDict()));
    }

    @Test
    void stateOfAnotherScheduleIsRefused() {
        var half = new StepLR(sgd(1), 2, 0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> half.loadStateDict(new StepLR(sgd(1), 2, 0.1).stateDict()))
                .withMessageContaining("gamma is 0.5, saved was 0.1");
    }

    @Test
    void wrongSettingsAreRefused() {
        SGD optimizer = sgd(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new ConstantLR(optimizer, 1.5, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SequentialLR(optimizer, List.of(new StepLR(optimizer, 1)), List.of(1)))
                .withMessageContaining("number of milestones to be equal to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ChainedScheduler(
                                List.of(new StepLR(optimizer, 1), new StepLR(sgd(1), 1))))
                .withMessageContaining("same optimizer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycleLR(new Adagrad(List.of(zeros(1))), 0.1, 10, o -> o))
                .withMessageContaining("must support momentum");
    }

    @Test
    void oneCycleCountsEpochsTimesBatches() {
        SGD whole = new SGD(List.of(zeros(1)), o -> o.momentum(0.9));
        SGD parts = new SGD(List.of(zeros(1)), o -> o.momentum(0.9));
        var byTotal = new OneCycleLR(whole, List.of(0.1), 6, o -> o);
        var byEpochs = new OneCycleLR(parts, List.of(0.1), 2, 3, o -> o);
        for (int i = 0; i < 5; i++) {
            byTotal.step();
            byEpochs.step();
            assertThat(byEpochs.lastLr()).isEqualTo(byTotal.lastLr());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycleLR(parts, List.of(0.1), 2, 0, o -> o))
                .withMessageContaining("steps_per_epoch");
    }
}
