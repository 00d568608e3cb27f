package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adagrad (Duchi et al. 2011): the learning rate shrinks with the sum of squared gradients so far.
 *
 * <pre>
 * g = gradient + weightDecay * p
 * s = s + g^2
 * p = p - lr / (1 + (t - 1) * lrDecay) * g / (sqrt(s) + eps)
 * </pre>
 */
public final class Adagrad extends PerParameterOptimizer<Adagrad.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param lrDecay how fast the learning rate shrinks with the steps, 0 or greater
     * @param eps what keeps divisions from 0, 0 or greater
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param initialAccumulatorValue where the sum of squares starts, 0 or greater
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param maximize whether the objective is to grow rather than to shrink
     * @param differentiable whether steps are recorded, so that gradients flow through them
     * @param fused PyTorch's choice of kernels, kept for its files; without influence here
     */
    public record Options(
            Number lr,
            Number lrDecay,
            Number eps,
            Number weightDecay,
            Number initialAccumulatorValue,
            @Nullable Boolean foreach,
            boolean maximize,
            boolean differentiable,
            @Nullable Boolean fused)
            implements DescentOptions<Options> {
        static final Options DEFAULTS = new Options(0.01, 0, 1e-10, 0, 0, null, false, false, null);

        /** Returns these options with a decay of the learning rate. */
        public Options lrDecay(Number value) {
            return with("lr_decay", value);
        }

        /** Returns these options with what keeps divisions from 0. */
        public Options eps(Number value) {
            return with("eps", value);
        }

        /** Returns these options with a weight decay. */
        public Options weightDecay(Number value) {
            return with("weight_decay", value);
        }

        /** Returns these options with a start of the sum of squares. */
        public Options initialAccumulatorValue(Number value) {
            return with("initial_accumulator_value", value);
        }

        /** Returns these options with PyTorch's choice of kernels, which has no influence here. */
        public Options fused(@Nullable Boolean value) {
            return with("fused", value);
        }

        /** Returns these options with or without recording of steps. */
        public Options differentiable(boolean value) {
            return with("differentiable", value);
        }

        @Override
        public void check() {
            Ranges.learningRate(lr);
            Ranges.atLeast0("lr_decay value", lrDecay);
            Ranges.atLeast0("weight_decay value", weightDecay);
            Ranges.atLeast0("initial_accumulator_value value", initialAccumulatorValue);
            Ranges.atLeast0("epsilon value", eps);
        }
    }

    /** Makes an optimiser with the default options. */
    public Adagrad(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public Adagrad(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public Adagrad(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public Adagrad(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(groups, options.apply(Options.DEFAULTS));
        for (ParamGroup<Options> group : paramGroups()) {
            group.params().forEach(p -> start(p, stateOf(p)));
        }
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        start(param, state);
        double t = state.nextStep();
        double lr = o.lr().doubleValue() / (1 + (t - 1) * o.lrDecay().doubleValue());
        Update update =
                new Update.SquareSum(lr, o.weightDecay().doubleValue(), o.eps().doubleValue());
        if (!o.maximize() && Tensor.update(update, param, gradient, state.tensor("sum"))) {
            return;
        }
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        if (o.weightDecay().doubleValue() != 0) {
            g = g.add(param, o.weightDecay());
        }
        Tensor sum = state.tensor("sum").addcmul_(g, g, 1);
        param.addcdiv_(g, sum.sqrt().add(o.eps()), -lr);
    }

    /* As in PyTorch, a group's own initial_accumulator_value has no influence. */
    private void start(Tensor param, ParamState state) {
        if (state.isEmpty()) {
            state.put("step", ParamState.scalar(0));
            state.put("sum", param.fullLike(defaults().initialAccumulatorValue()));
        }
    }
}
