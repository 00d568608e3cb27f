package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** {@code x > threshold ? x : value}, elementwise. */
public class Threshold extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param threshold what x must exceed
     * @param value what takes its place else
     * @param inplace whether the input is overwritten
     */
    public record Options(Number threshold, Number value, boolean inplace) {
        /** Returns these options with what x must exceed. */
        public Options threshold(Number given) {
            return new Options(given, value, inplace);
        }

        /** Returns these options with what takes its place else. */
        public Options value(Number given) {
            return new Options(threshold, given, inplace);
        }

        /** Returns these options, overwriting the input or not. */
        public Options inplace(boolean given) {
            return new Options(threshold, value, given);
        }
    }

    /** Makes a layer. */
    public Threshold(Number threshold, Number value) {
        this(o -> o.threshold(threshold).value(value));
    }

    /** Makes a layer. */
    public Threshold(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(0.0, 0.0, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return options.inplace ? Overwriting.by(x, this::of) : of(x);
    }

    private Tensor of(Tensor x) {
        return Functional.threshold(
                x, options.threshold.doubleValue(), options.value.doubleValue());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "threshold="
                + PythonText.repr(options.threshold)
                + ", value="
                + PythonText.repr(options.value)
                + (options.inplace ? ", inplace=True" : "");
    }
}
