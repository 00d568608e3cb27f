package dev.cresset.nn.utils;

import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.stack;
import static dev.cresset.Tensor.tensor;

import dev.cresset.Tensor;
import dev.cresset.engine.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Keeps gradients small: PyTorch's {@code clip_grad_norm_} and {@code clip_grad_value_}. */
public final class ClipGrad {
    private static final double EPSILON = 1e-6;

    private ClipGrad() {}

    /**
     * How a norm is taken.
     *
     * @param normType the p of the p-norm, which may be infinite
     * @param errorIfNonfinite whether a norm that is NaN or infinite is an error
     */
    public record Options(double normType, boolean errorIfNonfinite) {
        static final Options DEFAULTS = new Options(2, false);

        /** Returns these options with a p. */
        public Options normType(double value) {
            return new Options(value, errorIfNonfinite);
        }

        /** Returns these options with or without an error for norms that are not finite. */
        public Options errorIfNonfinite(boolean value) {
            return new Options(normType, value);
        }
    }

    /**
     * Scales gradients in place so that their 2-norm, taken together, is at most {@code maxNorm}.
     */
    public static Tensor clipGradNorm_(Iterable<? extends Tensor> params, double maxNorm) {
        return clipGradNorm_(params, maxNorm, o -> o);
    }

    /**
     * Scales gradients in place so that their norm, taken together, is at most {@code maxNorm}:
     * {@code g * min(1, maxNorm / (norm + 1e-6))}.
     *
     * @param params parameters; those without gradient do not count
     * @return the norm before, 0-dim
     * @throws IllegalStateException if the norm is not finite and that is to be an error; gradients
     *     are unchanged then
     */
    public static Tensor clipGradNorm_(
            Iterable<? extends Tensor> params, double maxNorm, UnaryOperator<Options> options) {
        Options o = options.apply(Options.DEFAULTS);
        List<Tensor> gradients = gradients(params);
        Tensor total = noGrad(() -> norm(gradients, o));
        scale(gradients, maxNorm, total);
        return total;
    }

    /**
     * Scales gradients in place by {@code min(1, maxNorm / (norm + 1e-6))} for a norm that is
     * known, such as that of several models together: {@link #getTotalNorm}.
     *
     * @param totalNorm the norm, 0-dim
     */
    public static void clipGradsWithNorm_(
            Iterable<? extends Tensor> params, double maxNorm, Tensor totalNorm) {
        scale(gradients(params), maxNorm, totalNorm);
    }

    private static void scale(List<Tensor> gradients, double maxNorm, Tensor total) {
        noGrad(() -> {
            Tensor scale = total.add(EPSILON).reciprocal().mul(maxNorm).clampMax(1.0);
            gradients.forEach(g -> g.mul_(scale));
        });
    }

    /** Returns the 2-norm of gradients or other tensors, taken together. */
    public static Tensor getTotalNorm(Iterable<? extends Tensor> gradients) {
        return getTotalNorm(gradients, o -> o);
    }

    /**
     * Returns the norm of gradients, taken together.
     *
     * @throws IllegalStateException if it is not finite and that is to be an error
     */
    public static Tensor getTotalNorm(
            Iterable<? extends Tensor> gradients, UnaryOperator<Options> options) {
        List<Tensor> all = new ArrayList<>();
        gradients.forEach(all::add);
        Options o = options.apply(Options.DEFAULTS);
        return noGrad(() -> norm(all, o));
    }

    /** Limits each element of the gradients to [-clipValue, clipValue], in place. */
    public static void clipGradValue_(Iterable<? extends Tensor> params, double clipValue) {
        noGrad(() -> gradients(params).forEach(g -> g.clamp_(-clipValue, clipValue)));
    }

    private static Tensor norm(List<Tensor> gradients, Options o) {
        if (gradients.isEmpty()) {
            return tensor(0.0);
        }
        List<Tensor> norms = gradients.stream().map(g -> g.norm(o.normType)).toList();
        Tensor total = stack(norms, 0).norm(o.normType);
        if (o.errorIfNonfinite && !total.isfinite().isTrue()) {
            throw new IllegalStateException(
                    "The total norm of order "
                            + o.normType
                            + " for gradients from `parameters` is non-finite, so it cannot be"
                            + " clipped. To disable this error and scale the gradients by the"
                            + " non-finite norm anyway, set `errorIfNonfinite(false)`");
        }
        return total;
    }

    private static List<Tensor> gradients(Iterable<? extends Tensor> params) {
        List<Tensor> out = new ArrayList<>();
        for (Tensor p : params) {
            Tensor g = p.grad(Lease.UNTIL_RETURN);
            if (g != null) {
                out.add(g);
            }
        }
        return out;
    }
}
