package dev.cresset.optim;

import static dev.cresset.Tensor.enableGrad;
import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.engine.Lease;
import java.util.List;
import java.util.function.Supplier;

/**
 * An optimiser that updates each parameter by its own gradient, as most do.
 *
 * @param <O> its options
 */
public abstract class PerParameterOptimizer<O extends OptimizerOptions<O>> extends Optimizer<O> {
    /* With `differentiable`, steps are recorded. Backward then needs what an update read, so that
     * the remembered tensors of one step are not those that the next one writes, and updates do
     * not overwrite a result that a derivative keeps. */

    /** Makes an optimiser of groups. */
    protected PerParameterOptimizer(List<ParamGroup<O>> groups, O defaults) {
        super(groups, defaults);
    }

    /**
     * Updates one parameter in place; called without recording.
     *
     * @param param the parameter
     * @param gradient its gradient, which must not be changed
     * @param state what is remembered of the parameter; empty at its first update
     * @param o the options of its group
     */
    protected abstract void update(Tensor param, Tensor gradient, ParamState state, O o);

    /**
     * Returns whether {@link #update} may keep a gradient, as one that is not known here may: then
     * the gradient's memory is not used again.
     */
    boolean keepsGradients() {
        return true;
    }

    @Override
    public final void step() {
        hooked(() -> {
            update();
            return this;
        });
    }

    private void update() {
        if (isDifferentiable()) {
            enableGrad(() -> updateAll(true));
        } else {
            noGrad(() -> updateAll(false));
        }
    }

    private void updateAll(boolean recorded) {
        for (ParamGroup<O> group : paramGroups()) {
            for (Tensor p : group.params()) {
                Tensor gradient =
                        recorded || keepsGradients() ? p.grad() : p.grad(Lease.UNTIL_RETURN);
                if (gradient != null) {
                    ParamState state = stateOf(p);
                    if (recorded) {
                        state.renew();
                    }
                    update(p, gradient, state, group.options());
                }
            }
        }
    }

    @Override
    public final Tensor step(Supplier<Tensor> closure) {
        return hooked(() -> {
            Tensor loss = enableGrad(closure);
            update();
            return loss;
        });
    }
}
