package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** Torch7's normalisation across maps, {@code (N, C, H, W)} in and out, with its own gradient. */
public class CrossMapLRN2d extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param size the number of channels
     * @param alpha what the mean is multiplied by
     * @param beta the exponent
     * @param k what is added
     */
    public record Options(int size, Number alpha, Number beta, Number k) {
        /** Returns these options with a factor. */
        public Options alpha(Number value) {
            return new Options(size, value, beta, k);
        }

        /** Returns these options with an exponent. */
        public Options beta(Number value) {
            return new Options(size, alpha, value, k);
        }

        /** Returns these options with what is added. */
        public Options k(Number value) {
            return new Options(size, alpha, beta, value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public CrossMapLRN2d(int size) {
        this(size, o -> o);
    }

    /** Makes a layer. */
    public CrossMapLRN2d(int size, UnaryOperator<Options> options) {
        this.options = options.apply(new Options(size, 1e-4, 0.75, 1));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return ResponseNormalization.crossMap(
                x,
                options.size,
                options.alpha.doubleValue(),
                options.beta.doubleValue(),
                options.k.doubleValue());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return options.size
                + ", alpha="
                + PythonText.repr(options.alpha)
                + ", beta="
                + PythonText.repr(options.beta)
                + ", k="
                + PythonText.repr(options.k);
    }
}
