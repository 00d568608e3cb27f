package dev.cresset;

import dev.cresset.op.Binary;
import dev.cresset.op.Indexing;
import dev.cresset.op.Parametric;
import dev.cresset.op.Unary;
import org.jspecify.annotations.Nullable;

/** Operations that change the tensor itself; their names end in an underscore. */
sealed interface InPlace permits Tensor {
    /** Does {@link Tensor#add(Tensor)} in place; returns this. */
    default Tensor add_(Tensor y) {
        return Dispatch.inPlace(Binary.ADD, self(), y);
    }

    /** Does {@link Tensor#add(Number)} in place; returns this. */
    default Tensor add_(Number y) {
        return add_(Tensor.number(y));
    }

    /** Does {@link Tensor#sub(Tensor)} in place; returns this. */
    default Tensor sub_(Tensor y) {
        return Dispatch.inPlace(Binary.SUB, self(), y);
    }

    /** Does {@link Tensor#sub(Number)} in place; returns this. */
    default Tensor sub_(Number y) {
        return sub_(Tensor.number(y));
    }

    /** Does {@link Tensor#mul(Tensor)} in place; returns this. */
    default Tensor mul_(Tensor y) {
        return Dispatch.inPlace(Binary.MUL, self(), y);
    }

    /** Does {@link Tensor#mul(Number)} in place; returns this. */
    default Tensor mul_(Number y) {
        return mul_(Tensor.number(y));
    }

    /** Does {@link Tensor#div(Tensor)} in place; returns this. */
    default Tensor div_(Tensor y) {
        return Dispatch.inPlace(Binary.DIV, self(), y);
    }

    /** Does {@link Tensor#div(Number)} in place; returns this. */
    default Tensor div_(Number y) {
        return div_(Tensor.number(y));
    }

    /** Does {@link Tensor#div(Tensor, RoundingMode)} in place; returns this. */
    default Tensor div_(Tensor y, @Nullable RoundingMode rounding) {
        return Dispatch.inPlace(RoundingMode.division(rounding), self(), y);
    }

    /** Does {@link Tensor#div(Number, RoundingMode)} in place; returns this. */
    default Tensor div_(Number y, @Nullable RoundingMode rounding) {
        return div_(Tensor.number(y), rounding);
    }

    /** Does {@link Tensor#floorDivide(Tensor)} in place; returns this. */
    default Tensor floorDivide_(Tensor y) {
        return Dispatch.inPlace(Binary.FLOOR_DIVIDE, self(), y);
    }

    /** Does {@link Tensor#floorDivide(Number)} in place; returns this. */
    default Tensor floorDivide_(Number y) {
        return floorDivide_(Tensor.number(y));
    }

    /** Does {@link Tensor#remainder(Tensor)} in place; returns this. */
    default Tensor remainder_(Tensor y) {
        return Dispatch.inPlace(Binary.REMAINDER, self(), y);
    }

    /** Does {@link Tensor#remainder(Number)} in place; returns this. */
    default Tensor remainder_(Number y) {
        return remainder_(Tensor.number(y));
    }

    /** Does {@link Tensor#fmod(Tensor)} in place; returns this. */
    default Tensor fmod_(Tensor y) {
        return Dispatch.inPlace(Binary.FMOD, self(), y);
    }

    /** Does {@link Tensor#fmod(Number)} in place; returns this. */
    default Tensor fmod_(Number y) {
        return fmod_(Tensor.number(y));
    }

    /** Does {@link Tensor#bitwiseAnd(Tensor)} in place; returns this. */
    default Tensor bitwiseAnd_(Tensor y) {
        return Dispatch.inPlace(Binary.BITWISE_AND, self(), y);
    }

    /** Does {@link Tensor#bitwiseAnd(Number)} in place; returns this. */
    default Tensor bitwiseAnd_(Number y) {
        return bitwiseAnd_(Tensor.number(y));
    }

