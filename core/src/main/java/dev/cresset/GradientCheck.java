package dev.cresset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gradients against central differences: PyTorch's {@code gradcheck} and {@code gradgradcheck}. */
final class GradientCheck {
    private final Grad.CheckOptions o;

    GradientCheck(Grad.CheckOptions o) {
        this.o = o;
    }

    boolean first(Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
        if (inputs.stream().noneMatch(Tensor::requiresGrad)) {
            throw new IllegalArgumentException(
                    "gradcheck expects at least one input tensor to require gradient, but none of"
                            + " them have requires_grad=True.");
        }
        List<Tensor> outputs = floating(GradMode.with(true, () -> f.apply(inputs)));
        for (int i = 0; i < inputs.size(); i++) {
            Tensor x = inputs.get(i);
            if (!x.requiresGrad()) {
                continue;
            }
            List<Tensor> numeric = numeric(f, inputs, x);
            for (int k = 0; k < outputs.size(); k++) {
                Tensor analytic = analytic(outputs.get(k), x);
                if (!analytic.allclose(numeric.get(k), o.rtol(), o.atol(), true)) {
                    if (!o.raiseException()) {
                        return false;
                    }
                    throw new IllegalStateException(
                            "Jacobian mismatch for output "
                                    + k
                                    + " with respect to input "
                                    + i
                                    + ",\nnumerical:"
                                    + numeric.get(k)
                                    + "\nanalytical:"
                                    + analytic
                                    + "\n");
                }
            }
        }
        return true;
    }

    private static List<Tensor> floating(List<Tensor> tensors) {
        return tensors.stream().filter(t -> t.dtype().isFloatingPoint()).toList();
    }

    /** Returns the Jacobian, {@code (inputs, outputs)}, as PyTorch shows it. */
    private static Tensor analytic(Tensor y, Tensor x) {
        List<Tensor> columns = new ArrayList<>();
        Tensor flat = y.reshape(-1);
        for (int j = 0; j < y.numel(); j++) {
            Tensor g = null;
            if (y.requiresGrad()) {
                Tensor one = flat.get(j);
                g =
                        Grad.grad(one, List.of(x), q -> q.retainGraph(true).allowUnused(true))
                                .getFirst();
            }
            columns.add(g == null ? Tensor.zeros(x.dtype(), size(x)) : g.reshape(-1));
        }
        return columns.isEmpty() ? Tensor.zeros(x.dtype(), size(x), 0) : Tensor.stack(columns, 1);
    }

    private static int size(Tensor x) {
        return Math.toIntExact(x.numel());
    }

    private List<Tensor> numeric(
            Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs, Tensor x) {
        List<List<Tensor>> rows = new ArrayList<>();
        Tensor kept = x.detach().clone();
        Tensor data = x.data();
        int n = size(x);
        for (int i = 0; i < n; i++) {
            List<Tensor> up = at(f, inputs, data, kept, i, o.eps());
            List<Tensor> down = at(f, inputs, data, kept, i, -o.eps());
            for (int k = 0; k < up.size(); k++) {
                if (rows.size() == k) {
                    rows.add(new ArrayList<>());
                }
                rows.get(k).add(up.get(k).sub(down.get(k)).div(2 * o.eps()).reshape(-1));
            }
        }
        List<Tensor> out = new ArrayList<>();
        rows.forEach(r -> out.add(Tensor.stack(r, 0)));
        if (n == 0) {
            for (Tensor y : floating(GradMode.with(false, () -> f.apply(inputs)))) {
                out.add(Tensor.zeros(y.dtype(), 0, size(y)));
            }
        }
        return out;
    }

    /** Returns the outputs, copied, with one element of an input moved; the input is put back. */
    private static List<Tensor> at(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            Tensor data,
            Tensor kept,
            int element,
            double by) {
        return GradMode.with(
                false,
                () -> {
                    int[] place = place(element, kept.shape().toArray());
                    Object[] index = IntStream.of(place).boxed().toArray();
                    Tensor one = index.length == 0 ? data : data.get(index);
                    Tensor before = (index.length == 0 ? kept : kept.get(index)).clone();
                    one.add_(by);
                    try {
                        return floating(f.apply(inputs)).stream().map(Tensor::clone).toList();
                    } finally {
                        one.copy_(before);
                    }
                });
    }

    private static int[] place(int element, int[] sizes) {
        int[] out = new int[sizes.length];
        int left = element;
        for (int d = sizes.length - 1; d >= 0; d--) {
            out[d] = left % sizes[d];
            left /= sizes[d];
        }
        return out;
    }

    boolean second(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            @Nullable List<Tensor> gradOutputs) {
        List<Tensor> outputs =
                GradMode.with(true, () -> f.apply(inputs)).stream()
                        .filter(Tensor::requiresGrad)
                        .toList();
        List<Tensor> vectors = gradOutputs;
        if (vectors == null) {
            vectors = new ArrayList<>();
            for (Tensor y : outputs) {
                vectors.add(y.detach().randnLike().requiresGrad_());
            }
        }
        List<Tensor> all = new ArrayList<>(inputs);
        all.addAll(vectors);
        int n = inputs.size();
        Function<List<Tensor>, List<Tensor>> gradients =
                in -> {
                    List<Tensor> x = in.subList(0, n);
                    List<Tensor> y =
                            GradMode.with(true, () -> f.apply(x)).stream()
                                    .filter(Tensor::requiresGrad)
                                    .toList();
                    List<Tensor> by = x.stream().filter(Tensor::requiresGrad).toList();
                    List<@Nullable Tensor> g =
                            Grad.grad(
                                    y,
                                    by,
                                    q ->
                                            q.gradOutputs(
                                                            in.subList(n, in.size())
                                                                    .toArray(Tensor[]::new))
                                                    .createGraph(true)
                                                    .allowUnused(true));
                    List<Tensor> out = new ArrayList<>();
                    for (Tensor t : g) {
                        if (t != null) {
                            out.add(t);
                        }
                    }
                    return out;
                };
        return first(gradients, all);
    }
}
