package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
        return calculateGain(o.nonlinearity, o.a) / Math.sqrt((double) fan);
    }

    // ---- structured

    /**
     * Fills a matrix with ones on the diagonal and zeros elsewhere.
     *
     * @throws IllegalArgumentException if it has not 2 dimensions
     */
    public static Tensor eye_(Tensor matrix) {
        checkMatrix("eye_", matrix);
        return changed(matrix, t -> t.copy_(Tensor.eye(t.size(0), t.size(1), t.dtype())));
    }

    /**
     * Makes a convolution's weight {@code (out, in, *)} the identity on as many channels as it has.
     */
    public static Tensor dirac_(Tensor weight) {
        return dirac_(weight, 1);
    }

    /**
     * Makes a convolution's weight {@code (out, in, *)} the identity on as many channels as each
     * group has.
     *
     * @throws IllegalArgumentException if it has not 3 to 5 dimensions, or the outputs cannot be
     *     divided into the groups
     */
    public static Tensor dirac_(Tensor weight, int groups) {
        int rank = weight.dim();
        if (rank < 3 || rank > 5) {
            throw new IllegalArgumentException(
                    "dirac_: Only tensors with 3, 4, or 5 dimensions are supported, got shape "
                            + weight.shape().listText());
        }
        if (groups < 1 || weight.size(0) % groups != 0) {
            throw new IllegalArgumentException(
                    "dirac_: dim 0 must be divisible by groups, got "
                            + weight.size(0)
                            + " and "
                            + groups);
        }
        int perGroup = weight.size(0) / groups;
        return changed(
                weight,
                t -> {
                    t.zero_();
                    for (int g = 0; g < groups; g++) {
                        for (int d = 0; d < Math.min(perGroup, t.size(1)); d++) {
                            Object[] centre = new Object[rank];
                            centre[0] = g * perGroup + d;
                            centre[1] = d;
                            for (int i = 2; i < rank; i++) {
                                centre[i] = t.size(i) / 2;
                            }
                            t.set(1, centre);
                        }
                    }
                });
    }

    /** Makes a matrix orthogonal, or as orthogonal as its shape permits (Saxe et al. 2013). */
    public static Tensor orthogonal_(Tensor x) {
        return orthogonal_(x, 1);
    }

    /** Makes a matrix orthogonal, times a gain. */
    public static Tensor orthogonal_(Tensor x, double gain) {
        return orthogonal_(x, gain, null);
    }

    /**
     * Makes {@code (rows, *)}, seen as a matrix, orthogonal times a gain: the Q of a normal
     * matrix's QR factors, with the signs that make it uniform; an empty tensor is left alone.
     *
     * @throws IllegalArgumentException if it has fewer than 2 dimensions
     */
    public static Tensor orthogonal_(Tensor x, double gain, @Nullable Generator generator) {
        if (x.dim() < 2) {
            throw new IllegalArgumentException(
                    "orthogonal_: Only tensors with 2 or more dimensions are supported, got shape "
                            + x.shape().listText());
        }
        if (x.numel() == 0) {
            return x;
        }
        int rows = x.size(0);
        int cols = Math.toIntExact(x.numel() / rows);
        Tensor normal = Tensor.empty(x.dtype(), rows, cols).normal_(0, 1, generator);
        return changed(
                x,
                t -> {
                    Tensor tall = rows < cols ? normal.t() : normal;
                    Tensor q = HouseholderQr.orthonormal(tall.toDouble());
                    Tensor out = rows < cols ? q.t() : q;
                    t.copy_(out.to(t.dtype()).reshape(t.shape().toArray()));
                    t.mul_(gain);
                });
    }

    /** Draws a sparse matrix with deviation 0.01. */
    public static Tensor sparse_(Tensor matrix, double sparsity) {
        return sparse_(matrix, sparsity, 0.01);
    }

    /** Draws a sparse matrix. */
    public static Tensor sparse_(Tensor matrix, double sparsity, double std) {
        return sparse_(matrix, sparsity, std, null);
    }

    /**
     * Draws a matrix normally, and puts zeros at random places of each column (Martens 2010).
     *
     * @param sparsity the part of each column that becomes 0, rounded up
     * @param generator where the values come from, null for the default generator; the places
     *     always come from the default generator, as in PyTorch
     * @throws IllegalArgumentException if it has not 2 dimensions, or the part is not in [0, 1]
     */
    public static Tensor sparse_(
            Tensor matrix, double sparsity, double std, @Nullable Generator generator) {
        checkMatrix("sparse_", matrix);
        if (!(sparsity >= 0 && sparsity <= 1)) {
            throw new IllegalArgumentException(
                    "sparse_: sparsity must be in [0, 1], got " + sparsity);
        }
        int rows = matrix.size(0);
        int zeros = (int) Math.ceil(sparsity * rows);
        return changed(
                matrix,
                t -> {
                    t.normal_(0, std, generator);
                    for (int column = 0; column < t.size(1); column++) {
                        long[] places = Tensor.randperm(rows).toLongArray();
                        for (int i = 0; i < zeros; i++) {
                            t.set(0, places[i], column);
                        }
                    }
                });
    }

    private static void checkMatrix(String op, Tensor x) {
        if (x.dim() != 2) {
            throw new IllegalArgumentException(
                    op
                            + ": Only tensors with 2 dimensions are supported, got shape "
                            + x.shape().listText());
        }
    }

    // ---- truncated

    /** Draws from the standard normal distribution within [-2, 2]. */
    public static Tensor truncNormal_(Tensor x) {
        return truncNormal_(x, 0, 1, -2, 2);
    }

    /** Draws from a normal distribution within [-2, 2]. */
    public static Tensor truncNormal_(Tensor x, double mean, double std) {
        return truncNormal_(x, mean, std, -2, 2);
    }

    /** Draws from a normal distribution within [a, b]. */
    public static Tensor truncNormal_(Tensor x, double mean, double std, double a, double b) {
        return truncNormal_(x, mean, std, a, b, null);
    }

    /**
     * Draws from a normal distribution within [a, b]: draws again what falls outside.
     *
     * @throws IllegalArgumentException if std is negative or a is not below b
     */
    public static Tensor truncNormal_(
            Tensor x, double mean, double std, double a, double b, @Nullable Generator generator) {
        return changed(x, t -> TruncatedNormal.fill(t, mean, std, a, b, generator));
    }

    private static final ThreadLocal<Boolean> SKIPPED = ThreadLocal.withInitial(() -> false);

    /**
     * Returns what is made without drawing initial values, as they will be loaded anyway: in here,
     * the functions of this class leave tensors as they are. PyTorch's {@code skip_init}.
     *
     * @param make makes a module: {@code () -> new Linear(4096, 4096)}
     */
    public static <M> M skip(Supplier<M> make) {
        boolean before = SKIPPED.get();
        SKIPPED.set(true);
        try {
            return make.get();
        } finally {
            SKIPPED.set(before);
        }
    }

    private static Tensor changed(Tensor x, Consumer<Tensor> change) {
        if (SKIPPED.get()) {
            return x;
        }
        noGrad(() -> change.accept(x));
        return x;
    }
}