    /** Does {@link Tensor#bitwiseOr(Tensor)} in place; returns this. */
    default Tensor bitwiseOr_(Tensor y) {
        return Dispatch.inPlace(Binary.BITWISE_OR, self(), y);
    }

    /** Does {@link Tensor#bitwiseOr(Number)} in place; returns this. */
    default Tensor bitwiseOr_(Number y) {
        return bitwiseOr_(Tensor.number(y));
    }

    /** Does {@link Tensor#bitwiseXor(Tensor)} in place; returns this. */
    default Tensor bitwiseXor_(Tensor y) {
        return Dispatch.inPlace(Binary.BITWISE_XOR, self(), y);
    }

    /** Does {@link Tensor#bitwiseXor(Number)} in place; returns this. */
    default Tensor bitwiseXor_(Number y) {
        return bitwiseXor_(Tensor.number(y));
    }

    /** Does {@code x += alpha * y}; returns this. */
    default Tensor add_(Tensor y, Number alpha) {
        return Dispatch.inPlace(Scaled.add(self(), y, alpha), self(), y);
    }

    /** Does {@code x -= alpha * y}; returns this. */
    default Tensor sub_(Tensor y, Number alpha) {
        return Dispatch.inPlace(Scaled.sub(self(), y, alpha), self(), y);
    }

    /** Does {@link Tensor#pow(Number)} in place; returns this. */
    default Tensor pow_(Number y) {
        boolean floating = y instanceof Double || y instanceof Float;
        return Dispatch.inPlace(new Parametric.PowScalar(y.doubleValue(), floating), self());
    }

    /** Does {@link Tensor#pow(Tensor)} in place; returns this. */
    default Tensor pow_(Tensor y) {
        return Dispatch.inPlace(Binary.POW, self(), y);
    }

    /** Does {@code x += value * a * b}; returns this. */
    default Tensor addcmul_(Tensor a, Tensor b, Number value) {
        return Dispatch.inPlace(new Parametric.Addcmul(value.doubleValue()), self(), a, b);
    }

    /** Does {@code x += value * a / b}; returns this. */
    default Tensor addcdiv_(Tensor a, Tensor b, Number value) {
        return Dispatch.inPlace(new Parametric.Addcdiv(value.doubleValue()), self(), a, b);
    }

    /** Does {@code x += weight * (end - x)}; returns this. */
    default Tensor lerp_(Tensor end, Number weight) {
        return Dispatch.inPlace(new Parametric.Lerp(), self(), end, Tensor.number(weight));
    }

    /**
     * Holds the elements within [min, max], null for no bound; returns this.
     *
     * <p>With {@code x = tensor([-2., 3.])}, {@code x.clamp_(-1, 1)} is {@code tensor([-1., 1.])}.
     */
    default Tensor clamp_(@Nullable Number min, @Nullable Number max) {
        return Clamping.clamp_(self(), min, max);
    }

    /** Holds the elements within tensors of bounds, null for no bound; returns this. */
    default Tensor clamp_(@Nullable Tensor min, @Nullable Tensor max) {
        return Clamping.clamp_(self(), min, max);
    }

    /**
     * Writes a number where the mask is true; returns this.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.maskedFill_(x.gt(1), 7)} is {@code tensor([1.,
     * 7.])}.
     */
    default Tensor maskedFill_(Tensor mask, Number value) {
        return Dispatch.inPlace(new Parametric.MaskedFill(), self(), mask, Tensor.number(value));
    }

    /** Writes a 0-dim tensor's value where the mask is true; returns this. */
    default Tensor maskedFill_(Tensor mask, Tensor value) {
        return Dispatch.inPlace(new Parametric.MaskedFill(), self(), mask, value);
    }

    /**
     * Copies the values of another tensor, broadcast and converted; returns this.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.copy_(tensor([7]))} is {@code tensor([7.,
     * 7.])}.
     */
    default Tensor copy_(Tensor source) {
        Reshaping.checkBroadcasts("copy_", source.shape(), self().shape());
        return Dispatch.inPlace(new Parametric.Copy(), self(), source);
    }

