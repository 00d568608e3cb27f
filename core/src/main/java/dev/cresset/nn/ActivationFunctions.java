package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Generator;
import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Parametric;
import dev.cresset.op.Unary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Elementwise activations, and those along a dimension. */
abstract sealed class ActivationFunctions extends DropoutFunctions permits EmbeddingFunctions {
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;

    ActivationFunctions() {}

    /** Returns {@code max(x, 0)}, elementwise; NaN stays. */
    public static Tensor relu(Tensor x) {
        return x.relu();
    }

    /** Returns {@code min(max(x, 0), 6)}. */
    public static Tensor relu6(Tensor x) {
        return hardtanh(x, 0, 6);
    }

    /** Returns {@code x > 0 ? x : 0.01 x}. */
    public static Tensor leakyRelu(Tensor x) {
        return leakyRelu(x, 0.01);
    }

    /** Returns {@code x > 0 ? x : slope x}. */
    public static Tensor leakyRelu(Tensor x, double negativeSlope) {
        return Tensor.apply(new Parametric.LeakyRelu(negativeSlope), x);
    }

    /**
     * Returns {@code x > 0 ? x : weight x}, with one weight, or one for each channel of x {@code
     * (N, C, *)} (He et al. 2015).
     *
     * @throws IllegalArgumentException if there are neither one weight nor as many as channels
     */
    public static Tensor prelu(Tensor x, Tensor weight) {
        if (weight.dim() > 1) {
            throw new IllegalArgumentException(
                    "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = "
                            + weight.dim());
        }
        if (weight.numel() != 1) {
            if (x.dim() == 0) {
                throw new IllegalArgumentException(
                        "prelu: Not allow zero-dim input tensor, with a weight of shape "
                                + weight.shape().listText());
            }
            int channels = x.dim() > 1 ? x.size(1) : 1;
            if (channels != weight.numel()) {
                throw new IllegalArgumentException(
                        "prelu: Mismatch of parameter numbers and input channel size. Found"
                                + " parameter numbers = "
                                + weight.numel()
                                + " and channel size = "
                                + channels
                                + ".");
            }
        }
        if (weight.dtype() != x.dtype()) {
            throw new IllegalArgumentException(
                    "prelu: Type promoting not supported. Got "
                            + x.dtype().text()
                            + " and "
                            + weight.dtype().text());
        }
        int[] sizes = new int[x.dim()];
        Arrays.fill(sizes, 1);
        if (x.dim() > 1) {
            sizes[1] = Math.toIntExact(weight.numel());
        }
        return Tensor.apply(new NeuralOp.Prelu(), x, weight.view(sizes).expand(x.shape()));
    }

    private static final String RRELU = "RreluWithNoiseBackward0";

    /** Returns {@link #rrelu(Tensor, double, double, boolean, Generator)} with the mean slope. */
    public static Tensor rrelu(Tensor x) {
        return rrelu(x, 1.0 / 8, 1.0 / 3, false, null);
    }

    /**
     * Returns {@code x > 0 ? x : slope x} with a slope drawn from [lower, upper) for each element
     * while training, else their mean (Xu et al. 2015).
     */
    public static Tensor rrelu(
            Tensor x, double lower, double upper, boolean training, @Nullable Generator generator) {
        if (lower > upper) {
            throw new IllegalArgumentException(
                    "rrelu: Lower bound should be less than or equal to the upper bound, got "
                            + lower
                            + " and "
                            + upper);
        }
        if (!training) {
            return Grad.named(RRELU, leakyRelu(x, (lower + upper) / 2));
        }
        Tensor negative = x.detach().le(0);
        Tensor slopes =
                noGrad(() -> {
                    Tensor all = x.detach().onesLike();
                    int n = negative.sum().item().intValue();
                    Tensor bounds = Tensor.tensor(new double[] {lower, upper});
                    double[] rounded = bounds.to(x.dtype()).toDoubleArray();
                    Tensor drawn =
                            Tensor.empty(DType.FLOAT64, n)
                                    .uniform_(rounded[0], rounded[1], generator);
                    all.set(drawn.to(x.dtype()), negative);
                    return all;
                });
        return Grad.named(RRELU, x.mul(slopes));
    }

    /** Returns {@code x > 0 ? x : e^x - 1} (Clevert et al. 2015). */
    public static Tensor elu(Tensor x) {
        return elu(x, 1);
    }

    /** Returns {@code x > 0 ? x : alpha (e^x - 1)}. */
    public static Tensor elu(Tensor x, double alpha) {
        return Tensor.apply(new Parametric.Elu(alpha, 1, 1), x);
    }

