package dev.cresset.nn.utils;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Hook;
import dev.cresset.nn.Module;
import dev.cresset.nn.Recomputed;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The older form of {@link Parametrizations#weightNorm}, with parameters {@code weight_g} and
 * {@code weight_v} as in files made with {@code torch.nn.utils.weight_norm}.
 */
public final class WeightNorm {
    private WeightNorm() {}

    /** Returns the 2-norms of a tensor's slices along a dimension; -1: of the whole. */
    static Tensor normExceptDim(Tensor v, int dim) {
        if (dim == -1) {
            return v.norm(2);
        }
        int kept = dim < 0 ? dim + v.dim() : dim;
        int[] others = IntStream.range(0, v.dim()).filter(d -> d != kept).toArray();
        return others.length == 0 ? v.abs() : v.norm(2, others, true);
    }

    static Tensor weight(Tensor v, Tensor g, int dim) {
        return v.mul(g.div(normExceptDim(v, dim)));
    }

    /** The parametrisation. */
    static final class Parametrized extends Parametrization implements RightInverse {
        private final int dim;

        Parametrized(int dim) {
            this.dim = dim;
        }

        @Override
        protected Tensor forward(Tensor... gv) {
            return weight(gv[1], gv[0], dim);
        }

        @Override
        public List<Tensor> rightInverse(Tensor w) {
            return List.of(normExceptDim(w, dim), w);
        }

        @Override
        protected String typeName() {
            return "_WeightNorm";
        }
    }

    /** The hook that computes the weight. */
    private record Computed(String attribute, int dim) implements Recomputed {
        @Override
        public Tensor compute(Module m) {
            return weight(part(m, attribute + "_v"), part(m, attribute + "_g"), dim);
        }
    }

    static Tensor part(Module module, String name) {
        Tensor x = module.attribute(name);
        if (x == null) {
            throw new IllegalStateException(
                    module.getClass().getSimpleName() + " has no tensor '" + name + "'");
        }
        return x;
    }

    /** Splits {@code weight} into the length and direction of each row; returns the module. */
    public static <M extends Module> M weightNorm(M module) {
        return weightNorm(module, "weight", 0);
    }

    /**
     * Splits a parameter into length and direction; returns the module.
     *
     * @param dim the dimension whose slices have lengths of their own; null: the whole has one
     * @throws IllegalArgumentException if it is split already, or its field cannot hold a computed
     *     tensor
     */
    public static <M extends Module> M weightNorm(M module, String name, @Nullable Integer dim) {
        if (hook(module, name) != null) {
            throw new IllegalArgumentException(
                    "Cannot register two weight_norm hooks on the same parameter " + name);
        }
        int d = dim == null ? -1 : dim;
        Tensor w = part(module, name);
        Tensor g = normExceptDim(w.detach(), d);
        module.setAttribute(name, w.detach());
        module.register(name + "_g", new Parameter(g));
        module.register(name + "_v", new Parameter(w.detach()));
        Computed hook = new Computed(name, d);
        hook.refresh(module);
        module.registerForwardPreHook(hook);
        return module;
    }

    /** Makes {@code weight} an ordinary parameter again; returns the module. */
    public static <M extends Module> M removeWeightNorm(M module) {
        return removeWeightNorm(module, "weight");
    }

    /**
     * Makes a parameter that was split an ordinary one again; returns the module.
     *
     * @throws IllegalArgumentException if it was not split
     */
    public static <M extends Module> M removeWeightNorm(M module, String name) {
        Computed hook = hook(module, name);
        if (hook == null) {
            throw new IllegalArgumentException(
                    "weight_norm of '" + name + "' not found in " + module);
        }
        Tensor w = hook.compute(module).detach();
        module.unregister(name + "_g");
        module.unregister(name + "_v");
        module.setAttribute(name, new Parameter(w));
        module.removeForwardPreHook(hook);
        return module;
    }

    private static @Nullable Computed hook(Module module, String name) {
        for (Hook.ForwardPre hook : module.forwardPreHooks()) {
            if (hook instanceof Computed c && c.attribute.equals(name)) {
                return c;
            }
        }
        return null;
    }
}
