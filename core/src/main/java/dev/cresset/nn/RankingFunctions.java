package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.LossOp;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Shape;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Losses that ask for a margin between what should differ. */
abstract sealed class RankingFunctions extends EmbeddingBagFunctions permits LikelihoodFunctions {
    private static final double EPSILON = 1e-12;

    RankingFunctions() {}

    // ---- pairs

    /** Returns the mean of {@code max(0, -y (x1 - x2))}. */
    public static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor y) {
        return marginRankingLoss(x1, x2, y, o -> o);
    }

    /**
     * Returns {@code max(0, margin - y (x1 - x2))}, reduced: x1 should be larger where y is 1, x2
     * where it is -1.
     *
     * @throws IllegalArgumentException if the numbers of dimensions differ
     */
    public static Tensor marginRankingLoss(
            Tensor x1, Tensor x2, Tensor y, UnaryOperator<MarginOptions> options) {
        MarginOptions o = options.apply(MarginOptions.ZERO);
        if (x1.dim() != x2.dim() || x1.dim() != y.dim()) {
            throw new IllegalArgumentException(
                    "margin_ranking_loss : All input tensors should have same dimension but got"
                            + " sizes: input1: "
                            + x1.shape()
                            + ", input2: "
                            + x2.shape()
                            + ", target: "
                            + y.shape()
                            + " ");
        }
        return reduced(y.neg().mul(x1.sub(x2)).add(o.margin()).clampMin(0), o.reduction());
    }

    /** Returns the mean of x where y is 1, and of {@code max(0, 1 - x)} where y is -1. */
    public static Tensor hingeEmbeddingLoss(Tensor x, Tensor y) {
        return hingeEmbeddingLoss(x, y, o -> o);
    }

    /** Returns x where y is 1, and {@code max(0, margin - x)} where y is -1, reduced. */
    public static Tensor hingeEmbeddingLoss(
            Tensor x, Tensor y, UnaryOperator<MarginOptions> options) {
        MarginOptions o = options.apply(MarginOptions.ONE);
        broadcast("hinge_embedding_loss", x, y);
        Tensor far = x.rsub(o.margin()).clampMin(0);
        Tensor each =
                Tensor.where(y.ne(1), far, far.zerosLike())
                        .add(Tensor.where(y.ne(-1), x, x.zerosLike()));
        return reduced(each, o.reduction());
    }

    /** Returns the mean of {@code 1 - cos(x1, x2)} or {@code max(0, cos(x1, x2))}. */
    public static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor y) {
        return cosineEmbeddingLoss(x1, x2, y, o -> o);
    }

    /**
     * Returns {@code 1 - cos(x1, x2)} where y is 1, and {@code max(0, cos(x1, x2) - margin)} where
     * it is -1, reduced.
     *
     * @param y {@code (N)} for vectors {@code (N, D)}, {@code ()} for {@code (D)}
     * @throws IllegalArgumentException if the numbers of dimensions do not fit
     */
    public static Tensor cosineEmbeddingLoss(
            Tensor x1, Tensor x2, Tensor y, UnaryOperator<MarginOptions> options) {
        MarginOptions o = options.apply(MarginOptions.ZERO);
        int dim = y.dim();
        if (dim > 1) {
            throw new IllegalArgumentException(
                    "cosine_embedding_loss: 0D or 1D target tensor expected, multi-target not"
                            + " supported, got shape "
                            + y.shape().listText());
        }
        if (x1.dim() != dim + 1 || x2.dim() != dim + 1) {
            throw new IllegalArgumentException(
                    "cosine_embedding_loss: "
                            + dim
                            + "D target tensor expects "
                            + (dim + 1)
                            + "D input tensors, but found inputs with sizes "
                            + x1.shape().listText()
                            + " and "
                            + x2.shape().listText()
                            + ".");
        }
        broadcast("cosine_embedding_loss", x1, x2);
        Tensor product = x1.mul(x2).sum(dim);
        Tensor one = x1.mul(x1).sum(dim).add(EPSILON);
        Tensor two = x2.mul(x2).sum(dim).add(EPSILON);
        Tensor cos = product.div(one.mul(two).sqrt());
        Tensor zeros = cos.zerosLike();
        Tensor near = Tensor.where(y.eq(1), cos.rsub(1), zeros);
        Tensor far = Tensor.where(y.eq(-1), cos.sub(o.margin()).clampMin(0), zeros);
        return reduced(near.add(far), o.reduction());
    }

    // ---- triplets

    /** Returns the mean of {@code max(0, |a - p| - |a - n| + 1)}. */
    public static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative) {
        return tripletMarginLoss(anchor, positive, negative, o -> o);
    }

    /**
     * Returns {@code max(0, |a - p| - |a - n| + margin)}, reduced (Balntas et al. 2016).
     *
     * @throws IllegalArgumentException if the margin is not positive or the numbers of dimensions
     *     differ
     */
    public static Tensor tripletMarginLoss(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            UnaryOperator<TripletOptions> options) {
        TripletOptions o = options.apply(TripletOptions.DEFAULT);
        return triplet(
                "triplet_margin_loss",
                anchor,
                positive,
                negative,
                (x, y) -> pairwiseDistance(x, y, o.p(), o.eps(), false),
                o);
    }

    /** Returns {@link #tripletMarginLoss} for a distance of one's own. */
    public static Tensor tripletMarginWithDistanceLoss(
            Tensor anchor, Tensor positive, Tensor negative, BinaryOperator<Tensor> distance) {
        return tripletMarginWithDistanceLoss(anchor, positive, negative, distance, o -> o);
    }

    /**
     * Returns {@link #tripletMarginLoss} for a distance of one's own, of which the options' p and
     * eps say nothing.
     *
     * @throws IllegalArgumentException if the margin is not positive or the numbers of dimensions
     *     differ
     */
    public static Tensor tripletMarginWithDistanceLoss(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            BinaryOperator<Tensor> distance,
            UnaryOperator<TripletOptions> options) {
        return triplet(
                "triplet_margin_with_distance_loss",
                anchor,
                positive,
                negative,
                distance,
                options.apply(TripletOptions.DEFAULT));
    }

    private static Tensor triplet(
            String name,
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            BinaryOperator<Tensor> distance,
            TripletOptions o) {
        if (!(o.margin() > 0)) {
            throw new IllegalArgumentException(
                    name + ": margin must be greater than 0, got " + o.margin());
        }
        if (anchor.dim() != positive.dim() || positive.dim() != negative.dim()) {
            throw new IllegalArgumentException(
                    name
                            + ": The anchor, positive, and negative tensors are expected to have the"
                            + " same number of dimensions, but got: anchor "
                            + anchor.dim()
                            + "D, positive "
                            + positive.dim()
                            + "D, and negative "
                            + negative.dim()
                            + "D inputs, of shapes "
                            + anchor.shape().listText()
                            + ", "
                            + positive.shape().listText()
                            + " and "
                            + negative.shape().listText());
        }
        broadcast(name, anchor, positive);
        broadcast(name, anchor, negative);
        broadcast(name, positive, negative);
        Tensor near = distance.apply(anchor, positive);
        Tensor far = distance.apply(anchor, negative);
        if (o.swap()) {
            far = far.minimum(distance.apply(positive, negative));
        }
        return reduced(near.add(o.margin()).sub(far).clampMin(0), o.reduction());
    }

    // ---- classes

    /** Returns the mean of {@code log(1 + exp(-x y))}. */
    public static Tensor softMarginLoss(Tensor x, Tensor y) {
        return softMarginLoss(x, y, o -> o);
    }

    /**
     * Returns {@code log(1 + exp(-x y))}, reduced, for targets y of 1 and -1.
     *
     * @throws IllegalArgumentException if y cannot be broadcast to the shape of x
     */
    public static Tensor softMarginLoss(Tensor x, Tensor y, UnaryOperator<LossOptions> options) {
        LossOptions o = options.apply(LossOptions.DEFAULT);
        Shape shape = broadcast("soft_margin_loss", x, y);
        if (!shape.equals(x.shape())) {
            throw new IllegalArgumentException(
                    "soft_margin_loss: output with shape "
                            + x.shape().listText()
                            + " doesn't match the broadcast shape "
                            + shape.listText());
        }
        return loss(NeuralOp.Loss.SOFT_MARGIN, x, y, o.reduction(), 0);
    }

    /** Returns {@link #multiMarginLoss(Tensor, Tensor, UnaryOperator)} with PyTorch's defaults. */
    public static Tensor multiMarginLoss(Tensor x, Tensor target) {
        return multiMarginLoss(x, target, o -> o);
    }

    /**
     * Returns the sum of {@code weight[t] max(0, margin - x[t] + x[d])^p / C} over the classes d
     * other than the target class t, reduced.
     *
     * @param x {@code (N, C)} or {@code (C)}
     * @param target {@code (N)} or {@code ()}, int64
     * @throws IndexOutOfBoundsException if a class does not exist
     * @throws IllegalArgumentException if shapes, dtypes or options do not fit
     */
    public static Tensor multiMarginLoss(
            Tensor x, Tensor target, UnaryOperator<MultiMarginOptions> options) {
        MultiMarginOptions o = options.apply(MultiMarginOptions.DEFAULT);
        checkPower("multi_margin_loss", o.p());
        Tensor weight = o.weight();
        LossOp op = new LossOp.MultiMargin(o.p(), o.margin(), o.reduction());
        if (weight == null) {
            return Tensor.apply(op, x, target);
        }
        if (weight.dim() != 1) {
            throw new IllegalArgumentException(
                    "multi_margin_loss: weight must be one-dimensional, got shape "
                            + weight.shape().listText());
        }
        return Tensor.apply(op, x, target, weight);
    }

    static void checkPower(String name, int p) {
        if (p != 1 && p != 2) {
            throw new IllegalArgumentException(
                    name + ": only p == 1 and p == 2 supported, got " + p);
        }
    }

    /** Returns the mean {@link #multilabelMarginLoss(Tensor, Tensor, UnaryOperator)}. */
    public static Tensor multilabelMarginLoss(Tensor x, Tensor target) {
        return multilabelMarginLoss(x, target, o -> o);
    }

    /**
     * Returns the sum of {@code max(0, 1 - x[t] + x[d]) / C} over the target classes t and all
     * others d, reduced.
     *
     * @param x {@code (N, C)} or {@code (C)}
     * @param target classes, int64, of x's shape, ending with -1
     * @throws IndexOutOfBoundsException if a class does not exist
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public static Tensor multilabelMarginLoss(
            Tensor x, Tensor target, UnaryOperator<LossOptions> options) {
        LossOptions o = options.apply(LossOptions.DEFAULT);
        return Tensor.apply(new LossOp.MultilabelMargin(o.reduction()), x, target);
    }

    /** Returns the mean {@link #multilabelSoftMarginLoss(Tensor, Tensor, UnaryOperator)}. */
    public static Tensor multilabelSoftMarginLoss(Tensor x, Tensor y) {
        return multilabelSoftMarginLoss(x, y, o -> o);
    }

    /**
     * Returns the means over classes, the last dimension, of {@code -y log(sigmoid(x)) - (1 - y)
     * log(sigmoid(-x))}, weighted by class and reduced.
     */
    public static Tensor multilabelSoftMarginLoss(
            Tensor x, Tensor y, UnaryOperator<LossOptions> options) {
        LossOptions o = options.apply(LossOptions.DEFAULT);
        broadcast("multilabel_soft_margin_loss", x, y);
        Tensor each =
                y.mul(Functional.logsigmoid(x))
                        .add(y.rsub(1).mul(Functional.logsigmoid(x.neg())))
                        .neg();
        Tensor weight = o.weight();
        if (weight != null) {
            each = each.mul(weight);
        }
        int dim = x.dim() - 1;
        return reduced(each.sum(dim).div(x.size(dim)), o.reduction());
    }
}
