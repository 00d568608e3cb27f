package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * New tensors that take shape and dtype from this one: PyTorch's {@code zeros_like} and its kin.
 */
sealed interface Likes permits Tensor {
    /**
     * Returns zeros of this shape and dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.zerosLike()} is {@code tensor([0., 0.])}.
     */
    default Tensor zerosLike() {
        return zerosLike(self().dtype());
    }

    /** Returns zeros of this shape. */
    default Tensor zerosLike(DType dtype) {
        return emptyLike(dtype);
    }

    /**
     * Returns ones of this shape and dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.onesLike()} is {@code tensor([1., 1.])}.
     */
    default Tensor onesLike() {
        return onesLike(self().dtype());
    }

    /** Returns ones of this shape. */
    default Tensor onesLike(DType dtype) {
        return fullLike(1, dtype);
    }

    /**
     * Returns a tensor of one value, of this shape and dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.fullLike(7)} is {@code tensor([7., 7.])}.
     */
    default Tensor fullLike(Number value) {
        return fullLike(value, self().dtype());
    }

    /** Returns a tensor of one value, of this shape. */
    default Tensor fullLike(Number value, DType dtype) {
        Tensor out = emptyLike(dtype);
        return GradMode.with(false, () -> out.fill_(value)).data();
    }

    /**
     * Returns zeros, which stand for values that do not matter, of this shape and dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.emptyLike()} has the shape {@code (2)}.
     */
    default Tensor emptyLike() {
        return emptyLike(self().dtype());
    }

    /** Returns zeros, which stand for values that do not matter, of this shape. */
    default Tensor emptyLike(DType dtype) {
        return new Tensor(
                View.allocate(dtype, FillOrder.of(self().layout()).denseLayout(self().shape())));
    }

    /** Returns zeros, which stand for values that do not matter, in an order of elements. */
    default Tensor emptyLike(DType dtype, MemoryFormat format) {
        return format == MemoryFormat.PRESERVE
                ? emptyLike(dtype)
                : new Tensor(View.allocate(dtype, Layout.dense(self().shape(), format)));
    }

    /**
     * Returns uniform numbers of [0, 1), of this shape and dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.randLike()} holds two numbers.
     */
    default Tensor randLike() {
        return randLike(null);
    }

    /** Returns uniform numbers of [0, 1) from a generator, of this shape and dtype. */
    default Tensor randLike(@Nullable Generator generator) {
        return emptyLike().uniform_(0, 1, generator).data();
    }

    /**
     * Returns standard normal numbers, of this shape and dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.randnLike()} holds two numbers.
     */
    default Tensor randnLike() {
        return randnLike(null);
    }

    /** Returns standard normal numbers from a generator, of this shape and dtype. */
    default Tensor randnLike(@Nullable Generator generator) {
        return emptyLike().normal_(0, 1, generator).data();
    }

    /**
     * Returns 1 with the probability that is each element, else 0; the gradient is 0.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code x.bernoulli()} is {@code tensor([0., 1.])}.
     */
    default Tensor bernoulli() {
        return bernoulli((Generator) null);
    }

    /** Returns 1 with the probability that is each element, else 0, drawn from a generator. */
    default Tensor bernoulli(@Nullable Generator generator) {
        return Composite.of(
                "Bernoulli",
                Rule.one(0, (s, g) -> g.zerosLike()),
                new Tensor[] {self()},
                () -> emptyLike().bernoulli_(self(), generator));
    }

    /** Returns 1 with probability p, else 0, of this shape and dtype. */
    default Tensor bernoulli(double p, @Nullable Generator generator) {
        return emptyLike().bernoulli_(p, generator);
    }

    /**
     * Returns whole numbers of [low, high), of this shape and dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.randintLike(0, 10)} holds two of 0. to 9..
     */
    default Tensor randintLike(long low, long high) {
        return emptyLike().random_(low, high, null).data();
    }

    /**
     * Returns zeros of this dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.newZeros(3)} is {@code tensor([0., 0., 0.])}.
     */
    default Tensor newZeros(int... sizes) {
        return Tensor.zeros(self().dtype(), sizes);
    }

    /**
     * Returns ones of this dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.newOnes(3)} is {@code tensor([1., 1., 1.])}.
     */
    default Tensor newOnes(int... sizes) {
        return Tensor.ones(self().dtype(), sizes);
    }

    /**
     * Returns a tensor of one value, of this dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.newFull(7, 3)} is {@code tensor([7., 7.,
     * 7.])}.
     */
    default Tensor newFull(Number value, int... sizes) {
        return newEmpty(sizes).fill_(value);
    }

    /**
     * Returns zeros, which stand for values that do not matter, of this dtype.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.newEmpty(2, 3)} has the shape {@code (2, 3)}.
     */
    default Tensor newEmpty(int... sizes) {
        return Tensor.empty(self().dtype(), sizes);
    }

    /** Returns zeros, which stand for values that do not matter, of this dtype with strides. */
    default Tensor newEmptyStrided(int[] sizes, int[] strides) {
        return Placing.strided(Shape.of(sizes), strides, self().dtype());
    }

    /** Returns uniform numbers of [0, 1) of this shape and another dtype. */
    default Tensor randLike(DType dtype, @Nullable Generator generator) {
        return emptyLike(dtype).uniform_(0, 1, generator);
    }

    /** Returns standard normal numbers of this shape and another dtype. */
    default Tensor randnLike(DType dtype, @Nullable Generator generator) {
        return emptyLike(dtype).normal_(0, 1, generator);
    }

    /** Returns whole numbers of [low, high) of this shape and another dtype. */
    default Tensor randintLike(long low, long high, DType dtype) {
        return emptyLike(dtype).random_(low, high, null);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
