package dev.cresset.nn;

import static dev.cresset.options.Changed.with;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a layer of a transformer is made.
 *
 * @param dModel E, the size of what goes in and comes out
 * @param nhead the number of heads, which divides E
 * @param dimFeedforward the size between the two linear maps
 * @param dropout the probability of dropping, in [0, 1]
 * @param activation the function between the two linear maps
 * @param layerNormEps what is added to variances
 * @param batchFirst whether the batch comes before the sequence
 * @param normFirst whether each part normalises what goes in (Xiong et al. 2020) rather than what
 *     comes out
 * @param bias whether linear maps and normalisations have biases
 * @param dtype the parameters' type, null for the default one
 */
public record TransformerLayerOptions(
        int dModel,
        int nhead,
        int dimFeedforward,
        double dropout,
        TransformerActivation activation,
        double layerNormEps,
        boolean batchFirst,
        boolean normFirst,
        boolean bias,
        @Nullable DType dtype) {
    /** Returns the default options. */
    static TransformerLayerOptions of(int dModel, int nhead) {
        return new TransformerLayerOptions(
                dModel,
                nhead,
                2048,
                0.1,
                TransformerActivation.RELU,
                1e-5,
                false,
                false,
                true,
                null);
    }

    /** Returns these options with the size between the two linear maps. */
    public TransformerLayerOptions dimFeedforward(int value) {
        return with(this, "dimFeedforward", value);
    }

    /** Returns these options with a probability of dropping, in [0, 1]. */
    public TransformerLayerOptions dropout(double value) {
        return with(this, "dropout", value);
    }

    /** Returns these options with the function between the two linear maps. */
    public TransformerLayerOptions activation(TransformerActivation value) {
        return with(this, "activation", value);
    }

    /** Returns these options with what is added to variances. */
    public TransformerLayerOptions layerNormEps(double value) {
        return with(this, "layerNormEps", value);
    }

    /** Returns these options with batches before or after the sequence. */
    public TransformerLayerOptions batchFirst(boolean value) {
        return with(this, "batchFirst", value);
    }

    /** Returns these options with normalisation before or after each part. */
    public TransformerLayerOptions normFirst(boolean value) {
        return with(this, "normFirst", value);
    }

    /** Returns these options with or without biases. */
    public TransformerLayerOptions bias(boolean value) {
        return with(this, "bias", value);
    }

    /** Returns these options with a type of parameters; null for the default one. */
    public TransformerLayerOptions dtype(@Nullable DType value) {
        return with(this, "dtype", value);
    }

    /** Returns these options with a layer, which becomes a child, between the two linear maps. */
    public TransformerLayerOptions activation(Layer value) {
        return activation(TransformerActivation.of(value));
    }

    /** Returns these options with a function of one's own between the two linear maps. */
    public TransformerLayerOptions activation(UnaryOperator<Tensor> value) {
        return activation(TransformerActivation.of(value));
    }

    /** Returns these options without a layer in them, which is a child of its own. */
    TransformerLayerOptions withoutLayer() {
        return activation(activation.withoutLayer());
    }

    Linear linear(int in, int out) {
        return new Linear(in, out, o -> dtype == null ? o.bias(bias) : o.bias(bias).dtype(dtype));
    }

    LayerNorm norm() {
        return new LayerNorm(
                dModel,
                o -> {
                    LayerNorm.Options p = o.eps(layerNormEps).bias(bias);
                    return dtype == null ? p : p.dtype(dtype);
                });
    }

    MultiheadAttention attention() {
        return new MultiheadAttention(
                dModel,
                nhead,
                o -> o.dropout(dropout).bias(bias).batchFirst(batchFirst).dtype(dtype));
    }
}
