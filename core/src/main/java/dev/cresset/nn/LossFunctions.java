package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Losses that compare element with element; see {@link CrossEntropy} for classes. */
abstract sealed class LossFunctions extends AttentionFunctions permits DistanceFunctions {
    LossFunctions() {}

    // ---- classes

    /** Returns the cross entropy of logits x and a target; see the options' form. */
    public static Tensor crossEntropy(Tensor x, Tensor target) {
        return crossEntropy(x, target, o -> o);
    }

    /**
     * Returns {@code -sum(p log softmax(x))}, for the target distribution p.
     *
     * @param x logits, {@code (N, C, *)} or {@code (C)}
     * @param target classes {@code (N, *)} or {@code ()}, int64, or probabilities of x's shape
     * @throws IndexOutOfBoundsException if a class does not exist
     * @throws IllegalArgumentException if shapes, dtypes or options do not fit
     */
    public static Tensor crossEntropy(
            Tensor x, Tensor target, UnaryOperator<CrossEntropyOptions> options) {
        return CrossEntropy.crossEntropy(x, target, options.apply(CrossEntropyOptions.DEFAULT));
    }

    /** Returns the mean of {@code -x[t]} for the target classes t. */
    public static Tensor nllLoss(Tensor x, Tensor target) {
        return nllLoss(x, target, o -> o);
    }

    /**
     * Returns {@code -weight[t] x[t]} for the target classes t.
     *
     * @param x log-probabilities, {@code (N, C, *)} or {@code (C)}
     * @param target classes {@code (N, *)} or {@code ()}, int64
     * @throws IndexOutOfBoundsException if a class does not exist
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public static Tensor nllLoss(
            Tensor x, Tensor target, UnaryOperator<CrossEntropyOptions> options) {
        return CrossEntropy.nllLoss(x, target, options.apply(CrossEntropyOptions.DEFAULT));
    }

    // ---- element with element

    /** Returns the mean of {@code (x - y)^2}. */
    public static Tensor mseLoss(Tensor x, Tensor y) {
        return mseLoss(x, y, o -> o);
    }

    /** Returns {@code (x - y)^2}, weighted and reduced. Shapes broadcast, dtypes are promoted. */
    public static Tensor mseLoss(Tensor x, Tensor y, UnaryOperator<LossOptions> options) {
        LossOptions o = options.apply(LossOptions.DEFAULT);
        Tensor weight = o.weight();
        if (weight == null) {
            return loss(NeuralOp.Loss.MSE, x, y, o.reduction(), 0);
        }
        return weighted("mse_loss", x.sub(y).pow(2), x, weight, o.reduction());
    }

    /** The mean of weighted elements is a weighted mean. */
    private static Tensor weighted(
            String name, Tensor each, Tensor x, Tensor weight, LossReduction reduction) {
        checkWeight(name, x, weight);
        Tensor weighted = each.mul(weight);
        return reduction == LossReduction.MEAN
                ? weighted.sum().div(weight.sum())
                : reduced(weighted, reduction);
    }

    private static void checkWeight(String name, Tensor x, Tensor weight) {
        if (!weight.shape().equals(x.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": Weights and input must have the same size, got "
                            + weight.shape().listText()
                            + " and "
                            + x.shape().listText());
        }
    }

    /** Returns the mean of {@code |x - y|}. */
    public static Tensor l1Loss(Tensor x, Tensor y) {
        return l1Loss(x, y, o -> o);
    }

    /** Returns {@code |x - y|}, reduced. */
    public static Tensor l1Loss(Tensor x, Tensor y, UnaryOperator<LossOptions> options) {
        LossOptions o = options.apply(LossOptions.DEFAULT);
        broadcast("l1_loss", x, y);
        Tensor each = x.sub(y).abs();
        Tensor weight = o.weight();
        return weight == null
                ? reduced(each, o.reduction())
                : weighted("l1_loss", each, x, weight, o.reduction());
    }

    /** Returns {@link #smoothL1Loss(Tensor, Tensor, double, UnaryOperator)} with beta 1. */
    public static Tensor smoothL1Loss(Tensor x, Tensor y) {
        return smoothL1Loss(x, y, 1, o -> o);
    }

    /**
     * Returns {@code d^2 / (2 beta)} for {@code d = |x - y| < beta}, else {@code d - beta / 2},
     * reduced (Girshick 2015).
     *
     * @throws IllegalArgumentException if beta is negative
     */
    public static Tensor smoothL1Loss(
            Tensor x, Tensor y, double beta, UnaryOperator<LossOptions> options) {
        if (beta < 0) {
            throw new IllegalArgumentException(
                    "smooth_l1_loss does not support negative values for beta, got " + beta);
        }
        LossReduction r = options.apply(LossOptions.DEFAULT).reduction();
        return beta == 0
                ? reduced(x.sub(y).abs(), r)
                : loss(NeuralOp.Loss.SMOOTH_L1, x, y, r, beta);
    }

    /** Returns {@link #huberLoss(Tensor, Tensor, double, UnaryOperator)} with delta 1. */
    public static Tensor huberLoss(Tensor x, Tensor y) {
        return huberLoss(x, y, 1, o -> o);
    }

