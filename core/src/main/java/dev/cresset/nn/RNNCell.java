package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link RNN}.
 *
 * <p>Shapes, parameters and options are those of {@link RNNCellBase}.
 *
 * <pre>{@code
 * var cell = new RNNCell(10, 20);
 * Tensor h = cell.call(randn(3, 10));       // (3, 20)
 * h = cell.call(randn(3, 10), h);
 * }</pre>
 */
public non-sealed class RNNCell extends RNNCellBase {
    /** Makes a cell. */
    public RNNCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /** Makes a cell. */
    public RNNCell(int inputSize, int hiddenSize, UnaryOperator<Options> options) {
        super(1, options.apply(Options.of(inputSize, hiddenSize)));
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
        Tensor sum = fromInput(rows).add(fromState(h));
        return like(
                x,
                switch (options().nonlinearity()) {
                    case TANH -> sum.tanh();
                    case RELU -> sum.relu();
                });
    }
}
