package dev.cresset.optim;

/**
 * What Adam and its kin let one choose: optimisers that keep means of gradients and of their sizes.
 *
 * @param <O> the record itself
 */
public interface MomentOptions<O extends MomentOptions<O>> extends DescentOptions<O> {
    /** Returns the decay rates of the means, each in [0, 1). */
    Pair betas();

    /** Returns what keeps divisions from 0, 0 or greater. */
    Number eps();

    /** Returns how strongly parameters are pulled to zero, 0 or greater. */
    Number weightDecay();

    /** Returns PyTorch's option for accelerators, which must be false. */
    boolean capturable();

    /** Returns these options with decay rates. */
    default O betas(Number beta1, Number beta2) {
        return with("betas", new Pair(beta1, beta2));
    }

    /** Returns these options with what keeps divisions from 0. */
    default O eps(Number value) {
        return with("eps", value);
    }

    /** Returns these options with a weight decay. */
    default O weightDecay(Number value) {
        return with("weight_decay", value);
    }

    /** Returns these options with or without recording of steps. */
    default O differentiable(boolean value) {
        return with("differentiable", value);
    }

    @Override
    default void check() {
        Ranges.learningRate(lr());
        Ranges.atLeast0("epsilon value", eps());
        Ranges.betas(betas());
        Ranges.atLeast0("weight_decay value", weightDecay());
        Ranges.onlyFalse("capturable", capturable());
    }
}
