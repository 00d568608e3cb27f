package dev.cresset.nn.utils;

import dev.cresset.Tensor;
import dev.cresset.nn.ConvTransposeNd;
import dev.cresset.nn.Module;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ready parametrisations: PyTorch's {@code torch.nn.utils.parametrizations}.
 *
 * <pre>{@code
 * var layer = Parametrizations.spectralNorm(new Linear(20, 40));
 * }</pre>
 */
public final class Parametrizations {
    private Parametrizations() {}

    private static Tensor tensor(Module module, String name) {
        Tensor x = module.attribute(name);
        if (x == null) {
            throw new IllegalArgumentException(
                    "Module '" + module + "' has no parameter or buffer with name '" + name + "'");
        }
        return x;
    }

    // ---- weight norm

    /** Splits {@code weight} into the length and direction of each row; returns the module. */
    public static <M extends Module> M weightNorm(M module) {
        return weightNorm(module, "weight", 0);
    }

    /**
     * Splits a parameter into length and direction, {@code w = g v / |v|} (Salimans and Kingma
     * 2016); returns the module. Keys of the old {@code weight_g} and {@code weight_v} are
     * understood when a state dict is loaded.
     *
     * @param dim the dimension whose slices have lengths of their own; null: the whole has one
     */
    public static <M extends Module> M weightNorm(M module, String name, @Nullable Integer dim) {
        Parametrize.registerParametrization(
                module, name, new WeightNorm.Parametrized(dim == null ? -1 : dim), true);
        module.registerLoadStateDictPreHook((m, state, prefix, strict) -> {
            Tensor g = state.get(prefix + name + "_g");
            Tensor v = state.get(prefix + name + "_v");
            if (g != null && v != null) {
                state.remove(prefix + name + "_g");
                state.remove(prefix + name + "_v");
                state.put(prefix + "parametrizations." + name + ".original0", g);
                state.put(prefix + "parametrizations." + name + ".original1", v);
            }
        });
        return module;
    }

    // ---- spectral norm

    /**
     * How a matrix's greatest singular value is estimated.
     *
     * @param nPowerIterations the number of power iterations each time the tensor is computed in
     *     training mode, positive
     * @param eps the least norm that a vector is divided by
     * @param dim the dimension of the outputs; null: 1 for transposed convolutions, else 0
     */
    public record SpectralOptions(int nPowerIterations, double eps, @Nullable Integer dim) {
        static final SpectralOptions DEFAULTS = new SpectralOptions(1, 1e-12, null);

        /** Returns these options with a number of power iterations. */
        public SpectralOptions nPowerIterations(int value) {
            return new SpectralOptions(value, eps, dim);
        }

        /** Returns these options with a least norm. */
        public SpectralOptions eps(double value) {
            return new SpectralOptions(nPowerIterations, value, dim);
        }

        /** Returns these options with a dimension of the outputs. */
        public SpectralOptions dim(@Nullable Integer value) {
            return new SpectralOptions(nPowerIterations, eps, value);
        }

        int dimOf(Module module) {
            return dim == null ? (module instanceof ConvTransposeNd ? 1 : 0) : dim;
        }
    }

    /** Divides {@code weight} by its greatest singular value; returns the module. */
    public static <M extends Module> M spectralNorm(M module) {
        return spectralNorm(module, "weight", o -> o);
    }

    /**
     * Divides a parameter, seen as a matrix, by its greatest singular value (Miyato et al. 2018),
     * and a vector by its norm; returns the module.
     */
    public static <M extends Module> M spectralNorm(
            M module, String name, UnaryOperator<SpectralOptions> options) {
        SpectralOptions o = options.apply(SpectralOptions.DEFAULTS);
        Tensor weight = tensor(module, name);
        var norm =
                new SpectralNorm.Parametrized(weight, o.nPowerIterations, o.dimOf(module), o.eps);
        return Parametrize.registerParametrization(module, name, norm);
    }

    // ---- orthogonal

    /** How a matrix becomes orthogonal. */
    public enum OrthogonalMap {
        /** The exponential of a skew-symmetric matrix. */
        MATRIX_EXP,
        /** {@code (I + A / 2) (I - A / 2)^-1} of a skew-symmetric matrix. */
        CAYLEY,
        /** A product of Householder reflections. */
        HOUSEHOLDER
    }

    /**
     * How a matrix is kept orthogonal.
     *
     * @param orthogonalMap the map; null: the exponential for square matrices, else Householder
     * @param useTrivialization whether the map starts from the present value (Lezcano-Casado 2019)
     */
    public record OrthogonalOptions(
            @Nullable OrthogonalMap orthogonalMap, boolean useTrivialization) {
        static final OrthogonalOptions DEFAULTS = new OrthogonalOptions(null, true);

        /** Returns these options with a map. */
        public OrthogonalOptions orthogonalMap(@Nullable OrthogonalMap value) {
            return new OrthogonalOptions(value, useTrivialization);
        }

        /** Returns these options, starting from the present value or not. */
        public OrthogonalOptions useTrivialization(boolean value) {
            return new OrthogonalOptions(orthogonalMap, value);
        }
    }

    /** Keeps {@code weight} orthogonal; returns the module. */
    public static <M extends Module> M orthogonal(M module) {
        return orthogonal(module, "weight", o -> o);
    }

    /**
     * Keeps a matrix, or batch of matrices, orthogonal: columns or, if it is wide, rows are;
     * returns the module.
     *
     * @throws IllegalArgumentException if the tensor has fewer than 2 dimensions
     */
    public static <M extends Module> M orthogonal(
            M module, String name, UnaryOperator<OrthogonalOptions> options) {
        OrthogonalOptions o = options.apply(OrthogonalOptions.DEFAULTS);
        Tensor weight = tensor(module, name);
        if (weight.dim() < 2) {
            throw new IllegalArgumentException(
                    "Expected a matrix or batch of matrices. Got a tensor of "
                            + weight.dim()
                            + " dimensions.");
        }
        OrthogonalMap map = o.orthogonalMap;
        if (map == null) {
            map =
                    weight.size(-2) == weight.size(-1)
                            ? OrthogonalMap.MATRIX_EXP
                            : OrthogonalMap.HOUSEHOLDER;
        }
        return Parametrize.registerParametrization(
                module, name, new Orthogonal(weight.shape(), map, o.useTrivialization), true);
    }
}
