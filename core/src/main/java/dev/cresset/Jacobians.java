package dev.cresset;

import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Jacobians, Hessians and their products with vectors, by backward and double backward: PyTorch's
 * {@code torch.autograd.functional}.
 */
final class Jacobians {
    /** A function from tensors to tensors. */
    interface Func extends Function<List<Tensor>, List<Tensor>> {}

    private final Grad.ProductOptions o;

    Jacobians(Grad.ProductOptions o) {
        this.o = o;
    }

    // ---- what all share

    /** Returns the inputs as new tensors, so that ones which the function captured are others. */
    private List<Tensor> prepared(List<Tensor> inputs) {
        List<Tensor> out = new ArrayList<>();
        for (Tensor x : inputs) {
            out.add(
                    o.createGraph() && x.requiresGrad()
                            ? x.viewAs(x)
                            : x.detach().requiresGrad_(true));
        }
        return out;
    }

    private List<Tensor> vector(@Nullable List<Tensor> v, List<Tensor> like, String needed) {
        if (v == null) {
            if (like.size() != 1 || like.getFirst().numel() != 1) {
                throw new IllegalArgumentException("The vector v can only be null if " + needed);
            }
            Tensor one = like.getFirst().detach().onesLike();
            return List.of(one);
        }
        if (v.size() != like.size()) {
            throw new IllegalArgumentException(
                    "v is a tuple of invalid length: should be "
                            + like.size()
                            + " but got "
                            + v.size()
                            + ".");
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < v.size(); i++) {
            Tensor x = v.get(i);
            if (!x.shape().equals(like.get(i).shape())) {
                throw new IllegalArgumentException(
                        (v.size() == 1 ? "" : "Entry " + i + " in ")
                                + "v has invalid size: should be "
                                + like.get(i).shape()
                                + " but got "
                                + x.shape()
                                + ".");
            }
            out.add(o.createGraph() && x.requiresGrad() ? x.viewAs(x) : x.detach());
        }
        return out;
    }