    /**
     * Sets every element to a number; returns this.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.fill_(7)} is {@code tensor([7., 7.])}.
     */
    default Tensor fill_(Number value) {
        return fill_(Tensor.number(value));
    }

    /** Sets every element to a truth value; returns this. */
    default Tensor fill_(boolean value) {
        return fill_(value ? 1 : 0);
    }

    /** Sets every element to the value of a 0-dim tensor; returns this. */
    default Tensor fill_(Tensor value) {
        if (value.dim() != 0) {
            throw new IllegalArgumentException(
                    "fill_ only supports 0-dimension value tensor but got tensor with "
                            + value.dim()
                            + " dimensions.");
        }
        return Dispatch.inPlace(new Parametric.Fill(), self(), value);
    }

    /**
     * Sets every element to 0; returns this.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.zero_()} is {@code tensor([0., 0.])}.
     */
    default Tensor zero_() {
        Tensor out = fill_(0);
        GradFn filling = out.gradFn();
        boolean plain = filling != null && filling.name().equals("FillBackward0");
        return plain ? Composite.named("Zero", out) : out;
    }

    /**
     * Draws every element from [from, to); returns this.
     *
     * <p>{@code zeros(3).uniform_(0, 1)} holds three numbers of [0, 1).
     */
    default Tensor uniform_(double from, double to) {
        return uniform_(from, to, null);
    }

    /** Draws every element from [from, to), with a generator of one's own; returns this. */
    default Tensor uniform_(double from, double to, @Nullable Generator generator) {
        return Drawing.draw_(self(), generator, (view, g) -> RandomFill.uniform(view, from, to, g));
    }

    /** Draws every element from [0, 1); returns this. */
    default Tensor uniform_() {
        return uniform_(0, 1);
    }

    /**
     * Draws every element from a normal distribution; returns this.
     *
     * <p>{@code zeros(3).normal_(0, 1)} holds three draws.
     */
    default Tensor normal_(double mean, double std) {
        return normal_(mean, std, null);
    }

    /** Draws every element from a normal distribution; returns this. */
    default Tensor normal_(double mean, double std, @Nullable Generator generator) {
        return Drawing.draw_(self(), generator, (view, g) -> NormalFill.normal(view, mean, std, g));
    }

    /** Draws every element from the standard normal distribution; returns this. */
    default Tensor normal_() {
        return normal_(0, 1);
    }

    /**
     * Sets every element to 1 with probability p, else to 0; returns this.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.bernoulli_(1)} is {@code tensor([1., 1.])}.
     */
    default Tensor bernoulli_(double p) {
        return bernoulli_(p, null);
    }

    /** Sets every element to 1 with probability p, else to 0; returns this. */
    default Tensor bernoulli_(double p, @Nullable Generator generator) {
        return Drawing.draw_(self(), generator, (view, g) -> RandomFill.bernoulli(view, p, g));
    }

    /** Sets every element to 1 with its own probability, else to 0; returns this. */
    default Tensor bernoulli_(Tensor p, @Nullable Generator generator) {
        return Drawing.draw_(
                self(), generator, (view, g) -> RandomFill.bernoulli(view, p.view(), g));
    }

    /** Draws whole numbers from [from, to); returns this. */
    default Tensor random_(long from, long to, @Nullable Generator generator) {
        return Drawing.draw_(
                self(), generator, (view, g) -> RandomIntegers.random(view, from, to, g));
    }

    /** Draws whole numbers from all that the dtype holds exactly, from 0 on; returns this. */
    default Tensor random_(@Nullable Generator generator) {
        return Drawing.draw_(self(), generator, RandomIntegers::random);
    }

    /** Draws from the exponential distribution {@code lambda e^(-lambda x)}; returns this. */
    default Tensor exponential_(double lambda, @Nullable Generator generator) {
        return Drawing.draw_(
                self(), generator, (view, g) -> RandomFill.exponential(view, lambda, g));
    }

