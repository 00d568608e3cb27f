package dev.cresset.nn.utils;

import static dev.cresset.Tensor.enableGrad;
import static dev.cresset.Tensor.isGradEnabled;

import dev.cresset.Generator;
import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Sequential;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gradients with less memory: what backward needs of a part is not kept, but computed again (Chen
 * et al. 2016). PyTorch's {@code torch.utils.checkpoint}, in its form without re-entrance.
 *
 * <pre>{@code
 * Tensor h = Checkpointing.checkpoint(block::call, x);
 * Tensor y = Checkpointing.checkpointSequential(net, 4, x);
 * }</pre>
 *
 * <p>The part must compute the same when it runs again. Random numbers of the default generator are
 * the same; running statistics are updated twice.
 */
public final class Checkpointing {
    /**
     * How parts are computed again.
     *
     * @param preserveRngState whether the default generator is put back for that
     * @param determinismCheck whether shapes and dtypes of what is computed again are compared
     * @param earlyStop whether it ends as soon as everything that is needed is there
     */
    public record Options(boolean preserveRngState, boolean determinismCheck, boolean earlyStop) {
        static final Options DEFAULTS = new Options(true, true, true);

        /** Returns these options with or without the generator's state. */
        public Options preserveRngState(boolean value) {
            return new Options(value, determinismCheck, earlyStop);
        }

        /** Returns these options with or without a comparison. */
        public Options determinismCheck(boolean value) {
            return new Options(preserveRngState, value, earlyStop);
        }

        /** Returns these options with or without an early end. */
        public Options earlyStop(boolean value) {
            return new Options(preserveRngState, determinismCheck, value);
        }
    }

    private Checkpointing() {}

    /** Returns the result of a function of one tensor, which backward computes again. */
    public static Tensor checkpoint(UnaryOperator<Tensor> f, Tensor x) {
        return checkpoint(in -> List.of(f.apply(in.getFirst())), List.of(x), o -> o).getFirst();
    }

    /**
     * Returns the results of a function, which backward computes again.
     *
     * @throws IllegalStateException in backward, if the function does not compute the same again
     */
    public static List<Tensor> checkpoint(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> inputs,
            UnaryOperator<Options> options) {
        if (!isGradEnabled()) {
            return f.apply(inputs);
        }
        Frame frame = new Frame(f, List.copyOf(inputs), options.apply(Options.DEFAULTS));
        return Grad.savedTensorsHooks(frame::pack, frame::unpack, () -> f.apply(frame.inputs));
    }

    /**
     * Returns the result of a sequence of layers in parts, of which backward computes all but the
     * last again.
     *
     * @throws IllegalArgumentException if there are not as many layers as parts
     */
    public static Tensor checkpointSequential(Sequential layers, int segments, Tensor x) {
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            all.add(layers.get(i, Layer.class));
        }
        if (segments < 1 || segments > all.size()) {
            throw new IllegalArgumentException(
                    "checkpointSequential: "
                            + segments
                            + " segments of "
                            + all.size()
                            + " layers: there must be at least one and at most as many as layers");
        }
        int size = all.size() / segments;
        Tensor out = x;
        for (int i = 0; i < segments - 1; i++) {
            List<Layer> part = all.subList(i * size, (i + 1) * size);
            out = checkpoint(h -> run(part, h), out);
        }
        return run(all.subList((segments - 1) * size, all.size()), out);
    }

    private static Tensor run(List<Layer> layers, Tensor x) {
        Tensor out = x;
        for (Layer layer : layers) {
            out = layer.call(out);
        }
        return out;
    }

    /** What stands for a saved tensor. */
    private static final class Holder {
        final int index;
        final Shape shape;
        final DType dtype;
        @Nullable Tensor value;

        Holder(int index, Tensor x) {
            this.index = index;
            this.shape = x.shape();
            this.dtype = x.dtype();
        }
    }

    /** Ends a computation as soon as nothing more of it is needed. */
    private static final class Enough extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        Enough() {
            super("everything needed has been computed", null, false, false);
        }
    }

    /** One call of a function. */
    private static final class Frame {
        final Function<List<Tensor>, List<Tensor>> f;
        final List<Tensor> inputs;
        private final Options o;
        private final byte @Nullable [] state;
        private final List<Holder> holders = new ArrayList<>();

        Frame(Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs, Options o) {
            this.f = f;
            this.inputs = inputs;
            this.o = o;
            state = o.preserveRngState ? Tensor.defaultGenerator().stateBytes() : null;
        }

        Holder pack(Tensor x) {
            Holder h = new Holder(holders.size(), x);
            holders.add(h);
            return h;
        }

        Tensor unpack(Holder h) {
            if (h.value == null) {
                computeAgain();
            }
            Tensor value = h.value;
            if (value == null) {
                throw new IllegalStateException(
                        "checkpoint: saved tensor " + h.index + " was not computed again");
            }
            h.value = null;
            return value;
        }

        private void computeAgain() {
            Generator generator = Tensor.defaultGenerator();
            byte[] now = state == null ? null : generator.stateBytes();
            if (state != null) {
                generator.setStateBytes(state);
            }
            List<Tensor> computed = new ArrayList<>();
            try {
                List<Tensor> in = new ArrayList<>();
                for (Tensor x : inputs) {
                    Tensor plain = x.detach();
                    in.add(x.requiresGrad() ? plain.requiresGrad_() : plain);
                }
                enableGrad(() ->
                        Grad.savedTensorsHooks(
                                x -> add(computed, x), computed::get, () -> f.apply(in)));
            } catch (Enough e) {
                // Everything is there.
            } finally {
                if (now != null) {
                    generator.setStateBytes(now);
                }
            }
            if (computed.size() != holders.size()) {
                throw new IllegalStateException(
                        "checkpoint: A different number of tensors was saved during the original"
                                + " forward and recomputation.\nNumber of tensors saved during"
                                + " forward: "
                                + holders.size()
                                + "\nNumber of tensors saved during recomputation: "
                                + computed.size());
            }
            for (Holder h : holders) {
                Tensor x = computed.get(h.index);
                if (o.determinismCheck && !(x.shape().equals(h.shape) && x.dtype() == h.dtype)) {
                    throw new IllegalStateException(
                            "checkpoint: Recomputed values have different metadata than during the"
                                    + " forward pass: tensor "
                                    + h.index
                                    + " was "
                                    + h.dtype
                                    + " "
                                    + h.shape.listText()
                                    + ", is "
                                    + x.dtype()
                                    + " "
                                    + x.shape().listText());
                }
                h.value = x;
            }
        }

        private int add(List<Tensor> computed, Tensor x) {
            computed.add(x);
            if (o.earlyStop && computed.size() == holders.size()) {
                throw new Enough();
            }
            return computed.size() - 1;
        }
    }
}
