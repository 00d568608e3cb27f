package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A recurrent layer (Elman 1990).
 *
 * <pre>{@code
 * h' = tanh(W_ih x + b_ih + W_hh h + b_hh)      // or relu
 * }</pre>
 *
 * <p>Shapes, parameters and options are those of {@link RNNBase}. Unlike PyTorch it does not warn
 * of a dropout that one layer does not use.
 *
 * <pre>{@code
 * var rnn = new RNN(10, 20, o -> o.numLayers(2).batchFirst(true));
 * var out = rnn.call(randn(8, 5, 10));      // out.output() (8, 5, 20), out.hidden() (2, 8, 20)
 * }</pre>
 */
public non-sealed class RNN extends RNNBase {
    /** Makes a layer. */
    public RNN(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if an option is out of its range, or another class's
     */
    public RNN(int inputSize, int hiddenSize, UnaryOperator<Options> options) {
        super(options.apply(Options.of(inputSize, hiddenSize)));
    }

    /** Returns the states for sequences that begin with zeros. */
    public final Output call(Tensor x) {
        return hooked(List.of(x), in -> output(padded(in.get(0), List.of())));
    }

    /**
     * Returns the states for sequences that begin with a state, {@code (layers D, N, H)}.
     *
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public final Output call(Tensor x, Tensor hidden) {
        return hooked(List.of(x, hidden), in -> output(padded(in.get(0), List.of(in.get(1)))));
    }

    /** Returns the states for packed sequences that begin with zeros. */
    public final PackedOutput call(PackedSequence x) {
        return hooked(List.of(x.data()), in -> output(x, packed(x.withData(in.get(0)), List.of())));
    }

    /**
     * Returns the states for packed sequences that begin with a state, {@code (layers D, N, H)}.
     *
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public final PackedOutput call(PackedSequence x, Tensor hidden) {
        return hooked(
                List.of(x.data(), hidden),
                in -> output(x, packed(x.withData(in.get(0)), List.of(in.get(1)))));
    }

    private static Output output(Result r) {
        return new Output(r.output(), r.states().getFirst());
    }

    private static PackedOutput output(PackedSequence x, Result r) {
        return new PackedOutput(x.withData(r.output()), r.states().getFirst());
    }
}
