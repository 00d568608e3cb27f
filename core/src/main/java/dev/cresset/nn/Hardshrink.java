package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** x, and 0 where {@code |x| <= lambda}, elementwise. */
public class Hardshrink extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param lambda half the width of the gap
     */
    public record Options(Number lambda) {
        /** Returns these options with half the width of the gap. */
        public Options lambda(Number value) {
            return new Options(value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public Hardshrink() {
        this(o -> o);
    }

    /** Makes a layer with half the width of the gap. */
    public Hardshrink(Number lambda) {
        this(o -> o.lambda(lambda));
    }

    /** Makes a layer. */
    public Hardshrink(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(0.5));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.hardshrink(x, options.lambda.doubleValue());
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return PythonText.repr(options.lambda);
    }
}
