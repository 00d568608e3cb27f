package dev.cresset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function with a backward of its own: PyTorch's {@code torch.autograd.Function}.
 *
 * <p>{@link #forward} computes the result, with recording off; {@link #backward} returns one
 * gradient for each input. What is no tensor is a field of the subclass. A backward that is made of
 * tensor operations can itself be differentiated. {@link Several} is for functions of several
 * results.
 *
 * <pre>{@code
 * final class Cube extends GradFunction {
 *     @Override protected Tensor forward(Context ctx, Tensor... x) {
 *         ctx.saveForBackward(x[0]);
 *         return x[0].pow(3);
 *     }
 *     @Override protected Tensor[] backward(Context ctx, Tensor g) {
 *         return new Tensor[] {g.mul(ctx.saved(0).square()).mul(3)};
 *     }
 * }
 * Tensor y = new Cube().apply(x);
 * }</pre>
 */
public abstract class GradFunction {
    /** Makes a function. */
    protected GradFunction() {}

    /**
     * Computes the result; nothing is recorded.
     *
     * @param ctx keeps what backward needs, for this call alone
     * @param x the inputs of {@link #apply}
     */
    protected abstract Tensor forward(Context ctx, Tensor... x);

    /**
     * Returns the gradients of the inputs, null where there is none.
     *
     * @param ctx what {@link #forward} kept
     * @param g the gradient of the result
     */
    protected abstract @Nullable Tensor[] backward(Context ctx, Tensor g);

    /** Returns the result of the function, whose {@code grad_fn} is named after its class. */
    public final Tensor apply(Tensor... inputs) {
        return FunctionNode.run(
                        this,
                        (ctx, in) -> List.of(forward(ctx, in)),
                        (ctx, g) -> {
                            Tensor first = g.getFirst();
                            return first == null ? new Tensor[inputs.length] : backward(ctx, first);
                        },
                        inputs)
                .getFirst();
    }

    /** A {@link GradFunction} of several results. */
    public abstract static class Several {
        /** Makes a function. */
        protected Several() {}

        /**
         * Computes the results; nothing is recorded.
         *
         * @param ctx keeps what backward needs, for this call alone
         * @param x the inputs of {@link #apply}
         */
        protected abstract List<Tensor> forward(Context ctx, Tensor... x);

        /**
         * Returns the gradients of the inputs, null where there is none.
         *
         * @param ctx what {@link #forward} kept
         * @param g the gradients of the results: zeros, or null after {@link
         *     Context#setMaterializeGrads} with false, for those that nothing depends on
         */
        protected abstract @Nullable Tensor[] backward(Context ctx, List<@Nullable Tensor> g);

        /** Returns the results of the function, whose {@code grad_fn} is named after its class. */
        public final List<Tensor> apply(Tensor... inputs) {
            return FunctionNode.run(this, this::forward, this::backward, inputs);
        }
    }

    /** What one call of a function keeps between forward and backward. */
    public static final class Context {
        private final boolean[] needs;
        private Tensor[] toSave = {};
        private final Set<Tensor> constant = identitySet();
        private final Set<Tensor> dirty = identitySet();
        private boolean materialize = true;
        private boolean once;
        private @Nullable FunctionNode node;

        Context(boolean[] needs) {
            this.needs = needs;
        }

        private static Set<Tensor> identitySet() {
            return Collections.newSetFromMap(new IdentityHashMap<>());
        }

        /** Returns whether backward must compute the gradient of an input. */
        public boolean needsInputGrad(int i) {
            return needs[i];
        }

        /**
         * Keeps tensors for backward: inputs and results (through which second derivatives flow)
         * and others (which count as constants). Changing one in place makes backward fail.
         */
        public void saveForBackward(Tensor... tensors) {
            toSave = tensors.clone();
        }

        /**
         * Returns what {@link #saveForBackward} kept.
         *
         * @throws IllegalStateException if the graph was freed, a tensor was changed in place, or
         *     this is called in forward
         */
        public List<Tensor> savedTensors() {
            if (node == null) {
                throw new IllegalStateException(
                        "savedTensors: they are there in backward; forward still runs");
            }
            return node.saved();
        }

        /** Returns the i-th of {@link #savedTensors}. */
        public Tensor saved(int i) {
            return savedTensors().get(i);
        }

        /** Says that no gradients flow to some results. */
        public void markNonDifferentiable(Tensor... results) {
            constant.addAll(List.of(results));
        }

        /** Says that forward changed some inputs in place; they must be among the results. */
        public void markDirty(Tensor... inputs) {
            dirty.addAll(List.of(inputs));
        }

        /** Says whether missing gradients of results come as zeros (the default) or as null. */
        public void setMaterializeGrads(boolean value) {
            materialize = value;
        }

        /**
         * Says that backward cannot be differentiated: doing so fails instead of giving nonsense.
         */
        public void onceDifferentiable() {
            once = true;
        }

        void attach(FunctionNode made) {
            node = made;
        }

        Tensor[] toSave() {
            return toSave;
        }

        boolean isConstant(Tensor result) {
            return constant.contains(result);
        }

        boolean isDirty(Tensor input) {
            return dirty.contains(input);
        }

        List<Tensor> dirty() {
            return new ArrayList<>(dirty);
        }

        boolean materialize() {
            return materialize;
        }

        boolean once() {
            return once;
        }
    }
}
