package dev.cresset;

import dev.cresset.GradFunction.Context;
import dev.cresset.op.Shape;
import dev.cresset.op.Spec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node of one call of a {@link GradFunction}. */
final class FunctionNode extends GradFn {
    /** A function's forward. */
    interface Forward {
        List<Tensor> apply(Context ctx, Tensor... x);
    }

    /** A function's backward. */
    interface Backward {
        @Nullable Tensor[] apply(Context ctx, List<@Nullable Tensor> g);
    }

    private final String name;
    private final Backward backward;
    private final Context context;
    private final Spec[] inputs;
    private final Spec[] results;
    private Tensor @Nullable [] saved;
    private SavedHooks.@Nullable Packed @Nullable [] packed;
    private final int[] versions;

    private FunctionNode(
            String name,
            Backward backward,
            Context context,
            Spec[] inputs,
            Spec[] results,
            @Nullable Edge[] next) {
        super(next);
        this.name = name;
        this.backward = backward;
        this.context = context;
        this.inputs = inputs;
        this.results = results;
        Tensor[] kept = context.toSave();
        for (Tensor x : kept) {
            x.checkSavable();
        }
        SavedHooks hooks = GradMode.savedHooks();
        if (hooks != null) {
            packed = new SavedHooks.Packed[kept.length];
            for (int i = 0; i < kept.length; i++) {
                packed[i] = new SavedHooks.Packed(hooks, kept[i], kept[i].edge());
            }
            kept = new Tensor[0];
        }
        this.saved = kept;
        this.versions = Arrays.stream(kept).mapToInt(Tensor::version).toArray();
    }

    /** Runs a function and records it where gradients flow. */
    static List<Tensor> run(Object function, Forward forward, Backward backward, Tensor... inputs) {
        boolean records = GradMode.enabled() && History.anyRequiresGrad(inputs);
        @Nullable Edge[] next = records ? History.edges(inputs) : new Edge[inputs.length];
        boolean[] needs = new boolean[inputs.length];
        for (int i = 0; i < needs.length; i++) {
            needs[i] = next[i] != null;
        }
        Context context = new Context(needs);
        int[] before = Arrays.stream(inputs).mapToInt(Tensor::version).toArray();
        List<Tensor> made = List.copyOf(GradMode.with(false, () -> forward.apply(context, inputs)));
        String name = name(function);
        checkDirty(name, context, inputs, before, made);
        List<Tensor> results = new ArrayList<>();
        for (Tensor y : made) {
            // A result that is an input, or has a history, becomes a tensor of its own.
            boolean own = context.isDirty(y) || (!isOneOf(y, inputs) && !y.requiresGrad());
            results.add(own ? y : y.alias());
        }
        if (!records) {
            return List.copyOf(results);
        }
        FunctionNode node =
                new FunctionNode(name, backward, context, specs(inputs), specs(results), next);
        context.attach(node);
        for (int i = 0; i < made.size(); i++) {
            Tensor y = results.get(i);
            if (context.isConstant(made.get(i)) || !y.dtype().isFloatingPoint()) {
                continue;
            }
            if (context.isDirty(y)) {
                y.setHistory(node, i);
            } else {
                y.setFunctionHistory(node, i, inputs);
            }
        }
        return List.copyOf(results);
    }

    private static String name(Object function) {
        Class<?> type = function.getClass();
        while (type.isAnonymousClass()) {
            type = type.getSuperclass();
        }
        return type.getSimpleName() + "Backward";
    }

