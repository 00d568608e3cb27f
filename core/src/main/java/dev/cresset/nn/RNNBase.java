package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Grad;
import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.RecurrentOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What recurrent layers share: {@link RNN}, {@link LSTM} and {@link GRU}.
 *
 * <p>With T steps, N sequences, I numbers in a step, H units (or P numbers after a projection) and
 * D directions: input {@code (T, N, I)}, {@code (N, T, I)} if {@code batchFirst}, or {@code (T, I)}
 * for a single sequence; result {@code (T, N, D P)} alike; states {@code (layers D, N, P)}, whose
 * rows are those of layer 0, its reverse, layer 1 and so on.
 *
 * <p>Parameters have PyTorch's names: {@code weight_ih_l0 (gates H, I)}, {@code weight_hh_l0 (gates
 * H, P)}, {@code bias_ih_l0}, {@code bias_hh_l0 (gates H)}, {@code weight_hr_l0 (P, H)}, and {@code
 * weight_ih_l0_reverse} and so on. All start uniform within {@code ±1/sqrt(H)}.
 */
public abstract sealed class RNNBase extends Module permits RNN, LSTM, GRU {
    private final Options options;
    private final SequencedMap<String, Tensor> computed = new LinkedHashMap<>();

    /** What an {@link RNN} does to the sum of its inputs. */
    public enum Nonlinearity {
        /** {@code tanh}. */
        TANH,
        /** {@code relu}. */
        RELU
    }

    /**
     * How the layer is made.
     *
     * @param inputSize how many numbers a step has
     * @param hiddenSize the number of units
     * @param numLayers how many layers follow one another
     * @param nonlinearity what an {@link RNN} applies
     * @param bias whether biases are learnt
     * @param batchFirst whether inputs and results are {@code (N, T, *)}
     * @param dropout the probability, in [0, 1], with which a number between two layers is zeroed
     *     in training
     * @param bidirectional whether a second half of the units reads the sequence backwards
     * @param projSize how many numbers an {@link LSTM}'s state is projected to, 0 for no projection
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int inputSize,
            int hiddenSize,
            int numLayers,
            Nonlinearity nonlinearity,
            boolean bias,
            boolean batchFirst,
            double dropout,
            boolean bidirectional,
            int projSize,
            @Nullable DType dtype) {
        static Options of(int inputSize, int hiddenSize) {
            return new Options(
                    inputSize, hiddenSize, 1, Nonlinearity.TANH, true, false, 0, false, 0, null);
        }

        private Options with(int numLayers, double dropout, int projSize) {
            return new Options(
                    inputSize,
                    hiddenSize,
                    numLayers,
                    nonlinearity,
                    bias,
                    batchFirst,
                    dropout,
                    bidirectional,
                    projSize,
                    dtype);
        }

        private Options with(boolean bias, boolean batchFirst, boolean bidirectional) {
            return new Options(
                    inputSize,
                    hiddenSize,
                    numLayers,
                    nonlinearity,
                    bias,
                    batchFirst,
                    dropout,
                    bidirectional,
                    projSize,
                    dtype);
        }

        private Options with(Nonlinearity nonlinearity, @Nullable DType dtype) {
            return new Options(
                    inputSize,
                    hiddenSize,
                    numLayers,
                    nonlinearity,
                    bias,
                    batchFirst,
                    dropout,
                    bidirectional,
                    projSize,
                    dtype);
        }

        /** Returns these options with a number of layers. */
        public Options numLayers(int value) {
            return with(value, dropout, projSize);
        }

        /** Returns these options with a nonlinearity; {@link RNN}. */
        public Options nonlinearity(Nonlinearity value) {
            return with(value, dtype);
        }

        /** Returns these options with or without biases. */
        public Options bias(boolean value) {
            return with(value, batchFirst, bidirectional);
        }

        /** Returns these options with the sequences or the steps as first dimension. */
        public Options batchFirst(boolean value) {
            return with(bias, value, bidirectional);
        }

        /** Returns these options with dropout between layers. */
        public Options dropout(double value) {
            return with(numLayers, value, projSize);
        }

        /** Returns these options with one direction or two. */
        public Options bidirectional(boolean value) {
            return with(bias, batchFirst, value);
        }

