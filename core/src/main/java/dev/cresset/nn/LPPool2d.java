package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code (sum of x^p)^(1/p)} of each window: {@code (N, C, H, W) -> (N, C, *)}, with or without N.
 */
public class LPPool2d extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param normType p
     * @param kernelSize the sizes of a window
     * @param stride the steps from window to window; null: as {@code kernelSize}
     * @param ceilMode whether a last window may begin inside and end outside
     */
    public record Options(
            Number normType, int[] kernelSize, int @Nullable [] stride, boolean ceilMode) {
        /** Returns these options with steps. */
        public Options stride(int... value) {
            return new Options(normType, kernelSize, value, ceilMode);
        }

        /** Returns these options with or without a last, incomplete window. */
        public Options ceilMode(boolean value) {
            return new Options(normType, kernelSize, stride, value);
        }
    }

    /** Makes a layer with windows side by side. */
    public LPPool2d(Number normType, int... kernelSize) {
        this(normType, kernelSize, o -> o);
    }

    /** Makes a layer. */
    public LPPool2d(Number normType, int kernelSize, UnaryOperator<Options> options) {
        this(normType, new int[] {kernelSize}, options);
    }

    /** Makes a layer. */
    public LPPool2d(Number normType, int[] kernelSize, UnaryOperator<Options> options) {
        this.options = options.apply(new Options(normType, kernelSize, null, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.lpPool2d(
                x,
                options.normType.doubleValue(),
                options.kernelSize,
                o -> new LPPoolOptions(options.kernelSize, options.stride, options.ceilMode));
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "norm_type="
                + PythonText.repr(options.normType)
                + ", kernel_size="
                + Sizes.text(options.kernelSize)
                + ", stride="
                + (options.stride == null ? "None" : Sizes.text(options.stride))
                + ", ceil_mode="
                + (options.ceilMode ? "True" : "False");
    }
}
