package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An affine map: {@code y = x W^T + b}, {@code x (*, in) -> (*, out)}.
 *
 * <p>{@code W (out, in)} and {@code b (out)} start uniform within {@code ±1/sqrt(in)}.
 */
public class Linear extends Layer {
    /** The matrix, {@code (out, in)}. */
    public Tensor weight;

    /** What is added, {@code (out)}; null if there is none. */
    public @Nullable Tensor bias;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param inFeatures the size of each input
     * @param outFeatures the size of each output
     * @param bias whether a bias is learnt
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(int inFeatures, int outFeatures, boolean bias, @Nullable DType dtype) {
        /** Returns these options with or without a bias. */
        public Options bias(boolean value) {
            return new Options(inFeatures, outFeatures, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return new Options(inFeatures, outFeatures, bias, value);
        }
    }

    /** Makes a layer with a bias. */
    public Linear(int inFeatures, int outFeatures) {
        this(inFeatures, outFeatures, o -> o);
    }

    /** Makes a layer. */
    public Linear(int inFeatures, int outFeatures, UnaryOperator<Options> options) {
        this.options = options.apply(new Options(inFeatures, outFeatures, true, null));
        int in = this.options.inFeatures;
        int out = this.options.outFeatures;
        weight = new Parameter(made(out, in));
        bias = this.options.bias ? new Parameter(made(out)) : null;
        resetParameters();
    }

    private Tensor made(int... sizes) {
        DType dtype = options.dtype;
        return dtype == null ? empty(sizes) : empty(dtype, sizes);
    }

    /** Draws the parameters anew. */
    public void resetParameters() {
        Init.kaimingUniform_(weight, o -> o.a(Math.sqrt(5)));
        if (bias != null) {
            double bound = options.inFeatures > 0 ? 1 / Math.sqrt(options.inFeatures) : 0;
            Init.uniform_(bias, -bound, bound);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.linear(x, weight, bias);
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "in_features="
                + options.inFeatures
                + ", out_features="
                + options.outFeatures
                + ", bias="
                + (bias == null ? "False" : "True");
    }
}
