package dev.cresset;

import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        return GradMode.with(false, root::onesLike);
    }
}
