package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What single steps of recurrent layers share: {@link RNNCell}, {@link LSTMCell} and {@link
 * GRUCell}.
 *
 * <p>Input {@code (N, I)} or {@code (I)}, states {@code (N, H)} or {@code (H)}. All parameters
 * start uniform within {@code ±1/sqrt(H)}.
 */
public abstract sealed class RNNCellBase extends Module permits RNNCell, LSTMCell, GRUCell {
    /** The matrix of the input, {@code (gates H, I)}. */
    @Name("weight_ih")
    public Tensor weightIh;

    /** The matrix of the state, {@code (gates H, H)}. */
    @Name("weight_hh")
    public Tensor weightHh;

    /** What is added to the input's part, {@code (gates H)}; null if there is none. */
    @Name("bias_ih")
    public @Nullable Tensor biasIh;

    /** What is added to the state's part, {@code (gates H)}; null if there is none. */
    @Name("bias_hh")
    public @Nullable Tensor biasHh;

    private final Options options;

    /**
     * How the cell is made.
     *
     * @param inputSize how many numbers a step has
     * @param hiddenSize the number of units
     * @param bias whether biases are learnt
     * @param nonlinearity what an {@link RNNCell} applies
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int inputSize,
            int hiddenSize,
            boolean bias,
            RNNBase.Nonlinearity nonlinearity,
            @Nullable DType dtype) {
        static Options of(int inputSize, int hiddenSize) {
            return new Options(inputSize, hiddenSize, true, RNNBase.Nonlinearity.TANH, null);
        }

        /** Returns these options with or without biases. */
        public Options bias(boolean value) {
            return new Options(inputSize, hiddenSize, value, nonlinearity, dtype);
        }

        /** Returns these options with a nonlinearity; {@link RNNCell}. */
        public Options nonlinearity(RNNBase.Nonlinearity value) {
            return new Options(inputSize, hiddenSize, bias, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return new Options(inputSize, hiddenSize, bias, nonlinearity, value);
        }
    }

    RNNCellBase(int gates, Options options) {
        if (options.nonlinearity != RNNBase.Nonlinearity.TANH && !(this instanceof RNNCell)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": nonlinearity is an option of RNNCell, got "
                            + options.nonlinearity);
        }
        this.options = options;
        int width = Math.multiplyExact(gates, options.hiddenSize);
        weightIh = new Parameter(made(width, options.inputSize));
        weightHh = new Parameter(made(width, options.hiddenSize));
        if (options.bias) {
            biasIh = new Parameter(made(width));
            biasHh = new Parameter(made(width));
        }
        resetParameters();
    }

    private Tensor made(int... sizes) {
        DType dtype = options.dtype;
        return dtype == null ? empty(sizes) : empty(dtype, sizes);
    }

    /** Draws the parameters anew. */
    public void resetParameters() {
        double bound = options.hiddenSize > 0 ? 1 / Math.sqrt(options.hiddenSize) : 0;
        for (Parameter p : parameters()) {
            Init.uniform_(p, -bound, bound);
        }
    }

    /** Returns how the cell was made. */
    public final Options options() {
        return options;
    }

    /** Returns the input's part of the gates, {@code (N, gates H)}. */
    final Tensor fromInput(Tensor x) {
        return Functional.linear(x, weightIh, biasIh);
    }

    /** Returns the state's part of the gates, {@code (N, gates H)}. */
    final Tensor fromState(Tensor h) {
        return Functional.linear(h, weightHh, biasHh);
    }

    /** Returns the input as a batch. */
    final Tensor batch(Tensor x) {
        if (x.dim() != 1 && x.dim() != 2) {
            throw new IllegalArgumentException(
                    typeName() + ": Expected input to be 1D or 2D, got " + x.dim() + "D instead");
        }
        Tensor rows = x.dim() == 1 ? x.unsqueeze(0) : x;
        if (rows.size(1) != options.inputSize) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": input has inconsistent input_size: got "
                            + rows.size(1)
                            + " expected "
                            + options.inputSize);
        }
        return rows;
    }

    /**
     * Returns a state as a batch, zeros if there is none.
     *
     * @param name PyTorch's name of the state
     * @param number the state's number
     */
    final Tensor state(Tensor x, Tensor rows, @Nullable Tensor state, String name, int number) {
        int units = options.hiddenSize;
        if (state == null) {
            return Tensor.zeros(rows.dtype(), rows.size(0), units);
        }
        if (state.dim() != 1 && state.dim() != 2) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": Expected "
                            + name
                            + " to be 1D or 2D, got "
                            + state.dim()
                            + "D instead");
        }
        Tensor out = x.dim() == 1 ? state.unsqueeze(0) : state;
        if (out.size(0) != rows.size(0)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": Input batch size "
                            + rows.size(0)
                            + " doesn't match hidden"
                            + number
                            + " batch size "
                            + out.size(0));
        }
        if (out.dim() != 2 || out.size(1) != units) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": hidden"
                            + number
                            + " has inconsistent hidden_size: got "
                            + out.size(-1)
                            + ", expected "
                            + units);
        }
        return out;
    }

    /** Returns a result with or without a batch, as the input has one. */
    static Tensor like(Tensor x, Tensor result) {
        return x.dim() == 1 ? result.squeeze(0) : result;
    }

    @Override
    protected String extraRepr() {
        return options.inputSize
                + ", "
                + options.hiddenSize
                + (options.bias ? "" : ", bias=False")
                + (options.nonlinearity == RNNBase.Nonlinearity.TANH
                        ? ""
                        : ", nonlinearity=" + options.nonlinearity.name().toLowerCase(Locale.ROOT));
    }
}