    /** Draws e to the power of normal numbers; returns this. */
    default Tensor logNormal_(double mean, double std, @Nullable Generator generator) {
        return Drawing.draw_(
                self(), generator, (view, g) -> RandomFill.logNormal(view, mean, std, g));
    }

    /** Draws from the Cauchy distribution; returns this. */
    default Tensor cauchy_(double median, double sigma, @Nullable Generator generator) {
        return Drawing.draw_(
                self(), generator, (view, g) -> RandomFill.cauchy(view, median, sigma, g));
    }

    /** Draws the number of trials up to the first success of probability p; returns this. */
    default Tensor geometric_(double p, @Nullable Generator generator) {
        return Drawing.draw_(self(), generator, (view, g) -> RandomFill.geometric(view, p, g));
    }

    /** Adds {@code source[i][j]} at {@code [index[i][j]][j]} for dimension 0; returns this. */
    default Tensor scatterAdd_(int dim, Tensor index, Tensor source) {
        return Dispatch.inPlace(
                new Indexing.ScatterAdd(self().shape().axis("scatter_add", dim)),
                self(),
                index,
                source);
    }

    /** Does {@link Tensor#neg()} in place; returns this. */
    default Tensor neg_() {
        return Dispatch.inPlace(Unary.NEG, self());
    }

    /** Does {@link Tensor#abs()} in place; returns this. */
    default Tensor abs_() {
        return Dispatch.inPlace(Unary.ABS, self());
    }

    /** Does {@link Tensor#sign()} in place; returns this. */
    default Tensor sign_() {
        return Dispatch.inPlace(Unary.SIGN, self());
    }

    /** Does {@link Tensor#square()} in place; returns this. */
    default Tensor square_() {
        return Dispatch.inPlace(Unary.SQUARE, self());
    }

    /** Does {@link Tensor#reciprocal()} in place; returns this. */
    default Tensor reciprocal_() {
        return Dispatch.inPlace(Unary.RECIPROCAL, self());
    }

    /** Does {@link Tensor#floor()} in place; returns this. */
    default Tensor floor_() {
        return Dispatch.inPlace(Unary.FLOOR, self());
    }

    /** Does {@link Tensor#ceil()} in place; returns this. */
    default Tensor ceil_() {
        return Dispatch.inPlace(Unary.CEIL, self());
    }

    /** Does {@link Tensor#round()} in place; returns this. */
    default Tensor round_() {
        return Dispatch.inPlace(Unary.ROUND, self());
    }

    /** Does {@link Tensor#round(int)} in place; returns this. */
    default Tensor round_(int decimals) {
        return Dispatch.inPlace(new Parametric.Round(decimals), self());
    }

    /** Does {@link Tensor#trunc()} in place; returns this. */
    default Tensor trunc_() {
        return Dispatch.inPlace(Unary.TRUNC, self());
    }

    /** Does {@link Tensor#frac()} in place; returns this. */
    default Tensor frac_() {
        return Dispatch.inPlace(Unary.FRAC, self());
    }

    /** Does {@link Tensor#exp()} in place; returns this. */
    default Tensor exp_() {
        return Dispatch.inPlace(Unary.EXP, self());
    }

    /** Does {@link Tensor#exp2()} in place; returns this. */
    default Tensor exp2_() {
        return Dispatch.inPlace(Unary.EXP2, self());
    }

    /** Does {@link Tensor#expm1()} in place; returns this. */
    default Tensor expm1_() {
        return Dispatch.inPlace(Unary.EXPM1, self());
    }

    /** Does {@link Tensor#log()} in place; returns this. */
    default Tensor log_() {
        return Dispatch.inPlace(Unary.LOG, self());
    }

    /** Does {@link Tensor#log2()} in place; returns this. */
    default Tensor log2_() {
        return Dispatch.inPlace(Unary.LOG2, self());
    }