    private void checkOutputs(List<Tensor> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            check(
                    outputs.get(i).requiresGrad(),
                    "Output "
                            + i
                            + " of the user-provided function does not require gradients. The"
                            + " outputs must be computed in a differentiable manner from the input when"
                            + " running in strict mode.");
        }
    }

    private void check(boolean holds, String message) {
        if (o.strict() && !holds) {
            throw new IllegalStateException(
                    message
                            + (message.endsWith(".")
                                    ? ""
                                    : ". This is not allowed in strict mode."));
        }
    }

    /** Returns gradients of those outputs that have any; null entries for none. */
    private static List<@Nullable Tensor> gradients(
            List<? extends @Nullable Tensor> outputs,
            List<Tensor> inputs,
            @Nullable List<Tensor> vectors,
            boolean createGraph,
            boolean retain) {
        List<Tensor> of = new ArrayList<>();
        List<@Nullable Tensor> with = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor y = outputs.get(i);
            if (y != null && y.requiresGrad()) {
                of.add(y);
                with.add(vectors == null ? null : vectors.get(i));
            }
        }
        if (of.isEmpty()) {
            return Arrays.asList(new @Nullable Tensor[inputs.size()]);
        }
        return Grad.grad(
                of,
                inputs,
                g ->
                        g.gradOutputs(with.toArray(Tensor[]::new))
                                .createGraph(createGraph)
                                .retainGraph(retain || createGraph)
                                .allowUnused(true));
    }

    /** Returns gradients with zeros for missing ones. */
    private List<Tensor> filled(
            List<@Nullable Tensor> gradients, List<Tensor> like, String missing, String constant) {
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            Tensor g = gradients.get(i);
            check(g != null, missing.formatted(i));
            if (g != null && o.createGraph() && o.strict() && !g.requiresGrad()) {
                throw new IllegalStateException(
                        constant.formatted(i)
                                + ". This is not allowed in strict mode when createGraph is true.");
            }
            out.add(g == null ? like.get(i).detach().zerosLike() : g);
        }
        return out;
    }

    private List<Tensor> finished(List<Tensor> tensors) {
        return o.createGraph() ? tensors : tensors.stream().map(Tensor::detach).toList();
    }

    private static final String NO_JACOBIAN =
            "The jacobian of the user-provided function is independent of input %d";
    private static final String NO_HESSIAN =
            "The hessian of the user-provided function is independent of input %d";

    // ---- first derivatives

    Grad.Products vjp(Func f, List<Tensor> inputs, @Nullable List<Tensor> v) {
        return GradMode.with(
                true,
                () -> {
                    List<Tensor> x = prepared(inputs);
                    List<Tensor> y = f.apply(x);
                    checkOutputs(y);
                    List<Tensor> w =
                            vector(
                                    v,
                                    y,
                                    "the user-provided function returns a single Tensor with a"
                                            + " single element.");
                    List<Tensor> product =
                            filled(
                                    gradients(y, x, w, o.createGraph(), false),
                                    x,
                                    "The output of the user-provided function is independent of"
                                            + " input %d",
                                    NO_JACOBIAN);
                    return new Grad.Products(finished(y), finished(product));
                });
    }

    Grad.Products jvp(Func f, List<Tensor> inputs, @Nullable List<Tensor> v) {
        return GradMode.with(
                true,
                () -> {
                    List<Tensor> x = prepared(inputs);
                    List<Tensor> w =
                            vector(
                                    v,
                                    x,
                                    "the input to the user-provided function is a single Tensor with"
                                            + " a single element.");
                    List<Tensor> y = f.apply(x);
                    checkOutputs(y);
                    // Backward is linear in its vectors: its derivative by them is the product.
                    List<Tensor> zeros =
                            y.stream().map(t -> t.detach().zerosLike().requiresGrad_()).toList();
                    List<@Nullable Tensor> back = gradients(y, x, zeros, true, true);
                    checkGradients(back);
                    List<Tensor> product =
                            filled(
                                    gradients(back, zeros, w, o.createGraph(), false),
                                    y,
                                    "The gradient with respect to the input is independent of entry"
                                            + " %d in the grad_outputs when using the double backward"
                                            + " trick to compute forward mode gradients",
                                    NO_JACOBIAN);
                    return new Grad.Products(finished(y), finished(product));
                });
    }

    private void checkGradients(List<@Nullable Tensor> gradients) {
        for (int i = 0; i < gradients.size(); i++) {
            Tensor g = gradients.get(i);
            check(
                    g != null,
                    "The output of the user-provided function is independent of input " + i);
            check(
                    g == null || g.requiresGrad(),
                    "The gradient with respect to input "
                            + i
                            + " is independent of the inputs of the user-provided function");
        }
    }

    List<List<Tensor>> jacobian(Func f, List<Tensor> inputs, Grad.JacobianStrategy strategy) {
        return GradMode.with(
                true,
                () -> {
                    List<Tensor> x = prepared(inputs);
                    List<Tensor> y = f.apply(x);
                    checkOutputs(y);
                    if (strategy == Grad.JacobianStrategy.FORWARD_MODE) {
                        return columns(y, x).stream().map(this::finished).toList();
                    }
                    List<List<Tensor>> out = new ArrayList<>();
                    for (int i = 0; i < y.size(); i++) {
                        out.add(finished(jacobian(i, y.get(i), x)));
                    }
                    return out;
                });
    }

    /*
     * Backward is linear in its vectors u: the derivative of (u J)_k by u is column k of J. The
     * graph of u J is recorded once, and walked once for each element of the inputs.
     */
    private List<List<Tensor>> columns(List<Tensor> y, List<Tensor> x) {
        List<Tensor> u = y.stream().map(t -> t.detach().zerosLike().requiresGrad_()).toList();
        List<@Nullable Tensor> back = gradients(y, x, u, true, true);
        List<List<Tensor>> out = new ArrayList<>();
        y.forEach(t -> out.add(new ArrayList<>()));
        for (int i = 0; i < x.size(); i++) {
            Tensor in = x.get(i);
            Tensor uj = back.get(i);
            List<List<Tensor>> columns = new ArrayList<>();
            y.forEach(t -> columns.add(new ArrayList<>()));
            for (int k = 0; k < in.numel(); k++) {
                List<@Nullable Tensor> column =
                        gradients(
                                Arrays.asList(uj == null ? null : uj.reshape(-1).get(k)),
                                u,
                                null,
                                o.createGraph(),
                                true);
                for (int j = 0; j < y.size(); j++) {
                    Tensor c = column.get(j);
                    columns.get(j).add(c == null ? y.get(j).detach().zerosLike() : c);
                }
            }
            for (int j = 0; j < y.size(); j++) {
                int[] sizes = sizes(y.get(j), in);
                out.get(j)
                        .add(
                                in.numel() == 0
                                        ? Tensor.zeros(in.dtype(), sizes)
                                        : Tensor.stack(columns.get(j), -1).view(sizes));
            }
        }
        return out;
    }

    private static int[] sizes(Tensor y, Tensor x) {
        return IntStream.concat(
                        Arrays.stream(y.shape().toArray()), Arrays.stream(x.shape().toArray()))
                .toArray();
    }

    private List<Tensor> jacobian(int output, Tensor y, List<Tensor> x) {
        List<List<Tensor>> rows = new ArrayList<>();
        x.forEach(in -> rows.add(new ArrayList<>()));
        Tensor flat = y.reshape(-1);
        for (int j = 0; j < y.numel(); j++) {
            List<Tensor> row =
                    filled(
                            gradients(List.of(flat.get(j)), x, null, o.createGraph(), true),
                            x,
                            "Output "
                                    + output
                                    + " of the user-provided function is independent of input %d",
                            NO_JACOBIAN);
            for (int i = 0; i < x.size(); i++) {
                rows.get(i).add(row.get(i));
            }
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            Tensor in = x.get(i);
            int[] sizes = sizes(y, in);
            out.add(
                    y.numel() == 0
                            ? Tensor.zeros(in.dtype(), sizes)
                            : Tensor.stack(rows.get(i), 0).view(sizes));
        }
        return out;
    }

    // ---- second derivatives

    private Tensor single(String fn, List<Tensor> y) {
        checkOutputs(y);
        if (y.size() != 1) {
            throw new IllegalArgumentException(
                    "The function given to " + fn + " should return a single Tensor");
        }
        if (y.getFirst().numel() != 1) {
            throw new IllegalArgumentException(
                    "The Tensor returned by the function given to "
                            + fn
                            + " should contain a single element");
        }
        return y.getFirst();
    }

    private void checkJacobian(List<@Nullable Tensor> jacobian) {
        for (int i = 0; i < jacobian.size(); i++) {
            Tensor g = jacobian.get(i);
            check(
                    g != null,
                    "The output of the user-provided function is independent of input " + i);
            check(
                    g == null || g.requiresGrad(),
                    "While computing the hessian, found that the jacobian of the user-provided"
                            + " function with respect to input "
                            + i
                            + " is independent of the input");
        }
    }

    List<List<Tensor>> hessian(Func f, List<Tensor> inputs, Grad.JacobianStrategy strategy) {
        Func first =
                x -> {
                    Jacobians inner = new Jacobians(new Grad.ProductOptions(true, false));
                    List<Tensor> jacobian =
                            inner.jacobian(
                                            in ->
                                                    List.of(
                                                            single("hessian", f.apply(in))
                                                                    .reshape(
                                                                            Shape.SCALAR
                                                                                    .toArray())),
                                            x,
                                            Grad.JacobianStrategy.REVERSE_MODE)
                                    .getFirst();
                    checkJacobian(new ArrayList<>(jacobian));
                    return jacobian;
                };
        return jacobian(first, inputs, strategy);
    }

    Grad.Products vhp(Func f, List<Tensor> inputs, @Nullable List<Tensor> v) {
        return GradMode.with(
                true,
                () -> {
                    List<Tensor> x = prepared(inputs);
                    List<Tensor> w = hessianVector(v, x);
                    Tensor y = single("vhp", f.apply(x));
                    List<@Nullable Tensor> jacobian = gradients(List.of(y), x, null, true, true);
                    checkJacobian(jacobian);
                    List<Tensor> product =
                            filled(
                                    gradients(jacobian, x, w, o.createGraph(), false),
                                    x,
                                    NO_JACOBIAN,
                                    NO_HESSIAN);
                    return new Grad.Products(finished(List.of(y)), finished(product));
                });
    }

    private List<Tensor> hessianVector(@Nullable List<Tensor> v, List<Tensor> x) {
        return vector(
                v,
                x,
                "the input to the user-provided function is a single Tensor with a single"
                        + " element.");
    }

    Grad.Products hvp(Func f, List<Tensor> inputs, @Nullable List<Tensor> v) {
        return GradMode.with(
                true,
                () -> {
                    List<Tensor> x = prepared(inputs);
                    List<Tensor> w = hessianVector(v, x);
                    Tensor y = single("hvp", f.apply(x));
                    List<@Nullable Tensor> jacobian = gradients(List.of(y), x, null, true, true);
                    checkJacobian(jacobian);
                    List<Tensor> zeros =
                            x.stream().map(t -> t.detach().zerosLike().requiresGrad_()).toList();
                    List<@Nullable Tensor> twice = gradients(jacobian, x, zeros, true, true);
                    List<Tensor> product =
                            filled(
                                    gradients(twice, zeros, w, o.createGraph(), false),
                                    x,
                                    "The hessian of the user-provided function is independent of"
                                            + " entry %d in the grad_jacobian",
                                    NO_HESSIAN);
                    return new Grad.Products(finished(List.of(y)), finished(product));
                });
    }
}
