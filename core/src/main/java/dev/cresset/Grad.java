package dev.cresset;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Automatic differentiation as functions: PyTorch's {@code torch.autograd}. */
public final class Grad {
    private Grad() {}

    /**
     * How {@link Grad#grad} works.
     *
     * @param gradOutputs the vectors of the vector-Jacobian products, null entries for 1
     * @param retainGraph whether the graph can be walked again; null: as {@code createGraph}
     * @param createGraph whether the gradients can themselves be differentiated
     * @param allowUnused whether an input that no output depends on gives null instead of an error
     */
    public record Options(
            @Nullable List<@Nullable Tensor> gradOutputs,
            @Nullable Boolean retainGraph,
            boolean createGraph,
            boolean allowUnused) {
        /** Returns these options with one vector for each output. */
        public Options gradOutputs(@Nullable Tensor... vectors) {
            return new Options(Arrays.asList(vectors), retainGraph, createGraph, allowUnused);
        }

        /** Returns these options with or without a graph that can be walked again. */
        public Options retainGraph(boolean value) {
            return new Options(gradOutputs, value, createGraph, allowUnused);
        }

        /** Returns these options with or without gradients that can be differentiated. */
        public Options createGraph(boolean value) {
            return new Options(gradOutputs, retainGraph, value, allowUnused);
        }

        /** Returns these options with or without null for unused inputs. */
        public Options allowUnused(boolean value) {
            return new Options(gradOutputs, retainGraph, createGraph, value);
        }
    }

    /** Returns the gradients of one output, without touching any {@code grad}. */
    public static List<@Nullable Tensor> grad(Tensor output, Tensor... inputs) {
        return grad(List.of(output), List.of(inputs), o -> o);
    }

    /** Returns the gradients of one output, without touching any {@code grad}. */
    public static List<@Nullable Tensor> grad(
            Tensor output, List<? extends Tensor> inputs, UnaryOperator<Options> options) {
        return grad(List.of(output), inputs, options);
    }

