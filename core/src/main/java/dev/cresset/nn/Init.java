package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fills parameters with initial values, unseen by autograd: PyTorch's {@code torch.nn.init}.
 *
 * <pre>{@code
 * Init.kaimingUniform_(layer.weight, o -> o.mode(FAN_IN).nonlinearity(RELU));
 * net.apply(m -> { if (m instanceof Linear l) { Init.normal_(l.weight, 0, 0.01); } });
 * }</pre>
 *
 * <p>Every function changes its argument in place and returns it. All scale factors are computed in
 * double. The numbers are PyTorch's, bit for bit ({@code orthogonal_}: to rounding).
 */
public final class Init {
    private Init() {}

    /** Which fan a variance is divided by. */
    public enum Mode {
        /** The inputs of each output, which keeps the variance of the forward pass. */
        FAN_IN,
        /** The outputs of each input, which keeps the variance of the backward pass. */
        FAN_OUT
    }

    /** What follows a layer, as {@link #calculateGain} knows it. */
    public enum Nonlinearity {
        /** Nothing: gain 1. */
        LINEAR,
        /** A convolution: gain 1. */
        CONV1D,
        /** A convolution: gain 1. */
        CONV2D,
        /** A convolution: gain 1. */
        CONV3D,
        /** A transposed convolution: gain 1. */
        CONV_TRANSPOSE1D,
        /** A transposed convolution: gain 1. */
        CONV_TRANSPOSE2D,
        /** A transposed convolution: gain 1. */
        CONV_TRANSPOSE3D,
        /** The logistic function: gain 1. */
        SIGMOID,
        /** The hyperbolic tangent: gain 5/3. */
        TANH,
        /** The rectifier: gain sqrt(2). */
        RELU,
        /** The rectifier with a slope below 0: gain {@code sqrt(2 / (1 + slope^2))}. */
        LEAKY_RELU,
        /** The scaled exponential unit: gain 3/4. */
        SELU
    }

    /**
     * The fans of a weight.
     *
     * @param in inputs of each output
     * @param out outputs of each input
     */
    public record Fans(long in, long out) {}

    /**
     * How {@link #kaimingUniform_} and {@link #kaimingNormal_} scale.
     *
     * @param a the slope below 0 of the leaky rectifier that follows; others ignore it
     * @param mode which fan counts
     * @param nonlinearity what follows the layer
     * @param generator where the numbers come from, null for the default generator
     */
    public record KaimingOptions(
            double a, Mode mode, Nonlinearity nonlinearity, @Nullable Generator generator) {
        static final KaimingOptions DEFAULT =
                new KaimingOptions(0, Mode.FAN_IN, Nonlinearity.LEAKY_RELU, null);

        /** Returns these options with a slope. */
        public KaimingOptions a(double value) {
            return new KaimingOptions(value, mode, nonlinearity, generator);
        }

        /** Returns these options with a fan. */
        public KaimingOptions mode(Mode value) {
            return new KaimingOptions(a, value, nonlinearity, generator);
        }

        /** Returns these options with what follows. */
        public KaimingOptions nonlinearity(Nonlinearity value) {
            return new KaimingOptions(a, mode, value, generator);
        }

        /** Returns these options with a generator. */
        public KaimingOptions generator(@Nullable Generator value) {
            return new KaimingOptions(a, mode, nonlinearity, value);
        }
    }

    // ---- scale

    /** Returns the recommended gain for what follows a layer; the leaky slope is 0.01. */
    public static double calculateGain(Nonlinearity nonlinearity) {
        return calculateGain(nonlinearity, 0.01);
    }

    /**
     * Returns the recommended gain for what follows a layer.
     *
     * @param slope the slope below 0; only of the leaky rectifier
     */
    public static double calculateGain(Nonlinearity nonlinearity, double slope) {
        return switch (nonlinearity) {
            case LINEAR,
                    CONV1D,
                    CONV2D,
                    CONV3D,
                    CONV_TRANSPOSE1D,
                    CONV_TRANSPOSE2D,
                    CONV_TRANSPOSE3D,
                    SIGMOID ->
                    1;
            case TANH -> 5.0 / 3;
            case RELU -> Math.sqrt(2);
            case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
            case SELU -> 3.0 / 4;
        };
    }

    /**
     * Returns the fans of a weight {@code (out, in, *)}: {@code in} and {@code out} times the size
     * of the field {@code *}.
     *
     * @throws IllegalArgumentException if it has fewer than 2 dimensions
     */
    public static Fans calculateFanInAndFanOut(Tensor weight) {
        if (weight.dim() < 2) {
            throw new IllegalArgumentException(
                    "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions,"
                            + " got shape "
                            + weight.shape().listText());
        }
        long field = 1;
        for (int d = 2; d < weight.dim(); d++) {
            field *= weight.size(d);
        }
        return new Fans(weight.size(1) * field, weight.size(0) * field);
    }

    // ---- one value

