package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code (sum of x^p)^(1/p)} of each window of one to three dimensions. */
public abstract sealed class LPPoolNd extends Layer permits LPPool1d, LPPool2d, LPPool3d {
    private final int dimensions;
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

    LPPoolNd(int dimensions, Number normType, int[] kernelSize, UnaryOperator<Options> options) {
        this.dimensions = dimensions;
        this.options = options.apply(new Options(normType, kernelSize, null, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return UnevenPoolingFunctions.lpPool(
                dimensions,
                x,
                options.normType.doubleValue(),
                new LPPoolOptions(options.kernelSize, options.stride, options.ceilMode));
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
