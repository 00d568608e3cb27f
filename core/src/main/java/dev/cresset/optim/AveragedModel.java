package dev.cresset.optim;

import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.tensor;

import dev.cresset.Buffer;
import dev.cresset.Tensor;
import dev.cresset.nn.BatchNormNd;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import dev.cresset.nn.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a model whose parameters are averages of the model's over time: stochastic weight
 * averaging (Izmailov et al. 2018) or, on request, an exponential moving average.
 *
 * <pre>{@code
 * var averaged = new AveragedModel<>(net, o -> o.avgFn(AveragedModel.getEmaAvgFn(0.999)));
 * for (var batch : loader) {
 *   train(net, batch);
 *   averaged.updateParameters(net);
 * }
 * AveragedModel.updateBn(inputs, averaged);   // if net has batch normalisation
 * Tensor y = averaged.call(x);
 * }</pre>
 *
 * <p>A model that is not a {@link Layer} is called through {@link #module}.
 *
 * @param <M> the model
 */
public final class AveragedModel<M extends Module> extends Layer {
    /** The copy that holds the averages. */
    public final M module;

    /** The number of models that were averaged, int64. */
    @Name("n_averaged")
    public final Buffer nAveraged = new Buffer(tensor(0L));

    private final Options options;

    /** Averages one parameter. */
    @FunctionalInterface
    public interface AvgFn {
        /**
         * Returns the next average; called without recording.
         *
         * @param averaged the average so far
         * @param current the model's value
         * @param numAveraged the number of models in the average so far, int64, 0-dim
         */
        Tensor apply(Tensor averaged, Tensor current, Tensor numAveraged);
    }

    /** Averages all parameters of one dtype. */
    @FunctionalInterface
    public interface MultiAvgFn {
        /**
         * Changes the averages in place; called without recording.
         *
         * @param averaged the averages so far
         * @param current the model's values
         * @param numAveraged the number of models in the averages so far, int64, 0-dim
         */
        void apply(List<Tensor> averaged, List<Tensor> current, Tensor numAveraged);
    }

    /**
     * The options.
     *
     * @param avgFn how a parameter is averaged; null: all models have equal weights
     * @param multiAvgFn how all parameters of one dtype are averaged, instead of {@code avgFn}
     * @param useBuffers whether buffers are averaged rather than copied
     */
    public record Options(
            @Nullable AvgFn avgFn, @Nullable MultiAvgFn multiAvgFn, boolean useBuffers) {
        static final Options DEFAULTS = new Options(null, null, false);

        /** Returns these options with an average of one parameter. */
        public Options avgFn(@Nullable AvgFn value) {
            return new Options(value, multiAvgFn, useBuffers);
        }

        /** Returns these options with an average of all parameters of one dtype. */
        public Options multiAvgFn(@Nullable MultiAvgFn value) {
            return new Options(avgFn, value, useBuffers);
        }

        /** Returns these options with averaged or copied buffers. */
        public Options useBuffers(boolean value) {
            return new Options(avgFn, multiAvgFn, value);
        }
    }

    /** Makes a copy of a model that averages with equal weights. */
    public AveragedModel(M model) {
        this(model, o -> o);
    }

    /**
     * Makes a copy of a model.
     *
     * @throws IllegalArgumentException if both kinds of functions are given
     * @throws IllegalStateException if the model cannot be copied
     */
    public AveragedModel(M model, UnaryOperator<Options> options) {
        this(options, model.copy());
    }

    private AveragedModel(UnaryOperator<Options> options, M copy) {
        Options o = options.apply(Options.DEFAULTS);
        if (o.avgFn != null && o.multiAvgFn != null) {
            throw new IllegalArgumentException(
                    "AveragedModel: Only one of avgFn and multiAvgFn should be provided");
        }
        module = copy;
        this.options = o;
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (module instanceof Layer layer) {
            return layer.call(x);
        }
        throw new IllegalStateException(
                "AveragedModel: a "
                        + module.getClass().getSimpleName()
                        + " does not turn a tensor into a tensor: call averaged.module instead");
    }

    /**
     * Takes a model's present parameters into the averages: the first time they are copied.
     *
     * @throws IllegalArgumentException if the model has other parameters or buffers than the copy;
     *     nothing has changed then
     */
    public void updateParameters(Module model) {
        List<Tensor> mine = new ArrayList<>(module.parameters());
        List<Tensor> theirs = new ArrayList<>(model.parameters());
        List<Tensor> buffers = new ArrayList<>(module.buffers());
        List<Tensor> given = new ArrayList<>(model.buffers());
        checkShapes(mine, theirs);
        checkShapes(buffers, given);
        if (options.useBuffers) {
            mine.addAll(buffers);
            theirs.addAll(given);
        }
        noGrad(() -> {
            average(detached(mine), detached(theirs));
            if (!options.useBuffers) {
                copy(given, buffers);
            }
            nAveraged.add_(1);
        });
    }

    private static void checkShapes(List<Tensor> mine, List<Tensor> theirs) {
        List<?> expected = mine.stream().map(Tensor::shape).toList();
        List<?> actual = theirs.stream().map(Tensor::shape).toList();
        if (!expected.equals(actual)) {
            throw new IllegalArgumentException(
                    "AveragedModel.updateParameters: the model has tensors of shapes "
                            + actual
                            + ", its average of "
                            + expected);
        }
    }

    private static List<Tensor> detached(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::detach).toList();
    }

    private static void copy(List<Tensor> from, List<Tensor> to) {
        for (int i = 0; i < to.size(); i++) {
            to.get(i).detach().copy_(from.get(i));
        }
    }

    private void average(List<Tensor> mine, List<Tensor> theirs) {
        if (nAveraged.item().longValue() == 0) {
            copy(theirs, mine);
            return;
        }
        MultiAvgFn multi = options.multiAvgFn;
        if (multi == null) {
            AvgFn one = options.avgFn == null ? getSwaAvgFn() : options.avgFn;
            for (int i = 0; i < mine.size(); i++) {
                mine.get(i).copy_(one.apply(mine.get(i), theirs.get(i), nAveraged.detach()));
            }
            return;
        }
        Map<Object, List<List<Tensor>>> byType = new LinkedHashMap<>();
        for (int i = 0; i < mine.size(); i++) {
            List<List<Tensor>> lists =
                    byType.computeIfAbsent(
                            mine.get(i).dtype(),
                            d -> List.of(new ArrayList<>(), new ArrayList<>()));
            lists.get(0).add(mine.get(i));
            lists.get(1).add(theirs.get(i));
        }
        byType.values().forEach(p -> multi.apply(p.get(0), p.get(1), nAveraged.detach()));
    }

    // ---- functions

    /** Returns the mean with equal weights: {@code a + (x - a) / (n + 1)}. */
    public static AvgFn getSwaAvgFn() {
        return (averaged, current, n) -> averaged.add(current.sub(averaged).div(n.add(1)));
    }

    /** Returns the exponential moving average with decay 0.999. */
    public static AvgFn getEmaAvgFn() {
        return getEmaAvgFn(0.999);
    }

    /**
     * Returns the exponential moving average: {@code decay * a + (1 - decay) * x}.
     *
     * @throws IllegalArgumentException if the decay is not in [0, 1]
     */
    public static AvgFn getEmaAvgFn(double decay) {
        checkDecay(decay);
        return (averaged, current, n) -> averaged.mul(decay).add(current.mul(1 - decay));
    }

    /** Returns the mean with equal weights, of all parameters at once. */
    public static MultiAvgFn getSwaMultiAvgFn() {
        return (averaged, current, n) -> {
            double weight = 1 / (n.item().doubleValue() + 1);
            for (int i = 0; i < averaged.size(); i++) {
                Tensor a = averaged.get(i);
                if (a.dtype().isFloatingPoint()) {
                    a.lerp_(current.get(i), weight);
                } else {
                    a.copy_(a.add(current.get(i).sub(a).div(n.add(1))));
                }
            }
        };
    }

    /** Returns the exponential moving average with decay 0.999, of all parameters at once. */
    public static MultiAvgFn getEmaMultiAvgFn() {
        return getEmaMultiAvgFn(0.999);
    }

    /**
     * Returns the exponential moving average of all parameters at once.
     *
     * @throws IllegalArgumentException if the decay is not in [0, 1]
     */
    public static MultiAvgFn getEmaMultiAvgFn(double decay) {
        checkDecay(decay);
        return (averaged, current, n) -> {
            for (int i = 0; i < averaged.size(); i++) {
                Tensor a = averaged.get(i);
                if (a.dtype().isFloatingPoint()) {
                    a.lerp_(current.get(i), 1 - decay);
                } else {
                    a.copy_(a.mul(decay).add(current.get(i).mul(1 - decay)));
                }
            }
        };
    }

    private static void checkDecay(double decay) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new IllegalArgumentException(
                    "Invalid decay value "
                            + decay
                            + " provided. Please provide a value in [0,1] range.");
        }
    }

    // ---- batch normalisation

    /**
     * Computes the running statistics of a model's batch normalisations anew, as means over all
     * batches: those of the averaged model are not averages. The modes are left as they were.
     *
     * @param inputs the batches, such as {@code batches.map(b -> b.x())}
     */
    public static void updateBn(Iterable<Tensor> inputs, Layer model) {
        Map<BatchNormNd, @Nullable Double> momenta = new LinkedHashMap<>();
        for (Module m : model.modules()) {
            if (m instanceof BatchNormNd norm) {
                norm.resetRunningStats();
                momenta.put(norm, norm.options().momentum());
            }
        }
        if (momenta.isEmpty()) {
            return;
        }
        boolean wasTraining = model.isTraining();
        model.train();
        momenta.keySet().forEach(norm -> norm.momentum(null));
        try {
            noGrad(() -> inputs.forEach(model::call));
        } finally {
            momenta.forEach(BatchNormNd::momentum);
            model.train(wasTraining);
        }
    }
}
