package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Noise that is only there while training; the draws are PyTorch's. */
abstract sealed class DropoutFunctions extends NormalizationFunctions permits ActivationFunctions {
    /** The negative saturation value of SELU, {@code scale * alpha} (Klambauer et al. 2017). */
    private static final double ALPHA = 1.7580993408473766;

    DropoutFunctions() {}

    /** Returns x with elements set to 0 with probability 0.5, the others doubled. */
    public static Tensor dropout(Tensor x) {
        return dropout(x, 0.5, true);
    }

    /**
     * Returns x with elements set to 0 with probability p, the others times {@code 1 / (1 - p)}.
     */
    public static Tensor dropout(Tensor x, double p) {
        return dropout(x, p, true);
    }

    /**
     * Returns x with elements set to 0 with probability p, the others times {@code 1 / (1 - p)}
     * (Srivastava et al. 2014); x itself unless training.
     *
     * @throws IllegalArgumentException if p is not in [0, 1]
     */
    public static Tensor dropout(Tensor x, double p, boolean training) {
        checkProbability("dropout", p);
        return drop(x, p, training, Tensor::emptyLike);
    }

    /** Returns x {@code (N, C, L)} or {@code (C, L)} with whole channels set to 0. */
    public static Tensor dropout1d(Tensor x, double p, boolean training) {
        checkProbability("dropout1d", p);
        if (x.dim() != 2 && x.dim() != 3) {
            throw new IllegalArgumentException(
                    "dropout1d: Expected 2D or 3D input, but received a "
                            + x.dim()
                            + "D input of shape "
                            + x.shape().listText());
        }
        return x.dim() == 2
                ? channels(x.unsqueeze(0), p, training).squeeze(0)
                : channels(x, p, training);
    }

    /** Returns x {@code (N, C, H, W)} with whole channels set to 0. */
    public static Tensor dropout2d(Tensor x, double p, boolean training) {
        checkProbability("dropout2d", p);
        return channels(x, p, training);
    }

    /**
     * Returns x {@code (N, C, D, H, W)} or {@code (C, D, H, W)} with whole channels set to 0; of
     * any other number of dimensions, the first are the channels.
     */
    public static Tensor dropout3d(Tensor x, double p, boolean training) {
        checkProbability("dropout3d", p);
        return x.dim() == 5
                ? channels(x, p, training)
                : channels(x.unsqueeze(0), p, training).squeeze(0);
    }

    /**
     * Returns x with elements set to SELU's negative saturation value, scaled and moved so that
     * mean and variance stay (Klambauer et al. 2017); x itself unless training.
     *
     * <p>{@code alphaDropout(x, 0.5, false)} is {@code x}.
     */
    public static Tensor alphaDropout(Tensor x, double p, boolean training) {
        checkProbability("alpha_dropout", p);
        return alpha(x, p, training, Tensor::emptyLike);
    }

    /** Does {@link #alphaDropout} to whole channels of x {@code (N, C, *)}. */
    public static Tensor featureAlphaDropout(Tensor x, double p, boolean training) {
        checkProbability("feature_alpha_dropout", p);
        return alpha(x, p, training, DropoutFunctions::onePerChannel);
    }

    static void checkProbability(String name, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    name + ": dropout probability has to be between 0 and 1, but got " + p);
        }
    }

    private static Tensor channels(Tensor x, double p, boolean training) {
        return drop(x, p, training, DropoutFunctions::onePerChannel);
    }

    /** Returns an uninitialised tensor {@code (N, C, 1, ...)}, in order whatever x's layout. */
    private static Tensor onePerChannel(Tensor x) {
        if (x.dim() < 2) {
            throw new IllegalArgumentException(
                    "Feature dropout requires at least 2 dimensions in the input, got shape "
                            + x.shape().listText());
        }
        int[] sizes = x.shape().toArray();
        Arrays.fill(sizes, 2, sizes.length, 1);
        return Tensor.empty(x.dtype(), sizes);
    }

    /* The noise is drawn in the order that its memory lies in: empty makes that memory. */

    private static Tensor drop(Tensor x, double p, boolean training, UnaryOperator<Tensor> empty) {
        if (!training || p == 0 || x.numel() == 0) {
            return x;
        }
        if (p == 1) {
            return x.mul(Tensor.zeros(x.dtype()));
        }
        return x.mul(noGrad(() -> empty.apply(x.detach()).bernoulli_(1 - p).div_(1 - p)));
    }

    private static Tensor alpha(Tensor x, double p, boolean training, UnaryOperator<Tensor> empty) {
        if (!training || p == 0 || x.numel() == 0) {
            return x;
        }
        if (p == 1) {
            return x.mul(Tensor.zeros(x.dtype()));
        }
        double a = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
        Tensor kept = noGrad(() -> empty.apply(x.detach()).bernoulli_(1 - p));
        Tensor shift = noGrad(() -> kept.sub(1).mul(ALPHA * a).add(ALPHA * a * p));
        Tensor scale = noGrad(() -> kept.mul(a));
        return x.mul(scale).add(shift);
    }
}
