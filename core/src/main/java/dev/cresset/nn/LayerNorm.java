package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Normalises over the last dimensions (Ba et al. 2016): {@code (*, shape) -> (*, shape)}. */
public class LayerNorm extends Layer {
    /** The scale of each element; null if there is none. */
    public @Nullable Tensor weight;

    /** The shift of each element; null if there is none. */
    public @Nullable Tensor bias;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param normalizedShape the sizes of the last dimensions
     * @param eps what is added to the variance
     * @param elementwiseAffine whether a scale is learnt
     * @param bias whether, with a scale, a shift is learnt
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int[] normalizedShape,
            double eps,
            boolean elementwiseAffine,
            boolean bias,
            @Nullable DType dtype) {
        /** Returns these options with what is added to the variance. */
        public Options eps(double value) {
            return new Options(normalizedShape, value, elementwiseAffine, bias, dtype);
        }

        /** Returns these options with or without scale and shift. */
        public Options elementwiseAffine(boolean value) {
            return new Options(normalizedShape, eps, value, bias, dtype);
        }

        /** Returns these options with or without a shift. */
        public Options bias(boolean value) {
            return new Options(normalizedShape, eps, elementwiseAffine, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return new Options(normalizedShape, eps, elementwiseAffine, bias, value);
        }
    }

    /** Makes a layer with scale and shift. */
    public LayerNorm(int... normalizedShape) {
        this(normalizedShape, o -> o);
    }

    /** Makes a layer over the last dimension. */
    public LayerNorm(int normalizedShape, UnaryOperator<Options> options) {
        this(new int[] {normalizedShape}, options);
    }

    /** Makes a layer. */
    public LayerNorm(int[] normalizedShape, UnaryOperator<Options> options) {
        this.options = options.apply(new Options(normalizedShape, 1e-5, true, true, null));
        if (this.options.elementwiseAffine) {
            weight = new Parameter(made());
            bias = this.options.bias ? new Parameter(made()) : null;
        }
        resetParameters();
    }

    private Tensor made() {
        DType dtype = options.dtype;
        return dtype == null
                ? empty(options.normalizedShape)
                : empty(dtype, options.normalizedShape);
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
        return Functional.layerNorm(x, options.normalizedShape, weight, bias, options.eps);
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return Sizes.tuple(options.normalizedShape)
                + ", eps="
                + PythonText.repr(options.eps)
                + ", elementwise_affine="
                + PythonText.repr(options.elementwiseAffine)
                + ", bias="
                + PythonText.repr(bias != null);
    }
}
