package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Generator;
import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** First and second derivatives against central differences, in float64. */
final class FiniteDifferences {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-6;

    private FiniteDifferences() {}

    /** Checks the gradients of a function, and the gradients of those. */
    static void check(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
        Generator g = new Generator();
        Tensor cotangent = like(noGrad(() -> f.apply(List.of(inputs))), g);
        Function<List<Tensor>, Tensor> scalar = in -> f.apply(in).mul(cotangent).sum();
        compare("first", scalar, inputs);
        List<Tensor> directions = new ArrayList<>();
        for (Tensor x : inputs) {
            directions.add(like(x, g));
        }
        compare("second", in -> alongGradient(scalar, in, directions), inputs);
    }

    private static Tensor like(Tensor x, Generator g) {
        return Tensor.empty(DType.FLOAT64, x.shape().toArray()).normal_(0, 1, g);
    }

    private static Tensor alongGradient(
            Function<List<Tensor>, Tensor> f, List<Tensor> in, List<Tensor> directions) {
        List<Tensor> x = new ArrayList<>();
        for (Tensor t : in) {
            x.add(t.requiresGrad() ? t : t.detach().requiresGrad_(true));
        }
        List<@Nullable Tensor> grads =
                Grad.grad(List.of(f.apply(x)), x, o -> o.createGraph(true).allowUnused(true));
        Tensor out = Tensor.zeros(DType.FLOAT64);
        for (int i = 0; i < x.size(); i++) {
            Tensor d = grads.get(i);
            out = d == null ? out : out.add(d.mul(directions.get(i)).sum());
        }
        return out;
    }

    private static void compare(String what, Function<List<Tensor>, Tensor> f, Tensor... inputs) {
        List<Tensor> leaves = new ArrayList<>();
        for (Tensor x : inputs) {
            leaves.add(x.detach().clone().requiresGrad_(true));
        }
        Tensor y = f.apply(leaves);
        List<@Nullable Tensor> grads =
                y.requiresGrad()
                        ? Grad.grad(List.of(y), leaves, o -> o.allowUnused(true))
                        : new ArrayList<>(java.util.Collections.nCopies(inputs.length, null));
        for (int i = 0; i < inputs.length; i++) {
            Tensor analytic = grads.get(i);
            Tensor x = leaves.get(i).data().view(-1);
            for (int k = 0; k < x.numel(); k++) {
                double at = x.get(k).item().doubleValue();
                x.set(at + STEP, k);
                double up = f.apply(leaves).item().doubleValue();
                x.set(at - STEP, k);
                double down = f.apply(leaves).item().doubleValue();
                x.set(at, k);
                double numeric = (up - down) / (2 * STEP);
                double exact =
                        analytic == null ? 0 : analytic.reshape(-1).get(k).item().doubleValue();
                assertThat(exact)
                        .as("%s derivative of input %d at %d", what, i, k)
                        .isCloseTo(
                                numeric,
                                org.assertj.core.data.Offset.offset(
                                        TOLERANCE * 10 * (1 + Math.abs(numeric))));
            }
        }
    }
}
