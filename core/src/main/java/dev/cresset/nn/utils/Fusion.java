package dev.cresset.nn.utils;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.BatchNormNd;
import dev.cresset.nn.ConvNd;
import dev.cresset.nn.ConvTransposeNd;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import org.jspecify.annotations.Nullable;

/** Batch normalisation taken into the layer before it, for inference. */
public final class Fusion {
    private Fusion() {}

    /**
     * Weight and bias of a fused layer.
     *
     * @param weight the weight
     * @param bias the bias
     */
    public record Weights(Parameter weight, Parameter bias) {}

    /**
     * Returns a copy of a convolution that computes what it and the normalisation after it compute
     * in evaluation mode.
     *
     * @throws IllegalArgumentException if one of them is in training mode, or the normalisation
     *     keeps no running statistics
     */
    public static <C extends ConvNd> C fuseConvBnEval(C conv, BatchNormNd bn) {
        check("fuseConvBnEval", conv, bn);
        C out = conv.copy();
        Weights w =
                fuseConvBnWeights(
                        conv.weight,
                        conv.bias,
                        statistics(bn.runningMean),
                        statistics(bn.runningVar),
                        bn.options().eps(),
                        bn.weight,
                        bn.bias,
                        conv instanceof ConvTransposeNd);
        out.weight = w.weight;
        out.bias = w.bias;
        return out;
    }

    /**
     * Returns a copy of a linear layer that computes what it and the normalisation after it compute
     * in evaluation mode.
     *
     * @throws IllegalArgumentException if one of them is in training mode, the normalisation keeps
     *     no running statistics, or it has as many features neither as the layer nor one
     */
    public static Linear fuseLinearBnEval(Linear linear, BatchNormNd bn) {
        check("fuseLinearBnEval", linear, bn);
        int out = linear.options().outFeatures();
        int features = bn.options().numFeatures();
        if (out != features && features != 1) {
            throw new IllegalArgumentException(
                    "To fuse, linear.out_features == bn.num_features or bn.num_features == 1: "
                            + out
                            + ", "
                            + features);
        }
        Linear fused = linear.copy();
        Weights w =
                fuseLinearBnWeights(
                        linear.weight,
                        linear.bias,
                        statistics(bn.runningMean),
                        statistics(bn.runningVar),
                        bn.options().eps(),
                        bn.weight,
                        bn.bias);
        fused.weight = w.weight;
        fused.bias = w.bias;
        return fused;
    }

    private static void check(String op, Module layer, BatchNormNd bn) {
        if (layer.isTraining() || bn.isTraining()) {
            throw new IllegalArgumentException(
                    op + ": Fusion only for eval! Call eval() on both layers first");
        }
        if (bn.runningMean == null || bn.runningVar == null) {
            throw new IllegalArgumentException(
                    op + ": Only support fusing BatchNorm with running_mean and running_var");
        }
    }

    private static Tensor statistics(@Nullable Tensor x) {
        if (x == null) {
            throw new IllegalArgumentException("the normalisation keeps no running statistics");
        }
        return x;
    }

    /**
     * Returns the weights of a convolution with a batch normalisation in it: {@code w * bnW /
     * sqrt(var + eps)} for each output channel, {@code (b - mean) * bnW / sqrt(var + eps) + bnB}.
     *
     * @param bias the convolution's bias, null for 0
     * @param bnWeight the scale, null for 1
     * @param bnBias the shift, null for 0
     * @param transpose whether the weight has output channels second, as in transposed convolutions
     */
    public static Weights fuseConvBnWeights(
            Tensor weight,
            @Nullable Tensor bias,
            Tensor runningMean,
            Tensor runningVar,
            double eps,
            @Nullable Tensor bnWeight,
            @Nullable Tensor bnBias,
            boolean transpose) {
        return noGrad(() -> {
            Tensor scale = scale(runningVar, eps, bnWeight);
            int[] shape = new int[weight.dim()];
            java.util.Arrays.fill(shape, 1);
            shape[transpose ? 1 : 0] = -1;
            Tensor w = weight.detach().mul(scale.reshape(shape)).to(weight.dtype());
            return weights(w, weight, shift(bias, runningMean, scale, bnBias));
        });
    }

    /** Returns the weights of a linear layer with a batch normalisation in it. */
    public static Weights fuseLinearBnWeights(
            Tensor weight,
            @Nullable Tensor bias,
            Tensor runningMean,
            Tensor runningVar,
            double eps,
            @Nullable Tensor bnWeight,
            @Nullable Tensor bnBias) {
        return noGrad(() -> {
            Tensor scale = scale(runningVar, eps, bnWeight);
            Tensor w = weight.detach().mul(scale.unsqueeze(-1)).to(weight.dtype());
            return weights(w, weight, shift(bias, runningMean, scale, bnBias));
        });
    }

    private static Tensor scale(Tensor variance, double eps, @Nullable Tensor bnWeight) {
        Tensor inverse = variance.detach().add(eps).rsqrt();
        return bnWeight == null ? inverse : inverse.mul(bnWeight.detach());
    }

    private static Tensor shift(
            @Nullable Tensor bias, Tensor mean, Tensor scale, @Nullable Tensor bnBias) {
        Tensor centred = bias == null ? mean.detach().neg() : bias.detach().sub(mean.detach());
        Tensor scaled = centred.mul(scale);
        return bnBias == null ? scaled : scaled.add(bnBias.detach());
    }

    private static Weights weights(Tensor w, Tensor source, Tensor b) {
        return new Weights(
                new Parameter(w, source.requiresGrad()),
                new Parameter(b.to(source.dtype()), source.requiresGrad()));
    }
}
