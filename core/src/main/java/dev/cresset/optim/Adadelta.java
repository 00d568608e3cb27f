package dev.cresset.optim;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adadelta (Zeiler 2012): steps as long as the last ones, whatever the gradients' scale.
 *
 * <pre>
 * g = gradient + weightDecay * p
 * v = rho * v + (1 - rho) * g^2
 * d = sqrt(u + eps) / sqrt(v + eps) * g
 * u = rho * u + (1 - rho) * d^2
 * p = p - lr * d
 * </pre>
 */
public final class Adadelta extends PerParameterOptimizer<Adadelta.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param rho decay rate of the means of squares, in [0, 1]
     * @param eps what keeps divisions from 0, 0 or greater
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param maximize whether the objective is to grow rather than to shrink
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param differentiable whether steps are recorded, so that gradients flow through them
     */
    public record Options(
            Number lr,
            Number rho,
            Number eps,
            Number weightDecay,
            boolean maximize,
            boolean capturable,
            @Nullable Boolean foreach,
            boolean differentiable)
            implements DescentOptions<Options> {
        static final Options DEFAULTS = new Options(1.0, 0.9, 1e-06, 0, false, false, null, false);

        /** Returns these options with a decay rate. */
        public Options rho(Number value) {
            return with("rho", value);
        }

        /** Returns these options with what keeps divisions from 0. */
        public Options eps(Number value) {
            return with("eps", value);
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
            if (!(rho.doubleValue() >= 0 && rho.doubleValue() <= 1)) {
                throw new IllegalArgumentException("Invalid rho value: " + PythonText.repr(rho));
            }
            Ranges.atLeast0("epsilon value", eps);
            Ranges.atLeast0("weight_decay value", weightDecay);
            Ranges.onlyFalse("capturable", capturable);
        }
    }

    /** Makes an optimiser with the default options. */
    public Adadelta(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public Adadelta(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public Adadelta(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public Adadelta(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
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
            state.put("square_avg", param.zerosLike());
            state.put("acc_delta", param.zerosLike());
        }
        state.nextStep();
        double rho = o.rho().doubleValue();
        Tensor u = state.tensor("acc_delta");
        Update update =
                new Update.Deltas(
                        o.lr().doubleValue(),
                        o.weightDecay().doubleValue(),
                        rho,
                        o.eps().doubleValue());
        if (!o.maximize()
                && Tensor.update(update, param, gradient, state.tensor("square_avg"), u)) {
            return;
        }
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        if (o.weightDecay().doubleValue() != 0) {
            g = g.add(param, o.weightDecay());
        }
        Tensor v = state.tensor("square_avg").mul_(rho).addcmul_(g, g, 1 - rho);
        Tensor delta = u.add(o.eps()).sqrt_().div(v.add(o.eps()).sqrt_()).mul(g);
        u.mul_(rho).addcmul_(delta, delta, 1 - rho);
        param.add_(delta, -o.lr().doubleValue());
    }
}
