package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adam with Nesterov's momentum (Dozat 2016).
 *
 * <pre>
 * g  = gradient + weightDecay * p         (decoupled: p = p - lr * weightDecay * p)
 * mu(t) = beta1 * (1 - 0.96^(t * momentumDecay) / 2)
 * m  = beta1 * m + (1 - beta1) * g
 * v  = beta2 * v + (1 - beta2) * g^2
 * r  = sqrt(v / (1 - beta2^t)) + eps
 * p  = p - lr * (1 - mu(t)) / (1 - mu(1)…mu(t)) * g / r
 *        - lr * mu(t + 1) / (1 - mu(1)…mu(t + 1)) * m / r
 * </pre>
 */
public final class NAdam extends PerParameterOptimizer<NAdam.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param betas decay rates of the means of gradients and of their squares, each in [0, 1)
     * @param eps what keeps divisions from 0, 0 or greater
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param momentumDecay how fast the momentum approaches beta1, 0 or greater
     * @param decoupledWeightDecay whether weight decay shrinks the parameter directly (as in
     *     AdamW), rather than through the gradient
     * @param maximize whether the objective is to grow rather than to shrink
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     * @param differentiable whether steps are recorded, so that gradients flow through them
     */
    public record Options(
            Number lr,
            Pair betas,
            Number eps,
            Number weightDecay,
            Number momentumDecay,
            boolean decoupledWeightDecay,
            boolean maximize,
            @Nullable Boolean foreach,
            boolean capturable,
            boolean differentiable)
            implements MomentOptions<Options> {
        static final Options DEFAULTS =
                new Options(
                        0.002,
                        new Pair(0.9, 0.999),
                        1e-08,
                        0,
                        0.004,
                        false,
                        false,
                        null,
                        false,
                        false);

        /** Returns these options with a momentum decay. */
        public Options momentumDecay(Number value) {
            return with("momentum_decay", value);
        }

        /** Returns these options with or without direct weight decay. */
        public Options decoupledWeightDecay(boolean value) {
            return with("decoupled_weight_decay", value);
        }

        @Override
        public void check() {
            MomentOptions.super.check();
            Ranges.atLeast0("momentum_decay value", momentumDecay);
        }
    }

    /** Makes an optimiser with the default options. */
    public NAdam(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public NAdam(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public NAdam(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public NAdam(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
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
            state.put("mu_product", ParamState.scalar(1));
            state.put("exp_avg", param.zerosLike());
            state.put("exp_avg_sq", param.zerosLike());
        }
        double t = state.nextStep();
        double lr = o.lr().doubleValue();
        double beta1 = o.betas().a();
        double beta2 = o.betas().b();
        double decay = o.weightDecay().doubleValue();
        double mu = momentum(t, o);
        double next = momentum(t + 1, o);
        double product = state.tensor("mu_product").mul_(mu).item().doubleValue();
        double bias2 = 1 - Math.pow(beta2, t);
        double gradientStep = -lr * (1 - mu) / (1 - product);
        double meanStep = -lr * next / (1 - product * next);
        Update update =
                new Update.NesterovMoments(
                        o.decoupledWeightDecay() ? 1 - lr * decay : 1,
                        o.decoupledWeightDecay() ? 0 : decay,
                        1 - beta1,
                        beta2,
                        bias2,
                        o.eps().doubleValue(),
                        gradientStep,
                        meanStep);
        Tensor m = state.tensor("exp_avg");
        Tensor v = state.tensor("exp_avg_sq");
        if (!o.maximize() && Tensor.update(update, param, gradient, m, v)) {
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
        Tensor root = v.div(bias2).sqrt_().add(o.eps());
        param.addcdiv_(g, root, gradientStep);
        param.addcdiv_(m, root, meanStep);
    }

    private static double momentum(double t, Options o) {
        return o.betas().a() * (1 - 0.5 * Math.pow(0.96, t * o.momentumDecay().doubleValue()));
    }
}
