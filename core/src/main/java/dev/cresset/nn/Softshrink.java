package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/** x moved by lambda towards 0, and 0 within lambda of it, elementwise. */
public class Softshrink extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param lambda how far x moves
     */
    public record Options(Number lambda) {
        /** Returns these options with how far x moves. */
        public Options lambda(Number value) {
            return new Options(value);
        }
    }

    /** Makes a layer with PyTorch's defaults. */
    public Softshrink() {
        this(o -> o);
    }

    /** Makes a layer with how far x moves. */
    public Softshrink(Number lambda) {
        this(o -> o.lambda(lambda));
    }

    /** Makes a layer. */
    public Softshrink(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(0.5));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.softshrink(x, options.lambda.doubleValue());
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
