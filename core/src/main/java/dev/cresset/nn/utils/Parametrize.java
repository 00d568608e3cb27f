package dev.cresset.nn.utils;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Hook;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import dev.cresset.nn.ModuleDict;
import dev.cresset.nn.Recomputed;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that are computed from others: PyTorch's {@code torch.nn.utils.parametrize}.
 *
 * <pre>{@code
 * class Symmetric extends Layer {
 *   @Override protected Tensor forward(Tensor x) { return x.triu().add(x.triu(1).mT()); }
 * }
 * var layer = new Linear(3, 3);
 * Parametrize.registerParametrization(layer, "weight", new Symmetric());
 * layer.stateDict();                 // bias, parametrizations.weight.original
 * }</pre>
 *
 * <p>The computed tensor is put into the field, before each call of the module. To read the field
 * itself after the originals have changed, call {@link #refresh} first.
 */
public final class Parametrize {
    private static final String DICT = "parametrizations";

    private static final ThreadLocal<@Nullable Map<ParametrizationList, Tensor>> CACHE =
            new ThreadLocal<>();

    /** Puts the computed tensor into the field. */
    private record Computed(String attribute) implements Recomputed {
        @Override
        public Tensor compute(Module module) {
            ParametrizationList list = list(module, attribute);
            Map<ParametrizationList, Tensor> cache = CACHE.get();
            if (cache == null) {
                return list.call();
            }
            Tensor known = cache.get(list);
            if (known == null) {
                known = list.call();
                cache.put(list, known);
            }
            return known;
        }
    }

    private Parametrize() {}

    static IllegalArgumentException unusable(Module module) {
        return new IllegalArgumentException(
                "a parametrization must be a Layer or a Parametrization, but "
                        + module.getClass().getSimpleName()
                        + " is neither");
    }

    /** Computes a parameter or buffer of a module by a parametrisation; returns the module. */
    public static <M extends Module> M registerParametrization(
            M module, String name, Module parametrization) {
        return registerParametrization(module, name, parametrization, false);
    }

    /**
     * Computes a parameter or buffer of a module by a parametrisation; returns the module. Several
     * ones are applied in turn.
     *
     * @param name the field's name, in PyTorch's spelling: {@code weight}
     * @param parametrization a {@link Layer} or {@link Parametrization}; with a {@link
     *     RightInverse} the tensor keeps its value
     * @param unsafe whether it may change dtype and shape, which is not checked then
     * @throws IllegalArgumentException if there is no such parameter or buffer, its field cannot
     *     hold a computed tensor, or dtype or shape change; nothing has changed then
     */
    public static <M extends Module> M registerParametrization(
            M module, String name, Module parametrization, boolean unsafe) {
        if (!(parametrization instanceof Layer || parametrization instanceof Parametrization)) {
            throw unusable(parametrization);
        }
        parametrization.train(module.isTraining());
        if (isParametrized(module, name)) {
            list(module, name).append(parametrization, unsafe);
        } else {
            Tensor original = module.attribute(name);
            if (!(original instanceof Parameter || original instanceof Buffer)) {
                throw new IllegalArgumentException(
                        "Module '"
                                + module
                                + "' does not have a parameter, a buffer, or a parametrized element"
                                + " with name '"
                                + name
                                + "'");
            }
            // Fails here, before anything has changed, if the field cannot hold a computed tensor.
            module.setAttribute(name, original.detach());
            ParametrizationList list;
            try {
                list = new ParametrizationList(parametrization, original, unsafe);
            } catch (RuntimeException e) {
                module.setAttribute(name, original);
                throw e;
            }
            if (!isParametrized(module)) {
                module.register(DICT, new ModuleDict());
            }
            dict(module).put(name, list);
            module.registerForwardPreHook(new Computed(name));
        }
        refresh(module, name);
        return module;
    }

    private static void refresh(Module module, String name) {
        for (Hook.ForwardPre hook : module.forwardPreHooks()) {
            if (hook instanceof Computed c && c.attribute.equals(name)) {
                c.refresh(module);
            }
        }
    }

    /**
     * Computes all parametrised tensors of a module and its descendants anew, into their fields.
     */
    public static void refresh(Module module) {
        for (Module m : module.modules()) {
            for (Hook.ForwardPre hook : m.forwardPreHooks()) {
                if (hook instanceof Recomputed r) {
                    r.refresh(m);
                }
            }
        }
    }

    /** Returns whether any tensor of a module is parametrised. */
    public static boolean isParametrized(Module module) {
        return module.namedChildren().toMap().get(DICT) instanceof ModuleDict d && d.size() > 0;
    }

    /** Returns whether a tensor of a module is parametrised. */
    public static boolean isParametrized(Module module, String name) {
        return isParametrized(module) && dict(module).containsKey(name);
    }

    private static ModuleDict dict(Module module) {
        return module.get(DICT, ModuleDict.class);
    }

    /**
     * Returns the parametrisations of a tensor.
     *
     * @throws IllegalArgumentException if it is not parametrised
     */
    public static ParametrizationList list(Module module, String name) {
        if (!isParametrized(module, name)) {
            throw new IllegalArgumentException(
                    "Module " + module + " does not have a parametrization on " + name);
        }
        return dict(module).get(name, ParametrizationList.class);
    }

    /**
     * Gives a parametrised tensor a value: PyTorch's {@code layer.weight = x}.
     *
     * @throws IllegalStateException if a parametrisation has no {@link RightInverse}
     */
    public static void assign(Module module, String name, Tensor value) {
        list(module, name).rightInverse(value);
        refresh(module, name);
    }

    /** Makes a parametrised tensor an ordinary one with its present value; returns the module. */
    public static <M extends Module> M removeParametrizations(M module, String name) {
        return removeParametrizations(module, name, true);
    }

    /**
     * Makes a parametrised tensor an ordinary one; returns the module. If it was computed from one
     * tensor, this is again the module's parameter, the same object.
     *
     * @param leaveParametrized whether it keeps its present value, rather than the original's
     * @throws IllegalArgumentException if it is not parametrised, or is to be the original but is
     *     computed from several
     */
    public static <M extends Module> M removeParametrizations(
            M module, String name, boolean leaveParametrized) {
        ParametrizationList list = list(module, name);
        Tensor original = list.original();
        if (original == null && !leaveParametrized) {
            throw new IllegalArgumentException(
                    "Cannot leave unparametrized (`leaveParametrized=false`) a tensor that is"
                            + " parametrized in terms of a sequence of tensors.");
        }
        Tensor restored = original;
        if (leaveParametrized) {
            boolean grad = list.originals().stream().anyMatch(Tensor::requiresGrad);
            Tensor now = noGrad(list::call).detach();
            if (original == null) {
                boolean parameter = list.originals().getFirst() instanceof Parameter;
                restored = parameter ? new Parameter(now, grad) : new Buffer(now);
            } else {
                original.setData(now.clone());
            }
        }
        for (Hook.ForwardPre hook : module.forwardPreHooks()) {
            if (hook instanceof Computed c && c.attribute.equals(name)) {
                module.removeForwardPreHook(hook);
            }
        }
        dict(module).pop(name);
        if (dict(module).size() == 0) {
            module.unregister(DICT);
        }
        module.setAttribute(name, restored);
        return module;
    }

    /**
     * Makes a module share the parametrisations of another, and what they compute from; a tensor
     * that the module does not have is refused.
     *
     * @param name the tensor, null for all that are parametrised
     * @throws IllegalArgumentException if the tensor is not parametrised, or {@code to} has none of
     *     that name
     */
    public static void transferParametrizationsAndParams(
            Module from, Module to, @Nullable String name) {
        if (!isParametrized(from)) {
            return;
        }
        for (String each : name == null ? dict(from).keys() : List.of(name)) {
            ParametrizationList list = list(from, each);
            for (int i = 0; i < list.size(); i++) {
                registerParametrization(to, each, list.get(i), true);
            }
            list(to, each).share(list);
            refresh(to, each);
        }
    }

    /**
     * Runs code in which each parametrised tensor is computed once, when it is first needed, rather
     * than at every call: for modules that are called several times, such as cells of recurrent
     * networks. Originals must not change meanwhile.
     */
    public static <R extends @Nullable Object> R cached(Supplier<R> body) {
        Map<ParametrizationList, Tensor> outer = CACHE.get();
        if (outer != null) {
            return body.get();
        }
        CACHE.set(new IdentityHashMap<>());
        try {
            return body.get();
        } finally {
            CACHE.remove();
        }
    }
}
