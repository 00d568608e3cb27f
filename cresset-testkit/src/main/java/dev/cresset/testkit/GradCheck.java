package dev.cresset.testkit;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares analytic gradients with central differences, in float64: PyTorch's {@code gradcheck} and
 * {@code gradgradcheck}.
 *
 * <p>For each element x of each input that requires grad, the derivative of {@code sum(v * f)},
 * with fixed random v, must equal {@code (f(x + h) - f(x - h)) / 2h} for {@code h = cbrt(eps)}. The
 * truncation of order h^2 and the rounding of order eps/h are both about {@code eps^(2/3) = 4e-11}
 * there, relative to the function's size; the default tolerance leaves room for derivatives of
 * third order up to 10^4.
 *
 * <pre>{@code
 * Tensor x = randn(Shape.of(2, 3), o -> o.dtype(DType.FLOAT64)).requiresGrad_();
 * GradCheck.check("tanh", in -> List.of(in.get(0).tanh()), List.of(x));
 * GradCheck.checkSecond("tanh", in -> List.of(in.get(0).tanh()), List.of(x));
 * }</pre>
 */
public final class GradCheck {
    /** A function from tensors to tensors. */
    @FunctionalInterface
    public interface Function {
        /** Returns the function's results. */
        List<Tensor> apply(List<Tensor> inputs);
    }

    /**
     * How to check.
     *
     * @param step half the width of the differences, above 0
     * @param tolerance the largest {@code |analytic - numeric| / (1 + |numeric|)}
     * @param strided whether the same values in other layouts must give the same gradients
     */
    public record Options(double step, double tolerance, boolean strided) {
        static final Options DEFAULT =
                new Options(Math.cbrt(Math.ulp(1.0)), 1e4 * Math.pow(Math.ulp(1.0), 2 / 3.0), true);

        /** Returns these options with another half width of the differences. */
        public Options step(double value) {
            return new Options(value, tolerance, strided);
        }

        /** Returns these options with another tolerance. */
        public Options tolerance(double value) {
            return new Options(step, value, strided);
        }

        /** Returns these options with or without other layouts. */
        public Options strided(boolean value) {
            return new Options(step, tolerance, value);
        }
    }

    private GradCheck() {}

    /** Checks first derivatives with the default options. */
    public static void check(String name, Function f, List<Tensor> inputs) {
        check(name, f, inputs, o -> o);
    }

    /**
     * Checks first derivatives.
     *
     * @param name what the report calls the function
     * @param inputs those that require grad are checked, the others are constants
     * @throws AssertionError if a derivative is wrong: names the input, the element and both values
     * @throws IllegalArgumentException if no input requires grad, or one that does is not float64
     */
    public static void check(
            String name, Function f, List<Tensor> inputs, UnaryOperator<Options> options) {
        Options o = options.apply(Options.DEFAULT);
        checkInputs(name, inputs);
        compare(name, f, inputs, o);
        if (o.strided) {
            compare(
                    name + " of strided inputs",
                    f,
                    inputs.stream().map(GradCheck::strided).toList(),
                    o);
        }
    }

    /** Checks second derivatives with the default options. */
    public static void checkSecond(String name, Function f, List<Tensor> inputs) {
        checkSecond(name, f, inputs, o -> o);
    }

    /**
     * Checks second derivatives: the first derivatives, as a function of the inputs and of the
     * vectors they are multiplied by, must pass {@link #check}.
     *
     * @throws AssertionError if a derivative is wrong
     */
    public static void checkSecond(
            String name, Function f, List<Tensor> inputs, UnaryOperator<Options> options) {
        checkInputs(name, inputs);
        List<Tensor> outputs = differentiable(f.apply(inputs));
        List<Tensor> all = new ArrayList<>(inputs);
        vectors(outputs).forEach(v -> all.add(v.requiresGrad_()));
        int n = inputs.size();
        Function first =
                in -> {
                    List<Tensor> x = in.subList(0, n);
                    List<Tensor> wanted = x.stream().filter(Tensor::requiresGrad).toList();
                    Tensor[] v = in.subList(n, in.size()).toArray(Tensor[]::new);
                    List<Tensor> y = differentiable(f.apply(x));
                    if (y.isEmpty()) {
                        return List.of();
                    }
                    List<@Nullable Tensor> g =
                            Grad.grad(
                                    y,
                                    wanted,
                                    p -> p.gradOutputs(v).createGraph(true).allowUnused(true));
                    List<Tensor> found = new ArrayList<>();
                    for (Tensor one : g) {
                        if (one != null) {
                            found.add(one);
                        }
                    }
                    return found;
                };
        check("derivative of " + name, first, all, p -> options.apply(p).strided(false));
    }