    /**
     * Returns {@code d^2 / 2} for {@code d = |x - y| <= delta}, else {@code delta (d - delta / 2)},
     * reduced (Huber 1964).
     *
     * @throws IllegalArgumentException if delta is not positive
     */
    public static Tensor huberLoss(
            Tensor x, Tensor y, double delta, UnaryOperator<LossOptions> options) {
        if (!(delta > 0)) {
            throw new IllegalArgumentException(
                    "huber_loss does not support non-positive values for delta, got " + delta);
        }
        LossOptions o = options.apply(LossOptions.DEFAULT);
        Tensor weight = o.weight();
        if (weight == null) {
            return loss(NeuralOp.Loss.HUBER, x, y, o.reduction(), delta);
        }
        checkWeight("huber_loss", x, weight);
        Tensor each = loss(NeuralOp.Loss.HUBER, x, y, LossReduction.NONE, delta);
        return reduced(each.mul(weight), o.reduction());
    }

    /** Returns the mean of {@code -y log(x) - (1 - y) log(1 - x)}. */
    public static Tensor binaryCrossEntropy(Tensor x, Tensor y) {
        return binaryCrossEntropy(x, y, o -> o);
    }

    /**
     * Returns {@code -y log(x) - (1 - y) log(1 - x)} for probabilities x and y, weighted and
     * reduced; the logarithms are at least -100.
     *
     * @throws IllegalArgumentException if shapes differ or values lie outside [0, 1]
     */
    public static Tensor binaryCrossEntropy(
            Tensor x, Tensor y, UnaryOperator<LossOptions> options) {
        LossOptions o = options.apply(LossOptions.DEFAULT);
        checkShapes("binary_cross_entropy", x, y);
        Tensor weight = wide(o.weight(), x);
        return Tensor.apply(
                new NeuralOp.ElementLoss(NeuralOp.Loss.BCE, o.reduction(), 0), x, y, weight);
    }

    /** Returns the mean {@link #binaryCrossEntropy} of {@code sigmoid(x)}. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor y) {
        return binaryCrossEntropyWithLogits(x, y, o -> o);
    }

    /**
     * Returns {@link #binaryCrossEntropy} of {@code sigmoid(x)} without overflow, weighted and
     * reduced.
     *
     * @throws IllegalArgumentException if shapes differ
     */
    public static Tensor binaryCrossEntropyWithLogits(
            Tensor x, Tensor y, UnaryOperator<LossOptions> options) {
        LossOptions o = options.apply(LossOptions.DEFAULT);
        checkShapes("binary_cross_entropy_with_logits", x, y);
        return Tensor.apply(
                new NeuralOp.ElementLoss(NeuralOp.Loss.BCE_WITH_LOGITS, o.reduction(), 0),
                x,
                y.to(x.dtype()),
                wide(o.weight(), x),
                wide(o.posWeight(), x));
    }

    /** Returns the mean of {@code y (log(y) - x)}. */
    public static Tensor klDiv(Tensor x, Tensor y) {
        return klDiv(x, y, o -> o);
    }

    /**
     * Returns the divergence {@code y (log(y) - x)} of log-probabilities x and a target y, reduced.
     */
    public static Tensor klDiv(Tensor x, Tensor y, UnaryOperator<KlDivOptions> options) {
        KlDivOptions o = options.apply(KlDivOptions.DEFAULT);
        Tensor each = o.logTarget() ? y.exp().mul(y.sub(x)) : y.xlogy(y).sub(y.mul(x));
        if (!o.batchMean()) {
            return reduced(each, o.reduction());
        }
        Tensor sum = each.sum();
        return x.dim() == 0 ? sum : sum.div(x.size(0));
    }

    static Tensor reduced(Tensor each, LossReduction reduction) {
        return switch (reduction) {
            case NONE -> each;
            case MEAN -> each.mean();
            case SUM -> each.sum();
        };
    }

    static Tensor loss(
            NeuralOp.Loss kind, Tensor x, Tensor y, LossReduction reduction, double parameter) {
        Shape shape = broadcast(kind.function(), x, y);
        DType dtype = DType.promote(x.dtype(), y.dtype());
        return Tensor.apply(
                new NeuralOp.ElementLoss(kind, reduction, parameter),
                wide(x.to(dtype), shape),
                wide(y.to(dtype), shape));
    }

    private static Tensor wide(Tensor x, Shape shape) {
        return x.shape().equals(shape) ? x : x.expand(shape);
    }

    static Shape broadcast(String name, Tensor x, Tensor y) {
        try {
            return Shape.broadcast(x.shape(), y.shape());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static Tensor wide(@Nullable Tensor weight, Tensor x) {
        return weight == null
                ? Tensor.ones(x.dtype()).expand(x.shape())
                : weight.to(x.dtype()).expand(x.shape());
    }

    private static void checkShapes(String name, Tensor x, Tensor y) {
        if (!x.shape().equals(y.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": Target size ("
                            + y.shape()
                            + ") must be the same as input size ("
                            + x.shape()
                            + ")");
        }
    }
}
