package dev.cresset.nn.utils;

import static dev.cresset.Tensor.noGrad;
import static dev.cresset.nn.utils.ParameterVector.parametersToVector;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Hook;
import dev.cresset.nn.Module;
import dev.cresset.nn.Recomputed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters with elements held at zero: PyTorch's {@code torch.nn.utils.prune}.
 *
 * <pre>{@code
 * Prune.l1Unstructured(net.get(0), "weight", 0.3);   // the smallest 30 %
 * Prune.lnStructured(conv, "weight", 2, 2.0, 0);     // two output channels
 * Prune.remove(conv, "weight");                      // for good
 * }</pre>
 *
 * <p>The parameter becomes {@code weight_orig}, the buffer {@code weight_mask} holds 1 where it is
 * kept, and their product is put into the field, before each call. Pruning again works on what is
 * left.
 */
public final class Prune {
    /**
     * A parameter of a module.
     *
     * @param module the module
     * @param name the field's name in PyTorch's spelling
     */
    public record Pruned(Module module, String name) {}

    /** The hook that masks the parameter. */
    private record Masked(String attribute) implements Recomputed {
        @Override
        public Tensor compute(Module m) {
            Tensor original = WeightNorm.part(m, attribute + "_orig");
            return WeightNorm.part(m, attribute + "_mask").to(original.dtype()).mul(original);
        }
    }

    private Prune() {}

    /** Prunes nothing, but makes original and mask; returns the module. */
    public static <M extends Module> M identity(M module, String name) {
        return apply(module, name, new PruningMethod.Identity(), null);
    }

    /** Prunes elements at random; returns the module. */
    public static <M extends Module> M randomUnstructured(M module, String name, Number amount) {
        return apply(module, name, new PruningMethod.Elements(amount, true), null);
    }

    /** Prunes the elements with the smallest magnitude; returns the module. */
    public static <M extends Module> M l1Unstructured(M module, String name, Number amount) {
        return l1Unstructured(module, name, amount, null);
    }

    /**
     * Prunes the least important elements; returns the module.
     *
     * @param amount how many, or which part of all
     * @param importanceScores what counts instead of the parameter's own elements, or null
     */
    public static <M extends Module> M l1Unstructured(
            M module, String name, Number amount, @Nullable Tensor importanceScores) {
        return apply(module, name, new PruningMethod.Elements(amount, false), importanceScores);
    }

    /** Prunes channels along a dimension at random; returns the module. */
    public static <M extends Module> M randomStructured(
            M module, String name, Number amount, int dim) {
        return apply(module, name, new PruningMethod.Channels(amount, null, dim), null);
    }

    /** Prunes the channels along a dimension with the smallest n-norm; returns the module. */
    public static <M extends Module> M lnStructured(
            M module, String name, Number amount, double n, int dim) {
        return lnStructured(module, name, amount, n, dim, null);
    }

    /**
     * Prunes the channels along a dimension with the smallest n-norm; returns the module.
     *
     * @param amount how many channels, or which part of all
     * @param n the norm's order, which may be infinite
     * @param importanceScores what counts instead of the parameter's own elements, or null
     * @throws IllegalArgumentException if the parameter is a vector
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public static <M extends Module> M lnStructured(
            M module,
            String name,
            Number amount,
            double n,
            int dim,
            @Nullable Tensor importanceScores) {
        return apply(module, name, new PruningMethod.Channels(amount, n, dim), importanceScores);
    }

    /** Prunes where a mask of the parameter's shape is 0; returns the module. */
    public static <M extends Module> M customFromMask(M module, String name, Tensor mask) {
        return apply(module, name, new PruningMethod.FromMask(mask), null);
    }

    /** Prunes the elements with the smallest magnitude among all of several parameters. */
    public static void globalL1Unstructured(List<Pruned> parameters, Number amount) {
        globalUnstructured(parameters, new PruningMethod.Elements(amount, false));
    }

    /** Prunes the least important elements among all of several parameters. */
    public static void globalL1Unstructured(
            List<Pruned> parameters, Number amount, Map<Pruned, Tensor> importanceScores) {
        globalUnstructured(parameters, new PruningMethod.Elements(amount, false), importanceScores);
    }

    /** Prunes elements of several parameters at random. */
    public static void globalRandomUnstructured(List<Pruned> parameters, Number amount) {
        globalUnstructured(parameters, new PruningMethod.Elements(amount, true));
    }

    /**
     * Prunes elements of several parameters as if they were one vector.
     *
     * @throws IllegalArgumentException if the method is not an unstructured one
     */
    public static void globalUnstructured(List<Pruned> parameters, PruningMethod method) {
        globalUnstructured(parameters, method, Map.of());
    }