    /** Does {@link Tensor#log10()} in place; returns this. */
    default Tensor log10_() {
        return Dispatch.inPlace(Unary.LOG10, self());
    }

    /** Does {@link Tensor#log1p()} in place; returns this. */
    default Tensor log1p_() {
        return Dispatch.inPlace(Unary.LOG1P, self());
    }

    /** Does {@link Tensor#sqrt()} in place; returns this. */
    default Tensor sqrt_() {
        return Dispatch.inPlace(Unary.SQRT, self());
    }

    /** Does {@link Tensor#rsqrt()} in place; returns this. */
    default Tensor rsqrt_() {
        return Dispatch.inPlace(Unary.RSQRT, self());
    }

    /** Does {@link Tensor#sin()} in place; returns this. */
    default Tensor sin_() {
        return Dispatch.inPlace(Unary.SIN, self());
    }

    /** Does {@link Tensor#cos()} in place; returns this. */
    default Tensor cos_() {
        return Dispatch.inPlace(Unary.COS, self());
    }

    /** Does {@link Tensor#tan()} in place; returns this. */
    default Tensor tan_() {
        return Dispatch.inPlace(Unary.TAN, self());
    }

    /** Does {@link Tensor#asin()} in place; returns this. */
    default Tensor asin_() {
        return Dispatch.inPlace(Unary.ASIN, self());
    }

    /** Does {@link Tensor#acos()} in place; returns this. */
    default Tensor acos_() {
        return Dispatch.inPlace(Unary.ACOS, self());
    }

    /** Does {@link Tensor#atan()} in place; returns this. */
    default Tensor atan_() {
        return Dispatch.inPlace(Unary.ATAN, self());
    }

    /** Does {@link Tensor#sinh()} in place; returns this. */
    default Tensor sinh_() {
        return Dispatch.inPlace(Unary.SINH, self());
    }

    /** Does {@link Tensor#cosh()} in place; returns this. */
    default Tensor cosh_() {
        return Dispatch.inPlace(Unary.COSH, self());
    }

    /** Does {@link Tensor#tanh()} in place; returns this. */
    default Tensor tanh_() {
        return Dispatch.inPlace(Unary.TANH, self());
    }

    /** Does {@link Tensor#asinh()} in place; returns this. */
    default Tensor asinh_() {
        return Dispatch.inPlace(Unary.ASINH, self());
    }

    /** Does {@link Tensor#acosh()} in place; returns this. */
    default Tensor acosh_() {
        return Dispatch.inPlace(Unary.ACOSH, self());
    }

    /** Does {@link Tensor#atanh()} in place; returns this. */
    default Tensor atanh_() {
        return Dispatch.inPlace(Unary.ATANH, self());
    }

    /** Does {@link Tensor#sigmoid()} in place; returns this. */
    default Tensor sigmoid_() {
        return Dispatch.inPlace(Unary.SIGMOID, self());
    }

    /** Does {@link Tensor#erf()} in place; returns this. */
    default Tensor erf_() {
        return Dispatch.inPlace(Unary.ERF, self());
    }

    /** Does {@link Tensor#erfc()} in place; returns this. */
    default Tensor erfc_() {
        return Dispatch.inPlace(Unary.ERFC, self());
    }

    /** Does {@link Tensor#erfinv()} in place; returns this. */
    default Tensor erfinv_() {
        return Dispatch.inPlace(Unary.ERFINV, self());
    }

    /** Does {@link Tensor#relu()} in place; returns this. */
    default Tensor relu_() {
        return Dispatch.inPlace(Unary.RELU, self());
    }

    /** Does {@link Tensor#bitwiseNot()} in place; returns this. */
    default Tensor bitwiseNot_() {
        return Dispatch.inPlace(Unary.BITWISE_NOT, self());
    }

    /** Does {@link Tensor#logicalNot()} in place; returns this. */
    default Tensor logicalNot_() {
        return Dispatch.inPlace(Unary.LOGICAL_NOT, self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
