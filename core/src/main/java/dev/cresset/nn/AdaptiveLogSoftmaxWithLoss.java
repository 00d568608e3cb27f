package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A softmax over many classes, sorted by frequency, whose rare ones are in clusters of their own
 * with fewer features (Grave et al. 2017): {@code (N, in), (N) -> (N), ()}.
 */
public class AdaptiveLogSoftmaxWithLoss extends Module {
    /** From the input to the frequent classes and the clusters. */
    public Linear head;

    /** From the input to the classes of each cluster. */
    public ModuleList tail;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param inFeatures the size of each input
     * @param nClasses the number of classes
     * @param cutoffs the first class of each cluster, increasing, from 1 to {@code nClasses - 1}
     * @param divValue by what the features of each further cluster are divided
     * @param headBias whether the head has a bias
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int inFeatures,
            int nClasses,
            int[] cutoffs,
            double divValue,
            boolean headBias,
            @Nullable DType dtype) {
        /** Returns these options with a divisor of the clusters' features. */
        public Options divValue(double value) {
            return new Options(inFeatures, nClasses, cutoffs, value, headBias, dtype);
        }

        /** Returns these options with or without a bias of the head. */
        public Options headBias(boolean value) {
            return new Options(inFeatures, nClasses, cutoffs, divValue, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return new Options(inFeatures, nClasses, cutoffs, divValue, headBias, value);
        }
    }

    /**
     * What is computed for targets.
     *
     * @param output the logarithm of each target's probability, {@code (N)}
     * @param loss the mean of their negatives
     */
    public record Output(Tensor output, Tensor loss) {}

    /** Makes a layer. */
    public AdaptiveLogSoftmaxWithLoss(int inFeatures, int nClasses, int... cutoffs) {
        this(inFeatures, nClasses, cutoffs, o -> o);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if the cutoffs are not increasing classes above 0, or the
     *     divisor is 0
     */
    public AdaptiveLogSoftmaxWithLoss(
            int inFeatures, int nClasses, int[] cutoffs, UnaryOperator<Options> options) {
        checkCutoffs(cutoffs, nClasses);
        Options o =
                options.apply(new Options(inFeatures, nClasses, cutoffs.clone(), 4, false, null));
        if (o.divValue == 0) {
            throw new IllegalArgumentException(
                    "AdaptiveLogSoftmaxWithLoss: div_value must not be 0, got " + o.divValue);
        }
        this.options = o;
        head = linear(inFeatures, cutoffs[0] + cutoffs.length, o.headBias);
        List<Sequential> clusters = new ArrayList<>();
        for (int i = 0; i < cutoffs.length; i++) {
            int features = (int) Math.floor(inFeatures / Math.pow(o.divValue, i + 1));
            clusters.add(
                    new Sequential(
                            linear(inFeatures, features, false),
                            linear(features, end(i) - cutoffs[i], false)));
        }
        tail = new ModuleList(clusters);
    }

    private static void checkCutoffs(int[] cutoffs, int classes) {
        if (cutoffs.length == 0) {
            throw new IllegalArgumentException(
                    "AdaptiveLogSoftmaxWithLoss: cutoffs should be a sequence of length larger"
                            + " than 0");
        }
        int last = 0;
        for (int cutoff : cutoffs) {
            if (cutoff <= last || cutoff > classes - 1) {
                throw new IllegalArgumentException(
                        "AdaptiveLogSoftmaxWithLoss: cutoffs should be a sequence of unique,"
                                + " positive integers sorted in an increasing order, where each"
                                + " value is between 1 and n_classes-1, got "
                                + Arrays.toString(cutoffs)
                                + " for "
                                + classes
                                + " classes");
            }
            last = cutoff;
        }
    }

    private Linear linear(int in, int out, boolean bias) {
        DType dtype = options.dtype;
        return new Linear(in, out, o -> dtype == null ? o.bias(bias) : o.bias(bias).dtype(dtype));
    }

    private Layer cluster(int i) {
        return tail.get(i, Layer.class);
    }

    /** Returns the class after the last one of a cluster. */
    private int end(int cluster) {
        int[] cutoffs = options.cutoffs;
        return cluster + 1 < cutoffs.length ? cutoffs[cluster + 1] : options.nClasses;
    }

    /** Draws the parameters anew. */
    public void resetParameters() {
        head.resetParameters();
        for (Module m : tail.modules()) {
            if (m instanceof Linear l) {
                l.resetParameters();
            }
        }
    }

    /**
     * Returns the logarithms of the targets' probabilities, and the loss.
     *
     * @param x {@code (N, in)} or {@code (in)}
     * @param target classes, {@code (N)} or {@code ()}, int64
     * @throws IllegalArgumentException if shapes do not fit, or a target is no class
     */
    public final Output call(Tensor x, Tensor target) {
        return hooked(List.of(x, target), in -> forward(in.get(0), in.get(1)));
    }

    private Output forward(Tensor given, Tensor targets) {
        checkTargets(given, targets);
        boolean batched = targets.dim() == 1;
        Tensor x = batched ? given : given.unsqueeze(0);
        long[] classes = targets.reshape(-1).toLongArray();
        int[] cutoffs = options.cutoffs;
        long[] places = classes.clone();
        Tensor output = Tensor.zeros(x.dtype(), classes.length);
        for (int c = 0; c < cutoffs.length; c++) {
            int first = cutoffs[c];
            int end = end(c);
            long[] rows = rows(classes, first, end);
            if (rows.length == 0) {
                continue;
            }
            long[] own = new long[rows.length];
            for (int i = 0; i < rows.length; i++) {
                own[i] = classes[(int) rows[i]] - first;
                places[(int) rows[i]] = (long) cutoffs[0] + c;
            }
            Tensor index = Tensor.tensor(rows);
            Tensor logs = cluster(c).call(x.indexSelect(0, index)).logSoftmax(1);
            Tensor local = logs.gather(1, Tensor.tensor(own).unsqueeze(1)).squeeze(1);
            output = output.indexAdd(0, index, local);
        }
        Tensor logs = head.call(x).logSoftmax(1);
        output = output.add(logs.gather(1, Tensor.tensor(places).unsqueeze(1)).squeeze(1));
        Tensor loss = output.neg().mean();
        return new Output(batched ? output : output.squeeze(0), loss);
    }

    private static long[] rows(long[] classes, int first, int end) {
        long[] out = new long[classes.length];
        int n = 0;
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] >= first && classes[i] < end) {
                out[n++] = i;
            }
        }
        return Arrays.copyOf(out, n);
    }

    private void checkTargets(Tensor x, Tensor target) {
        String name = "AdaptiveLogSoftmaxWithLoss: ";
        int dim = target.dim();
        if (dim > 1) {
            throw new IllegalArgumentException(
                    name
                            + "0D or 1D target tensor expected, multi-target not supported, got "
                            + target.shape().listText());
        }
        if (x.dim() != dim + 1) {
            throw new IllegalArgumentException(
                    name
                            + dim
                            + "D target tensor expects "
                            + (dim + 1)
                            + "D input tensors, but found inputs with size "
                            + x.shape());
        }
        if (dim == 1 && x.size(0) != target.size(0)) {
            throw new IllegalArgumentException(
                    name
                            + "Input and target should have the same size in the batch dimension,"
                            + " got "
                            + x.size(0)
                            + " and "
                            + target.size(0));
        }
        long[] classes = target.reshape(-1).toLong().toLongArray();
        long least = Arrays.stream(classes).min().orElse(0);
        long most = Arrays.stream(classes).max().orElse(0);
        if (least < 0 || most >= options.nClasses) {
            throw new IllegalArgumentException(
                    name
                            + "Target values should be in [0, "
                            + (options.nClasses - 1)
                            + "], but values in range ["
                            + least
                            + ", "
                            + most
                            + "] were found. ");
        }
    }

    /** Returns the logarithms of the probabilities of all classes, {@code (N, in) -> (N, C)}. */
    public final Tensor logProb(Tensor x) {
        Tensor logs = head.call(x).logSoftmax(1);
        int frequent = options.cutoffs[0];
        List<Tensor> parts = new ArrayList<>();
        parts.add(logs.narrow(1, 0, frequent));
        for (int c = 0; c < options.cutoffs.length; c++) {
            parts.add(cluster(c).call(x).logSoftmax(1).add(logs.narrow(1, frequent + c, 1)));
        }
        return Tensor.cat(parts, 1);
    }

    /** Returns the most probable class of each example, {@code (N, in) -> (N)}, int64. */
    public final Tensor predict(Tensor x) {
        Tensor best = head.call(x).argmax(1);
        Tensor rare = best.ge(options.cutoffs[0]);
        if (rare.any().item().doubleValue() == 0) {
            return best;
        }
        // As in PyTorch, an example whose best entry of the head is a class never gets a rare one.
        return Tensor.where(rare, logProb(x).argmax(1), best);
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }
}
