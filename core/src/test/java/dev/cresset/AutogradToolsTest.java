package dev.cresset;

import static dev.cresset.Tensor.inferenceMode;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cresset.nn.Functional;
import dev.cresset.nn.Linear;
import dev.cresset.optim.SGD;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutogradToolsTest {
    // ---- anomaly mode

    private static Tensor rootOfZero(Tensor x) {
        return x.sqrt();
    }

    @Test
    void anomalyModeNamesTheOperationAndItsPlace() {
        Tensor x = tensor(0.0, 1.0).requiresGrad_();
        Throwable e =
                catchThrowable(
                        () -> Grad.detectAnomaly(() -> rootOfZero(x).mul(0).sum().backward()));
        assertThat(e)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Function 'SqrtBackward0' returned nan values in its 0th output.");
        assertThat(
                        Arrays.stream(e.getCause().getStackTrace())
                                .map(StackTraceElement::getMethodName))
                .contains("rootOfZero");
        assertThat(Grad.isAnomalyEnabled()).isFalse();
    }

    @Test
    void errorsInBackwardTellThePlaceToo() {
        Tensor x = tensor(1.0, 2.0).requiresGrad_();
        Throwable e =
                catchThrowable(() ->
                        Grad.detectAnomaly(() -> {
                            Tensor h = x.mul(1);
                            Tensor y = rootOfZero(h);
                            y.add_(1);
                            y.sum().backward();
                        }));
        assertThat(e).hasMessageContaining("modified by an inplace operation");
        assertThat(
                        Arrays.stream(e.getSuppressed()[0].getStackTrace())
                                .map(StackTraceElement::getMethodName))
                .contains("rootOfZero");
    }

    @Test
    void secondDerivativesTellWhatInducedThem() {
        Tensor x = tensor(0.0).requiresGrad_();
        Throwable e =
                catchThrowable(() ->
                        Grad.detectAnomaly(
                                false,
                                () -> {
                                    Tensor y = rootOfZero(x);
                                    Tensor g =
                                            Grad.grad(y, List.of(x), o -> o.createGraph(true))
                                                    .getFirst();
                                    Grad.setDetectAnomaly(true);
                                    g.mul(0).sum().backward();
                                    return g;
                                }));
        assertThat(e).hasMessageContaining("returned nan values");
        assertThat(e.getCause().getCause()).hasMessage("the operation was called here in forward");
    }

    @Test
    void withoutTheCheckNanIsNoError() {
        Tensor x = tensor(0.0, 1.0).requiresGrad_();
        Grad.detectAnomaly(
                false,
                () -> {
                    rootOfZero(x).mul(0).sum().backward();
                    return x;
                });
        assertThat(x.grad().isnan().get(0).isTrue()).isTrue();
    }

    // ---- inference mode

    @Test
    void tensorsOfInferenceModeStayOutOfAutograd() {
        Tensor w = ones(2).requiresGrad_();
        Tensor a = inferenceMode(() -> ones(2));
        assertThat(a.isInference()).isTrue();
        assertThat(w.isInference()).isFalse();
        assertThat(a.view(2).isInference()).isTrue();
        assertThat(a.detach().isInference()).isTrue();
        assertThat(a.clone().isInference()).isFalse();
        assertThat(a.add(1).isInference()).isFalse();
        assertThat(a.add(w).requiresGrad()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> a.mul(w))
                .withMessageStartingWith("Inference tensors cannot be saved for backward.");
        assertThatIllegalStateException()
                .isThrownBy(() -> a.add_(1))
                .withMessageStartingWith(
                        "Inplace update to inference tensor outside InferenceMode");
        assertThatIllegalStateException()
                .isThrownBy(() -> a.requiresGrad_())
                .withMessage(
                        "Setting requires_grad=True on inference tensor outside InferenceMode is not"
                                + " allowed.");
        assertThat(a.toFloatArray()).containsExactly(1, 1);
        a.clone().mul(w).sum().backward();
        assertThat(w.grad().toFloatArray()).containsExactly(1, 1);
    }

    @Test
    void inferenceModeMayWriteNormalTensors() {
        Tensor z = ones(2);
        Tensor view = inferenceMode(() -> z.add_(1).get(0));
        assertThat(view.isInference()).isFalse();
        assertThat(view.add_(1).item().doubleValue()).isEqualTo(3);
        Tensor w = ones(2).requiresGrad_();
        Tensor written = inferenceMode(() -> w.view(2));
        assertThatIllegalStateException()
                .isThrownBy(() -> written.add_(1))
                .withMessageStartingWith(
                        "A view was created in inference mode and is being modified inplace in normal"
                                + " mode.");
    }

    // ---- saved tensors

    @Test
    void savedTensorsGoThroughTheHooks() {
        Tensor x = tensor(2.0, 3.0).requiresGrad_();
        List<Object> packed = new ArrayList<>();
        Tensor y =
                Grad.savedTensorsHooks(
                        t -> {
                            assertThat(t.requiresGrad()).isFalse();
                            packed.add(t);
                            return t.toFloatArray();
                        },
                        (float[] values) -> tensor(values[0], values[1]),
                        () -> x.mul(x).exp());
        assertThat(packed).hasSize(3);
        y.sum().backward();
        Tensor expected = x.detach().mul(2).mul(x.detach().square().exp());
        assertThat(x.grad().allclose(expected)).isTrue();
    }

    @Test
    void hooksMayChangeWhatIsSaved() {
        Tensor x = tensor(2.0, 3.0).requiresGrad_();
        Tensor y = Grad.savedTensorsHooks(t -> t, (Tensor t) -> t.mul(10), () -> x.square());
        y.sum().backward();
        assertThat(x.grad().toFloatArray()).containsExactly(40, 60);
    }

    @Test
    void secondDerivativesFlowThroughUnpackedTensors() {
        Tensor x = tensor(2.0, 3.0).requiresGrad_();
        Tensor y =
                Grad.savedTensorsHooks(
                        t -> t.clone(), (Tensor t) -> t.clone(), () -> x.pow(3).exp().log());
        Tensor g = Grad.grad(y.sum(), List.of(x), o -> o.createGraph(true)).getFirst();
        g.sum().backward();
        assertThat(x.grad().allclose(x.detach().mul(6), 1e-4, 1e-5, false)).isTrue();
    }

    @Test
    void functionsOfOnesOwnSaveThroughTheHooks() {
        Tensor x = tensor(2.0).requiresGrad_();
        var cube =
                new GradFunction() {
                    @Override
                    protected Tensor forward(Context ctx, Tensor... in) {
                        ctx.saveForBackward(in[0]);
                        return in[0].pow(3);
                    }

                    @Override
                    protected Tensor[] backward(Context ctx, Tensor g) {
                        return new Tensor[] {g.mul(ctx.saved(0).square()).mul(3)};
                    }
                };
        Grad.savedTensorsHooks(t -> t, (Tensor t) -> t.add(1), () -> cube.apply(x))
                .sum()
                .backward();
        assertThat(x.grad().item().doubleValue()).isEqualTo(27);
    }

    // ---- accumulation

    @Test
    void accumulatedGradientsAreThoseOfTheWholeBatch() {
        Tensor.manualSeed(0);
        Tensor x = Tensor.randn(8, 3);
        Tensor y = Tensor.randn(8, 1);
        var whole = new Linear(3, 1);
        Linear parts = whole.copy();
        Functional.mseLoss(whole.call(x), y).backward();
        for (int i = 0; i < 4; i++) {
            Tensor loss =
                    Functional.mseLoss(parts.call(x.narrow(0, 2 * i, 2)), y.narrow(0, 2 * i, 2));
            loss.div(4).backward();
        }
        new SGD(whole.parameters(), o -> o.lr(0.1)).step();
        new SGD(parts.parameters(), o -> o.lr(0.1)).step();
        for (int i = 0; i < 2; i++) {
            Tensor a = whole.parameters().get(i).detach();
            assertThat(a.allclose(parts.parameters().get(i).detach(), 1e-5, 1e-6, false)).isTrue();
        }
    }

    @Test
    void anomalyModeEndsWithItsScope() {
        assertThatThrownBy(() ->
                        Grad.detectAnomaly(() -> {
                            throw new UnsupportedOperationException("stop");
                        }))
                .hasMessage("stop");
        assertThat(Grad.isAnomalyEnabled()).isFalse();
        noGrad(() -> assertThat(Grad.isAnomalyEnabled()).isFalse());
    }

    // ---- backward of several, hooks after accumulation

    @Test
    void severalTensorsMayBeDifferentiatedTogetherIntoSomeLeaves() {
        Tensor x = tensor(1.0, 2.0).requiresGrad_();
        Tensor y = tensor(3.0, 4.0).requiresGrad_();
        Tensor h = x.mul(y);
        Grad.backward(
                List.of(h.sum(), h), Arrays.asList(null, tensor(1.0, -1.0)), List.of(x), o -> o);
        assertThat(x.grad().toFloatArray()).containsExactly(6, 0);
        assertThat(y.grad()).isNull();
        Grad.backward(List.of(x.square().sum(), y.sum()), null);
        assertThat(x.grad().toFloatArray()).containsExactly(8, 4);
        assertThat(y.grad().toFloatArray()).containsExactly(1, 1);
        assertThatThrownBy(() -> Grad.backward(List.of(x.sum()), null, List.of(), o -> o))
                .hasMessage("`inputs` argument to `backward()` cannot be empty.");
    }

    @Test
    void anOptimiserMayStepAsSoonAsAGradientIsThere() {
        Tensor w = tensor(1.0, 2.0).requiresGrad_();
        var optimizer = new SGD(List.of(w), o -> o.lr(0.5));
        Runnable remove =
                w.registerPostAccumulateGradHook(p -> {
                    optimizer.step();
                    p.setGrad(null);
                });
        w.square().sum().backward();
        assertThat(w.toFloatArray()).containsExactly(0, 0);
        assertThat(w.grad()).isNull();
        remove.run();
        w.sum().backward();
        assertThat(w.grad().toFloatArray()).containsExactly(1, 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> w.mul(2).registerPostAccumulateGradHook(p -> {}))
                .withMessage("post accumulate grad hooks cannot be registered on non-leaf tensors");
    }
}
