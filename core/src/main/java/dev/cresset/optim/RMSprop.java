package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * RMSprop (Hinton, lecture 6e, 2012): the gradient divided by the root of its mean square.
 *
 * <pre>
 * g = gradient + weightDecay * p
 * v = alpha * v + (1 - alpha) * g^2
 * r = sqrt(v) + eps                       (centered: sqrt(v - mean(g)^2) + eps)
 * b = momentum * b + g / r                (if momentum is not 0)
 * p = p - lr * b                          (p - lr * g / r without momentum)
 * </pre>
 */
public final class RMSprop extends PerParameterOptimizer<RMSprop.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param momentum how much of the last update is kept, 0 or greater
     * @param alpha decay rate of the mean of squares, 0 or greater
     * @param eps what keeps divisions from 0, 0 or greater
     * @param centered whether the gradient's variance is used rather than its mean square
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param capturable for PyTorch's accelerators, kept for its files; must be false
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param maximize whether the objective is to grow rather than to shrink
     * @param differentiable whether steps are recorded, so that gradients flow through them
     */
    public record Options(
            Number lr,
            Number momentum,
            Number alpha,
            Number eps,
            boolean centered,
            Number weightDecay,
            boolean capturable,
            @Nullable Boolean foreach,
            boolean maximize,
            boolean differentiable)
            implements DescentOptions<Options> {
        static final Options DEFAULTS =
                new Options(0.01, 0, 0.99, 1e-08, false, 0, false, null, false, false);

        /** Returns these options with momentum. */
        public Options momentum(Number value) {
            return with("momentum", value);
        }

        /** Returns these options with a decay rate. */
        public Options alpha(Number value) {
            return with("alpha", value);
        }

        /** Returns these options with what keeps divisions from 0. */
        public Options eps(Number value) {
            return with("eps", value);
        }

        /** Returns these options with or without centring. */
        public Options centered(boolean value) {
            return with("centered", value);
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
            Ranges.atLeast0("epsilon value", eps);
            Ranges.atLeast0("momentum value", momentum);
            Ranges.atLeast0("weight_decay value", weightDecay);
            Ranges.atLeast0("alpha value", alpha);
            Ranges.onlyFalse("capturable", capturable);
        }
    }

    /** Makes an optimiser with the default options. */
    public RMSprop(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public RMSprop(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public RMSprop(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public RMSprop(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(groups, options.apply(Options.DEFAULTS));
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        double momentum = o.momentum().doubleValue();
        if (state.isEmpty()) {
            state.put("step", ParamState.scalar(0));
            state.put("square_avg", param.zerosLike());
            if (momentum > 0) {
                state.put("momentum_buffer", param.zerosLike());
            }
            if (o.centered()) {
                state.put("grad_avg", param.zerosLike());
            }
        }
        state.nextStep();
        double lr = o.lr().doubleValue();
        double alpha = o.alpha().doubleValue();
        if (!o.maximize() && updated(param, gradient, state, o)) {
            return;
        }
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        if (o.weightDecay().doubleValue() != 0) {
            g = g.add(param, o.weightDecay());
        }
        Tensor v = state.tensor("square_avg").mul_(alpha).addcmul_(g, g, 1 - alpha);
        Tensor root;
        if (o.centered()) {
            Tensor mean = state.tensor("grad_avg").lerp_(g, 1 - alpha);
            root = v.addcmul(mean, mean, -1).sqrt_();
        } else {
            root = v.sqrt();
        }
        root = root.add(o.eps());
        if (momentum > 0) {
            Tensor buffer = state.tensor("momentum_buffer").mul_(momentum).addcdiv_(g, root, 1);
            param.add_(buffer, -lr);
        } else {
            param.addcdiv_(g, root, -lr);
        }
    }

    /** The same in one pass; false if that is not possible. */
    private static boolean updated(Tensor param, Tensor gradient, ParamState state, Options o) {
        double momentum = o.momentum().doubleValue();
        Update update =
                new Update.RootMeanSquare(
                        o.lr().doubleValue(),
                        o.weightDecay().doubleValue(),
                        o.alpha().doubleValue(),
                        o.eps().doubleValue(),
                        momentum,
                        o.centered());
        List<Tensor> operands = new ArrayList<>();
        operands.add(param);
        operands.add(gradient);
        operands.add(state.tensor("square_avg"));
        if (o.centered()) {
            operands.add(state.tensor("grad_avg"));
        }
        if (momentum > 0) {
            operands.add(state.tensor("momentum_buffer"));
        }
        return Tensor.update(update, operands.toArray(Tensor[]::new));
    }
}
