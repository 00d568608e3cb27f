package dev.cresset;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** User-defined functions; expected values and texts are those of PyTorch 2.13. */
class GradFunctionTest {
    private static Tensor leaf() {
        return ones(2).requiresGrad_();
    }

    private static double[] grad(Tensor x) {
        return Objects.requireNonNull(x.grad()).toDoubleArray();
    }

    private static final class Cube extends GradFunction {
        @Override
        protected Tensor forward(Context ctx, Tensor... x) {
            ctx.saveForBackward(x[0]);
            return x[0].pow(3);
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor g) {
            return new Tensor[] {g.mul(ctx.saved(0).square()).mul(3)};
        }
    }

    /** Keeps its result instead of its input. */
    private static final class Exp extends GradFunction {
        @Override
        protected Tensor forward(Context ctx, Tensor... x) {
            Tensor y = x[0].exp();
            ctx.saveForBackward(y);
            return y;
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor g) {
            return new Tensor[] {g.mul(ctx.saved(0))};
        }
    }

    private static final class Square extends GradFunction {
        @Override
        protected Tensor forward(Context ctx, Tensor... x) {
            ctx.onceDifferentiable();
            ctx.saveForBackward(x);
            return x[0].mul(x[0]);
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor g) {
            return new Tensor[] {g.mul(2).mul(ctx.saved(0))};
        }
    }

    /** Returns what a test wants for two inputs. */
    private static final class Sum extends GradFunction {
        private final @Nullable Tensor[] gradients;

        Sum(@Nullable Tensor... gradients) {
            this.gradients = gradients;
        }

        @Override
        protected Tensor forward(Context ctx, Tensor... x) {
            return x[0].add(x[1]);
        }

