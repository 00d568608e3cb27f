package dev.cresset.optim;

import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Recordings;
import dev.cresset.op.DType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LBFGSTest {
    private static final Recordings RECORDED = Recordings.read(LBFGSTest.class, "optimizers");

    @TestFactory
    Stream<DynamicTest> stepsAreThoseOfPyTorch() {
        return RECORDED.rows().stream()
                .filter(row -> row.get("optimizer").equals("LBFGS"))
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.get("function") + " " + row.get("hyper"), () -> replay(row)));
    }

    private static void replay(Map<String, Object> row) {
        Tensor x = RECORDED.tensor(((List<?>) row.get("init")).getFirst()).requiresGrad_();
        Function<Tensor, Tensor> f =
                row.get("function").equals("quadratic") ? quadratic() : LBFGSTest::rosenbrock;
        Optimizer<?> optimizer = Made.optimizer(row, List.of(x));
        int[] evaluations = {0};
        Supplier<Tensor> closure =
                () -> {
                    evaluations[0]++;
                    x.setGrad(null);
                    Tensor loss = f.apply(x);
                    loss.backward();
                    return loss;
                };
        List<?> losses = (List<?>) row.get("loss");
        for (int t = 0; t < losses.size(); t++) {
            evaluations[0] = 0;
            double loss = optimizer.step(closure).item().doubleValue();
            double expected = (double) losses.get(t);
            assertThat(loss).isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
            assertThat(evaluations[0])
                    .isEqualTo(((Number) ((List<?>) row.get("evals")).get(t)).intValue());
            // Near the minimum the loss hardly changes with the parameters.
            Tensor after =
                    RECORDED.tensor(((List<?>) ((List<?>) row.get("params")).get(t)).getFirst());
            assertThat(x.allclose(after, 1e-10, 1e-10, false)).as("%s, %s", x, after).isTrue();
        }
    }

    private static Function<Tensor, Tensor> quadratic() {
        Tensor a = RECORDED.tensor("lbfgs.A").to(DType.FLOAT64);
        Tensor b = RECORDED.tensor("lbfgs.b").to(DType.FLOAT64);
        return x -> x.matmul(a).matmul(x).mul(0.5).sub(b.matmul(x));
    }

    private static Tensor rosenbrock(Tensor x) {
        Tensor first = x.get(":-1");
        Tensor valley = x.get("1:").sub(first.square()).square().mul(100);
        return valley.add(first.rsub(1).square()).sum();
    }

    private static Tensor step(Optimizer<?> optimizer, Tensor x) {
        return optimizer.step(() -> {
            optimizer.zeroGrad();
            Tensor loss = rosenbrock(x);
            loss.backward();
            return loss;
        });
    }

    @Test
    void aParabolaIsMinimisedInTwoIterations() {
        var x = new Parameter(tensor(5.0));
        var optimizer = new LBFGS(List.of(x), o -> o.lineSearchFn(LBFGS.LineSearch.STRONG_WOLFE));
        optimizer.step(() -> {
            optimizer.zeroGrad();
            Tensor loss = x.sub(3).square().sum();
            loss.backward();
            return loss;
        });
        assertThat(x.item().doubleValue()).isCloseTo(3, within(1e-6));
    }

    @Test
    void loadedStateContinuesToTheBit() {
        Parameter x = new Parameter(tensor(-1.2, 1.0, 0.5));
        var first = new LBFGS(List.of(x), o -> o.maxIter(3).historySize(2));
        step(first, x);
        Parameter y = new Parameter(x.detach().clone());
        var second = new LBFGS(List.of(y));
        second.loadStateDict(first.stateDict());
        for (int i = 0; i < 3; i++) {
            step(first, x);
            step(second, y);
        }
        assertThat(y.equal(x)).isTrue();
        assertThat(PythonText.repr(second.stateDict()))
                .isEqualTo(PythonText.repr(first.stateDict()));
    }

    @Test
    void stateHasPyTorchsKeys() {
        Parameter x = new Parameter(tensor(-1.2, 1.0));
        var optimizer = new LBFGS(List.of(x), o -> o.maxIter(3).historySize(2));
        assertThat(optimizer.toString())
                .isEqualTo(
                        """
                        LBFGS (
                        Parameter Group 0
                            history_size: 2
                            line_search_fn: None
                            lr: 1
                            max_eval: 3
                            max_iter: 3
                            tolerance_change: 1e-09
                            tolerance_grad: 1e-07
                        )\
                        """);
        step(optimizer, x);
        assertThat(optimizer.state(x).keySet())
                .containsExactly(
                        "func_evals",
                        "n_iter",
                        "al",
                        "d",
                        "t",
                        "old_dirs",
                        "old_stps",
                        "ro",
                        "H_diag",
                        "prev_flat_grad",
                        "prev_loss");
        assertThat(optimizer.state(x).get("n_iter")).isEqualTo(2);
    }

    @Test
    void misuseIsNamed() {
        Parameter x = new Parameter(zeros(1));
        Parameter y = new Parameter(zeros(1));
        assertThatThrownBy(() -> new LBFGS(List.of(x)).step())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("LBFGS computes the loss several times in a step");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LBFGS(
                                List.of(ParamGroup.of(List.of(x)), ParamGroup.of(List.of(y))),
                                o -> o))
                .withMessage(
                        "LBFGS doesn't support per-parameter options (parameter groups): got 2"
                                + " groups");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Muon(List.of(x)))
                .withMessage(
                        "Muon only supports 2D parameters whereas we found a parameter with size:"
                                + " torch.Size([1])");
    }
}
