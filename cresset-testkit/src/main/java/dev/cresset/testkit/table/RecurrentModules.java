package dev.cresset.testkit.table;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.nn.GRU;
import dev.cresset.nn.GRUCell;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.LSTMCell;
import dev.cresset.nn.PackedSequence;
import dev.cresset.nn.RNN;
import dev.cresset.nn.RNNBase;
import dev.cresset.nn.RNNCell;
import dev.cresset.nn.RNNCellBase;
import dev.cresset.nn.utils.Rnn;
import dev.cresset.testkit.python.Arguments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recurrent modules and {@code nn.utils.rnn}. */
final class RecurrentModules {
    private static final String LAYER =
            "input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0,"
                    + " bidirectional=False";
    private static final String FACTORY = LayerModules.FACTORY;

    private RecurrentModules() {}

    static void addTo(TorchTable t) {
        layers(t);
        cells(t);
        packing(t);
    }

    private static void layers(TorchTable t) {
        t.op(
                "nn.RNN",
                LAYER.replace("num_layers=1,", "num_layers=1, nonlinearity='tanh',") + FACTORY,
                a ->
                        new RNN(
                                a.index("input_size"),
                                a.index("hidden_size"),
                                o -> options(a, o).nonlinearity(nonlinearity(a))));
        t.op(
                "nn.GRU",
                LAYER + FACTORY,
                a -> new GRU(a.index("input_size"), a.index("hidden_size"), o -> options(a, o)));
        t.op(
                "nn.LSTM",
                LAYER + ", proj_size=0" + FACTORY,
                a ->
                        new LSTM(
                                a.index("input_size"),
                                a.index("hidden_size"),
                                o -> options(a, o).projSize(a.index("proj_size"))));
        t.op("nn.RNN.forward", "self, input, hx=None", RecurrentModules::rnn);
        t.op("nn.GRU.forward", "self, input, hx=None", RecurrentModules::gru);
        t.op("nn.LSTM.forward", "self, input, hx=None", RecurrentModules::lstm);
    }

    private static RNNBase.Options options(Arguments a, RNNBase.Options o) {
        RNNBase.Options p =
                o.numLayers(a.index("num_layers"))
                        .bias(a.bool("bias"))
                        .batchFirst(a.bool("batch_first"))
                        .dropout(a.real("dropout"))
                        .bidirectional(a.bool("bidirectional"));
        return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
    }

    private static RNNBase.Nonlinearity nonlinearity(Arguments a) {
        return switch (a.text("nonlinearity")) {
            case "tanh" -> RNNBase.Nonlinearity.TANH;
            case "relu" -> RNNBase.Nonlinearity.RELU;
            default -> throw a.unsupported("nonlinearity");
        };
    }

    private static Object rnn(Arguments a) {
        RNN m = a.as(RNN.class, "self");
        Tensor h = a.tensorOrNull("hx");
        if (a.raw("input") instanceof PackedSequence p) {
            RNNBase.PackedOutput out = h == null ? m.call(p) : m.call(p, h);
            return List.of(out.output(), out.hidden());
        }
        Tensor x = a.tensor("input");
        RNNBase.Output out = h == null ? m.call(x) : m.call(x, h);
        return List.of(out.output(), out.hidden());
    }

    private static Object gru(Arguments a) {
        GRU m = a.as(GRU.class, "self");
        Tensor h = a.tensorOrNull("hx");
        if (a.raw("input") instanceof PackedSequence p) {
            RNNBase.PackedOutput out = h == null ? m.call(p) : m.call(p, h);
            return List.of(out.output(), out.hidden());
        }
        Tensor x = a.tensor("input");
        RNNBase.Output out = h == null ? m.call(x) : m.call(x, h);
        return List.of(out.output(), out.hidden());
    }

    private static Object lstm(Arguments a) {
        LSTM m = a.as(LSTM.class, "self");
        LSTM.State s = state(a);
        if (a.raw("input") instanceof PackedSequence p) {
            LSTM.PackedOutput out = s == null ? m.call(p) : m.call(p, s);
            return List.of(out.output(), items(out.state()));
        }
        Tensor x = a.tensor("input");
        LSTM.Output out = s == null ? m.call(x) : m.call(x, s);
        return List.of(out.output(), items(out.state()));
    }

    private static LSTM.@Nullable State state(Arguments a) {
        if (a.isNone("hx")) {
            return null;
        }
        List<Tensor> hx = a.tensors("hx");
        return new LSTM.State(hx.get(0), hx.get(1));
    }

