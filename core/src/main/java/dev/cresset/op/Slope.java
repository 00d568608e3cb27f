package dev.cresset.op;

import java.util.Locale;

/**
 * A gradient g times the slope of a function, in one pass: inputs (g, y) with the function's result
 * y, or (g, x) with its argument x; floats.
 *
 * <p>Not differentiable: used where no derivative of it is asked for, else the formula of tensor
 * methods is.
 */
public enum Slope implements Elementwise {
    /** {@code y <= 0 ? 0 : g} for {@code y = relu(x)}. */
    RELU("reluSlope"),
    /** {@code g (1 - y^2)} for {@code y = tanh(x)}. */
    TANH("tanhSlope"),
    /** {@code g (1 - y) y} for {@code y = sigmoid(x)}. */
    SIGMOID("sigmoidSlope"),
    /** {@code g (Phi(x) + x phi(x))} of {@code gelu(x)}. */
    GELU("geluSlope"),
    /** The slope of gelu with PyTorch's approximation by tanh, at x. */
    GELU_TANH("geluTanhSlope"),
    /** {@code g s (1 + x (1 - s))} for {@code s = sigmoid(x)}. */
    SILU("siluSlope");

    private final String kernel;

    Slope(String kernel) {
        this.kernel = kernel;
    }

    @Override
    public Result result() {
        return Result.SAME;
    }

    @Override
    public String kernel() {
        return kernel;
    }

    /** Returns the name in snake case: {@code relu_slope}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT) + "_slope";
    }
}
