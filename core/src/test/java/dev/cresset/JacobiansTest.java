package dev.cresset;

import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.checkpoint.Recordings;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JacobiansTest {
    private static final Recordings RECORDED = Recordings.read(JacobiansTest.class, "autograd");

    private static final Map<String, Tensor> VALUES =
            Map.of(
                    "x", tensor(new double[] {0.5, -1, 2}),
                    "y", tensor(new double[][] {{1, 2}, {3, -0.5}}),
                    "v", tensor(new double[] {1, -2, 0.5}),
                    "w", tensor(new double[][] {{0.5, 1}, {-1, 2}}));

    private static List<Tensor> function(String name, List<Tensor> in) {
        Tensor a = in.getFirst();
        return switch (name) {
            case "outer" -> List.of(a.exp().sum().mul(a));
            case "pair" -> {
                Tensor b = in.get(1);
                yield List.of(a.sin().mul(b.sum()), b.matmul(b));
            }
            case "cubic" -> List.of(a.pow(3).sum().mul(a.get(0)));
            case "both" -> {
                Tensor b = in.get(1);
                yield List.of(a.square().sum().mul(b.prod()).add(b.sin().sum()));
            }
            case "linear" -> List.of(a.mul(2).sum());
            case "constant" -> List.of(Tensor.ones(1));
            case "unused" -> List.of(a.mul(2));
            default -> throw new AssertionError(name);
        };
    }

    @TestFactory
    Stream<DynamicTest> derivativesAreThoseOfPyTorch() {
        return RECORDED.rows().stream()
                .map(row -> DynamicTest.dynamicTest((String) row.get("call"), () -> check(row)));
    }

    private static void check(Map<String, Object> row) {
        String call = (String) row.get("call");
        if (row.get("error") instanceof String error) {
            try {
                run(call);
            } catch (IllegalArgumentException | IllegalStateException e) {
                String rule = e.getMessage().replaceFirst("\\. This is not allowed.*", "");
                assertThat(error.replace("only be None", "only be null")).startsWith(rule);
                return;
            }
            throw new AssertionError("expected: " + error);
        }
        List<Double> expected = new ArrayList<>();
        flatten(row.get("result"), expected);
        List<Double> actual = new ArrayList<>();
        flatten(run(call), actual);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i))
                    .as("number %d", i)
                    .isCloseTo(expected.get(i), within(1e-12 * (1 + Math.abs(expected.get(i)))));
        }
    }

    private static void flatten(Object value, List<Double> into) {
        switch (value) {
            case List<?> l -> l.forEach(e -> flatten(e, into));
            case Tensor t -> {
                for (double d : t.contiguous().toDoubleArray()) {
                    into.add(d);
                }
            }
            default -> into.add(((Number) value).doubleValue());
        }
    }

    private static Object run(String call) {
        String name = call.substring(0, call.indexOf('('));
        boolean strict = call.contains("strict=True");
        String args = call.substring(name.length() + 1, call.length() - 1);
        args = args.replace(", strict=True", "");
        String f = args.substring(0, args.indexOf(','));
        List<List<Tensor>> tensors = tensors(args.substring(f.length() + 2));
        List<Tensor> x = tensors.getFirst();
        List<Tensor> v = tensors.size() > 1 ? tensors.get(1) : null;
        Function<List<Tensor>, List<Tensor>> function = in -> function(f, in);
        return switch (name) {
            case "jacobian" -> Grad.jacobian(function, x, o -> o.strict(strict));
            case "hessian" ->
                    Grad.hessian(in -> function(f, in).getFirst(), x, o -> o.strict(strict));
            case "vjp" -> list(Grad.vjp(function, x, v, o -> o.strict(strict)));
            case "jvp" -> list(Grad.jvp(function, x, v, o -> o.strict(strict)));
            case "hvp" -> list(Grad.hvp(function, x, v, o -> o.strict(strict)));
            default -> list(Grad.vhp(function, x, v, o -> o.strict(strict)));
        };
    }

    private static List<?> list(Grad.Products products) {
        return List.of(products.outputs(), products.products());
    }

    /** Reads {@code (x, y), v}. */
    private static List<List<Tensor>> tensors(String text) {
        List<List<Tensor>> out = new ArrayList<>();
        for (String part : text.split(", (?![^(]*\\))")) {
            List<Tensor> group = new ArrayList<>();
            for (String name : part.replaceAll("[()]", "").split(", ")) {
                group.add(VALUES.get(name));
            }
            out.add(group);
        }
        return out;
    }

    @Test
    void singleTensorsNeedNoLists() {
        Tensor x = tensor(new double[] {1, 2});
        assertThat(Grad.jacobian(Tensor::square, x))
                .hasToString("tensor([[2., 0.],\n        [0., 4.]], dtype=torch.float64)");
        assertThat(Grad.hessian(t -> t.pow(3).sum(), x))
                .hasToString("tensor([[ 6.,  0.],\n        [ 0., 12.]], dtype=torch.float64)");
        Tensor v = tensor(new double[] {1, -1});
        assertThat(Grad.vjp(Tensor::square, x, v).product().toDoubleArray()).containsExactly(2, -4);
        assertThat(Grad.jvp(Tensor::square, x, v).product().toDoubleArray()).containsExactly(2, -4);
        assertThat(Grad.hvp(t -> t.pow(3).sum(), x, v).product().toDoubleArray())
                .containsExactly(6, -12);
        assertThat(Grad.vhp(t -> t.pow(3).sum(), x, v).product().toDoubleArray())
                .containsExactly(6, -12);
    }

    @Test
    void resultsCanBeDifferentiatedOnRequest() {
        Tensor x = tensor(new double[] {1, 2}).requiresGrad_();
        Tensor j = Grad.jacobian(t -> t.pow(3), x, o -> o.createGraph(true));
        j.sum().backward();
        assertThat(x.grad().toDoubleArray()).containsExactly(6, 12);
        assertThat(Grad.jacobian(t -> t.pow(3), x).requiresGrad()).isFalse();
        assertThat(x.requiresGrad()).isTrue();
    }

    @Test
    void gradcheckAcceptsRightGradientsAndNamesWrongOnes() {
        Tensor x = tensor(new double[][] {{0.5, -1}, {2, 0.1}}).requiresGrad_();
        assertThat(Grad.gradcheck(t -> t.sin().mul(t), x)).isTrue();
        assertThat(Grad.gradgradcheck(t -> t.sin().mul(t), x)).isTrue();
        var wrong =
                new GradFunction() {
                    @Override
                    protected Tensor forward(Context ctx, Tensor... in) {
                        return in[0].mul(3);
                    }

                    @Override
                    protected Tensor[] backward(Context ctx, Tensor g) {
                        return new Tensor[] {g.mul(2)};
                    }
                };
        assertThatIllegalStateException()
                .isThrownBy(() -> Grad.gradcheck(t -> wrong.apply(t), x))
                .withMessageStartingWith(
                        "Jacobian mismatch for output 0 with respect to input 0,\nnumerical:tensor(");
        assertThat(
                        Grad.gradcheck(
                                in -> List.of(wrong.apply(in.getFirst())),
                                List.of(x),
                                o -> o.raiseException(false)))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grad.gradcheck(Tensor::sin, x.detach()))
                .withMessageContaining("at least one input tensor to require gradient");
        assertThat(x.dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void columnsOfAJacobianAreThoseOfItsRows() {
        Tensor x = tensor(new double[][] {{0.5, -1, 2}, {1, 3, -2}});
        Tensor y = tensor(new double[] {2, -1, 0.25});
        List<Tensor> in = List.of(x, y);
        Function<List<Tensor>, List<Tensor>> f =
                v ->
                        List.of(
                                v.get(0).mul(v.get(1)).sin().sum(1),
                                v.get(1).exp().mul(v.get(0).get(1)),
                                Tensor.ones(DType.FLOAT64, 2));
        var rows = Grad.jacobian(f, in, o -> o.vectorize(true));
        var columns = Grad.jacobian(f, in, o -> o.strategy(Grad.JacobianStrategy.FORWARD_MODE));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                Tensor c = columns.get(i).get(j);
                assertThat(c.shape()).isEqualTo(rows.get(i).get(j).shape());
                assertThat(c.allclose(rows.get(i).get(j), 1e-12, 1e-12, false)).isTrue();
                assertThat(c.requiresGrad()).isFalse();
            }
        }
    }

    @Test
    void forwardOverReverseGivesTheSameHessian() {
        Tensor x = tensor(new double[] {0.5, -1, 2});
        UnaryOperator<Tensor> f = t -> t.pow(3).mul(t.flip(0)).sum();
        Tensor h = Grad.hessian(f, x, o -> o.strategy(Grad.JacobianStrategy.FORWARD_MODE));
        assertThat(h.allclose(Grad.hessian(f, x), 1e-12, 1e-12, false)).isTrue();
        Tensor again =
                Grad.hessian(
                        f, x.clone().requiresGrad_(true), o -> o.createGraph(true).vectorize(true));
        assertThat(again.requiresGrad()).isTrue();
    }

    @Test
    void columnsCanBeDifferentiatedAgain() {
        Tensor x = tensor(new double[] {2, 3}).requiresGrad_(true);
        Tensor j =
                Grad.jacobian(
                        t -> t.pow(3),
                        x,
                        o -> o.createGraph(true).strategy(Grad.JacobianStrategy.FORWARD_MODE));
        j.sum().backward();
        assertThat(x.grad()).hasToString("tensor([12., 18.], dtype=torch.float64)");
    }

    @Test
    void strictGoesNeitherWithVectorisedNorWithForwardMode() {
        Tensor x = tensor(new double[] {1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grad.jacobian(t -> t, x, o -> o.strict(true).vectorize(true)))
                .withMessageContaining(
                        "`strict=True` and `vectorize=True` are not supported together");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Grad.hessian(
                                t -> t.sum(),
                                x,
                                o -> o.strict(true).strategy(Grad.JacobianStrategy.FORWARD_MODE)))
                .withMessageContaining("forward-mode");
    }
}
