package dev.cresset.optim;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Resilient propagation (Riedmiller and Braun 1993): each element has a step size of its own, which
 * grows while its gradient keeps its sign; only the sign counts. For whole data sets rather than
 * batches.
 *
 * <pre>
 * s = clamp(s * eta, step sizes)          eta: etas' second if the sign stayed, first if it changed
 * p = p - s * sign(g)                     (no move where the sign changed)
 * </pre>
 */
public final class Rprop extends PerParameterOptimizer<Rprop.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param etas factors of shrinking, in (0, 1), and growing, above 1
     * @param stepSizes the least and the greatest step size
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param maximize whether the objective is to grow rather than to shrink
     * @param differentiable whether steps are recorded, so that gradients flow through them
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     */
    public record Options(
            Number lr,
            Pair etas,
            Pair stepSizes,
            @Nullable Boolean foreach,
            boolean maximize,
            boolean differentiable,
            boolean capturable)
            implements DescentOptions<Options> {
        static final Options DEFAULTS =
                new Options(
                        0.01, new Pair(0.5, 1.2), new Pair(1e-06, 50), null, false, false, false);

        /** Returns these options with factors of shrinking and growing. */
        public Options etas(Number minus, Number plus) {
            return with("etas", new Pair(minus, plus));
        }

        /** Returns these options with bounds of the step sizes. */
        public Options stepSizes(Number least, Number greatest) {
            return with("step_sizes", new Pair(least, greatest));
        }

        /** Returns these options with or without recording of steps. */
        public Options differentiable(boolean value) {
            return with("differentiable", value);
        }

        @Override
        public void check() {
            Ranges.learningRate(lr);
            if (!(etas.a() > 0 && etas.a() < 1 && etas.b() > 1)) {
                throw new IllegalArgumentException(
                        "Invalid eta values: "
                                + PythonText.repr(etas.first())
                                + ", "
                                + PythonText.repr(etas.second()));
            }
            Ranges.onlyFalse("capturable", capturable);
        }
    }

    /** Makes an optimiser with the default options. */
    public Rprop(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public Rprop(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public Rprop(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public Rprop(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(groups, options.apply(Options.DEFAULTS));
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        if (state.isEmpty()) {
            state.put("step", ParamState.scalar(0));
            state.put("prev", param.zerosLike());
            state.put("step_size", gradient.fullLike(o.lr()));
        }
        state.nextStep();
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        Tensor previous = state.tensor("prev");
        Tensor agreement = g.mul(previous);
        Tensor changed = agreement.lt(0);
        Tensor factor = agreement.onesLike();
        factor.maskedFill_(agreement.gt(0), o.etas().b()).maskedFill_(changed, o.etas().a());
        Tensor size = state.tensor("step_size").mul_(factor);
        size.clamp_(o.stepSizes().a(), o.stepSizes().b());
        Tensor move = g.maskedFill(changed, 0);
        param.addcmul_(move.sign(), size, -1);
        previous.copy_(move);
    }
}
