package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Divides by the root mean square over the last dimensions (Zhang and Sennrich 2019). */
public class RMSNorm extends Layer {
    /** The scale of each element; null if there is none. */
    public @Nullable Tensor weight;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param normalizedShape the sizes of the last dimensions
     * @param eps what is added to the mean square; null for the dtype's machine epsilon
     * @param elementwiseAffine whether a scale is learnt
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int[] normalizedShape,
            @Nullable Double eps,
            boolean elementwiseAffine,
            @Nullable DType dtype) {
        /** Returns these options with what is added to the mean square. */
        public Options eps(@Nullable Double value) {
            return new Options(normalizedShape, value, elementwiseAffine, dtype);
        }

        /** Returns these options with or without a scale. */
        public Options elementwiseAffine(boolean value) {
            return new Options(normalizedShape, eps, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return new Options(normalizedShape, eps, elementwiseAffine, value);
        }
    }

    /** Makes a layer with a scale. */
    public RMSNorm(int... normalizedShape) {
        this(normalizedShape, o -> o);
    }

    /** Makes a layer. */
    public RMSNorm(int[] normalizedShape, UnaryOperator<Options> options) {
        this.options = options.apply(new Options(normalizedShape, null, true, null));
        DType dtype = this.options.dtype;
        int[] sizes = this.options.normalizedShape;
        if (this.options.elementwiseAffine) {
            weight = new Parameter(dtype == null ? empty(sizes) : empty(dtype, sizes));
        }
        resetParameters();
    }

    /** Sets the scale to 1. */
    public void resetParameters() {
        if (weight != null) {
            Init.ones_(weight);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.rmsNorm(x, options.normalizedShape, weight, options.eps);
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
                + PythonText.repr(options.elementwiseAffine);
    }
}
