package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Planes of other sizes: {@code (N, C, *) -> (N, C, *)} with one to three spatial dimensions.
 *
 * <pre>{@code
 * new Upsample(o -> o.scaleFactor(2).mode(InterpolateMode.BILINEAR))
 * }</pre>
 */
public class Upsample extends Layer {
    private final InterpolateOptions options;

    /** Makes a layer; the options say which sizes. */
    public Upsample(UnaryOperator<InterpolateOptions> options) {
        this.options = options.apply(InterpolateOptions.DEFAULT);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.interpolate(x, o -> options);
    }

    /** Returns to which sizes and how. */
    public final InterpolateOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        double[] factors = options.scaleFactor();
        int[] size = options.size();
        String what;
        if (factors != null) {
            Object[] all = Arrays.stream(factors).boxed().toArray();
            what =
                    "scale_factor="
                            + PythonText.repr(all.length == 1 ? all[0] : PythonText.tuple(all));
        } else {
            what = "size=" + (size == null ? "None" : Sizes.text(size));
        }
        return what + ", mode='" + options.mode() + "'";
    }
}
