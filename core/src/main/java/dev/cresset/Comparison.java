package dev.cresset;

import dev.cresset.op.Compare;

/** Comparisons and truth values. */
sealed interface Comparison permits Tensor {
    /** Returns {@code x == y}; false for NaN: bool, elementwise; shapes broadcast. */
    default Tensor eq(Tensor y) {
        return Dispatch.run(Compare.EQ, self(), y);
    }

    /** Returns {@code x == y}; false for NaN: bool, elementwise. */
    default Tensor eq(Number y) {
        return eq(Tensor.number(y));
    }

    /** Returns {@code x != y}; true for NaN: bool, elementwise; shapes broadcast. */
    default Tensor ne(Tensor y) {
        return Dispatch.run(Compare.NE, self(), y);
    }

    /** Returns {@code x != y}; true for NaN: bool, elementwise. */
    default Tensor ne(Number y) {
        return ne(Tensor.number(y));
    }

    /** Returns {@code x < y}: bool, elementwise; shapes broadcast. */
    default Tensor lt(Tensor y) {
        return Dispatch.run(Compare.LT, self(), y);
    }

    /** Returns {@code x < y}: bool, elementwise. */
    default Tensor lt(Number y) {
        return lt(Tensor.number(y));
    }

    /** Returns {@code x <= y}: bool, elementwise; shapes broadcast. */
    default Tensor le(Tensor y) {
        return Dispatch.run(Compare.LE, self(), y);
    }

    /** Returns {@code x <= y}: bool, elementwise. */
    default Tensor le(Number y) {
        return le(Tensor.number(y));
    }

    /** Returns {@code x > y}: bool, elementwise; shapes broadcast. */
    default Tensor gt(Tensor y) {
        return Dispatch.run(Compare.GT, self(), y);
    }

    /** Returns {@code x > y}: bool, elementwise. */
    default Tensor gt(Number y) {
        return gt(Tensor.number(y));
    }

    /** Returns {@code x >= y}: bool, elementwise; shapes broadcast. */
    default Tensor ge(Tensor y) {
        return Dispatch.run(Compare.GE, self(), y);
    }

    /** Returns {@code x >= y}: bool, elementwise. */
    default Tensor ge(Number y) {
        return ge(Tensor.number(y));
    }

    /**
     * Returns whether both are not 0: bool, elementwise; shapes broadcast.
     *
     * <p>With {@code x = tensor([1., 0.])}, {@code x.logicalAnd(tensor([2., 2.]))} is {@code
     * tensor([ True, False])}.
     */
    default Tensor logicalAnd(Tensor y) {
        return Dispatch.run(Compare.LOGICAL_AND, self(), y);
    }

    /**
     * Returns whether at least one is not 0: bool, elementwise; shapes broadcast.
     *
     * <p>With {@code x = tensor([1., 0.])}, {@code x.logicalOr(tensor([0., 0.]))} is {@code
     * tensor([ True, False])}.
     */
    default Tensor logicalOr(Tensor y) {
        return Dispatch.run(Compare.LOGICAL_OR, self(), y);
    }

    /**
     * Returns whether exactly one is not 0: bool, elementwise; shapes broadcast.
     *
     * <p>With {@code x = tensor([1., 0.])}, {@code x.logicalXor(tensor([2., 2.]))} is {@code
     * tensor([False, True])}.
     */
    default Tensor logicalXor(Tensor y) {
        return Dispatch.run(Compare.LOGICAL_XOR, self(), y);
    }

    /** Returns whether dtype-promoted values are close: {@code |x - y| <= 1e-8 + 1e-5 |y|}. */
    default Tensor isclose(Tensor y) {
        return isclose(y, 1e-5, 1e-8, false);
    }

    /**
     * Returns whether values are close: {@code |x - y| <= atol + rtol * |y|}.
     *
     * @param equalNan whether NaN is close to NaN
     * @throws IllegalArgumentException if the dtypes differ or a tolerance is negative
     */
    default Tensor isclose(Tensor y, double rtol, double atol, boolean equalNan) {
        return Closeness.isclose(self(), y, rtol, atol, equalNan);
    }

    /** Returns whether all values are close, as {@link #isclose(Tensor)}. */
    default boolean allclose(Tensor y) {
        return allclose(y, 1e-5, 1e-8, false);
    }

    /**
     * Returns whether all values are close, as {@link #isclose(Tensor, double, double, boolean)}.
     */
    default boolean allclose(Tensor y, double rtol, double atol, boolean equalNan) {
        return isclose(y, rtol, atol, equalNan).all().isTrue();
    }

    /** Returns whether shape and all values are equal; NaN is equal to nothing. */
    default boolean equal(Tensor y) {
        return Closeness.equal(self(), y);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
