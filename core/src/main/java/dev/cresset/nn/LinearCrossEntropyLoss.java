package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.LossReduction;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The cross entropy of what a linear layer makes of its input: {@code (N, in), (N, *) -> ()}. */
public class LinearCrossEntropyLoss extends Loss {
    /** A factor for each class; null if there is none. */
    public @Nullable Tensor weight;

    /** The layer, with {@code numClasses} times the further sizes as outputs. */
    public Linear linear;

    private final Options options;

    /**
     * How the loss is made.
     *
     * @param inFeatures the size of each input
     * @param numClasses the number of classes
     * @param outFeatures the further sizes of a target
     * @param bias whether the layer has a bias
     * @param reduction what is made of the examples
     * @param weight a factor for each class {@code (C)}, or null
     * @param ignoreIndex the target class that does not count, or null for -100
     * @param labelSmoothing the share of the uniform distribution in the target, in [0, 1]
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int inFeatures,
            int numClasses,
            int[] outFeatures,
            boolean bias,
            LossReduction reduction,
            @Nullable Tensor weight,
            @Nullable Long ignoreIndex,
            double labelSmoothing,
            @Nullable DType dtype) {
        private Options with(int[] outFeatures, boolean bias, @Nullable DType dtype) {
            return new Options(
                    inFeatures,
                    numClasses,
                    outFeatures,
                    bias,
                    reduction,
                    weight,
                    ignoreIndex,
                    labelSmoothing,
                    dtype);
        }

        private Options with(
                LossReduction reduction,
                @Nullable Tensor weight,
                @Nullable Long ignoreIndex,
                double labelSmoothing) {
            return new Options(
                    inFeatures,
                    numClasses,
                    outFeatures,
                    bias,
                    reduction,
                    weight,
                    ignoreIndex,
                    labelSmoothing,
                    dtype);
        }

        /** Returns these options with further sizes of a target. */
        public Options outFeatures(int... value) {
            return with(value, bias, dtype);
        }

        /** Returns these options with or without a bias. */
        public Options bias(boolean value) {
            return with(outFeatures, value, dtype);
        }

        /** Returns these options with a reduction. */
        public Options reduction(LossReduction value) {
            return with(value, weight, ignoreIndex, labelSmoothing);
        }

        /** Returns these options with factors of the classes. */
        public Options weight(@Nullable Tensor value) {
            return with(reduction, value, ignoreIndex, labelSmoothing);
        }

        /** Returns these options with a target class that does not count. */
        public Options ignoreIndex(@Nullable Long value) {
            return with(reduction, weight, value, labelSmoothing);
        }

        /** Returns these options with a share of the uniform distribution. */
        public Options labelSmoothing(double value) {
            return with(reduction, weight, ignoreIndex, value);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return with(outFeatures, bias, value);
        }
    }

    /** Makes a loss with PyTorch's defaults. */
    public LinearCrossEntropyLoss(int inFeatures, int numClasses) {
        this(inFeatures, numClasses, o -> o);
    }

    /**
     * Makes a loss.
     *
     * @throws IllegalArgumentException if the weight's shape or the smoothing does not fit
     */
    public LinearCrossEntropyLoss(int inFeatures, int numClasses, UnaryOperator<Options> options) {
        Options o =
                options.apply(
                        new Options(
                                inFeatures,
                                numClasses,
                                new int[0],
                                false,
                                LossReduction.MEAN,
                                null,
                                null,
                                0,
                                null));
        this.options = o;
        Tensor weight = o.weight;
        if (weight != null && !weight.shape().equals(Shape.of(numClasses))) {
            throw new IllegalArgumentException(
                    "LinearCrossEntropyLoss: expected weight shape to be ("
                            + numClasses
                            + ",), got "
                            + Sizes.tuple(weight.shape().toArray()));
        }
        if (!(o.labelSmoothing >= 0 && o.labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    "LinearCrossEntropyLoss: expected label_smoothing to be in range [0, 1], got "
                            + o.labelSmoothing);
        }
        this.weight = weight == null ? null : new Buffer(weight);
        int all = Arrays.stream(o.outFeatures).reduce(numClasses, Math::multiplyExact);
        DType dtype = o.dtype;
        linear =
                new Linear(
                        inFeatures,
                        all,
                        l -> dtype == null ? l.bias(o.bias) : l.bias(o.bias).dtype(dtype));
    }

    @Override
    protected Tensor forward(Tensor x, Tensor target) {
        int rank = options.outFeatures.length;
        int[] sizes = new int[rank + 2];
        sizes[0] = options.numClasses;
        System.arraycopy(options.outFeatures, 0, sizes, 1, rank);
        sizes[rank + 1] = options.inFeatures;
        Tensor bias = linear.bias;
        return Functional.linearCrossEntropy(
                x,
                linear.weight.reshape(Shape.of(sizes)),
                target,
                o ->
                        o.linearBias(
                                        bias == null
                                                ? null
                                                : bias.reshape(
                                                        Shape.of(Arrays.copyOf(sizes, rank + 1))))
                                .weight(weight)
                                .ignoreIndex(options.ignoreIndex)
                                .reduction(options.reduction)
                                .labelSmoothing(options.labelSmoothing));
    }

    /** Returns how the loss was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "in_features="
                + options.inFeatures
                + ", num_classes="
                + options.numClasses
                + ", out_features="
                + Sizes.tuple(options.outFeatures)
                + ", bias="
                + PythonText.repr(linear.bias != null)
                + ", reduction="
                + options.reduction.name().toLowerCase(Locale.ROOT)
                + ", ignore_index="
                + PythonText.repr(options.ignoreIndex)
                + ", label_smoothing="
                + PythonText.repr(options.labelSmoothing)
                + ", options=None";
    }
}
