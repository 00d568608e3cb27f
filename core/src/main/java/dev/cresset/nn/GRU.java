package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A layer of gated recurrent units (Cho et al. 2014).
 *
 * <pre>{@code
 * r  = sigmoid(W_ir x + b_ir + W_hr h + b_hr)
 * z  = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 * n  = tanh(W_in x + b_in + r * (W_hn h + b_hn))
 * h' = (1 - z) * n + z * h
 * }</pre>
 *
 * <p>Shapes, parameters and options are those of {@link RNNBase}. Unlike PyTorch it does not warn
 * of a dropout that one layer does not use.
 *
 * <pre>{@code
 * var rnn = new GRU(10, 20, o -> o.numLayers(2).batchFirst(true));
 * var out = rnn.call(randn(8, 5, 10));      // out.output() (8, 5, 20), out.hidden() (2, 8, 20)
 * }</pre>
 */
public non-sealed class GRU extends RNNBase {
    /** Makes a layer. */
    public GRU(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if an option is out of its range, or another class's
     */
    public GRU(int inputSize, int hiddenSize, UnaryOperator<Options> options) {
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
