package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Averaged stochastic gradient descent (Polyak and Juditsky 1992): {@code ax} in the state is the
 * mean of the parameter from step t0 on.
 *
 * <pre>
 * g   = gradient + weightDecay * p
 * p   = p * (1 - lambd * eta) - eta * g
 * ax  = mu == 1 ? p : ax + (p - ax) * mu
 * eta = lr / (1 + lambd * lr * t)^alpha;   mu = 1 / max(1, t - t0)
 * </pre>
 */
public final class ASGD extends PerParameterOptimizer<ASGD.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param lambd how strongly parameters decay
     * @param alpha power of the learning rate's decrease
     * @param t0 the step at which averaging starts
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param maximize whether the objective is to grow rather than to shrink
     * @param differentiable whether steps are recorded, so that gradients flow through them
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     */
    public record Options(
            Number lr,
            Number lambd,
            Number alpha,
            Number t0,
            Number weightDecay,
            @Nullable Boolean foreach,
            boolean maximize,
            boolean differentiable,
            boolean capturable)
            implements DescentOptions<Options> {
        static final Options DEFAULTS =
                new Options(0.01, 0.0001, 0.75, 1000000.0, 0, null, false, false, false);

        /** Returns these options with a decay. */
        public Options lambd(Number value) {
            return with("lambd", value);
        }

        /** Returns these options with a power of the learning rate's decrease. */
        public Options alpha(Number value) {
            return with("alpha", value);
        }

        /** Returns these options with a start of averaging. */
        public Options t0(Number value) {
            return with("t0", value);
        }

        /** Returns these options with a weight decay. */
        public Options weightDecay(Number value) {
            return with("weight_decay", value);
        }

        /** Returns these options with or without recording of steps. */
        public Options differentiable(boolean value) {
            return with("differentiable", value);
        }

        @Override
        public void check() {
            Ranges.learningRate(lr);
            Ranges.atLeast0("weight_decay value", weightDecay);
            Ranges.onlyFalse("capturable", capturable);
        }
    }

    /** Makes an optimiser with the default options. */
    public ASGD(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public ASGD(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public ASGD(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public ASGD(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(groups, options.apply(Options.DEFAULTS));
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        double lr = o.lr().doubleValue();
        if (state.isEmpty()) {
            state.put("step", ParamState.scalar(0));
            state.put("eta", ParamState.scalar(lr));
            state.put("mu", ParamState.scalar(1));
            state.put("ax", param.zerosLike());
        }
        double t = state.nextStep();
        double lambd = o.lambd().doubleValue();
        double eta = state.number("eta");
        Tensor mean = state.tensor("ax");
        double mu = state.number("mu");
        double decay = o.weightDecay().doubleValue();
        Update update = new Update.Average(1 - lambd * eta, decay, eta, mu);
        if (o.maximize() || !Tensor.update(update, param, gradient, mean)) {
            Tensor g = o.maximize() ? gradient.neg() : gradient;
            if (decay != 0) {
                g = g.add(param, decay);
            }
            param.mul_(1 - lambd * eta).add_(g, -eta);
            if (mu == 1) {
                mean.copy_(param);
            } else {
                mean.add_(param.sub(mean).mul_(mu));
            }
        }
        state.tensor("eta").fill_(lr / Math.pow(1 + lambd * lr * t, o.alpha().doubleValue()));
        state.tensor("mu").fill_(1 / Math.max(1, t - o.t0().doubleValue()));
    }
}