    private static void checkInputs(String name, List<Tensor> inputs) {
        if (inputs.stream().noneMatch(Tensor::requiresGrad)) {
            throw new IllegalArgumentException("gradcheck: " + name + ": no input requires grad");
        }
        for (Tensor x : inputs) {
            if (x.requiresGrad() && x.dtype() != DType.FLOAT64) {
                throw new IllegalArgumentException(
                        "gradcheck: "
                                + name
                                + ": differences need float64 inputs, got "
                                + x.dtype());
            }
        }
    }

    private static void compare(String name, Function f, List<Tensor> inputs, Options o) {
        List<Tensor> outputs = differentiable(f.apply(inputs));
        List<Tensor> vectors = vectors(outputs);
        List<Tensor> wanted = inputs.stream().filter(Tensor::requiresGrad).toList();
        List<@Nullable Tensor> analytic =
                outputs.isEmpty()
                        ? Arrays.asList(new @Nullable Tensor[wanted.size()])
                        : Grad.grad(
                                outputs,
                                wanted,
                                p ->
                                        p.gradOutputs(vectors.toArray(Tensor[]::new))
                                                .allowUnused(true));
        int which = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Tensor x = inputs.get(i);
            if (!x.requiresGrad()) {
                continue;
            }
            Tensor g = analytic.get(which++);
            if (g != null && !g.shape().equals(x.shape())) {
                throw new AssertionError(
                        name
                                + ": gradient of input "
                                + i
                                + " has shape "
                                + g.shape().listText()
                                + ", the input "
                                + x.shape().listText());
            }
            double[] got = g == null ? new double[(int) x.numel()] : g.toDoubleArray();
            for (int e = 0; e < got.length; e++) {
                double want = difference(f, inputs, i, e, vectors, o.step);
                if (!(Math.abs(got[e] - want) <= o.tolerance * (1 + Math.abs(want)))) {
                    throw new AssertionError(
                            name
                                    + ": wrong derivative for input "
                                    + i
                                    + " "
                                    + x.shape().listText()
                                    + ", element "
                                    + e
                                    + ": analytic "
                                    + got[e]
                                    + ", numeric "
                                    + want);
                }
            }
        }
    }

    /** (f(x + h) - f(x - h)) / 2h for one element of one input. */
    private static double difference(
            Function f, List<Tensor> inputs, int i, int element, List<Tensor> vectors, double h) {
        return (moved(f, inputs, i, element, h, vectors)
                        - moved(f, inputs, i, element, -h, vectors))
                / (2 * h);
    }

    private static double moved(
            Function f, List<Tensor> inputs, int i, int element, double by, List<Tensor> vectors) {
        List<Tensor> x = new ArrayList<>(inputs);
        Tensor copy = copy(inputs.get(i), inputs.get(i).view().layout());
        int at = copy.view().layout().indexOf(element);
        double[] storage = (double[]) copy.view().storage().array();
        storage[at] += by;
        x.set(i, copy.requiresGrad_());
        double sum = 0;
        int v = 0;
        for (Tensor y : differentiable(f.apply(x))) {
            double[] values = y.toDoubleArray();
            double[] weights = vectors.get(v++).toDoubleArray();
            for (int j = 0; j < values.length; j++) {
                sum += values[j] * weights[j];
            }
        }
        return sum;
    }

    private static List<Tensor> differentiable(List<Tensor> outputs) {
        return outputs.stream().filter(Tensor::requiresGrad).toList();
    }

    /** One fixed random vector for each output, so that errors cannot cancel. */
    private static List<Tensor> vectors(List<Tensor> outputs) {
        Random random = new Random(20130);
        List<Tensor> out = new ArrayList<>();
        for (Tensor y : outputs) {
            double[] v = random.doubles(y.numel(), 0.5, 1.5).toArray();
            out.add(Tensor.tensor(v).to(y.dtype()).view(y.shape()));
        }
        return out;
    }

    /**
     * Returns the same values in a layout with gaps, an offset and the dimensions in reverse order.
     */
    public static Tensor strided(Tensor x) {
        int rank = x.dim();
        int[] strides = new int[rank];
        int step = 2;
        for (int d = 0; d < rank; d++) {
            strides[d] = step;
            step *= Math.max(1, x.size(d));
        }
        Tensor out = copy(x, new Layout(x.shape(), strides, 3));
        return x.requiresGrad() ? out.requiresGrad_() : out;
    }

    private static Tensor copy(Tensor x, Layout layout) {
        View from = x.view();
        int size = Math.max(layout.extent(), layout.offset() + 1);
        View storage = View.allocate(x.dtype(), dev.cresset.op.Shape.of(size));
        View to = new View(x.dtype(), storage.storage(), layout);
        for (int i = 0; i < from.numel(); i++) {
            System.arraycopy(
                    from.storage().array(),
                    from.layout().indexOf(i),
                    to.storage().array(),
                    layout.indexOf(i),
                    1);
        }
        return Tensor.of(to);
    }
}
