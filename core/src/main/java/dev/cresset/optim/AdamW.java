package dev.cresset.optim;

import dev.cresset.Tensor;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * Adam with decoupled weight decay 0.01 (Loshchilov and Hutter 2019): the decay shrinks the
 * parameter itself and is not divided by the gradients' scale. See {@link Adam} for the formula.
 */
public final class AdamW extends PerParameterOptimizer<Adam.Options> {
    /** Makes an optimiser with the default options. */
    public AdamW(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public AdamW(Iterable<? extends Tensor> params, UnaryOperator<Adam.Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public AdamW(
            SequencedMap<String, ? extends Tensor> named, UnaryOperator<Adam.Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /** Makes an optimiser of groups, which may have options of their own. */
    public AdamW(List<ParamGroup<Adam.Options>> groups, UnaryOperator<Adam.Options> options) {
        super(
                groups,
                options.apply(Adam.Options.DEFAULTS.weightDecay(0.01).decoupledWeightDecay(true)));
    }

    @Override
    boolean keepsGradients() {
        return false;
    }

    @Override
    protected void update(Tensor param, Tensor gradient, ParamState state, Adam.Options o) {
        Adam.adam(param, gradient, state, o);
    }
}