        /** Returns these options with a projection; {@link LSTM}. */
        public Options projSize(int value) {
            return with(numLayers, dropout, value);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return with(nonlinearity, value);
        }
    }

    /**
     * The result for padded sequences.
     *
     * @param output the last layer's states at each step, {@code (T, N, D H)} or as the input is
     * @param hidden the last states of each layer and direction, {@code (layers D, N, H)}
     */
    public record Output(Tensor output, Tensor hidden) {}

    /**
     * The result for packed sequences.
     *
     * @param output the last layer's states at each step
     * @param hidden the last states of each layer and direction, {@code (layers D, N, H)}, in the
     *     sequences' original order
     */
    public record PackedOutput(PackedSequence output, Tensor hidden) {}

    RNNBase(Options options) {
        this.options = checked(options);
        RecurrentOp.Kind kind = kind();
        int units = options.hiddenSize;
        int outputs = outputs();
        int width = Math.multiplyExact(kind.gates(), units);
        for (int layer = 0; layer < options.numLayers; layer++) {
            int inputs = layer == 0 ? options.inputSize : outputs * directions();
            for (int d = 0; d < directions(); d++) {
                String end = suffix(layer, d);
                register("weight_ih" + end, new Parameter(made(width, inputs)));
                register("weight_hh" + end, new Parameter(made(width, outputs)));
                if (options.bias) {
                    register("bias_ih" + end, new Parameter(made(width)));
                    register("bias_hh" + end, new Parameter(made(width)));
                }
                if (options.projSize > 0) {
                    register("weight_hr" + end, new Parameter(made(outputs, units)));
                }
            }
        }
        resetParameters();
    }

    private Options checked(Options o) {
        if (o.projSize != 0 && !(this instanceof LSTM)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": proj_size argument is only supported for LSTM, not RNN or GRU, got "
                            + o.projSize);
        }
        if (o.nonlinearity != Nonlinearity.TANH && !(this instanceof RNN)) {
            throw new IllegalArgumentException(
                    typeName() + ": nonlinearity is an option of RNN, got " + o.nonlinearity);
        }
        check(
                o.dropout >= 0 && o.dropout <= 1,
                "dropout should be a number in range [0, 1] representing the probability of an"
                        + " element being zeroed",
                o.dropout);
        check(o.inputSize > 0, "input_size must be greater than zero", o.inputSize);
        check(o.hiddenSize > 0, "hidden_size must be greater than zero", o.hiddenSize);
        check(o.numLayers > 0, "num_layers must be greater than zero", o.numLayers);
        check(
                o.projSize >= 0,
                "proj_size should be a positive integer or zero to disable projections",
                o.projSize);
        check(
                o.projSize < o.hiddenSize,
                "proj_size has to be smaller than hidden_size",
                o.projSize);
        return o;
    }

    private void check(boolean holds, String fault, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(typeName() + ": " + fault + ", got " + value);
        }
    }

    private Tensor made(int... sizes) {
        DType dtype = options.dtype;
        return dtype == null ? empty(sizes) : empty(dtype, sizes);
    }

    private RecurrentOp.Kind kind() {
        return switch (this) {
            case LSTM l -> RecurrentOp.Kind.LSTM;
            case GRU g -> RecurrentOp.Kind.GRU;
            case RNN r ->
                    switch (options.nonlinearity) {
                        case TANH -> RecurrentOp.Kind.TANH;
                        case RELU -> RecurrentOp.Kind.RELU;
                    };
        };
    }

    private int directions() {
        return options.bidirectional ? 2 : 1;
    }

    private int outputs() {
        return options.projSize > 0 ? options.projSize : options.hiddenSize;
    }

    private static String suffix(int layer, int direction) {
        return "_l" + layer + (direction == 1 ? "_reverse" : "");
    }

    /** Draws the parameters anew. */
    public void resetParameters() {
        double bound = 1 / Math.sqrt(options.hiddenSize);
        for (Parameter p : parameters()) {
            Init.uniform_(p, -bound, bound);
        }
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    // ---- weights

    /**
     * Returns a weight or bias by its name, such as {@code weight_hh_l0_reverse}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public final Tensor weight(String name) {
        Tensor x = weights().get(name);
        if (x == null) {
            throw missing(name);
        }
        return x;
    }

    /**
     * Puts another tensor in the place of a weight or bias. A parameter is registered under the
     * name; any other tensor is used and not registered, as parametrisations do.
     *
     * @throws IllegalArgumentException if the layer has no weight of that name, or of another shape
     */
    public final void setWeight(String name, Tensor value) {
        Tensor known = find(name);
        if (known == null && !hasWeight(name)) {
            throw missing(name);
        }
        if (known != null && !known.shape().equals(value.shape())) {
            throw new IllegalArgumentException(
                    typeName()
                            + ".setWeight: "
                            + name
                            + " has shape "
                            + known.shape().listText()
                            + ", got "
                            + value.shape().listText());
        }
        if (value instanceof Parameter p) {
            computed.remove(name);
            registry().put(this, new Member.OfParameter(name, p));
        } else {
            // The name keeps its place among the parameters.
            registry().put(this, new Member.OfParameter(name, null));
            computed.put(name, value);
        }
    }

    /** Returns a weight, null if there is none. */
    final @Nullable Tensor find(String name) {
        return weights().get(name);
    }

    /** Returns whether there is a weight of a name, also one that is still to be computed. */
    final boolean hasWeight(String name) {
        return computed.containsKey(name) || registry().has(name);
    }

    private Map<String, Tensor> weights() {
        Map<String, Tensor> out = new LinkedHashMap<>();
        for (Member m : members()) {
            if (m.value() instanceof Tensor t) {
                out.put(m.name(), t);
            }
        }
        out.putAll(computed);
        return out;
    }

    private IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(
                typeName() + ": there is no '" + name + "'; it has " + weights().keySet());
    }

    // ---- what is computed

    /** The last layer's states at all steps, and the last states of all layers. */
    record Result(Tensor output, List<Tensor> states) {}

    /** Computes padded sequences from the first states, if there are any. */
    final Result padded(Tensor x, List<Tensor> states) {
        boolean batched = checkedDims(x, states);
        int batchDim = options.batchFirst ? 0 : 1;
        Tensor input = batched ? x : x.unsqueeze(batchDim);
        List<Tensor> first = batched ? states : states.stream().map(s -> s.unsqueeze(1)).toList();
        checkInput(input, 3);
        first = checkedStates(first, input.size(batchDim), input);
        Tensor steps = options.batchFirst ? input.transpose(0, 1) : input;
        Result r = layers(steps, first);
        Tensor y = options.batchFirst ? swapped(r.output) : r.output;
        return batched
                ? new Result(y, r.states)
                : new Result(
                        y.squeeze(batchDim), r.states.stream().map(s -> s.squeeze(1)).toList());
    }

    /* PyTorch swaps the dimensions of all but an LSTM's output in place, which the name tells. */
    private Tensor swapped(Tensor y) {
        Tensor out = y.transpose(0, 1);
        return kind() == RecurrentOp.Kind.LSTM ? out : Grad.named("TransposeBackward1", out);
    }

    /** Computes packed sequences from the first states, if there are any. */
    final Result packed(PackedSequence x, List<Tensor> states) {
        checkInput(x.data(), 2);
        Tensor order = x.sortedIndices();
        List<Tensor> first =
                order == null ? states : states.stream().map(s -> s.indexSelect(1, order)).toList();
        first = checkedStates(first, x.sequences(), x.data());
        Result r = layers(x.data(), first, x.counts());
        Tensor back = x.unsortedIndices();
        return back == null
                ? r
                : new Result(r.output, r.states.stream().map(s -> s.indexSelect(1, back)).toList());
    }

    private Result layers(Tensor x, List<Tensor> first, int... batches) {
        Map<String, Tensor> weights = weights();
        RecurrentOp.Kind kind = kind();
        List<List<Tensor>> last = new ArrayList<>();
        Tensor input = x;
        for (int layer = 0; layer < options.numLayers; layer++) {
            List<Tensor> ys = new ArrayList<>();
            for (int d = 0; d < directions(); d++) {
                int place = layer * directions() + d;
                RecurrentOp op = new RecurrentOp.Recurrence(kind, d == 1, batches);
                List<Tensor> out = direction(op, input, first, place, suffix(layer, d), weights);
                ys.add(batches.length == 0 && !isFused(x) ? stacked(out.get(0)) : out.get(0));
                last.add(out.subList(1, 1 + first.size()));
            }
            input = ys.size() == 1 ? ys.getFirst() : Tensor.cat(ys, -1);
            if (options.dropout > 0 && isTraining() && layer < options.numLayers - 1) {
                input = Functional.dropout(input, options.dropout, true);
            }
        }
        List<Tensor> states = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            int at = i;
            states.add(Tensor.stack(last.stream().map(l -> l.get(at)).toList(), 0));
        }
        return new Result(input, states);
    }

    /* oneDNN computes the LSTMs of PyTorch, but neither projections nor float64. */
    private boolean isFused(Tensor x) {
        return options.projSize == 0 && (x.dtype() == DType.FLOAT32 || x.dtype() == DType.BFLOAT16);
    }

    private static Tensor stacked(Tensor y) {
        return Grad.named("StackBackward0", y);
    }

    private List<Tensor> direction(
            RecurrentOp op,
            Tensor x,
            List<Tensor> first,
            int place,
            String end,
            Map<String, Tensor> weights) {
        Tensor own = weight(weights, "weight_hh" + end);
        Tensor bias = null;
        Tensor ownBias;
        if (options.bias) {
            bias = weight(weights, "bias_ih" + end);
            ownBias = weight(weights, "bias_hh" + end);
            if (this instanceof LSTM && own.dtype() == DType.FLOAT32) {
                // One bias, as in PyTorch's own kernel for such layers; a GRU's two act
                // differently.
                ownBias = bias.add(ownBias);
                bias = null;
            }
        } else {
            ownBias = Tensor.zeros(own.dtype(), own.size(0));
        }
        List<Tensor> in = new ArrayList<>();
        in.add(Functional.linear(x, weight(weights, "weight_ih" + end), bias));
        in.add(own);
        in.add(ownBias);
        first.forEach(s -> in.add(s.select(0, place)));
        if (options.projSize > 0) {
            in.add(weight(weights, "weight_hr" + end));
        }
        List<Tensor> out = Tensor.applyAll(op, in.toArray(Tensor[]::new));
        // What only the derivative looks at: the input's part of the gates, and the gates and
        // cells.
        in.getFirst().view().storage().finish();
        for (int i = 1 + first.size(); i < out.size(); i++) {
            out.get(i).view().storage().finish();
        }
        return out;
    }

    private Tensor weight(Map<String, Tensor> weights, String name) {
        Tensor x = weights.get(name);
        if (x == null) {
            throw missing(name);
        }
        return x;
    }

    // ---- checks

    private boolean checkedDims(Tensor x, List<Tensor> states) {
        if (x.dim() != 2 && x.dim() != 3) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": Expected input to be 2D or 3D, got "
                            + x.dim()
                            + (this instanceof RNN ? "D tensor instead" : "D instead"));
        }
        int dims = x.dim();
        if (states.stream().anyMatch(s -> s.dim() != dims)) {
            String start = dims == 3 ? "For batched 3-D input, " : "For unbatched 2-D input, ";
            String also =
                    dims == 3 ? " should also be 3-D but got " : " should also be 2-D but got ";
            throw new IllegalArgumentException(
                    states.size() == 1
                            ? start + "hx" + also + states.getFirst().dim() + "-D tensor"
                            : start
                                    + "hx and cx"
                                    + also
                                    + "("
                                    + states.get(0).dim()
                                    + "-D, "
                                    + states.get(1).dim()
                                    + "-D) tensors");
        }
        return dims == 3;
    }

    private void checkInput(Tensor x, int dims) {
        DType weight = weight("weight_ih_l0").dtype();
        if (x.dtype() != weight) {
            throw new IllegalArgumentException(
                    "RNN input dtype ("
                            + x.dtype()
                            + ") does not match weight dtype ("
                            + weight
                            + "). Convert input: input.to("
                            + weight
                            + "), or convert model: model.to("
                            + x.dtype()
                            + ")");
        }
        if (x.dim() != dims) {
            throw new IllegalArgumentException(
                    "input must have " + dims + " dimensions, got " + x.dim());
        }
        if (x.size(-1) != options.inputSize) {
            throw new IllegalArgumentException(
                    "input.size(-1) must be equal to input_size. Expected "
                            + options.inputSize
                            + ", got "
                            + x.size(-1));
        }
        if (x.size(dims == 3 && options.batchFirst ? 1 : 0) == 0) {
            throw new IllegalArgumentException(
                    "Expected sequence length to be larger than 0 in RNN");
        }
    }

    /** Returns the first states, zeros if none are given. */
    private List<Tensor> checkedStates(List<Tensor> given, int sequences, Tensor x) {
        int rows = options.numLayers * directions();
        int[][] sizes = {{rows, sequences, outputs()}, {rows, sequences, options.hiddenSize}};
        int count = this instanceof LSTM ? 2 : 1;
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (given.isEmpty()) {
                out.add(Tensor.zeros(x.dtype(), sizes[i]));
                continue;
            }
            Tensor s = given.get(i);
            if (!Arrays.equals(s.shape().toArray(), sizes[i])) {
                throw new IllegalArgumentException(
                        "Expected hidden"
                                + (count == 2 ? "[" + i + "]" : "")
                                + " size "
                                + Sizes.tuple(sizes[i])
                                + ", got "
                                + s.shape().listText());
            }
            if (s.dtype() != x.dtype()) {
                throw new IllegalArgumentException(
                        typeName()
                                + ": the first state must have the input's dtype, got "
                                + s.dtype()
                                + " and "
                                + x.dtype());
            }
            out.add(s);
        }
        return out;
    }

    @Override
    protected String extraRepr() {
        StringBuilder out = new StringBuilder();
        out.append(options.inputSize).append(", ").append(options.hiddenSize);
        if (options.projSize != 0) {
            out.append(", proj_size=").append(options.projSize);
        }
        if (options.numLayers != 1) {
            out.append(", num_layers=").append(options.numLayers);
        }
        if (!options.bias) {
            out.append(", bias=False");
        }
        if (options.batchFirst) {
            out.append(", batch_first=True");
        }
        if (options.dropout != 0) {
            out.append(", dropout=").append(PythonText.repr(options.dropout));
        }
        if (options.bidirectional) {
            out.append(", bidirectional=True");
        }
        return out.toString();
    }
}