    /** Fills with a value. */
    public static Tensor constant_(Tensor x, double value) {
        return changed(x, t -> t.fill_(value));
    }

    /** Fills with ones. */
    public static Tensor ones_(Tensor x) {
        return constant_(x, 1);
    }

    /** Fills with zeros. */
    public static Tensor zeros_(Tensor x) {
        return changed(x, Tensor::zero_);
    }

    // ---- uniform and normal

    /** Draws from [0, 1). */
    public static Tensor uniform_(Tensor x) {
        return uniform_(x, 0, 1);
    }

    /** Draws from [a, b). */
    public static Tensor uniform_(Tensor x, double a, double b) {
        return uniform_(x, a, b, null);
    }

    /** Draws from [a, b), from a generator. */
    public static Tensor uniform_(Tensor x, double a, double b, @Nullable Generator generator) {
        return changed(x, t -> t.uniform_(a, b, generator));
    }

    /** Draws from the standard normal distribution. */
    public static Tensor normal_(Tensor x) {
        return normal_(x, 0, 1);
    }

    /** Draws from a normal distribution. */
    public static Tensor normal_(Tensor x, double mean, double std) {
        return normal_(x, mean, std, null);
    }

    /** Draws from a normal distribution, from a generator. */
    public static Tensor normal_(Tensor x, double mean, double std, @Nullable Generator generator) {
        return changed(x, t -> t.normal_(mean, std, generator));
    }

    // ---- by fans

    /** Draws uniformly with variance {@code 2 / (in + out)} (Glorot and Bengio 2010, eq. 16). */
    public static Tensor xavierUniform_(Tensor weight) {
        return xavierUniform_(weight, 1);
    }

    /** Draws uniformly with variance {@code gain^2 2 / (in + out)}. */
    public static Tensor xavierUniform_(Tensor weight, double gain) {
        return xavierUniform_(weight, gain, null);
    }

    /** Draws uniformly with variance {@code gain^2 2 / (in + out)}, from a generator. */
    public static Tensor xavierUniform_(Tensor weight, double gain, @Nullable Generator generator) {
        double bound = Math.sqrt(3) * xavierStd(weight, gain);
        return uniform_(weight, -bound, bound, generator);
    }

    /** Draws normally with variance {@code 2 / (in + out)} (Glorot and Bengio 2010). */
    public static Tensor xavierNormal_(Tensor weight) {
        return xavierNormal_(weight, 1);
    }

    /** Draws normally with variance {@code gain^2 2 / (in + out)}. */
    public static Tensor xavierNormal_(Tensor weight, double gain) {
        return xavierNormal_(weight, gain, null);
    }

    /** Draws normally with variance {@code gain^2 2 / (in + out)}, from a generator. */
    public static Tensor xavierNormal_(Tensor weight, double gain, @Nullable Generator generator) {
        return normal_(weight, 0, xavierStd(weight, gain), generator);
    }

    private static double xavierStd(Tensor weight, double gain) {
        Fans fans = calculateFanInAndFanOut(weight);
        return gain * Math.sqrt(2.0 / (fans.in + fans.out));
    }

    /** Draws uniformly with variance {@code 2 / in} (He et al. 2015). */
    public static Tensor kaimingUniform_(Tensor weight) {
        return kaimingUniform_(weight, o -> o);
    }

    /**
     * Draws uniformly with variance {@code gain^2 / fan} (He et al. 2015, eq. 10 and 14); an empty
     * tensor is left alone.
     */
    public static Tensor kaimingUniform_(Tensor weight, UnaryOperator<KaimingOptions> options) {
        KaimingOptions o = options.apply(KaimingOptions.DEFAULT);
        if (weight.numel() == 0) {
            return weight;
        }
        double bound = Math.sqrt(3) * kaimingStd(weight, o);
        return uniform_(weight, -bound, bound, o.generator);
    }

    /** Draws normally with variance {@code 2 / in} (He et al. 2015). */
    public static Tensor kaimingNormal_(Tensor weight) {
        return kaimingNormal_(weight, o -> o);
    }

    /**
     * Draws normally with variance {@code gain^2 / fan} (He et al. 2015, eq. 10 and 14); an empty
     * tensor is left alone.
     */
    public static Tensor kaimingNormal_(Tensor weight, UnaryOperator<KaimingOptions> options) {
        KaimingOptions o = options.apply(KaimingOptions.DEFAULT);
        if (weight.numel() == 0) {
            return weight;
        }
        return normal_(weight, 0, kaimingStd(weight, o), o.generator);
    }

    private static double kaimingStd(Tensor weight, KaimingOptions o) {
        Fans fans = calculateFanInAndFanOut(weight);
        long fan =
                switch (o.mode) {
                    case FAN_IN -> fans.in;
                    case FAN_OUT -> fans.out;
                };
        return calculateGain(o.nonlinearity, o.a) / Math.sqrt(fan);
    }

    private static Tensor changed(Tensor x, Consumer<Tensor> change) {
        noGrad(() -> change.accept(x));
        return x;
    }
}
