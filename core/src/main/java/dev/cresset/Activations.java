package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Scan;

/** Activations that PyTorch has as tensor methods; all of them are in {@code nn.Functional}. */
sealed interface Activations permits Tensor {
    /** Returns {@code e^x / sum(e^x)} along a dimension. */
    default Tensor softmax(int dim) {
        return Dispatch.run(new Scan.Softmax(self().shape().axis("softmax", dim)), self());
    }

    /** Returns the softmax along a dimension, computed in another dtype. */
    default Tensor softmax(int dim, DType dtype) {
        return self().to(dtype).softmax(dim);
    }

    /** Returns {@code x - log(sum(e^x))} along a dimension. */
    default Tensor logSoftmax(int dim) {
        return Dispatch.run(new Scan.LogSoftmax(self().shape().axis("log_softmax", dim)), self());
    }

    /** Returns the logarithm of the softmax along a dimension, computed in another dtype. */
    default Tensor logSoftmax(int dim, DType dtype) {
        return self().to(dtype).logSoftmax(dim);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