    /**
     * Returns the sum of the outputs' gradients for each input, without touching any {@code grad}.
     *
     * @throws IllegalStateException if an output has no history, or an input is not used and that
     *     is not allowed
     * @throws IllegalArgumentException if an input does not require grad, or shapes do not match
     */
    public static List<@Nullable Tensor> grad(
            List<? extends Tensor> outputs,
            List<? extends Tensor> inputs,
            UnaryOperator<Options> options) {
        Options o = options.apply(new Options(null, null, false, false));
        List<@Nullable Tensor> vectors = o.gradOutputs;
        if (vectors != null && vectors.size() != outputs.size()) {
            throw new IllegalArgumentException(
                    "grad: " + vectors.size() + " gradOutputs for " + outputs.size() + " outputs");
        }
        List<Tensor> seeds = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            seeds.add(seed(i, outputs.get(i), vectors == null ? null : vectors.get(i)));
        }
        boolean retain = o.retainGraph == null ? o.createGraph : o.retainGraph;
        @Nullable Tensor[] out =
                Backward.gradients(
                        List.copyOf(outputs), seeds, List.copyOf(inputs), retain, o.createGraph);
        for (int i = 0; i < out.length; i++) {
            Tensor g = out[i];
            if (g == null && !o.allowUnused) {
                throw new IllegalStateException(
                        "The differentiated Tensor at index "
                                + i
                                + " appears to not have been used in the graph. Set allowUnused if"
                                + " this is the desired behavior.");
            }
            out[i] = g == null || o.createGraph ? g : g.detach();
        }
        return Arrays.asList(out);
    }

    // ---- Jacobians and products

    /**
     * How products of derivatives are computed.
     *
     * @param createGraph whether the results can be differentiated
     * @param strict whether an output that does not depend on an input is an error, rather than a
     *     derivative of zero
     */
    public record ProductOptions(boolean createGraph, boolean strict) {
        static final ProductOptions DEFAULTS = new ProductOptions(false, false);

        /** Returns these options with or without results that can be differentiated. */
        public ProductOptions createGraph(boolean value) {
            return new ProductOptions(value, strict);
        }

        /** Returns these options, strict or not. */
        public ProductOptions strict(boolean value) {
            return new ProductOptions(createGraph, value);
        }
    }

    /** Along which way a Jacobian is computed; the values are the same. */
    public enum JacobianStrategy {
        /** A row at a time, from each element of the output: for few outputs. */
        REVERSE_MODE,
        /**
         * A column at a time, from each element of the input, as double backward's product with a
         * vector: for few inputs. Every operation must have a second derivative.
         */
        FORWARD_MODE
    }

    /**
     * How Jacobians and Hessians are computed.
     *
     * @param createGraph whether the results can be differentiated
     * @param strict whether an output that does not depend on an input is an error, rather than a
     *     derivative of zero
     * @param vectorize whether rows may be computed together; the values are the same, and here so
     *     is the way
     * @param strategy along which way; of a Hessian, that of the outer Jacobian
     */
    public record JacobianOptions(
            boolean createGraph, boolean strict, boolean vectorize, JacobianStrategy strategy) {
        static final JacobianOptions DEFAULTS =
                new JacobianOptions(false, false, false, JacobianStrategy.REVERSE_MODE);

        /** Returns these options with or without results that can be differentiated. */
        public JacobianOptions createGraph(boolean value) {
            return new JacobianOptions(value, strict, vectorize, strategy);
        }

        /** Returns these options, strict or not. */
        public JacobianOptions strict(boolean value) {
            return new JacobianOptions(createGraph, value, vectorize, strategy);
        }

        /** Returns these options, vectorised or not. */
        public JacobianOptions vectorize(boolean value) {
            return new JacobianOptions(createGraph, strict, value, strategy);
        }

        /** Returns these options with a strategy. */
        public JacobianOptions strategy(JacobianStrategy value) {
            return new JacobianOptions(createGraph, strict, vectorize, value);
        }

        ProductOptions products(String function) {
            if (strict && vectorize) {
                throw new IllegalArgumentException(
                        function
                                + ": `strict=True` and `vectorize=True` are not supported together."
                                + " Please either set `strict=False` or `vectorize=False`.");
            }
            if (strict && strategy == JacobianStrategy.FORWARD_MODE) {
                throw new IllegalArgumentException(
                        function
                                + ": `strict=True` and `strategy=\"forward-mode\"` are not supported"
                                + " together (yet). Please either set `strict=False` or"
                                + " `strategy=\"reverse-mode\"`.");
            }
            return new ProductOptions(createGraph, strict);
        }
    }

    /**
     * A function's result and the product of its derivative and a vector.
     *
     * @param output the result
     * @param product the product
     */
    public record Product(Tensor output, Tensor product) {}

    /**
     * The results of a function of several tensors, and products of its derivative and vectors.
     *
     * @param outputs the results
     * @param products the products
     */
    public record Products(List<Tensor> outputs, List<Tensor> products) {
        Product single() {
            return new Product(outputs.getFirst(), products.getFirst());
        }
    }

    private static Jacobians jacobians(UnaryOperator<ProductOptions> options) {
        return new Jacobians(options.apply(ProductOptions.DEFAULTS));
    }

    private static List<List<Tensor>> jacobian(
            UnaryOperator<JacobianOptions> options, Jacobians.Func f, List<Tensor> inputs) {
        JacobianOptions o = options.apply(JacobianOptions.DEFAULTS);
        return new Jacobians(o.products("jacobian")).jacobian(f, inputs, o.strategy);
    }

    private static List<List<Tensor>> hessian(
            UnaryOperator<JacobianOptions> options, Jacobians.Func f, List<Tensor> inputs) {
        JacobianOptions o = options.apply(JacobianOptions.DEFAULTS);
        return new Jacobians(o.products("hessian")).hessian(f, inputs, o.strategy);
    }

    private static Jacobians.Func ofOne(UnaryOperator<Tensor> f) {
        return x -> List.of(f.apply(x.getFirst()));
    }

    private static @Nullable List<Tensor> listOf(@Nullable Tensor v) {
        return v == null ? null : List.of(v);
    }

    /** Returns the Jacobian: of f of shape {@code (m)} and x of shape {@code (n)} it is (m, n). */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
        return jacobian(f, x, o -> o);
    }

    /** Returns the Jacobian, whose shape is the output's followed by the input's. */
    public static Tensor jacobian(
            UnaryOperator<Tensor> f, Tensor x, UnaryOperator<JacobianOptions> options) {
        return jacobian(options, ofOne(f), List.of(x)).getFirst().getFirst();
    }

    /**
     * Returns the Jacobians of each output, in the order of the inputs.
     *
     * @throws IllegalStateException if a derivative is missing, when strict
     */
    public static List<List<Tensor>> jacobian(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            UnaryOperator<JacobianOptions> options) {
        return jacobian(options, f::apply, inputs);
    }

    /** Returns the Hessian of a function with one element: of x of shape (n) it is (n, n). */
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
        return hessian(f, x, o -> o);
    }

    /** Returns the Hessian of a function with one element, whose shape is twice the input's. */
    public static Tensor hessian(
            UnaryOperator<Tensor> f, Tensor x, UnaryOperator<JacobianOptions> options) {
        return hessian(options, ofOne(f), List.of(x)).getFirst().getFirst();
    }

    /**
     * Returns the second derivatives of a function with one element: entry (i, j) is by inputs i
     * and j.
     *
     * @throws IllegalArgumentException if the function gives more than one element
     * @throws IllegalStateException if a derivative is missing, when strict
     */
    public static List<List<Tensor>> hessian(
            Function<List<Tensor>, Tensor> f,
            List<Tensor> inputs,
            UnaryOperator<JacobianOptions> options) {
        return hessian(options, x -> List.of(f.apply(x)), inputs);
    }

    /** Returns {@code v^T J}; v has the output's shape, null stands for 1. */
    public static Product vjp(UnaryOperator<Tensor> f, Tensor x, @Nullable Tensor v) {
        return vjp(ofOne(f), List.of(x), listOf(v), o -> o).single();
    }

    /** Returns {@code v^T J} for each input; v is like the outputs, null stands for 1. */
    public static Products vjp(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            @Nullable List<Tensor> v,
            UnaryOperator<ProductOptions> options) {
        return jacobians(options).vjp(f::apply, inputs, v);
    }

    /** Returns {@code J v}; v has the input's shape, null stands for 1. */
    public static Product jvp(UnaryOperator<Tensor> f, Tensor x, @Nullable Tensor v) {
        return jvp(ofOne(f), List.of(x), listOf(v), o -> o).single();
    }

    /** Returns {@code J v} for each output; v is like the inputs, null stands for 1. */
    public static Products jvp(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            @Nullable List<Tensor> v,
            UnaryOperator<ProductOptions> options) {
        return jacobians(options).jvp(f::apply, inputs, v);
    }

    /** Returns {@code H v} of a function with one element; v has the input's shape. */
    public static Product hvp(UnaryOperator<Tensor> f, Tensor x, @Nullable Tensor v) {
        return hvp(ofOne(f), List.of(x), listOf(v), o -> o).single();
    }

    /** Returns {@code H v} for each input of a function with one element. */
    public static Products hvp(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            @Nullable List<Tensor> v,
            UnaryOperator<ProductOptions> options) {
        return jacobians(options).hvp(f::apply, inputs, v);
    }

    /** Returns {@code v^T H} of a function with one element, cheaper than {@link #hvp}. */
    public static Product vhp(UnaryOperator<Tensor> f, Tensor x, @Nullable Tensor v) {
        return vhp(ofOne(f), List.of(x), listOf(v), o -> o).single();
    }

    /** Returns {@code v^T H} for each input of a function with one element. */
    public static Products vhp(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            @Nullable List<Tensor> v,
            UnaryOperator<ProductOptions> options) {
        return jacobians(options).vhp(f::apply, inputs, v);
    }

    // ---- checks

    /**
     * How gradients are checked.
     *
     * @param eps by how much inputs are moved
     * @param atol the absolute difference that is tolerated
     * @param rtol the difference, relative to the numerical value, that is tolerated
     * @param raiseException whether a difference is an error rather than false
     */
    public record CheckOptions(double eps, double atol, double rtol, boolean raiseException) {
        static final CheckOptions DEFAULTS = new CheckOptions(1e-6, 1e-5, 1e-3, true);

        /** Returns these options with a distance by which inputs are moved. */
        public CheckOptions eps(double value) {
            return new CheckOptions(value, atol, rtol, raiseException);
        }

        /** Returns these options with a tolerated absolute difference. */
        public CheckOptions atol(double value) {
            return new CheckOptions(eps, value, rtol, raiseException);
        }

        /** Returns these options with a tolerated relative difference. */
        public CheckOptions rtol(double value) {
            return new CheckOptions(eps, atol, value, raiseException);
        }

        /** Returns these options with an error or false for differences. */
        public CheckOptions raiseException(boolean value) {
            return new CheckOptions(eps, atol, rtol, value);
        }
    }

    /**
     * Returns whether a function's gradients are those of central differences. The inputs should be
     * float64: the tolerances are made for it.
     *
     * @throws IllegalStateException if they are not, and that is to be an error
     * @throws IllegalArgumentException if no input requires grad
     */
    public static boolean gradcheck(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            UnaryOperator<CheckOptions> options) {
        return new GradientCheck(options.apply(CheckOptions.DEFAULTS)).first(f, inputs);
    }

    /** Returns whether the gradient of a function of one tensor is that of central differences. */
    public static boolean gradcheck(UnaryOperator<Tensor> f, Tensor x) {
        return gradcheck(ofOne(f), List.of(x), o -> o);
    }

    /**
     * Returns whether second derivatives are those of central differences of the first ones, by the
     * inputs and by random vectors that these are multiplied with.
     */
    public static boolean gradgradcheck(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            UnaryOperator<CheckOptions> options) {
        return new GradientCheck(options.apply(CheckOptions.DEFAULTS)).second(f, inputs, null);
    }

    /** Returns whether a function of one tensor has the right second derivatives. */
    public static boolean gradgradcheck(UnaryOperator<Tensor> f, Tensor x) {
        return gradgradcheck(ofOne(f), List.of(x), o -> o);
    }

    // ---- anomaly mode

    /**
     * Runs code in anomaly mode, forward and backward; returns its result. There, each operation
     * remembers where it was called: what goes wrong in its backward has that place as its cause or
     * suppressed exception. A gradient with a NaN is an error that names the operation. For
     * debugging: it is slow.
     *
     * @throws IllegalStateException if backward computes a NaN
     */
    public static <T extends @Nullable Object> T detectAnomaly(Supplier<T> body) {
        return detectAnomaly(true, body);
    }

    /** Runs code in anomaly mode. */
    public static void detectAnomaly(Runnable body) {
        detectAnomaly(
                true,
                () -> {
                    body.run();
                    return body;
                });
    }

    /**
     * Runs code in anomaly mode; returns its result.
     *
     * @param checkNan whether a gradient with a NaN is an error
     */
    public static <T extends @Nullable Object> T detectAnomaly(boolean checkNan, Supplier<T> body) {
        boolean anomaly = GradMode.anomaly();
        boolean nan = GradMode.checksNan();
        GradMode.setAnomaly(true, checkNan);
        try {
            return body.get();
        } finally {
            GradMode.setAnomaly(anomaly, nan);
        }
    }

    /** Puts the current thread into anomaly mode, or out of it. */
    public static void setDetectAnomaly(boolean value) {
        GradMode.setAnomaly(value, value);
    }

    /** Returns whether the current thread is in anomaly mode. */
    public static boolean isAnomalyEnabled() {
        return GradMode.anomaly();
    }

    // ---- saved tensors

    /**
     * Runs code in which tensors that are saved for backward are packed, for example into a file;
     * returns its result. Only the innermost hooks count.
     *
     * <pre>{@code
     * Tensor y = Grad.savedTensorsHooks(x -> x.to(DType.BFLOAT16), x -> x.toFloat(), () -> net.call(in));
     * }</pre>
     *
     * @param pack takes a saved tensor, which it must not change, and returns what is kept instead
     * @param unpack gives the values back in backward, each time they are needed
     */
    @SuppressWarnings("unchecked") // unpack gets what pack returned
    public static <P, T extends @Nullable Object> T savedTensorsHooks(
            Function<Tensor, P> pack, Function<P, Tensor> unpack, Supplier<T> body) {
        SavedHooks hooks = new SavedHooks(pack::apply, value -> unpack.apply((P) value));
        return GradMode.withSavedHooks(hooks, body);
    }

    // ---- backward of several tensors

    /**
     * Adds the gradients of several tensors together to the leaves' {@code grad}.
     *
     * @param gradTensors the vector of each tensor; null entries, or null, for 1
     */
    public static void backward(
            List<? extends Tensor> tensors,
            @Nullable List<? extends @Nullable Tensor> gradTensors) {
        backward(tensors, gradTensors, null, o -> o);
    }

    /**
     * Adds the gradients of several tensors together to {@code grad}.
     *
     * @param gradTensors the vector of each tensor; null entries, or null, for 1
     * @param inputs the tensors whose {@code grad} is added to, null for all leaves
     * @param options {@code retainGraph} and {@code createGraph} count
     * @throws IllegalStateException if a tensor has no history
     * @throws IllegalArgumentException if an input does not require grad, or shapes do not match
     */
    public static void backward(
            List<? extends Tensor> tensors,
            @Nullable List<? extends @Nullable Tensor> gradTensors,
            @Nullable List<? extends Tensor> inputs,
            UnaryOperator<Options> options) {
        Options o = options.apply(new Options(null, null, false, false));
        if (inputs != null && inputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "`inputs` argument to `backward()` cannot be empty.");
        }
        if (gradTensors != null && gradTensors.size() != tensors.size()) {
            throw new IllegalArgumentException(
                    "got " + tensors.size() + " tensors and " + gradTensors.size() + " gradients");
        }
        List<Tensor> seeds = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            seeds.add(seed(i, tensors.get(i), gradTensors == null ? null : gradTensors.get(i)));
        }
        boolean retain = o.retainGraph == null ? o.createGraph : o.retainGraph;
        if (inputs == null) {
            Backward.accumulate(List.copyOf(tensors), seeds, retain, o.createGraph);
            return;
        }
        @Nullable Tensor[] out =
                Backward.gradients(
                        List.copyOf(tensors), seeds, List.copyOf(inputs), retain, o.createGraph);
        GradMode.with(
                o.createGraph,
                () -> {
                    for (int i = 0; i < out.length; i++) {
                        Tensor g = out[i];
                        if (g != null) {
                            inputs.get(i).accumulate(g, false);
                        }
                    }
                    return out;
                });
    }

    static void backward(
            Tensor root, @Nullable Tensor gradient, boolean retainGraph, boolean createGraph) {
        Tensor seed = seed(0, root, gradient);
        Backward.accumulate(List.of(root), List.of(seed), retainGraph || createGraph, createGraph);
    }

    private static Tensor seed(int i, Tensor root, @Nullable Tensor gradient) {
        if (!root.requiresGrad()) {
            throw new IllegalStateException(
                    "element "
                            + i
                            + " of tensors does not require grad and does not have a grad_fn");
        }
        if (gradient != null) {
            if (!gradient.shape().equals(root.shape())) {
                throw new IllegalArgumentException(
                        "Mismatch in shape: gradient "
                                + i
                                + " has a shape of "
                                + gradient.shape()
                                + " and output "
                                + i
                                + " has a shape of "
                                + root.shape()
                                + ".");
            }
            DType dtype = root.dtype();
            return gradient.dtype() == dtype ? gradient : gradient.to(dtype);
        }
        if (root.numel() != 1) {
            throw new IllegalStateException(
                    "grad can be implicitly created only for scalar outputs, got one of shape "
                            + root.shape().listText());
        }
        View one = View.allocate(root.dtype(), root.shape());
        one.setDouble(0, 1);
        return new Tensor(one, root.spec());
    }

    /**
     * Gives the node that computed a tensor the name that its text shows, so that a function made
     * of several operations prints as one: {@code grad_fn=<EmbeddingBagBackward0>}.
     *
     * @param gradFn the name, {@code EmbeddingBagBackward0}
     * @param out what was just computed; without history, nothing happens
     * @return the tensor
     */
    public static Tensor named(String gradFn, Tensor out) {
        if (out.gradFn() instanceof OpNode node) {
            node.rename(gradFn);
        }
        return out;
    }
}