        @Override
        protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
            return gradients;
        }
    }

    private static final class AsIs extends GradFunction {
        @Override
        protected Tensor forward(Context ctx, Tensor... x) {
            return x[0];
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor g) {
            return new Tensor[] {g.mul(7)};
        }
    }

    private static final class Doubling extends GradFunction {
        @Override
        protected Tensor forward(Context ctx, Tensor... x) {
            ctx.markDirty(x[0]);
            return x[0].mul_(2);
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor g) {
            return new Tensor[] {g.mul(2)};
        }
    }

    /** The largest element and where it is. */
    private static final class Largest extends GradFunction.Several {
        private final boolean materialize;
        @Nullable List<@Nullable Tensor> seen;

        Largest(boolean materialize) {
            this.materialize = materialize;
        }

        @Override
        protected List<Tensor> forward(GradFunction.Context ctx, Tensor... x) {
            ctx.setMaterializeGrads(materialize);
            Tensor index = x[0].argmax();
            Tensor rank = index.toFloat();
            ctx.markNonDifferentiable(rank);
            ctx.saveForBackward(index, x[0]);
            return List.of(x[0].amax(), index, rank, x[0].mul(2));
        }

        @Override
        protected @Nullable Tensor[] backward(GradFunction.Context ctx, List<@Nullable Tensor> g) {
            seen = g;
            Tensor out = ctx.saved(1).zerosLike();
            Tensor first = Objects.requireNonNull(g.getFirst());
            return new Tensor[] {out.scatterAdd(0, ctx.saved(0).view(1), first.view(1))};
        }
    }

    @Test
    void itsBackwardIsUsedAndNamed() {
        Tensor x = tensor(2.0, 3.0).requiresGrad_();
        Tensor y = new Cube().apply(x);
        assertThat(y.toDoubleArray()).containsExactly(8, 27);
        assertThat(y.gradFn()).hasToString("<CubeBackward object>");
        y.sum().backward();
        assertThat(grad(x)).containsExactly(12, 27);
    }

    @Test
    void itsBackwardCanBeDifferentiated() {
        for (GradFunction f : List.of(new Cube(), new Exp())) {
            Tensor x = tensor(1.0, 2.0).requiresGrad_();
            Tensor g =
                    Objects.requireNonNull(
                            Grad.grad(f.apply(x).sum(), List.of(x), o -> o.createGraph(true))
                                    .getFirst());
            Tensor gg = Objects.requireNonNull(Grad.grad(g.sum(), x).getFirst());
            Tensor expected = f instanceof Cube ? x.mul(6) : x.exp();
            assertThat(gg.toDoubleArray()).containsExactly(expected.toDoubleArray());
        }
    }

    @Test
    void onceDifferentiableRefusesTheSecondTime() {
        Tensor x = leaf();
        Tensor y = new Square().apply(x);
        Tensor v = leaf();
        Tensor g =
                Objects.requireNonNull(
                        Grad.grad(y, List.of(x), o -> o.gradOutputs(v).createGraph(true))
                                .getFirst());
        assertThat(g.toDoubleArray()).containsExactly(2, 2);
        assertThatThrownBy(() -> Grad.grad(g.sum(), x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("differentiate twice")
                .hasMessageContaining("SquareBackward");
        assertThatThrownBy(() -> g.sum().backward()).hasMessageContaining("differentiate twice");
    }

    @Test
    void withoutGradientsNothingIsRecorded() {
        assertThat(new Cube().apply(ones(2)).requiresGrad()).isFalse();
        Tensor x = leaf();
        assertThat(Tensor.noGrad(() -> new Cube().apply(x)).requiresGrad()).isFalse();
    }

    @Test
    void theGraphIsFreedUnlessRetained() {
        Tensor y = new Cube().apply(leaf()).sum();
        y.backward();
        assertThatThrownBy(y::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Trying to backward through the graph a second time");
    }

    @Test
    void savedTensorsMustNotChange() {
        Tensor x = leaf();
        Tensor y = new Cube().apply(x).sum();
        Tensor.noGrad(() -> x.add_(1));
        assertThatThrownBy(y::backward)
                .hasMessageContaining(
                        "[torch.FloatTensor [2]] is at version 1; expected version 0 instead.");
    }

    @Test
    void gradientsMustBeAsManyAsTheInputs() {
        assertThatThrownBy(() -> new Sum(ones(2)).apply(leaf(), leaf()).sum().backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "function SumBackward returned an incorrect number of gradients (expected 2,"
                                + " got 1)");
        assertThatThrownBy(() ->
                        new Sum(ones(2), ones(2), ones(2)).apply(leaf(), leaf()).sum().backward())
                .hasMessageContaining("(expected 2, got 3)");
    }

    @Test
    void gradientsMustFitTheInputs() {
        assertThatThrownBy(() -> new Sum(null, ones(3)).apply(leaf(), leaf()).sum().backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Function SumBackward returned an invalid gradient at index 1 - got [3] but"
                                + " expected shape compatible with [2]");
    }

    @Test
    void gradientsAreSummedBackAndCast() {
        Tensor x = leaf();
        Tensor y = leaf();
        new Sum(ones(dev.cresset.op.DType.FLOAT64, 3, 2), null).apply(x, y).sum().backward();
        assertThat(grad(x)).containsExactly(3, 3);
        assertThat(x.grad()).isNotNull().extracting(Tensor::dtype).hasToString("torch.float32");
        assertThat(y.grad()).isNull();
    }

    @Test
    void severalResultsMayBeConstant() {
        Tensor x = tensor(1.0, 5.0, 2.0).requiresGrad_();
        Largest f = new Largest(true);
        List<Tensor> y = f.apply(x);
        assertThat(y.get(0).requiresGrad()).isTrue();
        assertThat(y.get(1).requiresGrad()).isFalse();
        assertThat(y.get(2).requiresGrad()).isFalse();
        assertThat(y.get(3).requiresGrad()).isTrue();
        y.get(0).backward();
        assertThat(grad(x)).containsExactly(0, 1, 0);
        assertThat(Objects.requireNonNull(Objects.requireNonNull(f.seen).get(3)).toDoubleArray())
                .containsExactly(0, 0, 0);
    }

    @Test
    void missingGradientsComeAsNullOnRequest() {
        Largest f = new Largest(false);
        f.apply(tensor(1.0, 5.0, 2.0).requiresGrad_()).getFirst().backward();
        assertThat(Objects.requireNonNull(f.seen).get(3)).isNull();
    }

    @Test
    void needsInputGradTellsWhatToCompute() {
        boolean[] needs = new boolean[2];
        GradFunction probe =
                new GradFunction() {
                    @Override
                    protected Tensor forward(Context ctx, Tensor... x) {
                        needs[0] = ctx.needsInputGrad(0);
                        needs[1] = ctx.needsInputGrad(1);
                        assertThat(Tensor.isGradEnabled()).isFalse();
                        return x[0].add(x[1]);
                    }

                    @Override
                    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
                        return new @Nullable Tensor[] {null, g};
                    }
                };
        Tensor y = probe.apply(ones(2), leaf());
        assertThat(needs).containsExactly(false, true);
        assertThat(y.gradFn()).hasToString("<GradFunctionBackward object>");
    }

    @Test
    void anInputThatIsReturnedBecomesATensorOfItsOwn() {
        Tensor x = leaf();
        Tensor y = new AsIs().apply(x);
        assertThat(y).isNotSameAs(x);
        y.sum().backward();
        assertThat(grad(x)).containsExactly(7, 7);
        Tensor z = new AsIs().apply(leaf().mul(1));
        assertThatThrownBy(() -> z.add_(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would override the custom backward");
    }

    @Test
    void viewsOfItsResultCanBeWritten() {
        Tensor x = leaf();
        Tensor y = new Cube().apply(x);
        y.get(0).mul_(10);
        y.sum().backward();
        assertThat(grad(x)).containsExactly(30, 3);
    }

    @Test
    void aDirtyInputIsTheResult() {
        Tensor x = leaf();
        Tensor y = x.mul(1);
        Tensor z = new Doubling().apply(y);
        assertThat(z).isSameAs(y);
        assertThat(y.gradFn()).hasToString("<DoublingBackward object>");
        y.sum().backward();
        assertThat(grad(x)).containsExactly(2, 2);
        assertThatThrownBy(() -> new Doubling().apply(leaf()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "a leaf Variable that requires grad has been used in an in-place operation.");
    }
}