    /** Returns {@link #elu} with the alpha and scale that keep mean 0 and variance 1. */
    public static Tensor selu(Tensor x) {
        return Tensor.apply(new Parametric.Elu(SELU_ALPHA, SELU_SCALE, 1), x);
    }

    /** Returns {@code max(0, x) + min(0, e^x - 1)}. */
    public static Tensor celu(Tensor x) {
        return celu(x, 1);
    }

    /** Returns {@code max(0, x) + min(0, alpha (e^(x / alpha) - 1))} (Barron 2017). */
    public static Tensor celu(Tensor x, double alpha) {
        if (alpha == 0) {
            throw new IllegalArgumentException("celu: alpha cannot be 0 for CELU");
        }
        return Grad.named(
                "CeluBackward0", Tensor.apply(new Parametric.Elu(alpha, 1, 1 / alpha), x));
    }

    /** Returns {@code x Phi(x)} with the normal distribution function Phi. */
    public static Tensor gelu(Tensor x) {
        return gelu(x, GeluApproximation.NONE);
    }

    /** Returns {@code x Phi(x)} with the normal distribution function Phi or its approximation. */
    public static Tensor gelu(Tensor x, GeluApproximation approximate) {
        return Tensor.apply(
                switch (approximate) {
                    case NONE -> Unary.GELU;
                    case TANH -> Unary.GELU_TANH;
                },
                x);
    }

    /** Returns {@code x sigmoid(x)}. */
    public static Tensor silu(Tensor x) {
        return Tensor.apply(Unary.SILU, x);
    }

    /** Returns {@code x tanh(softplus(x))} (Misra 2019). */
    public static Tensor mish(Tensor x) {
        return Tensor.apply(Unary.MISH, x);
    }

    /** Returns {@code log(1 + e^x)}. */
    public static Tensor softplus(Tensor x) {
        return softplus(x, 1, 20);
    }

    /** Returns {@code log(1 + e^(beta x)) / beta}, and x where {@code beta x > threshold}. */
    public static Tensor softplus(Tensor x, double beta, double threshold) {
        return Tensor.apply(new Parametric.Softplus(beta, threshold), x);
    }

    /** Returns {@code x / (1 + |x|)}. */
    public static Tensor softsign(Tensor x) {
        return x.div(x.abs().add(1));
    }

    /** Returns {@code x - tanh(x)}. */
    public static Tensor tanhshrink(Tensor x) {
        return x.sub(x.tanh());
    }

    /**
     * Returns x held within [-1, 1].
     *
     * <p>With {@code x = tensor([-2., 0., 0.75, 3.])}, {@code hardtanh(x)} is {@code
     * tensor([-1.0000, 0.0000, 0.7500, 1.0000])}.
     */
    public static Tensor hardtanh(Tensor x) {
        return hardtanh(x, -1, 1);
    }

    /**
     * Returns x held within [min, max].
     *
     * @throws IllegalArgumentException if min is greater than max
     */
    public static Tensor hardtanh(Tensor x, double min, double max) {
        if (min > max) {
            throw new IllegalArgumentException(
                    "hardtanh: min_val cannot be greater than max_val, got " + min + " and " + max);
        }
        if (x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(
                    "hardtanh: Bool inputs not supported for hardtanh, got " + x.dtype());
        }
        return Tensor.apply(new Parametric.Hardtanh(min, max), x);
    }

    /** Returns {@code x relu6(x + 3) / 6} (Howard et al. 2019). */
    public static Tensor hardswish(Tensor x) {
        return Tensor.apply(Unary.HARDSWISH, x);
    }

    /** Returns {@code relu6(x + 3) / 6}. */
    public static Tensor hardsigmoid(Tensor x) {
        return Tensor.apply(Unary.HARDSIGMOID, x);
    }

    /** Returns x, and 0 where {@code |x| <= 0.5}. */
    public static Tensor hardshrink(Tensor x) {
        return hardshrink(x, 0.5);
    }

    /** Returns x, and 0 where {@code |x| <= lambda}. */
    public static Tensor hardshrink(Tensor x, double lambda) {
        return Tensor.apply(new Parametric.Hardshrink(lambda), x);
    }

    /**
     * Returns x moved by 0.5 towards 0.
     *
     * <p>With {@code x = tensor([-2., 0., 0.75, 3.])}, {@code softshrink(x)} is {@code
     * tensor([-1.5000, 0.0000, 0.2500, 2.5000])}.
     */
    public static Tensor softshrink(Tensor x) {
        return softshrink(x, 0.5);
    }

    /**
     * Returns x moved by lambda towards 0, and 0 within lambda of it.
     *
     * @throws IllegalArgumentException if lambda is negative
     */
    public static Tensor softshrink(Tensor x, double lambda) {
        if (lambda < 0) {
            throw new IllegalArgumentException(
                    "softshrink: lambda must be greater or equal to 0, but found to be " + lambda);
        }
        return Tensor.apply(new Parametric.Softshrink(lambda), x);
    }

