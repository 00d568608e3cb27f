package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adamax (Kingma and Ba 2015, section 7.1): Adam with the greatest decayed gradient as scale.
 *
 * <pre>
 * g = gradient + weightDecay * p
 * m = beta1 * m + (1 - beta1) * g
 * u = max(beta2 * u, |g| + eps)
 * p = p - lr / (1 - beta1^t) * m / u
 * </pre>
 */
public final class Adamax extends PerParameterOptimizer<Adamax.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param betas decay rates of the means of gradients and of their squares, each in [0, 1)
     * @param eps what keeps divisions from 0, 0 or greater
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param maximize whether the objective is to grow rather than to shrink
     * @param differentiable whether steps are recorded, so that gradients flow through them
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     */
    public record Options(
            Number lr,
            Pair betas,
            Number eps,
            Number weightDecay,
            @Nullable Boolean foreach,
            boolean maximize,
            boolean differentiable,
            boolean capturable)
            implements MomentOptions<Options> {
        static final Options DEFAULTS =
                new Options(0.002, new Pair(0.9, 0.999), 1e-08, 0, null, false, false, false);
    }

    /** Makes an optimiser with the default options. */
    public Adamax(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public Adamax(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public Adamax(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public Adamax(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
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
            state.put("exp_avg", param.zerosLike());
            state.put("exp_inf", param.zerosLike());
        }
        double t = state.nextStep();
        double beta1 = o.betas().a();
        double step = -(o.lr().doubleValue() / (1 - Math.pow(beta1, t)));
        Tensor m = state.tensor("exp_avg");
        Tensor u = state.tensor("exp_inf");
        Update update =
                new Update.Greatest(
                        o.weightDecay().doubleValue(),
                        1 - beta1,
                        o.betas().b(),
                        o.eps().doubleValue(),
                        step);
        if (!o.maximize() && Tensor.update(update, param, gradient, m, u)) {
            return;
        }
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        if (o.weightDecay().doubleValue() != 0) {
            g = g.add(param, o.weightDecay());
        }
        m.lerp_(g, 1 - beta1);
        u.mul_(o.betas().b());
        Tensor before = o.differentiable() ? u.clone() : u;
        u.copy_(before.maximum(g.abs().add_(o.eps())));
        param.addcdiv_(m, u, step);
    }
}
