package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.LossOp;
import dev.cresset.op.LossReduction;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Negative logarithms of likelihoods: of counts, of numbers, of classes, of label sequences. */
abstract sealed class LikelihoodFunctions extends RankingFunctions permits OverwritingFunctions {
    LikelihoodFunctions() {}

    /** Returns the mean of {@code exp(x) - y x}. */
    public static Tensor poissonNllLoss(Tensor x, Tensor y) {
        return poissonNllLoss(x, y, o -> o);
    }

    /**
     * Returns {@code exp(x) - y x} for logarithms x of rates, or {@code x - y log(x + eps)} for
     * rates, reduced. Stirling's term is {@code y log(y) - y + log(2 pi y) / 2} where y exceeds 1.
     */
    public static Tensor poissonNllLoss(
            Tensor x, Tensor y, UnaryOperator<PoissonNllOptions> options) {
        PoissonNllOptions o = options.apply(PoissonNllOptions.DEFAULT);
        broadcast("poisson_nll_loss", x, y);
        Tensor each = o.logInput() ? x.exp().sub(y.mul(x)) : x.sub(y.mul(x.add(o.eps()).log()));
        if (o.full()) {
            Tensor stirling = y.mul(y.log()).sub(y).add(y.mul(2 * Math.PI).log().mul(0.5));
            each = each.add(stirling.maskedFill(y.le(1), 0));
        }
        return reduced(each, o.reduction());
    }

    /** Returns {@link #gaussianNllLoss(Tensor, Tensor, Tensor, UnaryOperator)} for one variance. */
    public static Tensor gaussianNllLoss(Tensor x, Tensor y, double var) {
        return gaussianNllLoss(x, y, var, o -> o);
    }

    /** Returns {@link #gaussianNllLoss(Tensor, Tensor, Tensor, UnaryOperator)} for one variance. */
    public static Tensor gaussianNllLoss(
            Tensor x, Tensor y, double var, UnaryOperator<GaussianNllOptions> options) {
        return gaussianNllLoss(x, y, x.onesLike().mul(var), options);
    }

    /** Returns the mean {@link #gaussianNllLoss(Tensor, Tensor, Tensor, UnaryOperator)}. */
    public static Tensor gaussianNllLoss(Tensor x, Tensor y, Tensor var) {
        return gaussianNllLoss(x, y, var, o -> o);
    }

    /**
     * Returns {@code (log(v) + (x - y)^2 / v) / 2} for {@code v = max(var, eps)}, reduced; the
     * derivative does not know of the maximum.
     *
     * @param var variances of x's shape, or with 1 in the place of one size, or without the last
     * @throws IllegalArgumentException if a variance is negative, or shapes do not fit
     */
    public static Tensor gaussianNllLoss(
            Tensor x, Tensor y, Tensor var, UnaryOperator<GaussianNllOptions> options) {
        GaussianNllOptions o = options.apply(GaussianNllOptions.DEFAULT);
        if (var.lt(0).any().item().doubleValue() != 0) {
            throw new IllegalArgumentException(
                    "gaussian_nll_loss: var has negative entry/entries, the least is "
                            + var.min().item());
        }
        Tensor wide = spread(x, var);
        broadcast("gaussian_nll_loss", x, y);
        Tensor v = wide.clone();
        noGrad(() -> v.clamp_(o.eps(), null));
        Tensor each = v.log().add(x.sub(y).pow(2).div(v)).mul(0.5);
        if (o.full()) {
            each = each.add(0.5 * Math.log(2 * Math.PI));
        }
        return reduced(each, o.reduction());
    }

    private static Tensor spread(Tensor x, Tensor var) {
        int[] sizes = x.shape().toArray();
        int[] given = var.shape().toArray();
        if (Arrays.equals(sizes, given)) {
            return var;
        }
        int rank = sizes.length;
        if (rank > 0 && Arrays.equals(Arrays.copyOf(sizes, rank - 1), given)) {
            return var.unsqueeze(-1);
        }
        int others = 0;
        for (int d = 0; d < rank && rank == given.length; d++) {
            others += sizes[d] == given[d] ? 0 : given[d];
        }
        if (others != 1) {
            throw new IllegalArgumentException(
                    "gaussian_nll_loss: var is of incorrect size: "
                            + var.shape().listText()
                            + " for input of size "
                            + x.shape().listText());
        }
        return var;
    }

    /** Returns {@link #crossEntropy} of {@code x W'}. */
    public static Tensor linearCrossEntropy(Tensor x, Tensor linearWeight, Tensor target) {
        return linearCrossEntropy(x, linearWeight, target, o -> o);
    }

