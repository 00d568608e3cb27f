package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Scan;

/** Running sums and orderings along a dimension. */
sealed interface Ordering permits Tensor {
    /**
     * Returns the running sum along a dimension; integers and bool give int64.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.cumsum(1)} is {@code tensor([[1.,
     * 3.], [3., 8.]])}.
     */
    default Tensor cumsum(int dim) {
        return Dispatch.run(new Scan.Cumsum(self().shape().axis("cumsum", dim)), self());
    }

    /** Returns the running sum along a dimension, computed in a dtype. */
    default Tensor cumsum(int dim, DType dtype) {
        return self().to(dtype).cumsum(dim).to(dtype);
    }

    /** Does {@link Tensor#cumsum(int)} in place; returns this. */
    default Tensor cumsum_(int dim) {
        return Composite.inPlace("cumsum_", self(), x -> x.cumsum(dim, x.dtype()));
    }

    /**
     * Returns the running product along a dimension; integers and bool give int64.
     *
     * <p>With {@code x = tensor([2., 3., 4.])}, {@code x.cumprod(0)} is {@code tensor([ 2., 6.,
     * 24.])}.
     */
    default Tensor cumprod(int dim) {
        return Dispatch.run(new Scan.Cumprod(self().shape().axis("cumprod", dim)), self());
    }

    /** Returns the running product along a dimension, computed in a dtype. */
    default Tensor cumprod(int dim, DType dtype) {
        return self().to(dtype).cumprod(dim).to(dtype);
    }

    /** Does {@link Tensor#cumprod(int)} in place; returns this. */
    default Tensor cumprod_(int dim) {
        return Composite.inPlace("cumprod_", self(), x -> x.cumprod(dim, x.dtype()));
    }

    /** Returns the largest elements so far along a dimension, and their indices; NaN stays. */
    default ValuesIndices cummax(int dim) {
        return running("cummax", new Scan.Cumextreme(true, self().shape().axis("cummax", dim)));
    }

    /** Returns the smallest elements so far along a dimension, and their indices; NaN stays. */
    default ValuesIndices cummin(int dim) {
        return running("cummin", new Scan.Cumextreme(false, self().shape().axis("cummin", dim)));
    }

    /**
     * Returns the logarithm of the running sum of exponentials along a dimension; floats.
     *
     * <p>With {@code x = tensor([0., 0.])}, {@code x.logcumsumexp(0)} is {@code tensor([0.0000,
     * 0.6931])}.
     */
    default Tensor logcumsumexp(int dim) {
        return Dispatch.run(
                new Scan.Logcumsumexp(self().shape().axis("logcumsumexp", dim)), self());
    }

    private ValuesIndices running(String name, Scan op) {
        Tensor[] out = Dispatch.runAll(op, self());
        return new ValuesIndices(name, out[0], out[1]);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
