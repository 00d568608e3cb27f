package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Muon (Jordan et al. 2024): momentum whose singular values are all brought near to 1. For the
 * matrices of hidden layers; biases and embeddings go to another optimiser, such as {@link AdamW}.
 *
 * <pre>
 * b = b + (1 - momentum) * (g - b)
 * u = nesterov ? g + momentum * (b - g) : b
 * o = NewtonSchulz(u)                      (in bfloat16)
 * p = p - lr * weightDecay * p
 * p = p - adjusted * o
 * </pre>
 *
 * <p>One Newton-Schulz step is {@code x = a x + (b x x^T + c (x x^T)^2) x}.
 */
public final class Muon extends PerParameterOptimizer<Muon.Options> {
    /** How the learning rate follows a matrix of A rows and B columns. */
    public enum AdjustLr {
        /** {@code lr * sqrt(max(1, A / B))}, as in Jordan et al. */
        ORIGINAL,
        /** {@code lr * 0.2 * sqrt(max(A, B))}: updates as large as AdamW's (Liu et al. 2025). */
        MATCH_RMS_ADAMW
    }

    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param weightDecay how strongly parameters are pulled to zero, 0 or greater
     * @param momentum how much of the mean of gradients is kept, 0 or greater
     * @param nesterov whether the gradient looks ahead
     * @param nsCoefficients the coefficients a, b and c of the Newton-Schulz steps
     * @param eps the least norm that an update is divided by
     * @param nsSteps the number of Newton-Schulz steps, below 100
     * @param adjustLrFn how the learning rate follows a matrix's sizes; null: as the original
     */
    public record Options(
            Number lr,
            Number weightDecay,
            Number momentum,
            boolean nesterov,
            Triple nsCoefficients,
            Number eps,
            int nsSteps,
            @Nullable AdjustLr adjustLrFn)
            implements OptimizerOptions<Options> {
        static final Options DEFAULTS =
                new Options(
                        0.001, 0.1, 0.95, true, new Triple(3.4445, -4.775, 2.0315), 1e-07, 5, null);

        /** Returns these options with a weight decay. */
        public Options weightDecay(Number value) {
            return with("weight_decay", value);
        }

        /** Returns these options with momentum. */
        public Options momentum(Number value) {
            return with("momentum", value);
        }

        /** Returns these options with or without Nesterov's momentum. */
        public Options nesterov(boolean value) {
            return with("nesterov", value);
        }

        /** Returns these options with coefficients of the Newton-Schulz steps. */
        public Options nsCoefficients(Number a, Number b, Number c) {
            return with("ns_coefficients", new Triple(a, b, c));
        }

        /** Returns these options with the least norm that an update is divided by. */
        public Options eps(Number value) {
            return with("eps", value);
        }

        /** Returns these options with a number of Newton-Schulz steps. */
        public Options nsSteps(int value) {
            return with("ns_steps", value);
        }

        /** Returns these options with a rule for the learning rate. */
        public Options adjustLrFn(@Nullable AdjustLr value) {
            return with("adjust_lr_fn", value);
        }

        @Override
        public void check() {
            Ranges.check(lr.doubleValue() >= 0, "Learning rate should be >= 0 but is: ", lr);
            Ranges.check(momentum.doubleValue() >= 0, "momentum should be >= 0 but is: ", momentum);
            Ranges.check(
                    weightDecay.doubleValue() >= 0,
                    "weight decay should be >= 0 but is: ",
                    weightDecay);
            Ranges.check(
                    nsSteps < 100,
                    "Number of steps must be less than 100 for computational efficiency: ",
                    nsSteps);
        }
    }

    /** Makes an optimiser with the default options. */
    public Muon(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf or no matrix, or
     *     an option is out of its range
     */
    public Muon(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public Muon(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public Muon(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(checked(groups), options.apply(Options.DEFAULTS));
    }

    private static List<ParamGroup<Options>> checked(List<ParamGroup<Options>> groups) {
        for (ParamGroup<Options> group : groups) {
            for (Tensor p : group.params()) {
                if (p.dim() != 2) {
                    throw new IllegalArgumentException(
                            "Muon only supports 2D parameters whereas we found a parameter with"
                                    + " size: "
                                    + p.shape());
                }
            }
        }
        return groups;
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        if (gradient.dim() != 2) {
            throw new IllegalArgumentException(
                    "Muon: Param gradient must be a 2D matrix, got one of size "
                            + gradient.shape());
        }
        if (!state.has("momentum_buffer")) {
            state.put("momentum_buffer", gradient.zerosLike());
        }
        double momentum = o.momentum().doubleValue();
        Tensor buffer = state.tensor("momentum_buffer").lerp_(gradient, 1 - momentum);
        Tensor update = orthogonal(o.nesterov() ? gradient.lerp(buffer, momentum) : buffer, o);
        double lr = o.lr().doubleValue();
        param.mul_(1 - lr * o.weightDecay().doubleValue());
        param.add_(update, -lr * ratio(param, o.adjustLrFn()));
    }

    private static Tensor orthogonal(Tensor u, Options o) {
        boolean tall = u.size(0) > u.size(1);
        Tensor x = u.to(DType.BFLOAT16);
        x = tall ? x.T() : x;
        x = x.div(x.norm(2).clampMin(o.eps().doubleValue()));
        Triple c = o.nsCoefficients();
        for (int i = 0; i < o.nsSteps(); i++) {
            Tensor gram = x.matmul(x.T());
            Tensor polynomial = gram.addmm(gram, gram, c.second(), c.third());
            x = x.addmm(polynomial, x, c.first(), 1);
        }
        return tall ? x.T() : x;
    }

    private static double ratio(Tensor param, @Nullable AdjustLr rule) {
        double rows = param.size(0);
        double columns = param.size(1);
        return switch (rule) {
            case null -> Math.sqrt(Math.max(1, rows / columns));
            case ORIGINAL -> Math.sqrt(Math.max(1, rows / columns));
            case MATCH_RMS_ADAMW -> 0.2 * Math.sqrt(Math.max(rows, columns));
        };
    }
}
