package dev.cresset.optim;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerTest {
    private final Parameter w = new Parameter(tensor(1.0, 2.0));
    private final Parameter b = new Parameter(tensor(3.0, 4.0));

    private static void backward(Tensor... params) {
        for (Tensor p : params) {
            p.square().sum().backward();
        }
    }

    @Test
    void plainDescentSubtractsLearningRateTimesGradient() {
        var optimizer = new SGD(List.of(w), o -> o.lr(0.1));
        backward(w); // gradient 2 w = [2, 4]
        optimizer.step();
        assertThat(w.toFloatArray()).containsExactly(0.8f, 1.6f);
    }

    @Test
    void momentumKeepsPartOfTheLastUpdate() {
        var optimizer = new SGD(List.of(w), o -> o.lr(1).momentum(0.5));
        w.setGrad(ones(2));
        optimizer.step(); // b = 1, w = [0, 1]
        optimizer.step(); // b = 1.5, w = [-1.5, -0.5]
        assertThat(w.toFloatArray()).containsExactly(-1.5f, -0.5f);
        assertThat(optimizer.state(w).toString())
                .isEqualTo("{momentum_buffer=tensor([1.5000, 1.5000])}");
    }

    @Test
    void firstStepOfAdamIsTheLearningRate() {
        var optimizer = new Adam(List.of(w), o -> o.lr(0.5).eps(0));
        w.setGrad(tensor(100.0, -0.01));
        optimizer.step();
        assertThat(w.allclose(tensor(0.5, 2.5))).isTrue();
    }

    @Test
    void parametersWithoutGradientAreSkipped() {
        var optimizer = new Adam(List.of(w, b));
        backward(w);
        optimizer.step();
        assertThat(b.toFloatArray()).containsExactly(3, 4);
        assertThat(optimizer.state(b)).isEmpty();
        assertThat((Map<?, ?>) optimizer.stateDict().get("state")).hasSize(1);
    }

    @Test
    void adagradStartsEveryGroupFromTheOptimizersOwnSum() {
        var groups =
                List.<ParamGroup<Adagrad.Options>>of(
                        ParamGroup.of(List.of(w), o -> o.initialAccumulatorValue(9)));
        var optimizer = new Adagrad(groups, o -> o.initialAccumulatorValue(4));
        assertThat(optimizer.state(w).toString())
                .isEqualTo("{step=tensor(0.), sum=tensor([4., 4.])}");
    }

    @Test
    void sharedParametersGetOneSlot() {
        var optimizer = new SGD(List.of(w, b, w), o -> o.lr(0.1));
        assertThat(optimizer.paramGroups().get(0).params()).containsExactly(w, b);
    }

    @Test
    void groupsHaveOptionsOfTheirOwn() {
        var optimizer =
                new SGD(
                        List.of(
                                ParamGroup.of(List.of(w), o -> o.lr(0.5)),
                                ParamGroup.of(List.of(b))),
                        o -> o.lr(0.1).momentum(0.9));
        assertThat(optimizer.paramGroups().get(0).lr()).isEqualTo(0.5);
        assertThat(optimizer.paramGroups().get(1).lr()).isEqualTo(0.1);
        assertThat(optimizer.paramGroups().get(0).options().momentum()).isEqualTo(0.9);
        optimizer.paramGroups().get(1).lr(1);
        w.setGrad(ones(2));
        b.setGrad(ones(2));
        optimizer.step();
        assertThat(w.toFloatArray()).containsExactly(0.5f, 1.5f);
        assertThat(b.toFloatArray()).containsExactly(2, 3);
    }

    @Test
    void addedGroupsAreTrained() {
        var optimizer = new SGD(List.of(w), o -> o.lr(0.1));
        optimizer.addParamGroup(ParamGroup.of(List.of(b), o -> o.lr(1)));
        b.setGrad(ones(2));
        optimizer.step();
        assertThat(b.toFloatArray()).containsExactly(2, 3);
    }

    @Test
    void zeroGradForgetsOrClears() {
        var optimizer = new SGD(List.of(w));
        backward(w);
        Tensor before = w.grad();
        optimizer.zeroGrad(false);
        assertThat(w.grad()).isSameAs(before);
        assertThat(before.toFloatArray()).containsExactly(0, 0);
        optimizer.zeroGrad();
        assertThat(w.grad()).isNull();
    }

    @Test
    void closureRunsWithRecordingOnAndReturnsTheLoss() {
        var optimizer = new SGD(List.of(w), o -> o.lr(0.1));
        Tensor loss =
                Tensor.noGrad(() ->
                        optimizer.step(() -> {
                            optimizer.zeroGrad();
                            Tensor l = w.square().sum();
                            l.backward();
                            return l;
                        }));
        assertThat(loss.item().doubleValue()).isEqualTo(5);
        assertThat(w.toFloatArray()).containsExactly(0.8f, 1.6f);
    }

    @Test
    void stateDictHasPyTorchsStructure() {
        var optimizer = new Adam(List.of(w, b), o -> o.lr(0.25));
        w.setGrad(zeros(2));
        optimizer.step();
        assertThat(PythonText.repr(optimizer.stateDict()))
                .isEqualTo(
                        "{'state': {0: {'step': tensor(1.), 'exp_avg': tensor([0., 0.]),"
                                + " 'exp_avg_sq': tensor([0., 0.])}}, 'param_groups': [{'lr': 0.25,"
                                + " 'betas': (0.9, 0.999), 'eps': 1e-08, 'weight_decay': 0, 'amsgrad':"
                                + " False, 'maximize': False, 'foreach': None, 'capturable': False,"
                                + " 'differentiable': False, 'fused': None, 'decoupled_weight_decay':"
                                + " False, 'params': [0, 1]}]}");
    }

    @Test
    void namesOfParametersAreKept() {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        named.put("w", zeros(1));
        var optimizer = new SGD(named, o -> o.lr(0.1));
        assertThat(PythonText.repr(optimizer.stateDict()))
                .isEqualTo(
                        "{'state': {}, 'param_groups': [{'param_names': ['w'], 'lr': 0.1,"
                                + " 'momentum': 0, 'dampening': 0, 'weight_decay': 0, 'nesterov':"
                                + " False, 'maximize': False, 'foreach': None, 'differentiable': False,"
                                + " 'fused': None, 'params': [0]}]}");
        assertThat(optimizer.toString()).contains("    param_names: ['w']\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.addParamGroup(ParamGroup.of(List.of(b))))
                .withMessageContaining("cannot add param group without names");
    }

    @Test
    void loadedStateContinuesToTheBit() {
        Parameter w2 = new Parameter(w.detach().clone());
        var first = new Adam(List.of(w), o -> o.lr(0.1).amsgrad(true));
        backward(w);
        first.step();
        Tensor.noGrad(() -> w2.copy_(w));
        var second = new Adam(List.of(w2));
        second.loadStateDict(first.stateDict());
        for (int i = 0; i < 3; i++) {
            first.zeroGrad();
            backward(w);
            first.step();
            second.zeroGrad();
            backward(w2);
            second.step();
        }
        assertThat(w2.equal(w)).isTrue();
        assertThat(second.toString()).isEqualTo(first.toString());
        assertThat(PythonText.repr(second.stateDict()))
                .isEqualTo(PythonText.repr(first.stateDict()));
    }

    @Test
    void stateGoesThroughAFile(@TempDir Path folder) throws IOException {
        var first = new Adam(List.of(w, b), o -> o.lr(0.1));
        backward(w, b);
        first.step();
        Path file = folder.resolve("adam.pt");
        Checkpoint.save(first.stateDict(), file);
        var second = new Adam(List.of(w, b));
        second.loadStateDict((Map<?, ?>) Checkpoint.read(file).toJava());
        assertThat(PythonText.repr(second.stateDict()))
                .isEqualTo(PythonText.repr(first.stateDict()))
                .contains("'betas': (0.9, 0.999)");
    }

    @Test
    void loadedTensorsTakeTheParametersDtypeButTheStepDoesNot() {
        var first = new Adam(List.of(w));
        backward(w);
        first.step();
        Parameter w64 = new Parameter(w.detach().toDouble());
        var second = new Adam(List.of(w64));
        second.loadStateDict(first.stateDict());
        assertThat(((Tensor) second.state(w64).get("exp_avg")).dtype()).isEqualTo(DType.FLOAT64);
        assertThat(((Tensor) second.state(w64).get("step")).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void stateOfOtherGroupsIsRefused() {
        var two = new SGD(List.of(w, b));
        var one = new SGD(List.of(w));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.loadStateDict(two.stateDict()))
                .withMessageContaining("doesn't match the size of optimizer's group");
        var groups = new SGD(List.of(ParamGroup.of(List.of(w)), ParamGroup.of(List.of(b))), o -> o);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.loadStateDict(groups.stateDict()))
                .withMessageContaining("different number of parameter groups");
    }

    @Test
    void textIsThatOfPyTorch() {
        assertThat(new AdamW(List.of(zeros(1)), o -> o.lr(0.1f).foreach(false)).toString())
                .isEqualTo(
                        """
                        AdamW (
                        Parameter Group 0
                            amsgrad: False
                            betas: (0.9, 0.999)
                            capturable: False
                            decoupled_weight_decay: True
                            differentiable: False
                            eps: 1e-08
                            foreach: False
                            fused: None
                            lr: 0.10000000149011612
                            maximize: False
                            weight_decay: 0.01
                        )\
                        """);
        assertThat(
                        new SGD(
                                        List.of(
                                                ParamGroup.of(List.of(w), o -> o.lr(0.5)),
                                                ParamGroup.of(List.of(b))),
                                        o -> o.lr(0.1).momentum(0.9))
                                .toString())
                .startsWith("SGD (\nParameter Group 0\n    dampening: 0\n")
                .contains("    weight_decay: 0\n\nParameter Group 1\n    dampening: 0\n");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SGD(List.of(w), o -> o.lr(-1)))
                .withMessage("Invalid learning rate: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SGD(List.of(w), o -> o.nesterov(true)))
                .withMessage("Nesterov momentum requires a momentum and zero dampening");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Adam(List.of(w), o -> o.betas(0.9, 1.0)))
                .withMessage("Invalid beta parameter at index 1: 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rprop(List.of(w), o -> o.etas(1.5, 1.2)))
                .withMessage("Invalid eta values: 1.5, 1.2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SGD(List.of(w)).defaults().with("learning_rate", 1))
                .withMessageStartingWith("there is no option 'learning_rate'; options are [lr, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SGD(List.of(w)).defaults().with("nesterov", "yes"))
                .withMessage("option 'nesterov' cannot be 'yes'");
    }

    @Test
    void wrongParametersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SGD(List.<Tensor>of(), o -> o.lr(0.1)))
                .withMessage("optimizer got an empty parameter list");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SGD(
                                List.of(ParamGroup.of(List.of(w)), ParamGroup.of(List.of(w))),
                                o -> o))
                .withMessageStartingWith("some parameters appear in more than one parameter group");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SGD(List.of(w.mul(2))))
                .withMessage("can't optimize a non-leaf Tensor");
        assertThatThrownBy(() -> ParamGroup.<SGD.Options>of(List.of(w)).options())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hooksAreCalledAroundStepsAndStates() {
        var optimizer = new SGD(List.of(w), o -> o.lr(0.1));
        List<String> calls = new java.util.ArrayList<>();
        optimizer.registerStepPreHook(o -> calls.add("before " + w.toFloatArray()[0]));
        Runnable remove =
                optimizer.registerStepPostHook(o -> calls.add("after " + w.toFloatArray()[0]));
        w.setGrad(ones(2));
        optimizer.step();
        remove.run();
        optimizer.step(() -> {
            calls.add("closure");
            return w.sum();
        });
        assertThat(calls).containsExactly("before 1.0", "after 0.9", "before 0.9", "closure");
        optimizer.registerStateDictPostHook(state -> {
            state.put("note", "mine");
            return state;
        });
        optimizer.registerLoadStateDictPreHook(state -> {
            calls.add("loads " + state.get("note"));
            return state;
        });
        optimizer.registerLoadStateDictPostHook(o -> calls.add("loaded"));
        optimizer.registerStateDictPreHook(o -> calls.add("saves"));
        optimizer.loadStateDict(optimizer.stateDict());
        assertThat(calls).endsWith("saves", "loads mine", "loaded");
    }

    @Test
    void otherParametersAndStatesMayBeSwappedIn() {
        var optimizer = new Adam(List.of(w), o -> o.lr(0.1));
        w.setGrad(ones(2));
        optimizer.step();
        String before = PythonText.repr(optimizer.stateDict());
        var other = new Adam(List.of(b), o -> o.lr(0.5));
        b.setGrad(ones(2));
        other.step();
        var state = other.stateDict();
        Parameter c = new Parameter(b.detach().clone());
        c.setGrad(ones(2));
        var copied = new Adam(List.of(c));
        copied.loadStateDict(state);
        copied.step();
        b.setGrad(ones(2));
        optimizer.swapIn(
                List.of(b),
                state,
                () -> {
                    assertThat(optimizer.paramGroups().get(0).lr()).isEqualTo(0.5);
                    optimizer.step();
                    return b;
                });
        assertThat(b.equal(c)).isTrue();
        assertThat(((Tensor) other.state(b).get("step")).item().doubleValue()).isEqualTo(2);
        assertThat(PythonText.repr(optimizer.stateDict())).isEqualTo(before);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.swapIn(List.of(), state, () -> b))
                .withMessage("swapIn: there are fewer tensors than parameters");
    }
}
