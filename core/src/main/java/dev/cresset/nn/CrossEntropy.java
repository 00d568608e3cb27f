package dev.cresset.nn;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.LossReduction;
import dev.cresset.op.NeuralOp;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The losses of classes. */
final class CrossEntropy {
    private CrossEntropy() {}

    static Tensor crossEntropy(Tensor x, Tensor target, CrossEntropyOptions o) {
        double smoothing = o.labelSmoothing();
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(
                    "cross_entropy: label_smoothing must be between 0.0 and 1.0. Got: "
                            + smoothing);
        }
        if (x.dim() == 0) {
            throw new IllegalArgumentException(
                    "cross_entropy: the input needs a dimension of classes, got shape []");
        }
        int dim = x.dim() == 1 ? 0 : 1;
        checkWeight(o.weight(), x.size(dim));
        if (x.shape().equals(target.shape())) {
            return ofProbabilities(x, target, dim, o);
        }
        Tensor logs = x.logSoftmax(dim);
        Tensor nll = nllLoss(logs, target, o);
        return smoothing == 0 ? nll : smoothed(logs, nll, target, dim, o);
    }

    private static void checkWeight(@Nullable Tensor weight, int classes) {
        if (weight != null && (weight.dim() != 1 || weight.size(0) != classes)) {
            throw new IllegalArgumentException(
                    "cross_entropy: weight tensor should be defined either for all "
                            + classes
                            + " classes or no classes but got weight tensor of shape: "
                            + weight.shape().listText());
        }
    }

    private static Tensor ofProbabilities(Tensor x, Tensor target, int dim, CrossEntropyOptions o) {
        if (!target.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "cross_entropy: Expected floating point type for target with class"
                            + " probabilities, got "
                            + target.dtype().legacyName());
        }
        if (o.ignoreIndex() >= 0) {
            throw new IllegalArgumentException(
                    "cross_entropy: ignore_index is not supported for floating point target, got "
                            + o.ignoreIndex());
        }
        int classes = x.size(dim);
        Tensor p = target;
        if (o.labelSmoothing() > 0) {
            p = p.mul(1 - o.labelSmoothing()).add(o.labelSmoothing() / classes);
        }
        Tensor terms = x.logSoftmax(dim).mul(p);
        if (o.weight() != null) {
            terms = terms.mul(perClass(o.weight(), x, dim));
        }
        return switch (o.reduction()) {
            case NONE -> terms.sum(dim).neg();
            case SUM -> terms.sum().neg();
            case MEAN ->
                    Grad.named("DivBackward1", terms.sum().neg().div((double) x.numel() / classes));
        };
    }

    private static Tensor perClass(Tensor weight, Tensor x, int dim) {
        int[] sizes = new int[x.dim()];
        Arrays.fill(sizes, 1);
        sizes[dim] = weight.size(0);
        return weight.view(sizes);
    }

    /** Mixes the loss with that of the uniform distribution (Szegedy et al. 2015, section 7). */
    private static Tensor smoothed(
            Tensor logs, Tensor nll, Tensor target, int dim, CrossEntropyOptions o) {
        Tensor weight = o.weight();
        Tensor terms = weight == null ? logs : logs.mul(perClass(weight, logs, dim));
        Tensor ignored = target.eq(o.ignoreIndex());
        Tensor each = terms.sum(dim).neg().maskedFill(ignored, 0);
        Tensor smooth =
                switch (o.reduction()) {
                    case NONE -> each;
                    case SUM -> each.sum();
                    case MEAN -> each.sum().div(counted(weight, target, ignored));
                };
        double share = o.labelSmoothing();
        return nll.mul(1 - share).add(smooth.mul(share / logs.size(dim)));
    }

    private static Tensor counted(@Nullable Tensor weight, Tensor target, Tensor ignored) {
        if (weight == null) {
            return ignored.logicalNot().sum();
        }
        Tensor classes = target.maskedFill(ignored, 0).reshape(-1);
        return weight.gather(0, classes).maskedFill(ignored.reshape(-1), 0).sum();
    }

    static Tensor nllLoss(Tensor x, Tensor target, CrossEntropyOptions o) {
        int rank = x.dim();
        boolean matches = rank >= 2 && target.dim() == rank - 1 && target.size(0) == x.size(0);
        if ((rank != 3 && rank < 5) || !matches || !sameLast(x, target)) {
            return apply(x, target, o, rank == 4);
        }
        int n = x.size(0);
        int plane = 1;
        for (int d = 2; d < rank; d++) {
            plane *= x.size(d);
        }
        Tensor flat = x.reshape(n, x.size(1), 1, plane);
        Tensor out = apply(flat, target.reshape(n, 1, plane), o, true);
        return o.reduction() == LossReduction.NONE ? out.view(target.shape()) : out;
    }

    private static boolean sameLast(Tensor x, Tensor target) {
        for (int d = 2; d < x.dim(); d++) {
            if (x.size(d) != target.size(d - 1)) {
                return false;
            }
        }
        return true;
    }

    private static Tensor apply(Tensor x, Tensor target, CrossEntropyOptions o, boolean planar) {
        NeuralOp op = new NeuralOp.NllLoss(o.ignoreIndex(), o.reduction(), planar);
        Tensor weight = o.weight();
        return weight == null
                ? Tensor.applyAll(op, x, target).get(0)
                : Tensor.applyAll(op, x, target, weight).get(0);
    }
}
