package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link GRU}.
 *
 * <p>Shapes, parameters and options are those of {@link RNNCellBase}.
 *
 * <pre>{@code
 * var cell = new GRUCell(10, 20);
 * Tensor h = cell.call(randn(3, 10));       // (3, 20)
 * h = cell.call(randn(3, 10), h);
 * }</pre>
 */
public non-sealed class GRUCell extends RNNCellBase {
    /** Makes a cell. */
    public GRUCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /** Makes a cell. */
    public GRUCell(int inputSize, int hiddenSize, UnaryOperator<Options> options) {
        super(3, options.apply(Options.of(inputSize, hiddenSize)));
    }

    /** Returns the state after a step from zeros. */
    public final Tensor call(Tensor x) {
        return hooked(List.of(x), in -> step(in.get(0), null));
    }

    /**
     * Returns the state after a step from a state.
     *
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public final Tensor call(Tensor x, Tensor hidden) {
        return hooked(List.of(x, hidden), in -> step(in.get(0), in.get(1)));
    }

    private Tensor step(Tensor x, @Nullable Tensor hidden) {
        Tensor rows = batch(x);
        Tensor h = state(x, rows, hidden, "hidden", 0);
        List<Tensor> a = fromInput(rows).chunk(3, 1);
        List<Tensor> b = fromState(h).chunk(3, 1);
        Tensor r = b.get(0).add(a.get(0)).sigmoid();
        Tensor z = b.get(1).add(a.get(1)).sigmoid();
        Tensor n = a.get(2).add(b.get(2).mul(r)).tanh();
        return like(x, h.sub(n).mul(z).add(n));
    }
}
