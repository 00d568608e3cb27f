package dev.cresset;

/**
 * What PyTorch has for complex numbers, of tensors that are all real: mostly the tensor itself.
 * Pairs of real tensors stand for complex results: see {@link Fft.Pair}.
 */
sealed interface ComplexForms permits Tensor {
    /**
     * Returns this.
     *
     * <p>With {@code x = tensor([1., -2.])}, {@code x.real()} is {@code tensor([ 1., -2.])}.
     */
    default Tensor real() {
        return self();
    }

    /**
     * Returns this: the conjugate of a real number is itself.
     *
     * <p>With {@code x = tensor([1., -2.])}, {@code x.conj()} is {@code tensor([ 1., -2.])}.
     */
    default Tensor conj() {
        return self();
    }

    /** Returns this: the conjugate of a real number is itself. */
    default Tensor conjPhysical() {
        return self();
    }

    /** Returns this, which is never changed further. */
    default Tensor conjPhysical_() {
        return self();
    }

    /** Returns this: no conjugation is pending. */
    default Tensor resolveConj() {
        return self();
    }

    /** Returns this: no negation is pending. */
    default Tensor resolveNeg() {
        return self();
    }

    /** Returns false: no conjugation is pending. */
    default boolean isConj() {
        return false;
    }

    /** Returns false: no negation is pending. */
    default boolean isNeg() {
        return false;
    }

    /** Returns false: there are no complex tensors. */
    default boolean isComplex() {
        return false;
    }

    /**
     * Returns pi for negative numbers, NaN for NaN and 0 for others; the gradient is 0.
     *
     * <p>With {@code x = tensor([-1., 0., nan, 2.])}, {@code x.angle()} is {@code tensor([3.1416,
     * 0.0000, nan, 0.0000])}.
     */
    default Tensor angle() {
        Tensor x = self();
        Tensor y = x.dtype().isFloatingPoint() ? x : x.to(Tensor.defaultDtype());
        return Composite.of(
                "Angle",
                Rule.one(0, (s, g) -> g.zerosLike()),
                new Tensor[] {y},
                () -> y.zerosLike().maskedFill(y.lt(0), Math.PI).maskedFill(y.isnan(), Double.NaN));
    }

    /**
     * Returns the conjugate transpose of a matrix, which is its transpose.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.H()} is {@code tensor([[1., 3.],
     * [2., 5.]])}.
     *
     * @throws IllegalArgumentException if this is neither a matrix nor 0-dim
     */
    default Tensor H() {
        Tensor x = self();
        if (x.dim() != 2 && x.dim() != 0) {
            throw new IllegalArgumentException(
                    "H is only supported on matrices (2-D tensors). Got "
                            + x.dim()
                            + "-D tensor "
                            + x.shape().listText()
                            + ". For batches of matrices, consider using mH");
        }
        return x.dim() == 0 ? x : x.transpose(0, 1);
    }

    /**
     * Returns the conjugate transpose of a matrix or of each of a batch, which is the transpose.
     *
     * <p>With {@code x = tensor([[1., 2.], [3., 5.]])}, {@code x.mH()} is {@code tensor([[1., 3.],
     * [2., 5.]])}.
     *
     * @throws IllegalArgumentException if this is a vector
     */
    default Tensor mH() {
        Tensor x = self();
        if (x.dim() == 1) {
            throw new IllegalArgumentException(
                    "mH is only supported on matrices or batches of matrices. Got 1-D tensor "
                            + x.shape().listText());
        }
        return x.dim() == 0 ? x : x.transpose(-2, -1);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
