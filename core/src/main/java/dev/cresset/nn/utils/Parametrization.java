package dev.cresset.nn.utils;

import dev.cresset.Tensor;
import dev.cresset.nn.Module;
import java.util.Arrays;
import java.util.List;

/**
 * A module that computes a tensor from one or several others, for {@link Parametrize}. A {@link
 * dev.cresset.nn.Layer} is enough where it computes the tensor from one other.
 *
 * <pre>{@code
 * class RankOne extends Parametrization implements RightInverse {
 *   @Override protected Tensor forward(Tensor... x) { return x[0].unsqueeze(-1).mul(x[1].unsqueeze(-2)); }
 *   @Override public List<Tensor> rightInverse(Tensor w) { … }       // original0 and original1
 * }
 * }</pre>
 */
public abstract class Parametrization extends Module {
    /** Makes a parametrisation. */
    protected Parametrization() {}

    /** Computes the tensor; called by {@link #call} only. */
    protected abstract Tensor forward(Tensor... originals);

    /** Returns the tensor, with hooks around the computation. */
    public final Tensor call(Tensor... originals) {
        List<Tensor> in = Arrays.asList(originals);
        return hooked(in, x -> forward(x.toArray(Tensor[]::new)));
    }
}
