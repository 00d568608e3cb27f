package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adafactor (Shazeer and Stern 2018): Adam's scale from row and column means, in little memory.
 *
 * <pre>
 * b = t^beta2Decay;   alpha = max(eps2, rms(p)) * min(lr, 1 / sqrt(t))
 * p = p - lr * weightDecay * p
 * r = (1 - b) * r + b * mean(g^2 of rows);   c = (1 - b) * c + b * mean(g^2 of columns)
 * v = r c / mean(r)                       (vectors: v = (1 - b) * v + b * g^2)
 * u = g / sqrt(max(v, eps1^2))
 * p = p - alpha * u / max(1, rms(u) / d)
 * </pre>
 */
public final class Adafactor extends PerParameterOptimizer<Adafactor.Options> {
    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater
     * @param beta2Decay power with which the means' decay grows, 0 or less
     * @param eps least scale of the gradient's root mean square (null: the dtype's machine epsilon)
     *     and of the parameter's
     * @param d greatest root mean square of an update, 1 or greater
     * @param weightDecay how strongly parameters are pulled to zero (L2 penalty), 0 or greater
     * @param foreach PyTorch's choice of kernels, kept for its files; without influence here
     * @param maximize whether the objective is to grow rather than to shrink
     */
    public record Options(
            Number lr,
            Number beta2Decay,
            Pair eps,
            Number d,
            Number weightDecay,
            @Nullable Boolean foreach,
            boolean maximize)
            implements DescentOptions<Options> {
        static final Options DEFAULTS =
                new Options(0.01, -0.8, new Pair(null, 0.001), 1.0, 0.0, null, false);

        /** Returns these options with a power of the means' decay. */
        public Options beta2Decay(Number value) {
            return with("beta2_decay", value);
        }

        /** Returns these options with least scales. */
        public Options eps(@Nullable Number gradient, Number parameter) {
            return with("eps", new Pair(gradient, parameter));
        }

        /** Returns these options with a bound of updates. */
        public Options d(Number value) {
            return with("d", value);
        }

        /** Returns these options with a weight decay. */
        public Options weightDecay(Number value) {
            return with("weight_decay", value);
        }

        @Override
        public void check() {
            Ranges.check(lr.doubleValue() >= 0, "Learning rate should be >= 0 but is: ", lr);
            Ranges.check(
                    beta2Decay.doubleValue() <= 0,
                    "beta2_decay should be <= 0 but is: ",
                    beta2Decay);
            Ranges.check(
                    eps.first() == null || eps.first().doubleValue() >= 0,
                    "epsilon1 should be >= 0 but is: ",
                    eps.first());
            Ranges.check(eps.b() >= 0, "epsilon2 should be >= 0 but is: ", eps.second());
            Ranges.check(d.doubleValue() >= 1, "Clipping threshold d should be >= 1 but is: ", d);
            Ranges.check(
                    weightDecay.doubleValue() >= 0,
                    "weight_decay should be >= 0 but is: ",
                    weightDecay);
        }
    }

    /** Makes an optimiser with the default options. */
    public Adafactor(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public Adafactor(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public Adafactor(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public Adafactor(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        super(groups, options.apply(Options.DEFAULTS));
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Options o) {
        if (state.isEmpty()) {
            start(gradient, state);
        }
        double t = state.nextStep();
        double lr = o.lr().doubleValue();
        Tensor g = o.maximize() ? gradient.neg() : gradient;
        double weight = Math.pow(t, o.beta2Decay().doubleValue());
        double alpha = Math.max(o.eps().b(), rms(param)) * Math.min(lr, 1 / Math.sqrt(t));
        double least = o.eps().first() == null ? epsilon(param.dtype()) : o.eps().a();
        if (o.weightDecay().doubleValue() != 0) {
            param.mul_(1 - lr * o.weightDecay().doubleValue());
        }
        Tensor v;
        if (g.dim() > 1) {
            Tensor rows = state.tensor("row_var").lerp_(meanOfSquares(g, -1), weight);
            Tensor columns = state.tensor("col_var").lerp_(meanOfSquares(g, -2), weight);
            v = rows.matmul(columns).div_(rows.mean(-2, true).clamp_(least, null));
        } else {
            v = state.tensor("variance").lerp_(g.mul(g), weight).clone();
        }
        Tensor update = v.clamp_(least * least, null).rsqrt_().mul_(g);
        double size = Math.max(1, rms(update) / o.d().doubleValue());
        param.add_(update, -alpha / size);
    }

    private static void start(Tensor gradient, ParamState state) {
        state.put("step", ParamState.scalar(0));
        if (gradient.dim() > 1) {
            state.put("row_var", meanOfSquares(gradient, -1).zerosLike());
            state.put("col_var", meanOfSquares(gradient, -2).zerosLike());
        } else {
            state.put("variance", gradient.zerosLike());
        }
    }

    private static Tensor meanOfSquares(Tensor x, int dim) {
        return x.norm(2, new int[] {dim}, true).square_().div_(x.size(dim));
    }

    private static double rms(Tensor x) {
        return x.norm(2).item().doubleValue() / Math.sqrt((double) x.numel());
    }

    private static double epsilon(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0x1p-52;
            case FLOAT32 -> 0x1p-23;
            case FLOAT16 -> 0x1p-10;
            case BFLOAT16 -> 0x1p-7;
            case INT64, INT32, INT16, INT8, UINT8, BOOL ->
                    throw new IllegalArgumentException(
                            "Adafactor: parameters must be floating-point, got " + dtype);
        };
    }
}
