package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adam (Kingma and Ba 2015): steps of about the learning rate, whatever the gradients' scale.
 *
 * <pre>
 * g = gradient + weightDecay * p                  (decoupled: p = p - lr * weightDecay * p)
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g^2               (AMSGrad: the greatest v so far is used below)
 * p = p - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
 * </pre>
 */
public final class Adam extends PerParameterOptimizer<Adam.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param betas decay rates of the means of gradients and of their squares, each in [0, 1)
     * @param eps what keeps divisions from 0, 0 or greater
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param amsgrad whether the greatest mean of squares so far is used (Reddi et al. 2018)
     * @param maximize whether the objective is to grow rather than to shrink
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     * @param differentiable whether steps are recorded, so that gradients flow through them
     * @param fused PyTorch's choice of kernels, kept for its files; without influence here
     * @param decoupledWeightDecay whether weight decay shrinks the parameter directly (as in
     *     AdamW), rather than through the gradient
     */
    public record Options(
            Number lr,
            Pair betas,
            Number eps,
            Number weightDecay,
            boolean amsgrad,
            boolean maximize,
            @Nullable Boolean foreach,
            boolean capturable,
            boolean differentiable,
            @Nullable Boolean fused,
            boolean decoupledWeightDecay)
            implements MomentOptions<Options> {
        static final Options DEFAULTS =
                new Options(
                        0.001,
                        new Pair(0.9, 0.999),
                        1e-08,
                        0,
                        false,
                        false,
                        null,
                        false,
                        false,
                        null,
                        false);

        /** Returns these options with or without AMSGrad. */
        public Options amsgrad(boolean value) {
            return with("amsgrad", value);
        }

        /** Returns these options with PyTorch's choice of kernels, which has no influence here. */
        public Options fused(@Nullable Boolean value) {
            return with("fused", value);
        }

        /** Returns these options with or without direct weight decay. */
        public Options decoupledWeightDecay(boolean value) {
            return with("decoupled_weight_decay", value);
        }
    }

    /** Makes an optimiser with the default options. */
    public Adam(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public Adam(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public Adam(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public Adam(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(groups, options.apply(Options.DEFAULTS));
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        adam(param, gradient, state, o);
    }

    static void adam(Tensor param, Tensor gradient, ParamState state, Options o) {
        if (state.isEmpty()) {
            state.put("step", ParamState.scalar(0));
            state.put("exp_avg", param.zerosLike());
            state.put("exp_avg_sq", param.zerosLike());
            if (o.amsgrad()) {
                state.put("max_exp_avg_sq", param.zerosLike());
            }
        }
        double t = state.nextStep();
        double lr = o.lr().doubleValue();
        double beta1 = o.betas().a();
        double beta2 = o.betas().b();
        double bias1 = 1 - Math.pow(beta1, t);
        double bias2 = 1 - Math.pow(beta2, t);
        if (!o.maximize() && updated(param, gradient, state, o, bias1, bias2)) {
            return;
        }
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        double decay = o.weightDecay().doubleValue();
        if (decay != 0) {
            if (o.decoupledWeightDecay()) {
                param.mul_(1 - lr * decay);
            } else {
                g = g.add(param, decay);
            }
        }
        Tensor m = state.tensor("exp_avg").lerp_(g, 1 - beta1);
        Tensor v = state.tensor("exp_avg_sq").mul_(beta2).addcmul_(g, g, 1 - beta2);
        if (o.amsgrad()) {
            Tensor greatest = state.tensor("max_exp_avg_sq");
            Tensor before = o.differentiable() ? greatest.clone() : greatest;
            v = greatest.copy_(before.maximum(v));
        }
        Tensor denominator = v.sqrt().div(Math.sqrt(bias2)).add_(o.eps());
        param.addcdiv_(m, denominator, -(lr / bias1));
    }

    /** The same in one pass; false if that is not possible. */
    private static boolean updated(
            Tensor param,
            Tensor gradient,
            ParamState state,
            Options o,
            double bias1,
            double bias2) {
        double lr = o.lr().doubleValue();
        double decay = o.weightDecay().doubleValue();
        Update update =
                new Update.Moments(
                        o.decoupledWeightDecay() ? 1 - lr * decay : 1,
                        o.decoupledWeightDecay() ? 0 : decay,
                        1 - o.betas().a(),
                        o.betas().b(),
                        Math.sqrt(bias2),
                        o.eps().doubleValue(),
                        -(lr / bias1),
                        o.amsgrad());
        Tensor m = state.tensor("exp_avg");
        Tensor v = state.tensor("exp_avg_sq");
        return o.amsgrad()
                ? Tensor.update(update, param, gradient, m, v, state.tensor("max_exp_avg_sq"))
                : Tensor.update(update, param, gradient, m, v);
    }
}