    private static void checkDirty(
            String name, Context context, Tensor[] inputs, int[] before, List<Tensor> made) {
        for (Tensor x : context.dirty()) {
            if (!isOneOf(x, inputs) || !isOneOf(x, made.toArray(Tensor[]::new))) {
                throw new IllegalStateException(
                        name + ": a tensor that is marked dirty must be an input and a result");
            }
            if (GradMode.enabled() && x.isLeaf() && x.requiresGrad()) {
                throw new IllegalStateException(
                        "a leaf Variable that requires grad has been used in an in-place operation.");
            }
            if (GradMode.enabled() && x.isView()) {
                throw new IllegalStateException(
                        name
                                + ": a view was marked dirty; its source's history would not know:"
                                + " clone() the view before calling the function");
            }
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].version() != before[i]
                    && !context.isDirty(inputs[i])
                    && inputs[i].requiresGrad()) {
                throw new IllegalStateException(
                        name + ": forward changed input " + i + " in place; call ctx.markDirty");
            }
        }
    }

    private static boolean isOneOf(Tensor x, Tensor[] among) {
        for (Tensor t : among) {
            if (t == x) {
                return true;
            }
        }
        return false;
    }

    private static Spec[] specs(Tensor[] tensors) {
        return specs(List.of(tensors));
    }

    private static Spec[] specs(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::spec).toArray(Spec[]::new);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    int slots() {
        return results.length;
    }

    /** Returns what was kept, if it still is what it was. */
    List<Tensor> saved() {
        if (saved == null) {
            throw Saved.freed();
        }
        if (packed != null) {
            List<Tensor> out = new ArrayList<>();
            for (SavedHooks.Packed p : packed) {
                if (p != null) {
                    out.add(p.unpack());
                }
            }
            return out;
        }
        for (int i = 0; i < saved.length; i++) {
            Saved.checked(saved[i], versions[i], null);
        }
        return List.of(saved);
    }

    @Override
    @Nullable Tensor[] apply(@Nullable Tensor[] gradients) {
        List<@Nullable Tensor> g = new ArrayList<>();
        boolean recorded = false;
        for (int i = 0; i < gradients.length; i++) {
            Tensor given = gradients[i];
            recorded |= given != null && given.requiresGrad();
            g.add(given == null && context.materialize() ? zeros(results[i]) : given);
        }
        @Nullable Tensor[] out =
                context.once()
                        ? GradMode.with(false, () -> backward.apply(context, g))
                        : backward.apply(context, g);
        checkCount(out);
        @Nullable Tensor[] fitted = new Tensor[inputs.length];
        for (int i = 0; i < fitted.length; i++) {
            Tensor one = i < out.length ? out[i] : null;
            if (one != null && next()[i] != null) {
                Tensor fit = fit(i, one);
                fitted[i] = context.once() && recorded && GradMode.enabled() ? refusing(fit) : fit;
            }
        }
        return fitted;
    }

    private static Tensor zeros(Spec result) {
        return Tensor.zeros(result.dtype(), result.shape().toArray());
    }

    private void checkCount(@Nullable Tensor[] out) {
        int n = out.length;
        while (n > inputs.length && out[n - 1] == null) {
            n--;
        }
        if (n > inputs.length || out.length < inputs.length) {
            throw new IllegalStateException(
                    "function "
                            + name
                            + " returned an incorrect number of gradients (expected "
                            + inputs.length
                            + ", got "
                            + out.length
                            + ")");
        }
    }

    private Tensor fit(int i, Tensor g) {
        Shape shape = inputs[i].shape();
        Tensor summed = g;
        if (!g.shape().equals(shape)) {
            if (!broadcasts(shape, g.shape())) {
                throw new IllegalStateException(
                        "Function "
                                + name
                                + " returned an invalid gradient at index "
                                + i
                                + " - got "
                                + g.shape().listText()
                                + " but expected shape compatible with "
                                + shape.listText());
            }
            summed = g.sumToSize(shape);
        }
        return summed.dtype() == inputs[i].dtype() ? summed : summed.to(inputs[i].dtype());
    }

    private static boolean broadcasts(Shape from, Shape to) {
        int missing = to.rank() - from.rank();
        for (int d = 0; d < from.rank() && missing >= 0; d++) {
            if (from.size(d) != 1 && from.size(d) != to.size(missing + d)) {
                return false;
            }
        }
        return missing >= 0;
    }

    /** A gradient that cannot be differentiated. */
    private Tensor refusing(Tensor g) {
        Tensor out = g.detach();
        @Nullable Edge[] next = {new Edge(this, 0)};
        out.setHistory(
                new GradFn(next) {
                    @Override
                    public String name() {
                        return "Error";
                    }

                    @Override
                    int slots() {
                        return 1;
                    }

                    @Override
                    @Nullable Tensor[] apply(@Nullable Tensor[] gradients) {
                        throw new IllegalStateException(
                                "trying to differentiate twice a function that was marked with"
                                        + " onceDifferentiable: "
                                        + FunctionNode.this.name);
                    }
                },
                0);
        return out;
    }

    @Override
    void release() {
        saved = null;
        packed = null;
    }
}
