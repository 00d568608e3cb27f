package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent, with momentum (Sutskever et al. 2013) on request.
 *
 * <pre>
 * g = gradient + weightDecay * p          (-gradient if maximize)
 * b = momentum * b + (1 - dampening) * g  (b = g at the first update)
 * g = nesterov ? g + momentum * b : b     (if momentum is not 0)
 * p = p - lr * g
 * </pre>
 */
public final class SGD extends PerParameterOptimizer<SGD.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param momentum how much of the last update is kept, 0 or greater
     * @param dampening how much the gradient's part in the momentum is damped
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param nesterov whether the gradient looks ahead; needs momentum and no dampening
     * @param maximize whether the objective is to grow rather than to shrink
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param differentiable whether steps are recorded, so that gradients flow through them
     * @param fused PyTorch's choice of kernels, kept for its files; without influence here
     */
    public record Options(
            Number lr,
            Number momentum,
            Number dampening,
            Number weightDecay,
            boolean nesterov,
            boolean maximize,
            @Nullable Boolean foreach,
            boolean differentiable,
            @Nullable Boolean fused)
            implements DescentOptions<Options> {
        static final Options DEFAULTS =
                new Options(0.001, 0, 0, 0, false, false, null, false, null);

        /** Returns these options with momentum. */
        public Options momentum(Number value) {
            return with("momentum", value);
        }

        /** Returns these options with a dampening. */
        public Options dampening(Number value) {
            return with("dampening", value);
        }

        /** Returns these options with a weight decay. */
        public Options weightDecay(Number value) {
            return with("weight_decay", value);
        }

        /** Returns these options with or without Nesterov's momentum. */
        public Options nesterov(boolean value) {
            return with("nesterov", value);
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
            Ranges.atLeast0("momentum value", momentum);
            Ranges.atLeast0("weight_decay value", weightDecay);
            if (nesterov && (momentum.doubleValue() <= 0 || dampening.doubleValue() != 0)) {
                throw new IllegalArgumentException(
                        "Nesterov momentum requires a momentum and zero dampening");
            }
        }
    }

    private Update.@Nullable Descent descent;

    /** Makes an optimiser with the default options. */
    public SGD(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public SGD(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public SGD(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public SGD(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(groups, options.apply(Options.DEFAULTS));
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        if (!o.maximize() && updated(param, gradient, state, o)) {
            return;
        }
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        if (o.weightDecay().doubleValue() != 0) {
            g = g.add(param, o.weightDecay());
        }
        double momentum = o.momentum().doubleValue();
        if (momentum != 0) {
            Tensor buffer;
            if (state.get("momentum_buffer") == null) {
                buffer = g.detach().clone();
                state.put("momentum_buffer", buffer);
            } else {
                buffer = state.tensor("momentum_buffer");
                buffer.mul_(momentum).add_(g, 1 - o.dampening().doubleValue());
            }
            g = o.nesterov() ? g.add(buffer, momentum) : buffer;
        }
        param.add_(g, -o.lr().doubleValue());
    }

    /** The same in one pass; false if that is not possible. */
    private boolean updated(Tensor param, Tensor gradient, ParamState state, Options o) {
        double lr = o.lr().doubleValue();
        double decay = o.weightDecay().doubleValue();
        double momentum = o.momentum().doubleValue();
        if (momentum == 0) {
            Update.Descent known = descent;
            if (known == null || known.lr() != lr || known.decay() != decay) {
                known = new Update.Descent(lr, decay);
                descent = known;
            }
            return Tensor.update(known, param, gradient);
        }
        if (!(state.get("momentum_buffer") instanceof Tensor buffer)) {
            return false;
        }
        double fresh = 1 - o.dampening().doubleValue();
        Update update = new Update.Momentum(lr, decay, momentum, fresh, o.nesterov());
        return Tensor.update(update, param, gradient, buffer);
    }
}
