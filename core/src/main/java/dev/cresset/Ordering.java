package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Scan;

/** Running sums and orderings along a dimension. */
sealed interface Ordering permits Tensor {
    /** Returns the running sum along a dimension; integers and bool give int64. */
    default Tensor cumsum(int dim) {
        return Dispatch.run(new Scan.Cumsum(self().shape().axis("cumsum", dim)), self());
    }

    /** Returns the running sum along a dimension, computed in a dtype. */
    default Tensor cumsum(int dim, DType dtype) {
        return self().to(dtype).cumsum(dim);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
