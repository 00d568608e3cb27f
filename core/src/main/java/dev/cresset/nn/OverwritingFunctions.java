package dev.cresset.nn;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Functions that leave their result in their input, as PyTorch's do with {@code inplace=True}.
 *
 * <p>Each returns the input, and fails as every in-place operation does: for a leaf that requires
 * grad, or if the input is needed for backward.
 */
abstract sealed class OverwritingFunctions extends LikelihoodFunctions permits Functional {
    OverwritingFunctions() {}

    /** Writes {@link #relu} of x to x. */
    public static Tensor relu_(Tensor x) {
        return x.relu_();
    }

    /** Writes {@link #relu6} of x to x. */
    public static Tensor relu6_(Tensor x) {
        return Overwriting.by(x, Functional::relu6);
    }

    /** Writes {@link #leakyRelu(Tensor)} of x to x. */
    public static Tensor leakyRelu_(Tensor x) {
        return leakyRelu_(x, 0.01);
    }

    /** Writes {@link #leakyRelu(Tensor, double)} of x to x. */
    public static Tensor leakyRelu_(Tensor x, double negativeSlope) {
        return Overwriting.by(x, t -> leakyRelu(t, negativeSlope));
    }

    /** Writes {@link #rrelu(Tensor)} of x to x. */
    public static Tensor rrelu_(Tensor x) {
        return rrelu_(x, 1.0 / 8, 1.0 / 3, false, null);
    }

    /** Writes {@link #rrelu(Tensor, double, double, boolean, Generator)} of x to x. */
    public static Tensor rrelu_(
            Tensor x, double lower, double upper, boolean training, @Nullable Generator generator) {
        return Overwriting.by(x, t -> rrelu(t, lower, upper, training, generator));
    }

    /** Writes {@link #elu(Tensor)} of x to x. */
    public static Tensor elu_(Tensor x) {
        return elu_(x, 1);
    }

    /** Writes {@link #elu(Tensor, double)} of x to x. */
    public static Tensor elu_(Tensor x, double alpha) {
        return Overwriting.by(x, t -> elu(t, alpha));
    }

    /** Writes {@link #selu} of x to x. */
    public static Tensor selu_(Tensor x) {
        return Overwriting.by(x, Functional::selu);
    }

    /** Writes {@link #celu(Tensor)} of x to x. */
    public static Tensor celu_(Tensor x) {
        return celu_(x, 1);
    }

    /** Writes {@link #celu(Tensor, double)} of x to x. */
    public static Tensor celu_(Tensor x, double alpha) {
        return Overwriting.by(x, t -> celu(t, alpha));
    }

    /** Writes {@link #silu} of x to x. */
    public static Tensor silu_(Tensor x) {
        return Overwriting.by(x, Functional::silu);
    }

    /** Writes {@link #mish} of x to x. */
    public static Tensor mish_(Tensor x) {
        return Overwriting.by(x, Functional::mish);
    }

    /** Writes {@link #hardswish} of x to x. */
    public static Tensor hardswish_(Tensor x) {
        return Overwriting.by(x, Functional::hardswish);
    }

    /** Writes {@link #hardsigmoid} of x to x. */
    public static Tensor hardsigmoid_(Tensor x) {
        return Overwriting.by(x, Functional::hardsigmoid);
    }

    /** Writes {@link #hardtanh(Tensor)} of x to x. */
    public static Tensor hardtanh_(Tensor x) {
        return hardtanh_(x, -1, 1);
    }

    /** Writes {@link #hardtanh(Tensor, double, double)} of x to x. */
    public static Tensor hardtanh_(Tensor x, double min, double max) {
        return Overwriting.by(x, t -> hardtanh(t, min, max));
    }

    /** Writes {@link #threshold} of x to x. */
    public static Tensor threshold_(Tensor x, double threshold, double value) {
        return Overwriting.by(x, t -> threshold(t, threshold, value));
    }

    /** Writes {@link #dropout(Tensor, double, boolean)} of x to x. */
    public static Tensor dropout_(Tensor x, double p, boolean training) {
        return Overwriting.by(x, t -> dropout(t, p, training));
    }

    /** Writes {@link #dropout1d} of x to x. */
    public static Tensor dropout1d_(Tensor x, double p, boolean training) {
        return Overwriting.by(x, t -> dropout1d(t, p, training));
    }

    /** Writes {@link #dropout2d} of x to x. */
    public static Tensor dropout2d_(Tensor x, double p, boolean training) {
        return Overwriting.by(x, t -> dropout2d(t, p, training));
    }

    /** Writes {@link #dropout3d} of x to x. */
    public static Tensor dropout3d_(Tensor x, double p, boolean training) {
        return Overwriting.by(x, t -> dropout3d(t, p, training));
    }

    /** Writes {@link #alphaDropout} of x to x. */
    public static Tensor alphaDropout_(Tensor x, double p, boolean training) {
        return Overwriting.by(x, t -> alphaDropout(t, p, training));
    }

    /** Writes {@link #featureAlphaDropout} of x to x. */
    public static Tensor featureAlphaDropout_(Tensor x, double p, boolean training) {
        return Overwriting.by(x, t -> featureAlphaDropout(t, p, training));
    }
}
