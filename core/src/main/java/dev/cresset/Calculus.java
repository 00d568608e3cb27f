package dev.cresset;

import java.util.List;
import java.util.function.UnaryOperator;

/** Derivatives and integrals of sampled functions. */
sealed interface Calculus permits Tensor {
    /**
     * Returns estimates of the derivative along each dimension, of samples at distance 1.
     *
     * @throws IllegalArgumentException if a dimension has fewer than 2 samples, or for uint8
     */
    default List<Tensor> gradient() {
        return gradient(o -> o);
    }

    /**
     * Returns estimates of the derivative along some dimensions: second-order differences of
     * neighbours inside, one-sided ones at the ends.
     *
     * <p>{@code x.gradient(o -> o.dims(0).spacing(0.5))}
     *
     * @throws IllegalArgumentException if a dimension has fewer than {@code edgeOrder + 1} samples,
     *     is named twice, or the spacing does not go with the dimensions
     */
    default List<Tensor> gradient(UnaryOperator<GradientOptions> options) {
        return Differences.gradient(self(), options.apply(GradientOptions.DEFAULT));
    }

    /** Returns the integral along the last dimension by the trapezoidal rule, of step 1. */
    default Tensor trapezoid() {
        return trapezoid(1, -1);
    }

    /** Returns the integral along a dimension by the trapezoidal rule, of a constant step. */
    default Tensor trapezoid(double dx, int dim) {
        return Trapezoids.trapezoid(self(), dx, dim);
    }

    /**
     * Returns the integral along a dimension by the trapezoidal rule, {@code sum (x[i+1] - x[i])
     * (y[i] + y[i+1]) / 2}, where this is y.
     *
     * @param x where the samples are: a vector, or broadcastable to this
     */
    default Tensor trapezoid(Tensor x, int dim) {
        return Trapezoids.trapezoid(self(), x, dim);
    }

    /**
     * Returns the integrals up to each sample but the first, of a constant step.
     *
     * <p>With {@code x = tensor([1., 2., 4.])}, {@code x.cumulativeTrapezoid(1, 0)} is {@code
     * tensor([1.5000, 4.5000])}.
     */
    default Tensor cumulativeTrapezoid(double dx, int dim) {
        return Trapezoids.cumulative(self(), dx, dim);
    }

    /** Returns the integrals up to each sample but the first; this is y, sampled at x. */
    default Tensor cumulativeTrapezoid(Tensor x, int dim) {
        return Trapezoids.cumulative(self(), x, dim);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