    /**
     * Prunes elements of several parameters as if they were one vector.
     *
     * @param importanceScores what counts for a parameter instead of its own elements
     * @throws IllegalArgumentException if the method is not an unstructured one
     */
    public static void globalUnstructured(
            List<Pruned> parameters, PruningMethod method, Map<Pruned, Tensor> importanceScores) {
        if (method.type() != PruningMethod.Type.UNSTRUCTURED) {
            throw new IllegalArgumentException(
                    "Only UNSTRUCTURED pruning methods are supported for globalUnstructured. Found"
                            + " one of type "
                            + method.type());
        }
        List<Tensor> values = new ArrayList<>();
        List<Tensor> masks = new ArrayList<>();
        for (Pruned p : parameters) {
            Tensor x = present(p.module, p.name).detach();
            Tensor mask = p.module.attribute(p.name + "_mask");
            values.add(importanceScores.getOrDefault(p, x).detach());
            masks.add(isPruned(p.module, p.name) && mask != null ? mask : x.onesLike());
        }
        Tensor all =
                noGrad(() ->
                        method.combined(parametersToVector(values), parametersToVector(masks)));
        int at = 0;
        for (int i = 0; i < parameters.size(); i++) {
            int n = Math.toIntExact(values.get(i).numel());
            Tensor mask = all.narrow(0, at, n).viewAs(values.get(i));
            customFromMask(parameters.get(i).module, parameters.get(i).name, mask);
            at += n;
        }
    }

    private static Tensor present(Module module, String name) {
        Tensor x = module.attribute(name);
        if (x == null) {
            throw new IllegalArgumentException(
                    "Prune: " + module + " has no parameter '" + name + "'");
        }
        return x;
    }

    /**
     * Prunes by a method of one's own; returns the module.
     *
     * @param importanceScores what the method looks at instead of the parameter, or null
     * @throws IllegalArgumentException if there is no such parameter, its field cannot hold a
     *     computed tensor, or the amount is out of its range; nothing has changed then
     */
    public static <M extends Module> M apply(
            M module, String name, PruningMethod method, @Nullable Tensor importanceScores) {
        Tensor present = present(module, name);
        Tensor scores = importanceScores == null ? present.detach() : importanceScores.detach();
        if (!scores.shape().equals(present.shape())) {
            throw new IllegalArgumentException(
                    "importance_scores should have the same shape as parameter "
                            + name
                            + " of "
                            + module
                            + ", got "
                            + scores.shape()
                            + " vs "
                            + present.shape());
        }
        Masked hook = hook(module, name);
        if (hook != null) {
            Tensor before = WeightNorm.part(module, name + "_mask").detach().clone();
            Tensor mask = noGrad(() -> method.combined(scores, before));
            module.setAttribute(name + "_mask", new Buffer(mask.detach()));
            hook.refresh(module);
            return module;
        }
        if (!(present instanceof Parameter original)) {
            throw new IllegalArgumentException(
                    "Prune: '" + name + "' of " + module + " is no parameter");
        }
        Tensor mask = noGrad(() -> method.computeMask(scores, present.detach().onesLike()));
        module.setAttribute(name, original.detach());
        module.register(name + "_orig", original);
        module.register(name + "_mask", new Buffer(mask.detach()));
        Masked made = new Masked(name);
        made.refresh(module);
        module.registerForwardPreHook(made);
        return module;
    }

    /**
     * Makes a pruned parameter an ordinary one with zeros, the same object as before; returns the
     * module.
     *
     * @throws IllegalArgumentException if it is not pruned
     */
    public static <M extends Module> M remove(M module, String name) {
        Masked hook = hook(module, name);
        if (hook == null) {
            throw new IllegalArgumentException(
                    "Parameter '"
                            + name
                            + "' of module "
                            + module
                            + " has to be pruned before pruning can be removed");
        }
        Tensor weight = noGrad(() -> hook.compute(module));
        Tensor original = WeightNorm.part(module, name + "_orig");
        original.setData(weight.detach());
        module.unregister(name + "_orig");
        module.unregister(name + "_mask");
        module.setAttribute(name, original);
        module.removeForwardPreHook(hook);
        return module;
    }

    /** Returns whether any parameter of a module or its descendants is pruned. */
    public static boolean isPruned(Module module) {
        return module.modules().stream()
                .flatMap(m -> m.forwardPreHooks().stream())
                .anyMatch(hook -> hook instanceof Masked);
    }

    private static boolean isPruned(Module module, String name) {
        return hook(module, name) != null;
    }

    private static @Nullable Masked hook(Module module, String name) {
        for (Hook.ForwardPre hook : module.forwardPreHooks()) {
            if (hook instanceof Masked m && m.attribute.equals(name)) {
                return m;
            }
        }
        return null;
    }
}
