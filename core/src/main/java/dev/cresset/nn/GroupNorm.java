package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Normalises groups of channels of each example (Wu and He 2018): {@code (N, C, *)}. */
public class GroupNorm extends Layer {
    /** The scale of each channel, {@code (C)}; null if there is none. */
    public @Nullable Tensor weight;

    /** The shift of each channel, {@code (C)}; null if there is none. */
    public @Nullable Tensor bias;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param numGroups the number of groups
     * @param numChannels the number of channels
     * @param eps what is added to the variance
     * @param affine whether a scale is learnt
     * @param bias whether, with a scale, a shift is learnt
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int numGroups,
            int numChannels,
            double eps,
            boolean affine,
            boolean bias,
            @Nullable DType dtype) {
        /** Returns these options with what is added to the variance. */
        public Options eps(double value) {
            return new Options(numGroups, numChannels, value, affine, bias, dtype);
        }

        /** Returns these options with or without scale and shift. */
        public Options affine(boolean value) {
            return new Options(numGroups, numChannels, eps, value, bias, dtype);
        }

        /** Returns these options with or without a shift. */
        public Options bias(boolean value) {
            return new Options(numGroups, numChannels, eps, affine, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return new Options(numGroups, numChannels, eps, affine, bias, value);
        }
    }

    /** Makes a layer with scale and shift. */
    public GroupNorm(int numGroups, int numChannels) {
        this(numGroups, numChannels, o -> o);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    public GroupNorm(int numGroups, int numChannels, UnaryOperator<Options> options) {
        this.options = options.apply(new Options(numGroups, numChannels, 1e-5, true, true, null));
        if (numGroups <= 0 || numChannels % numGroups != 0) {
            throw new IllegalArgumentException(
                    "GroupNorm: num_channels ("
                            + numChannels
                            + ") must be divisible by num_groups ("
                            + numGroups
                            + ")");
        }
        if (this.options.affine) {
            weight = new Parameter(made());
            bias = this.options.bias ? new Parameter(made()) : null;
        }
        resetParameters();
    }

    private Tensor made() {
        DType dtype = options.dtype;
        return dtype == null ? empty(options.numChannels) : empty(dtype, options.numChannels);
    }

    /** Sets the scale to 1 and the shift to 0. */
    public void resetParameters() {
        if (weight != null) {
            Init.ones_(weight);
        }
        if (bias != null) {
            Init.zeros_(bias);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.groupNorm(x, options.numGroups, weight, bias, options.eps);
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return options.numGroups
                + ", "
                + options.numChannels
                + ", eps="
                + PythonText.repr(options.eps)
                + ", affine="
                + PythonText.repr(options.affine)
                + ", bias="
                + PythonText.repr(bias != null);
    }
}
