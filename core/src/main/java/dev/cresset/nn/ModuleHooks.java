package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The hooks of one module, and how they are run around its computation. */
final class ModuleHooks {
    private record Entry(Hook hook, boolean always) {}

    private final List<Entry> forwardPre = new CopyOnWriteArrayList<>();
    private final List<Entry> forward = new CopyOnWriteArrayList<>();
    private final List<Entry> backwardPre = new CopyOnWriteArrayList<>();
    private final List<Entry> backward = new CopyOnWriteArrayList<>();

    /** Adds a hook; returns what removes it. */
    Runnable add(Hook hook, boolean prepend, boolean always) {
        List<Entry> list =
                switch (hook) {
                    case Hook.ForwardPre h -> forwardPre;
                    case Hook.Forward h -> forward;
                    case Hook.BackwardPre h -> backwardPre;
                    case Hook.Backward h -> backward;
                };
        Entry entry = new Entry(hook, always);
        list.add(prepend ? 0 : list.size(), entry);
        return () -> list.removeIf(e -> e == entry);
    }

    List<Hook.ForwardPre> forwardPre() {
        return hooks(forwardPre, Hook.ForwardPre.class);
    }

    boolean removeForwardPre(Hook.ForwardPre hook) {
        return forwardPre.removeIf(e -> e.hook == hook);
    }

    boolean isEmpty() {
        return forwardPre.isEmpty()
                && forward.isEmpty()
                && backwardPre.isEmpty()
                && backward.isEmpty();
    }

    ModuleHooks copy() {
        ModuleHooks out = new ModuleHooks();
        out.forwardPre.addAll(forwardPre);
        out.forward.addAll(forward);
        out.backwardPre.addAll(backwardPre);
        out.backward.addAll(backward);
        return out;
    }

    /**
     * Runs a computation with the hooks around it.
     *
     * @param takesInputs whether the computation uses the inputs that it is given
     */
    <R> R run(Module module, List<Tensor> in, boolean takesInputs, Function<List<Tensor>, R> body) {
        boolean[] called = new boolean[forward.size()];
        List<Entry> after = List.copyOf(forward);
        try {
            return run(module, in, takesInputs, body, after, called);
        } catch (RuntimeException | Error e) {
            for (int i = 0; i < after.size(); i++) {
                if (after.get(i).always && !called[i]) {
                    callAfterFailure(after.get(i), module, in, e);
                }
            }
            throw e;
        }
    }

    private static void callAfterFailure(
            Entry entry, Module module, List<Tensor> in, Throwable failure) {
        try {
            if (entry.hook instanceof Hook.Forward h) {
                h.after(module, in, null);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private <R> R run(
            Module module,
            List<Tensor> in,
            boolean takesInputs,
            Function<List<Tensor>, R> body,
            List<Entry> after,
            boolean[] called) {
        List<Tensor> inputs = in;
        for (Entry e : forwardPre) {
            if (e.hook instanceof Hook.ForwardPre h) {
                List<? extends Tensor> other = h.before(module, inputs);
                if (other != null) {
                    checkTaken(module, takesInputs, "a forward pre-hook replaced the inputs");
                    checkCount(module, "forward pre-hook", inputs.size(), other.size());
                    inputs = List.copyOf(other);
                }
            }
        }
        BackwardPass pass = null;
        if (!backward.isEmpty() || !backwardPre.isEmpty()) {
            pass =
                    new BackwardPass(
                            module,
                            hooks(backwardPre, Hook.BackwardPre.class),
                            hooks(backward, Hook.Backward.class));
            if (!backward.isEmpty()) {
                checkTaken(module, takesInputs, "it has a full backward hook");
            }
            if (takesInputs) {
                inputs = pass.inputs(inputs);
            }
        }
        R out = body.apply(inputs);
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).hook instanceof Hook.Forward h) {
                called[i] = true;
                out = replaced(module, out, h.after(module, inputs, out));
            }
        }
        return pass == null ? out : pass.outputs(out);
    }

    private static <H> List<H> hooks(List<Entry> entries, Class<H> kind) {
        return entries.stream().map(e -> kind.cast(e.hook)).toList();
    }

    @SuppressWarnings("unchecked")
    private static <R> R replaced(Module module, R out, @Nullable Object other) {
        if (other == null) {
            return out;
        }
        boolean tensors = out instanceof Tensor && other instanceof Tensor;
        if (!tensors && !out.getClass().isInstance(other)) {
            throw new IllegalArgumentException(
                    module.typeName()
                            + ": a forward hook returned a "
                            + other.getClass().getSimpleName()
                            + " for a "
                            + out.getClass().getSimpleName()
                            + "; return null to leave the result");
        }
        return (R) other;
    }

    private static void checkTaken(Module module, boolean takesInputs, String why) {
        if (!takesInputs) {
            throw new IllegalStateException(
                    module.typeName()
                            + ": "
                            + why
                            + ", but its call does not take them from the hooks; write it as"
                            + " hooked(List.of(x), in -> … in.get(0) …)");
        }
    }

    static void checkCount(Module module, String hook, int expected, int actual) {
        if (expected != actual) {
            throw new IllegalArgumentException(
                    module.typeName()
                            + ": a "
                            + hook
                            + " returned "
                            + actual
                            + " tensors for "
                            + expected);
        }
    }
}