    /**
     * Returns {@link #crossEntropy} of {@code x W' + b}.
     *
     * @param x {@code (N, in)} or {@code (in)}
     * @param linearWeight {@code (C, *, in)}
     * @param target classes {@code (N, *)} or {@code ()}, int64, or probabilities {@code (N, C, *)}
     *     or {@code (C)}
     * @throws IndexOutOfBoundsException if a class does not exist
     * @throws IllegalArgumentException if shapes, dtypes or options do not fit
     */
    public static Tensor linearCrossEntropy(
            Tensor x,
            Tensor linearWeight,
            Tensor target,
            UnaryOperator<LinearCrossEntropyOptions> options) {
        LinearCrossEntropyOptions o = options.apply(LinearCrossEntropyOptions.DEFAULT);
        int rank = linearWeight.dim();
        check(
                x.dim() == 1 || x.dim() == 2,
                "expected input with dimensionality 1 or 2, got " + x.dim());
        check(rank >= 2, "expected linear_weight with dimensionality at least 2, got " + rank);
        int in = x.size(-1);
        check(
                in == linearWeight.size(-1),
                "expected equal input and linear_weight last dimensions (in_features), got "
                        + in
                        + " and "
                        + linearWeight.size(-1)
                        + ", respectively");
        Tensor bias = o.linearBias();
        int[] outputs = Arrays.copyOf(linearWeight.shape().toArray(), rank - 1);
        check(
                bias == null || Arrays.equals(bias.shape().toArray(), outputs),
                "expected linear_bias shape "
                        + Sizes.tuple(outputs)
                        + ", got "
                        + (bias == null ? "" : Sizes.tuple(bias.shape().toArray())));
        check(
                rank == 2 || x.dim() == 2,
                "K-dimensional loss defined by linear_weight shape "
                        + Sizes.tuple(linearWeight.shape().toArray())
                        + " requires batched input, (N, "
                        + in
                        + "), got unbatched input with shape "
                        + Sizes.tuple(x.shape().toArray()));
        int first = x.dim() - 1;
        int[] sizes = new int[first + rank - 1];
        System.arraycopy(outputs, 0, sizes, first, outputs.length);
        if (first == 1) {
            sizes[0] = x.size(0);
        }
        Long ignored = o.ignoreIndex();
        check(
                ignored == null || !Arrays.equals(target.shape().toArray(), sizes),
                "ignore_index cannot be specified when target contains probabilities, got "
                        + ignored);
        int all = Arrays.stream(outputs).reduce(1, (a, b) -> a * b);
        Tensor logits =
                linear(x, linearWeight.reshape(all, in), bias == null ? null : bias.reshape(all))
                        .reshape(Shape.of(sizes));
        return crossEntropy(
                logits,
                target,
                c ->
                        c.weight(o.weight())
                                .ignoreIndex(ignored == null ? -100 : ignored)
                                .reduction(o.reduction())
                                .labelSmoothing(o.labelSmoothing()));
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException("linear_cross_entropy: " + fault);
        }
    }

    /** Returns {@link #ctcLoss(Tensor, Tensor, Tensor, Tensor, UnaryOperator)}, 0 being blank. */
    public static Tensor ctcLoss(
            Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        return ctcLoss(logProbs, targets, inputLengths, targetLengths, o -> o);
    }

    /**
     * Returns the negative logarithm of the probability that sequences of classes show sequences of
     * labels, in any alignment (Graves et al. 2006), reduced. Its derivative is, as PyTorch's, that
     * with respect to what {@code logSoftmax} was taken of, and has none itself.
     *
     * @param logProbs logarithms of probabilities, {@code (T, N, C)} or {@code (T, C)}
     * @param targets labels {@code (N, S)}, or one after another, {@code (sum of the lengths)}
     * @param inputLengths how many steps each sequence has, {@code (N)} or {@code ()}, at most T
     * @param targetLengths how many labels each sequence has, {@code (N)} or {@code ()}
     * @throws IndexOutOfBoundsException if a label does not exist
     * @throws IllegalArgumentException if shapes, dtypes or lengths do not fit
     */
    public static Tensor ctcLoss(
            Tensor logProbs,
            Tensor targets,
            Tensor inputLengths,
            Tensor targetLengths,
            UnaryOperator<CtcOptions> options) {
        CtcOptions o = options.apply(CtcOptions.DEFAULT);
        int[] steps = lengths("input_lengths", inputLengths);
        int[] labels = lengths("target_lengths", targetLengths);
        boolean batched = logProbs.dim() != 2;
        Tensor x = batched ? logProbs : logProbs.unsqueeze(1);
        LossOp op = new LossOp.Ctc(o.blank(), o.zeroInfinity(), steps, labels);
        Tensor each = Tensor.applyAll(op, x, targets).getFirst();
        if (o.zeroInfinity()) {
            each = Tensor.where(each.eq(Double.POSITIVE_INFINITY), each.zerosLike(), each);
        }
        if (o.reduction() == LossReduction.MEAN) {
            long[] counts = Arrays.stream(labels).mapToLong(n -> Math.max(n, 1)).toArray();
            return each.div(Tensor.tensor(counts).to(each.dtype())).mean();
        }
        Tensor out = batched ? each : each.squeeze(0);
        return reduced(out, o.reduction());
    }

    private static int[] lengths(String name, Tensor x) {
        if (x.dtype().isFloatingPoint() || x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(
                    "ctc_loss: " + name + " must be integral, got " + x.dtype());
        }
        long[] out = x.reshape(-1).toLong().toLongArray();
        return Arrays.stream(out).mapToInt(Math::toIntExact).toArray();
    }
}
