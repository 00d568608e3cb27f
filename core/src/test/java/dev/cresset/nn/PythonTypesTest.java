package dev.cresset.nn;

import static dev.cresset.PythonText.typeOf;
import static dev.cresset.Tensor.ones;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.optim.Adafactor;
import dev.cresset.optim.SGD;
import dev.cresset.optim.StepLR;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What PyTorch 2.13 prints of {@code type(value)}. */
class PythonTypesTest {
    private static final class Net extends Module {}

    @Test
    void tensorsAndModulesHavePyTorchsClasses() {
        Linear layer = new Linear(2, 2);
        assertThat(typeOf(layer)).hasToString("<class 'torch.nn.modules.linear.Linear'>");
        assertThat(typeOf(layer.weight)).hasToString("<class 'torch.nn.parameter.Parameter'>");
        assertThat(typeOf(ones(1))).hasToString("<class 'torch.Tensor'>");
        assertThat(typeOf(ones(1).shape())).hasToString("<class 'torch.Size'>");
        assertThat(typeOf(ones(1).dtype())).hasToString("<class 'torch.dtype'>");
        assertThat(typeOf(layer.stateDict())).hasToString("<class 'collections.OrderedDict'>");
        assertThat(typeOf(layer.call(ones(1, 2)).gradFn())).hasToString("<class 'AddmmBackward0'>");
        assertThat(typeOf(ones(2, 2).max(1))).hasToString("<class 'torch.return_types.max'>");
    }

    @Test
    void optimisersAndSchedulesHavePyTorchsClasses() {
        SGD sgd = new SGD(new Linear(1, 1).parameters(), o -> o.lr(0.1));
        assertThat(typeOf(sgd)).hasToString("<class 'torch.optim.sgd.SGD'>");
        assertThat(typeOf(new StepLR(sgd, 1)))
                .hasToString("<class 'torch.optim.lr_scheduler.StepLR'>");
        assertThat(typeOf(new Adafactor(List.of(new dev.cresset.Parameter(ones(2))), o -> o)))
                .hasToString("<class 'torch.optim.Adafactor'>");
    }

    @Test
    void javasValuesHavePythonsClasses() {
        assertThat(typeOf(null)).hasToString("<class 'NoneType'>");
        assertThat(typeOf(1)).hasToString("<class 'int'>");
        assertThat(typeOf(1.5f)).hasToString("<class 'float'>");
        assertThat(typeOf(true)).hasToString("<class 'bool'>");
        assertThat(typeOf("x")).hasToString("<class 'str'>");
        assertThat(typeOf(List.of())).hasToString("<class 'list'>");
        assertThat(typeOf(Map.of())).hasToString("<class 'dict'>");
        assertThat(typeOf(PythonText.tuple(1))).hasToString("<class 'tuple'>");
    }

    @Test
    void classesOfTheUsersAreThoseOfTheProgram() {
        assertThat(typeOf(new Net())).hasToString("<class '__main__.Net'>");
        Layer twice =
                new Layer() {
                    @Override
                    protected Tensor forward(Tensor x) {
                        return x.mul(2);
                    }
                };
        assertThat(typeOf(twice)).hasToString("<class '__main__.Layer'>");
    }
}
