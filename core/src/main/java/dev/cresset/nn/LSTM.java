package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A layer of long short-term memory (Hochreiter and Schmidhuber 1997).
 *
 * <pre>{@code
 * i  = sigmoid(W_ii x + b_ii + W_hi h + b_hi)
 * f  = sigmoid(W_if x + b_if + W_hf h + b_hf)
 * g  = tanh(W_ig x + b_ig + W_hg h + b_hg)
 * o  = sigmoid(W_io x + b_io + W_ho h + b_ho)
 * c' = f * c + i * g
 * h' = o * tanh(c')                             // and W_hr h' with a projection
 * }</pre>
 *
 * <p>Shapes, parameters and options are those of {@link RNNBase}. Unlike PyTorch it does not warn
 * of a dropout that one layer does not use.
 *
 * <pre>{@code
 * var lstm = new LSTM(10, 20, o -> o.numLayers(2).batchFirst(true));
 * var out = lstm.call(randn(8, 5, 10));         // out.output() (8, 5, 20)
 * out = lstm.call(randn(8, 5, 10), out.state());
 * }</pre>
 */
public non-sealed class LSTM extends RNNBase {
    /**
     * What is handed from step to step.
     *
     * @param h the states of all layers and directions, {@code (layers D, N, H)}, or {@code P} in
     *     place of H with a projection
     * @param c the cells, {@code (layers D, N, H)}
     */
    public record State(Tensor h, Tensor c) {}

    /**
     * The result for padded sequences.
     *
     * @param output the last layer's states at each step, {@code (T, N, D P)} or as the input is
     * @param state the last states
     */
    public record Output(Tensor output, State state) {}

    /**
     * The result for packed sequences.
     *
     * @param output the last layer's states at each step
     * @param state the last states, in the sequences' original order
     */
    public record PackedOutput(PackedSequence output, State state) {}

    /** Makes a layer. */
    public LSTM(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if an option is out of its range, or another class's
     */
    public LSTM(int inputSize, int hiddenSize, UnaryOperator<Options> options) {
        super(options.apply(Options.of(inputSize, hiddenSize)));
    }

    /** Returns the states for sequences that begin with zeros. */
    public final Output call(Tensor x) {
        return hooked(List.of(x), in -> output(padded(in.get(0), List.of())));
    }

    /**
     * Returns the states for sequences that begin with a state.
     *
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public final Output call(Tensor x, State state) {
        return hooked(
                List.of(x, state.h, state.c), in -> output(padded(in.get(0), in.subList(1, 3))));
    }

    /** Returns the states for packed sequences that begin with zeros. */
    public final PackedOutput call(PackedSequence x) {
        return hooked(List.of(x.data()), in -> output(x, packed(x.withData(in.get(0)), List.of())));
    }

    /**
     * Returns the states for packed sequences that begin with a state.
     *
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public final PackedOutput call(PackedSequence x, State state) {
        return hooked(
                List.of(x.data(), state.h, state.c),
                in -> output(x, packed(x.withData(in.get(0)), in.subList(1, 3))));
    }

    private static State state(Result r) {
        return new State(r.states().get(0), r.states().get(1));
    }

    private static Output output(Result r) {
        return new Output(r.output(), state(r));
    }

    private static PackedOutput output(PackedSequence x, Result r) {
        return new PackedOutput(x.withData(r.output()), state(r));
    }
}
