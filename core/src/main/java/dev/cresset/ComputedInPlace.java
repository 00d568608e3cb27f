package dev.cresset;

import dev.cresset.op.Binary;
import org.jspecify.annotations.Nullable;

/** In-place forms of comparisons, products and composed functions. */
sealed interface ComputedInPlace permits Tensor {
    /** Does {@link Tensor#atan2(Tensor)} in place; returns this. */
    default Tensor atan2_(Tensor y) {
        return Dispatch.inPlace(Binary.ATAN2, self(), y);
    }

    /** Does {@link Tensor#hypot(Tensor)} in place; returns this. */
    default Tensor hypot_(Tensor y) {
        return Dispatch.inPlace(Binary.HYPOT, self(), y);
    }

    /** Does {@link Tensor#copysign(Tensor)} in place; returns this. */
    default Tensor copysign_(Tensor y) {
        return Dispatch.inPlace(Binary.COPYSIGN, self(), y);
    }

    /** Does {@link Tensor#xlogy(Tensor)} in place; returns this. */
    default Tensor xlogy_(Tensor y) {
        return Dispatch.inPlace(Binary.XLOGY, self(), y);
    }

    /** Does {@link Tensor#bitwiseLeftShift(Tensor)} in place; returns this. */
    default Tensor bitwiseLeftShift_(Tensor y) {
        return Dispatch.inPlace(Binary.BITWISE_LEFT_SHIFT, self(), y);
    }

    /** Does {@link Tensor#bitwiseRightShift(Tensor)} in place; returns this. */
    default Tensor bitwiseRightShift_(Tensor y) {
        return Dispatch.inPlace(Binary.BITWISE_RIGHT_SHIFT, self(), y);
    }

    /** Does {@link Tensor#eq(Tensor)} in place; returns this. */
    default Tensor eq_(Tensor y) {
        return Composite.inPlace("eq_", self(), x -> x.eq(y));
    }

    /** Does {@link Tensor#eq(Number)} in place; returns this. */
    default Tensor eq_(Number y) {
        return Composite.inPlace("eq_", self(), x -> x.eq(y));
    }

    /** Does {@link Tensor#ne(Tensor)} in place; returns this. */
    default Tensor ne_(Tensor y) {
        return Composite.inPlace("ne_", self(), x -> x.ne(y));
    }

    /** Does {@link Tensor#ne(Number)} in place; returns this. */
    default Tensor ne_(Number y) {
        return Composite.inPlace("ne_", self(), x -> x.ne(y));
    }

    /** Does {@link Tensor#lt(Tensor)} in place; returns this. */
    default Tensor lt_(Tensor y) {
        return Composite.inPlace("lt_", self(), x -> x.lt(y));
    }

    /** Does {@link Tensor#lt(Number)} in place; returns this. */
    default Tensor lt_(Number y) {
        return Composite.inPlace("lt_", self(), x -> x.lt(y));
    }

    /** Does {@link Tensor#le(Tensor)} in place; returns this. */
    default Tensor le_(Tensor y) {
        return Composite.inPlace("le_", self(), x -> x.le(y));
    }

    /** Does {@link Tensor#le(Number)} in place; returns this. */
    default Tensor le_(Number y) {
        return Composite.inPlace("le_", self(), x -> x.le(y));
    }

    /** Does {@link Tensor#gt(Tensor)} in place; returns this. */
    default Tensor gt_(Tensor y) {
        return Composite.inPlace("gt_", self(), x -> x.gt(y));
    }

    /** Does {@link Tensor#gt(Number)} in place; returns this. */
    default Tensor gt_(Number y) {
        return Composite.inPlace("gt_", self(), x -> x.gt(y));
    }

    /** Does {@link Tensor#ge(Tensor)} in place; returns this. */
    default Tensor ge_(Tensor y) {
        return Composite.inPlace("ge_", self(), x -> x.ge(y));
    }

    /** Does {@link Tensor#ge(Number)} in place; returns this. */
    default Tensor ge_(Number y) {
        return Composite.inPlace("ge_", self(), x -> x.ge(y));
    }

    /** Does {@link Tensor#logicalAnd(Tensor)} in place; returns this. */
    default Tensor logicalAnd_(Tensor y) {
        return Composite.inPlace("logical_and_", self(), x -> x.logicalAnd(y));
    }

