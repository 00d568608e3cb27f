package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rectified Adam (Liu et al. 2020): no adaptive scale until its variance is known well enough.
 *
 * <pre>
 * g = gradient + weightDecay * p          (decoupled: p = p - lr * weightDecay * p)
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g^2
 * rho = 2 / (1 - beta2) - 1;   rho(t) = rho - 2 * t * beta2^t / (1 - beta2^t)
 * p = p - lr * m / (1 - beta1^t) * rect   (rect = 1 if rho(t) is 5 or less)
 * rect = sqrt((rho(t) - 4)(rho(t) - 2) rho / ((rho - 4)(rho - 2) rho(t)))
 *        * sqrt(1 - beta2^t) / (sqrt(v) + eps)
 * </pre>
 */
public final class RAdam extends PerParameterOptimizer<RAdam.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param betas decay rates of the means of gradients and of their squares, each in [0, 1)
     * @param eps what keeps divisions from 0, 0 or greater
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param maximize whether the objective is to grow rather than to shrink
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     * @param decoupledWeightDecay whether weight decay shrinks the parameter directly (as in
     *     AdamW), rather than through the gradient
     * @param differentiable whether steps are recorded, so that gradients flow through them
     */
    public record Options(
            Number lr,
            Pair betas,
            Number eps,
            Number weightDecay,
            boolean maximize,
            @Nullable Boolean foreach,
            boolean capturable,
            boolean decoupledWeightDecay,
            boolean differentiable)
            implements MomentOptions<Options> {
        static final Options DEFAULTS =
                new Options(
                        0.001, new Pair(0.9, 0.999), 1e-08, 0, false, null, false, false, false);

        /** Returns these options with or without direct weight decay. */
        public Options decoupledWeightDecay(boolean value) {
            return with("decoupled_weight_decay", value);
        }
    }

    /** Makes an optimiser with the default options. */
    public RAdam(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public RAdam(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public RAdam(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public RAdam(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
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
            state.put("exp_avg_sq", param.zerosLike());
        }
        double t = state.nextStep();
        double lr = o.lr().doubleValue();
        double beta1 = o.betas().a();
        double beta2 = o.betas().b();
        double decay = o.weightDecay().doubleValue();
        double bias1 = 1 - Math.pow(beta1, t);
        double bias2 = 1 - Math.pow(beta2, t);
        double rectified = rectification(beta2, t, bias2);
        Tensor m = state.tensor("exp_avg");
        Tensor v = state.tensor("exp_avg_sq");
        Update onePass =
                new Update.RectifiedMoments(
                        o.decoupledWeightDecay() ? 1 - lr * decay : 1,
                        o.decoupledWeightDecay() ? 0 : decay,
                        1 - beta1,
                        beta2,
                        bias1,
                        Math.sqrt(bias2),
                        o.eps().doubleValue(),
                        lr,
                        rectified);
        if (!o.maximize() && Tensor.update(onePass, param, gradient, m, v)) {
            return;
        }
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        if (decay != 0) {
            if (o.decoupledWeightDecay()) {
                param.mul_(1 - lr * decay);
            } else {
                g = g.add(param, decay);
            }
        }
        m.lerp_(g, 1 - beta1);
        v.mul_(beta2).addcmul_(g, g, 1 - beta2);
        Tensor update = m.div(bias1).mul_(lr);
        if (rectified != 0) {
            Tensor scale = v.sqrt().add(o.eps()).reciprocal().mul(Math.sqrt(bias2));
            update.mul_(scale).mul_(rectified);
        }
        param.sub_(update);
    }

    /** Returns the rectification of a step, 0 while the variance of the squares is not finite. */
    private static double rectification(double beta2, double t, double bias2) {
        double longest = 2 / (1 - beta2) - 1;
        double length = longest - 2 * t * Math.pow(beta2, t) / bias2;
        return length > 5
                ? Math.sqrt(
                        (length - 4)
                                * (length - 2)
                                * longest
                                / ((longest - 4) * (longest - 2) * length))
                : 0;
    }
}
