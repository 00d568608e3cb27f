package dev.cresset.nn.utils;

import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.noGrad;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Hook;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import dev.cresset.nn.Name;
import dev.cresset.nn.Recomputed;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The older form of {@link Parametrizations#spectralNorm}, with {@code weight_orig}, {@code
 * weight_u} and {@code weight_v} as in files made with {@code torch.nn.utils.spectral_norm}.
 */
public final class SpectralNorm {
    private SpectralNorm() {}

    private static Tensor normalized(Tensor x, double eps) {
        return x.div(x.norm(2).clampMin(eps));
    }

    private static Tensor randomUnit(Tensor like, int n, double eps) {
        return normalized(empty(like.dtype(), n).normal_(0, 1), eps);
    }

    /** Returns a tensor as a matrix whose rows are its slices along a dimension. */
    private static Tensor matrix(Tensor w, int dim) {
        Tensor x = w;
        if (dim != 0) {
            int[] order =
                    IntStream.concat(
                                    IntStream.of(dim),
                                    IntStream.range(0, w.dim()).filter(d -> d != dim))
                            .toArray();
            x = w.permute(order);
        }
        return x.flatten(1);
    }

    /** The parametrisation. */
    static final class Parametrized extends Layer implements RightInverse {
        @Name("_u")
        private final @Nullable Buffer u;

        @Name("_v")
        private final @Nullable Buffer v;

        private final int iterations;
        private final int dim;
        private final double eps;

        Parametrized(Tensor weight, int iterations, int dim, double eps) {
            int n = weight.dim();
            if (dim >= n || dim < -n) {
                throw new IndexOutOfBoundsException(
                        "Dimension out of range (expected to be in range of [-"
                                + n
                                + ", "
                                + (n - 1)
                                + "] but got "
                                + dim
                                + ")");
            }
            checkIterations(iterations);
            this.iterations = iterations;
            this.dim = dim < 0 ? dim + n : dim;
            this.eps = eps;
            if (n > 1) {
                Tensor matrix = matrix(weight.detach(), this.dim);
                u = new Buffer(randomUnit(matrix, matrix.size(0), eps));
                v = new Buffer(randomUnit(matrix, matrix.size(1), eps));
                iterate(matrix, 15);
            } else {
                u = null;
                v = null;
            }
        }

        private void iterate(Tensor matrix, int times) {
            noGrad(() -> {
                for (int i = 0; i < times && u != null && v != null; i++) {
                    u.copy_(normalized(matrix.mv(v), eps));
                    v.copy_(normalized(matrix.mT().mv(u), eps));
                }
            });
        }

        @Override
        protected Tensor forward(Tensor weight) {
            if (u == null || v == null) {
                return normalized(weight, eps);
            }
            Tensor matrix = matrix(weight, dim);
            if (isTraining()) {
                iterate(matrix.detach(), iterations);
            }
            // Copies: the next iterations write u and v before backward needs them.
            Tensor left = u.detach().clone();
            return weight.div(left.dot(matrix.mv(v.detach().clone())));
        }

        @Override
        public List<Tensor> rightInverse(Tensor x) {
            return List.of(x);
        }

        @Override
        protected String typeName() {
            return "_SpectralNorm";
        }
    }

    private static void checkIterations(int n) {
        if (n <= 0) {
            throw new IllegalArgumentException(
                    "Expected n_power_iterations to be positive, but got n_power_iterations=" + n);
        }
    }

    /** The hook that computes the weight. */
    private record Computed(String attribute, int iterations, int dim, double eps)
            implements Recomputed {
        @Override
        public Tensor compute(Module m) {
            return weight(m, m.isTraining());
        }

        Tensor weight(Module m, boolean iterate) {
            Tensor w = WeightNorm.part(m, attribute + "_orig");
            Tensor u = WeightNorm.part(m, attribute + "_u");
            Tensor v = WeightNorm.part(m, attribute + "_v");
            Tensor matrix = matrix(w, dim);
            if (iterate) {
                noGrad(() -> {
                    for (int i = 0; i < iterations; i++) {
                        v.copy_(normalized(matrix.detach().mT().mv(u), eps));
                        u.copy_(normalized(matrix.detach().mv(v), eps));
                    }
                });
            }
            return w.div(u.detach().clone().dot(matrix.mv(v.detach().clone())));
        }
    }

    /** Divides {@code weight} by its greatest singular value; returns the module. */
    public static <M extends Module> M spectralNorm(M module) {
        return spectralNorm(module, "weight", o -> o);
    }

    /**
     * Divides a parameter, seen as a matrix, by its greatest singular value, when the module is
     * called; returns the module.
     *
     * @throws IllegalArgumentException if that is done already, there is no such parameter, or its
     *     field cannot hold a computed tensor
     */
    public static <M extends Module> M spectralNorm(
            M module, String name, UnaryOperator<Parametrizations.SpectralOptions> options) {
        if (hook(module, name) != null) {
            throw new IllegalArgumentException(
                    "Cannot register two spectral_norm hooks on the same parameter " + name);
        }
        var o = options.apply(Parametrizations.SpectralOptions.DEFAULTS);
        checkIterations(o.nPowerIterations());
        if (!(module.attribute(name) instanceof Parameter w)) {
            throw new IllegalArgumentException(
                    "`SpectralNorm` cannot be applied as parameter `" + name + "` is None");
        }
        int dim = o.dimOf(module);
        Tensor matrix = matrix(w.detach(), dim);
        module.setAttribute(name, w.detach());
        module.register(name + "_orig", w);
        module.register(name + "_u", new Buffer(randomUnit(matrix, matrix.size(0), o.eps())));
        module.register(name + "_v", new Buffer(randomUnit(matrix, matrix.size(1), o.eps())));
        module.registerForwardPreHook(new Computed(name, o.nPowerIterations(), dim, o.eps()));
        return module;
    }

    /** Makes {@code weight} an ordinary parameter again; returns the module. */
    public static <M extends Module> M removeSpectralNorm(M module) {
        return removeSpectralNorm(module, "weight");
    }

    /**
     * Makes a parameter an ordinary one again, with its normalised value; returns the module.
     *
     * @throws IllegalArgumentException if it is not normalised
     */
    public static <M extends Module> M removeSpectralNorm(M module, String name) {
        Computed hook = hook(module, name);
        if (hook == null) {
            throw new IllegalArgumentException(
                    "spectral_norm of '" + name + "' not found in " + module);
        }
        Tensor w = noGrad(() -> hook.weight(module, false)).detach();
        module.unregister(name + "_u");
        module.unregister(name + "_v");
        module.unregister(name + "_orig");
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
