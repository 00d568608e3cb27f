package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bilinear map: {@code y_o = x1' W_o x2 + b_o}, {@code (*, in1), (*, in2) -> (*, out)}.
 *
 * <p>{@code W (out, in1, in2)} and {@code b (out)} start uniform within {@code ±1/sqrt(in1)}.
 */
public class Bilinear extends Module {
    /** The matrices, {@code (out, in1, in2)}. */
    public Tensor weight;

    /** What is added, {@code (out)}; null if there is none. */
    public @Nullable Tensor bias;

    private final Options options;

    /**
     * How the layer is made.
     *
     * @param in1Features the size of each first input
     * @param in2Features the size of each second input
     * @param outFeatures the size of each output
     * @param bias whether a bias is learnt
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int in1Features,
            int in2Features,
            int outFeatures,
            boolean bias,
            @Nullable DType dtype) {
        /** Returns these options with or without a bias. */
        public Options bias(boolean value) {
            return new Options(in1Features, in2Features, outFeatures, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return new Options(in1Features, in2Features, outFeatures, bias, value);
        }
    }

    /** Makes a layer with a bias. */
    public Bilinear(int in1Features, int in2Features, int outFeatures) {
        this(in1Features, in2Features, outFeatures, o -> o);
    }

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if the first inputs have no features
     */
    public Bilinear(
            int in1Features, int in2Features, int outFeatures, UnaryOperator<Options> options) {
        this.options =
                options.apply(new Options(in1Features, in2Features, outFeatures, true, null));
        if (in1Features <= 0) {
            throw new IllegalArgumentException(
                    "Bilinear: in1_features must be > 0, but got (in1_features="
                            + in1Features
                            + ")");
        }
        weight = new Parameter(made(outFeatures, in1Features, in2Features));
        bias = this.options.bias ? new Parameter(made(outFeatures)) : null;
        resetParameters();
    }

    private Tensor made(int... sizes) {
        DType dtype = options.dtype;
        return dtype == null ? empty(sizes) : empty(dtype, sizes);
    }

    /** Draws the parameters anew. */
    public void resetParameters() {
        double bound = 1 / Math.sqrt(options.in1Features);
        Init.uniform_(weight, -bound, bound);
        if (bias != null) {
            Init.uniform_(bias, -bound, bound);
        }
    }

    /** Returns the output for two inputs whose leading sizes are the same. */
    public final Tensor call(Tensor x1, Tensor x2) {
        return hooked(
                List.of(x1, x2), in -> Functional.bilinear(in.get(0), in.get(1), weight, bias));
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "in1_features="
                + options.in1Features
                + ", in2_features="
                + options.in2Features
                + ", out_features="
                + options.outFeatures
                + ", bias="
                + PythonText.repr(bias != null);
    }
}