    /** Returns {@code x > threshold ? x : value}. */
    public static Tensor threshold(Tensor x, double threshold, double value) {
        return Tensor.apply(new Parametric.Threshold(threshold, value), x);
    }

    /** Returns {@code log(sigmoid(x))}. */
    public static Tensor logsigmoid(Tensor x) {
        return Tensor.apply(Unary.LOG_SIGMOID, x);
    }

    /** Returns {@code 1 / (1 + e^-x)}. */
    public static Tensor sigmoid(Tensor x) {
        return x.sigmoid();
    }

    /**
     * Returns the hyperbolic tangent.
     *
     * <p>With {@code x = tensor([0., 1.])}, {@code tanh(x)} is {@code tensor([0.0000, 0.7616])}.
     */
    public static Tensor tanh(Tensor x) {
        return x.tanh();
    }

    /** Returns {@link #glu(Tensor, int)} of the last dimension. */
    public static Tensor glu(Tensor x) {
        return glu(x, -1);
    }

    /**
     * Returns {@code a sigmoid(b)} for the halves a and b of a dimension (Dauphin et al. 2016).
     *
     * @throws IllegalArgumentException if the dimension is of odd size
     */
    public static Tensor glu(Tensor x, int dim) {
        if (x.dim() == 0) {
            throw new IllegalArgumentException(
                    "glu does not support 0-dimensional tensors, got shape []");
        }
        return Tensor.apply(new NeuralOp.Glu(x.shape().axis(dim)), x);
    }

    /** Returns {@code e^x / sum(e^x)} along a dimension. */
    public static Tensor softmax(Tensor x, int dim) {
        return x.softmax(dim);
    }

    /** Returns {@code e^x / sum(e^x)} along a dimension, computed in another dtype. */
    public static Tensor softmax(Tensor x, int dim, DType dtype) {
        return softmax(x.to(dtype), dim);
    }

    /** Returns {@code e^-x / sum(e^-x)} along a dimension. */
    public static Tensor softmin(Tensor x, int dim) {
        return x.neg().softmax(dim);
    }

    /** Returns {@code e^-x / sum(e^-x)} along a dimension, computed in another dtype. */
    public static Tensor softmin(Tensor x, int dim, DType dtype) {
        return softmin(x.to(dtype), dim);
    }

    /** Returns {@code x - log(sum(e^x))} along a dimension. */
    public static Tensor logSoftmax(Tensor x, int dim) {
        return x.logSoftmax(dim);
    }

    /** Returns {@code x - log(sum(e^x))} along a dimension, computed in another dtype. */
    public static Tensor logSoftmax(Tensor x, int dim, DType dtype) {
        return logSoftmax(x.to(dtype), dim);
    }

    /** Returns samples of the Gumbel-softmax distribution along the last dimension. */
    public static Tensor gumbelSoftmax(Tensor logits) {
        return gumbelSoftmax(logits, 1, false, -1);
    }

    /**
     * Returns samples of the Gumbel-softmax distribution (Jang et al. 2017): {@code softmax((logits
     * + noise) / tau)}; the draws are PyTorch's.
     *
     * @param tau the temperature, positive
     * @param hard whether the result is one-hot, with the gradient of the soft one
     * @param dim the dimension of the classes
     */
    public static Tensor gumbelSoftmax(Tensor logits, double tau, boolean hard, int dim) {
        Tensor noise =
                Tensor.noGrad(() ->
                        Tensor.empty(logits.dtype(), logits.shape().toArray())
                                .exponential_(1, null)
                                .log()
                                .neg());
        Tensor soft = softmax(logits.add(noise).div(tau), dim);
        if (!hard) {
            return soft;
        }
        Tensor index = soft.detach().argmax(dim, true);
        Tensor one = Tensor.zeros(logits.dtype(), logits.shape().toArray()).scatter(dim, index, 1);
        return one.sub(soft.detach()).add(soft);
    }

    /** Does {@link #softmax(Tensor, int)} along PyTorch's deprecated choice of dimension. */
    public static Tensor softmax(Tensor x) {
        return softmax(x, Softmax.dim(null, x));
    }

    /** Does {@link #softmin(Tensor, int)} along PyTorch's deprecated choice of dimension. */
    public static Tensor softmin(Tensor x) {
        return softmin(x, Softmax.dim(null, x));
    }

    /** Does {@link #logSoftmax(Tensor, int)} along PyTorch's deprecated choice of dimension. */
    public static Tensor logSoftmax(Tensor x) {
        return logSoftmax(x, Softmax.dim(null, x));
    }
}
