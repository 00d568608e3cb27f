package dev.cresset.examples;

import static dev.cresset.Tensor.inferenceMode;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cresset.Grad;
import dev.cresset.GradFunction;
import dev.cresset.Tensor;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Linear;
import dev.cresset.optim.SGD;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of docs/autograd.md. */
class AutogradGuideTest {
    private final Linear net = new Linear(2, 2);
    private final Tensor x = tensor(0.5, 2.0).requiresGrad_();
    private final Tensor y = tensor(3.0, 1.0).requiresGrad_();

    @Test
    void thePageShowsWhatIsCompiledHere() throws IOException {
        Guide.isCompiled("autograd.md", AutogradGuideTest.class);
    }

    @Test
    void gradients() {
        Tensor f = x.mul(y).sum();
        List<Tensor> g = Grad.grad(f, List.of(x, y), o -> o.createGraph(true));
        assertThat(g.get(0).equal(y)).isTrue();
    }

    @Test
    void scopes() {
        Tensor w = net.weight;
        noGrad(() -> w.mul_(0.5));
        Tensor y = inferenceMode(() -> net.call(x));
        y.isInference();
        assertThat(y.requiresGrad()).isFalse();
    }

    @Test
    void accumulation() {
        List<Tensor> parts = List.of(x.detach(), y.detach());
        var optimizer = new SGD(net.parameters(), o -> o.lr(0.1));
        for (Tensor part : parts) {
            Tensor loss = Functional.mseLoss(net.call(part), part).div(parts.size());
            loss.backward();
        }
        optimizer.step();
        optimizer.zeroGrad();
        assertThat(net.weight.grad()).isNull();
    }

    @Test
    void anomalies() {
        Tensor x = tensor(0.0, 1.0).requiresGrad_();
        assertThatIllegalStateException()
                .isThrownBy(() -> anomaly(x))
                .withMessage("Function 'SqrtBackward0' returned nan values in its 0th output.");
    }

    private static void anomaly(Tensor x) {
        Grad.detectAnomaly(() -> {
            Tensor loss = x.sqrt().mul(0).sum();
            loss.backward();
        });
    }

    @Test
    void jacobians() {
        Tensor v = tensor(1.0, -1.0);
        Tensor j = Grad.jacobian(t -> t.exp(), x);
        Tensor h = Grad.hessian(t -> t.pow(3).sum(), x);
        Grad.Product vjp = Grad.vjp(t -> t.exp(), x, v);
        Grad.Product hvp = Grad.hvp(t -> t.pow(3).sum(), x, v);
        List<List<Tensor>> of =
                Grad.jacobian(
                        in -> List.of(in.get(0).mul(in.get(1))),
                        List.of(x, y),
                        o -> o.createGraph(true).strict(true));
        assertThat(v.matmul(j).allclose(vjp.product())).isTrue();
        assertThat(h.matmul(v).allclose(hvp.product())).isTrue();
        assertThat(of.get(0).get(0).diagonal().equal(y)).isTrue();
    }

    @Test
    void functions() {
        Tensor x = tensor(new double[] {0.5, 2}).requiresGrad_();
        class Cube extends GradFunction {
            @Override
            protected Tensor forward(Context ctx, Tensor... x) {
                ctx.saveForBackward(x[0]);
                return x[0].pow(3);
            }

            @Override
            protected Tensor[] backward(Context ctx, Tensor g) {
                return new Tensor[] {
                    ctx.needsInputGrad(0) ? g.mul(ctx.saved(0).square()).mul(3) : null
                };
            }
        }
        Tensor y = new Cube().apply(x);
        Grad.gradcheck(t -> new Cube().apply(t), x);
        assertThat(y.gradFn().name()).isEqualTo("CubeBackward");
    }

    @Test
    void savedTensors() {
        Tensor y =
                Grad.savedTensorsHooks(
                        t -> t.toBfloat16(), (Tensor t) -> t.toFloat(), () -> net.call(x));
        y.sum().backward();
        assertThat(net.weight.grad()).isNotNull();
    }
}