    private static List<Tensor> items(LSTM.State state) {
        return List.of(state.h(), state.c());
    }

    private static void cells(TorchTable t) {
        String cell = "input_size, hidden_size, bias=True";
        t.op(
                "nn.RNNCell",
                cell + ", nonlinearity='tanh'" + FACTORY,
                a ->
                        new RNNCell(
                                a.index("input_size"),
                                a.index("hidden_size"),
                                o -> cell(a, o).nonlinearity(nonlinearity(a))));
        t.op(
                "nn.GRUCell",
                cell + FACTORY,
                a -> new GRUCell(a.index("input_size"), a.index("hidden_size"), o -> cell(a, o)));
        t.op(
                "nn.LSTMCell",
                cell + FACTORY,
                a -> new LSTMCell(a.index("input_size"), a.index("hidden_size"), o -> cell(a, o)));
        t.op(
                "nn.RNNCell.forward",
                "self, input, hx=None",
                a -> {
                    RNNCell m = a.as(RNNCell.class, "self");
                    return a.isNone("hx")
                            ? m.call(a.tensor("input"))
                            : m.call(a.tensor("input"), a.tensor("hx"));
                });
        t.op(
                "nn.GRUCell.forward",
                "self, input, hx=None",
                a -> {
                    GRUCell m = a.as(GRUCell.class, "self");
                    return a.isNone("hx")
                            ? m.call(a.tensor("input"))
                            : m.call(a.tensor("input"), a.tensor("hx"));
                });
        t.op(
                "nn.LSTMCell.forward",
                "self, input, hx=None",
                a -> {
                    LSTMCell m = a.as(LSTMCell.class, "self");
                    LSTM.State s = state(a);
                    return items(
                            s == null ? m.call(a.tensor("input")) : m.call(a.tensor("input"), s));
                });
    }

    private static RNNCellBase.Options cell(Arguments a, RNNCellBase.Options o) {
        RNNCellBase.Options p = o.bias(a.bool("bias"));
        return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
    }

    private static void packing(TorchTable t) {
        String rnn = "nn.utils.rnn.";
        t.op(
                rnn + "pack_padded_sequence",
                "input, lengths, batch_first=False, enforce_sorted=True",
                a ->
                        a.raw("lengths") instanceof Tensor lengths
                                ? Rnn.packPaddedSequence(
                                        a.tensor("input"), lengths, o -> pack(a, o))
                                : Rnn.packPaddedSequence(
                                        a.tensor("input"), a.ints("lengths"), o -> pack(a, o)));
        t.op(
                rnn + "pad_packed_sequence",
                "sequence, batch_first=False, padding_value=0.0, total_length=None",
                a -> {
                    Rnn.Padded out =
                            Rnn.padPackedSequence(
                                    a.as(PackedSequence.class, "sequence"),
                                    o -> pad(a, o).totalLength(a.indexOrNull("total_length")));
                    return PythonText.tuple(out.output(), out.lengths());
                });
        t.op(
                rnn + "pack_sequence",
                "sequences, enforce_sorted=True",
                a -> Rnn.packSequence(a.tensors("sequences"), a.bool("enforce_sorted")));
        t.op(
                rnn + "unpack_sequence",
                "packed_sequences",
                a -> Rnn.unpackSequence(a.as(PackedSequence.class, "packed_sequences")));
        t.op(
                rnn + "pad_sequence",
                "sequences, batch_first=False, padding_value=0.0, padding_side='right'",
                a -> Rnn.padSequence(a.tensors("sequences"), o -> pad(a, o).paddingSide(side(a))));
        t.op(
                rnn + "unpad_sequence",
                "padded_sequences, lengths, batch_first=False",
                a ->
                        Rnn.unpadSequence(
                                a.tensor("padded_sequences"),
                                a.tensor("lengths"),
                                a.bool("batch_first")));
    }

    private static Rnn.PackOptions pack(Arguments a, Rnn.PackOptions o) {
        return o.batchFirst(a.bool("batch_first")).enforceSorted(a.bool("enforce_sorted"));
    }

    private static Rnn.PadOptions pad(Arguments a, Rnn.PadOptions o) {
        return o.batchFirst(a.bool("batch_first")).paddingValue(a.scalar("padding_value"));
    }

    private static Rnn.PaddingSide side(Arguments a) {
        return switch (a.text("padding_side")) {
            case "left" -> Rnn.PaddingSide.LEFT;
            case "right" -> Rnn.PaddingSide.RIGHT;
            default -> throw a.unsupported("padding_side");
        };
    }
}