    /** Does {@link Tensor#logicalOr(Tensor)} in place; returns this. */
    default Tensor logicalOr_(Tensor y) {
        return Composite.inPlace("logical_or_", self(), x -> x.logicalOr(y));
    }

    /** Does {@link Tensor#logicalXor(Tensor)} in place; returns this. */
    default Tensor logicalXor_(Tensor y) {
        return Composite.inPlace("logical_xor_", self(), x -> x.logicalXor(y));
    }

    /** Does {@link Tensor#heaviside(Tensor)} in place; returns this. */
    default Tensor heaviside_(Tensor y) {
        return Composite.inPlace("heaviside_", self(), x -> x.heaviside(y));
    }

    /** Does {@link Tensor#ldexp(Tensor)} in place; returns this. */
    default Tensor ldexp_(Tensor y) {
        return Composite.inPlace("ldexp_", self(), x -> x.ldexp(y));
    }

    /** Does {@link Tensor#deg2rad()} in place; returns this. */
    default Tensor deg2rad_() {
        return Composite.inPlace("deg2rad_", self(), x -> x.deg2rad());
    }

    /** Does {@link Tensor#rad2deg()} in place; returns this. */
    default Tensor rad2deg_() {
        return Composite.inPlace("rad2deg_", self(), x -> x.rad2deg());
    }

    /** Does {@link Tensor#sinc()} in place; returns this. */
    default Tensor sinc_() {
        return Composite.inPlace("sinc_", self(), x -> x.sinc());
    }

    /** Does {@link Tensor#logit(Double)} in place; returns this. */
    default Tensor logit_(@Nullable Double eps) {
        return Composite.inPlace("logit_", self(), x -> x.logit(eps));
    }

    /** Does {@link Tensor#lerp(Tensor, Tensor)} in place; returns this. */
    default Tensor lerp_(Tensor end, Tensor weight) {
        return Composite.inPlace("lerp_", self(), x -> x.lerp(end, weight));
    }

    /** Does {@link Tensor#nanToNum(Number, Number, Number)} in place; returns this. */
    default Tensor nanToNum_(Number nan, @Nullable Number posInf, @Nullable Number negInf) {
        return Composite.inPlace("nan_to_num_", self(), x -> x.nanToNum(nan, posInf, negInf));
    }

    /** Does {@link Tensor#addmm(Tensor, Tensor, Number, Number)} in place; returns this. */
    default Tensor addmm_(Tensor a, Tensor b, Number beta, Number alpha) {
        return Composite.inPlace("addmm_", self(), x -> x.addmm(a, b, beta, alpha));
    }

    /** Does {@link Tensor#baddbmm(Tensor, Tensor, Number, Number)} in place; returns this. */
    default Tensor baddbmm_(Tensor a, Tensor b, Number beta, Number alpha) {
        return Composite.inPlace("baddbmm_", self(), x -> x.baddbmm(a, b, beta, alpha));
    }

    /** Does {@link Tensor#addmv(Tensor, Tensor, Number, Number)} in place; returns this. */
    default Tensor addmv_(Tensor a, Tensor v, Number beta, Number alpha) {
        return Composite.inPlace("addmv_", self(), x -> x.addmv(a, v, beta, alpha));
    }

    /** Does {@link Tensor#addr(Tensor, Tensor, Number, Number)} in place; returns this. */
    default Tensor addr_(Tensor v, Tensor w, Number beta, Number alpha) {
        return Composite.inPlace("addr_", self(), x -> x.addr(v, w, beta, alpha));
    }

    /** Does {@link Tensor#addbmm(Tensor, Tensor, Number, Number)} in place; returns this. */
    default Tensor addbmm_(Tensor a, Tensor b, Number beta, Number alpha) {
        return Composite.inPlace("addbmm_", self(), x -> x.addbmm(a, b, beta, alpha));
    }

    /** Does {@link Tensor#clampMin(Number)} in place; returns this. */
    default Tensor clampMin_(Number min) {
        return Composite.inPlace("clamp_min_", self(), x -> x.clampMin(min));
    }

    /** Does {@link Tensor#clampMax(Number)} in place; returns this. */
    default Tensor clampMax_(Number max) {
        return Composite.inPlace("clamp_max_", self(), x -> x.clampMax(max));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
