package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One step of an {@link LSTM}.
 *
 * <p>Shapes, parameters and options are those of {@link RNNCellBase}.
 *
 * <pre>{@code
 * var cell = new LSTMCell(10, 20);
 * var state = cell.call(randn(3, 10));      // state.h() and state.c() (3, 20)
 * state = cell.call(randn(3, 10), state);
 * }</pre>
 */
public non-sealed class LSTMCell extends RNNCellBase {
    /** Makes a cell. */
    public LSTMCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /** Makes a cell. */
    public LSTMCell(int inputSize, int hiddenSize, UnaryOperator<Options> options) {
        super(4, options.apply(Options.of(inputSize, hiddenSize)));
    }

    /** Returns the state, {@code (N, H)} each, after a step from zeros. */
    public final LSTM.State call(Tensor x) {
        return hooked(List.of(x), in -> step(in.get(0), null, null));
    }

    /**
     * Returns the state, {@code (N, H)} each, after a step from a state.
     *
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public final LSTM.State call(Tensor x, LSTM.State state) {
        return hooked(
                List.of(x, state.h(), state.c()), in -> step(in.get(0), in.get(1), in.get(2)));
    }

    private LSTM.State step(Tensor x, @Nullable Tensor hidden, @Nullable Tensor cell) {
        Tensor rows = batch(x);
        Tensor h = state(x, rows, hidden, "hx[0]", 0);
        Tensor c = state(x, rows, cell, "hx[1]", 1);
        List<Tensor> gates = fromState(h).add(fromInput(rows)).chunk(4, 1);
        Tensor in = gates.get(0).sigmoid();
        Tensor forget = gates.get(1).sigmoid();
        Tensor out = gates.get(3).sigmoid();
        Tensor next = forget.mul(c).add(in.mul(gates.get(2).tanh()));
        return new LSTM.State(like(x, out.mul(next.tanh())), like(x, next));
    }
}
