package dev.cresset.nn;

import dev.cresset.GradFunction;
import dev.cresset.Tensor;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call of a module with full backward hooks: what they see when its gradients come by. */
final class BackwardPass {
    private final Module module;
    private final List<Hook.BackwardPre> before;
    private final List<Hook.Backward> after;
    private int inputCount;
    private boolean inputsRecorded;
    private @Nullable List<@Nullable Tensor> gradOutput;

    BackwardPass(Module module, List<Hook.BackwardPre> before, List<Hook.Backward> after) {
        this.module = module;
        this.before = before;
        this.after = after;
    }

    /** The identity, which shows its gradients; named as in PyTorch. */
    private static final class BackwardHookFunction extends GradFunction.Several {
        private final UnaryOperator<List<@Nullable Tensor>> seen;

        BackwardHookFunction(UnaryOperator<List<@Nullable Tensor>> seen) {
            this.seen = seen;
        }

        @Override
        protected List<Tensor> forward(GradFunction.Context ctx, Tensor... x) {
            ctx.setMaterializeGrads(false);
            ctx.markNonDifferentiable(
                    Arrays.stream(x).filter(t -> !t.requiresGrad()).toArray(Tensor[]::new));
            return List.of(x);
        }

        @Override
        protected @Nullable Tensor[] backward(GradFunction.Context ctx, List<@Nullable Tensor> g) {
            return seen.apply(g).toArray(new Tensor[0]);
        }
    }

    /** Returns the inputs for the computation. */
    List<Tensor> inputs(List<Tensor> in) {
        inputCount = in.size();
        inputsRecorded = Tensor.isGradEnabled() && in.stream().anyMatch(Tensor::requiresGrad);
        if (!inputsRecorded || after.isEmpty()) {
            return in;
        }
        return new BackwardHookFunction(this::gradientsOfInputs).apply(in.toArray(Tensor[]::new));
    }

    private List<@Nullable Tensor> gradientsOfInputs(List<@Nullable Tensor> gradients) {
        List<@Nullable Tensor> of = gradOutput;
        if (of == null) {
            return gradients; // the gradients did not come through the results
        }
        gradOutput = null;
        return afterHooks(gradients, of);
    }

    private List<@Nullable Tensor> afterHooks(
            List<@Nullable Tensor> gradients, List<@Nullable Tensor> of) {
        List<@Nullable Tensor> g = gradients;
        for (Hook.Backward hook : after) {
            List<? extends @Nullable Tensor> other = hook.after(module, g, of);
            if (other != null) {
                ModuleHooks.checkCount(module, "backward hook", g.size(), other.size());
                g = Collections.unmodifiableList(new ArrayList<>(other));
            }
        }
        return g;
    }

    private List<@Nullable Tensor> gradientsOfResults(List<@Nullable Tensor> gradients) {
        List<@Nullable Tensor> g = gradients;
        for (Hook.BackwardPre hook : before) {
            List<? extends @Nullable Tensor> other = hook.before(module, g);
            if (other != null) {
                ModuleHooks.checkCount(module, "backward pre-hook", g.size(), other.size());
                g = Collections.unmodifiableList(new ArrayList<>(other));
            }
        }
        gradOutput = g;
        if (!inputsRecorded && !after.isEmpty()) {
            gradOutput = null;
            List<@Nullable Tensor> none = Collections.nCopies(inputCount, null);
            if (afterHooks(none, g).stream().anyMatch(t -> t != null)) {
                throw new IllegalStateException(
                        module.typeName()
                                + ": Backward hook for Modules where no input requires gradient"
                                + " should always return None or None for all gradients.");
            }
        }
        return g;
    }

    // ---- results: a tensor, or a list, an array or a record of tensors

    /** Returns the computation's result for the caller. */
    @SuppressWarnings("unchecked")
    <R> R outputs(R out) {
        return (R)
                switch (out) {
                    case Tensor t -> watched(List.of(t)).getFirst();
                    case Tensor[] array -> watched(List.of(array)).toArray(Tensor[]::new);
                    case List<?> list -> watched(tensors(list));
                    case Record r -> rebuilt(r);
                    default -> throw unknown(out);
                };
    }

    private List<Tensor> watched(List<Tensor> out) {
        if (!Tensor.isGradEnabled() || out.stream().noneMatch(Tensor::requiresGrad)) {
            return out;
        }
        return new BackwardHookFunction(this::gradientsOfResults).apply(out.toArray(Tensor[]::new));
    }

    private List<Tensor> tensors(List<?> values) {
        List<Tensor> out = new ArrayList<>();
        for (Object v : values) {
            if (!(v instanceof Tensor t)) {
                throw unknown(values);
            }
            out.add(t);
        }
        return out;
    }

    private IllegalStateException unknown(Object out) {
        return new IllegalStateException(
                module.typeName()
                        + ": a module with full backward hooks must return a tensor, or a list, an"
                        + " array or a record of tensors, not a "
                        + out.getClass().getName());
    }

    /** Returns a record with its tensors watched. */
    private Record rebuilt(Record r) {
        RecordComponent[] parts = r.getClass().getRecordComponents();
        Object[] values = new Object[parts.length];
        List<Integer> places = new ArrayList<>();
        List<Tensor> tensors = new ArrayList<>();
        try {
            for (int i = 0; i < parts.length; i++) {
                parts[i].getAccessor().setAccessible(true);
                values[i] = parts[i].getAccessor().invoke(r);
                if (values[i] instanceof Tensor t) {
                    places.add(i);
                    tensors.add(t);
                }
            }
            List<Tensor> watched = watched(tensors);
            for (int i = 0; i < places.size(); i++) {
                values[places.get(i)] = watched.get(i);
            }
            Class<?>[] types =
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<? extends Record> canonical = r.getClass().getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    module.typeName() + ": its result could not be rebuilt: " + r.getClass(), e);
        }
    }
}
