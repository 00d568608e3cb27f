package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** x held within [min, max], elementwise; the gradient at the bounds is 0. */
public class Hardtanh extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param minVal the lower bound
     * @param maxVal the upper bound
     * @param inplace whether the input is overwritten
     */
    public record Options(Number minVal, Number maxVal, boolean inplace) {
        /** Returns these options with the lower bound. */
        public Options minVal(Number value) {
            return new Options(value, maxVal, inplace);
        }

        /** Returns these options with the upper bound. */
        public Options maxVal(Number value) {
            return new Options(minVal, value, inplace);
        }

        /** Returns these options, overwriting the input or not. */
        public Options inplace(boolean value) {
            return new Options(minVal, maxVal, value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public Hardtanh() {
        this(o -> o);
    }

    /** Makes a layer with bounds. */
    public Hardtanh(Number minVal, Number maxVal) {
        this(o -> o.minVal(minVal).maxVal(maxVal));
    }

    /** Makes a layer. */
    public Hardtanh(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(-1.0, 1.0, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.hardtanh(x, options.minVal.doubleValue(), options.maxVal.doubleValue());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "min_val="
                + PythonText.repr(options.minVal)
                + ", max_val="
                + PythonText.repr(options.maxVal)
                + (options.inplace ? ", inplace=True" : "");
    }
}
