package dev.cresset.nn;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Attention: sums of values, weighted by how well their keys fit a query. */
abstract sealed class AttentionFunctions extends EmbeddingFunctions permits LossFunctions {
    AttentionFunctions() {}

    /** Returns {@code softmax(q k^T / sqrt(E)) v}; see the form with options. */
    public static Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value) {
        return scaledDotProductAttention(query, key, value, o -> o);
    }

    /**
     * Returns {@code softmax(scale q k^T + mask) v} (Vaswani et al. 2017, eq. 1).
     *
     * <p>A query that may attend to nothing gets zeros. float16 and bfloat16 are computed in
     * float32.
     *
     * @param query {@code (*, L, E)}
     * @param key {@code (*, S, E)}
     * @param value {@code (*, S, Ev)}
     * @return {@code (*, L, Ev)}
     * @throws IllegalArgumentException if shapes or dtypes do not fit, the dropout probability is
     *     not in [0, 1], or a mask is given for causal attention
     */
    public static Tensor scaledDotProductAttention(
            Tensor query, Tensor key, Tensor value, UnaryOperator<AttentionOptions> options) {
        AttentionOptions o = options.apply(AttentionOptions.DEFAULT);
        checkAttention(query, key, value, o);
        DType dtype = query.dtype();
        if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
            Tensor mask = o.attnMask();
            AttentionOptions wide =
                    mask == null || mask.dtype() == DType.BOOL
                            ? o
                            : o.attnMask(mask.to(DType.FLOAT32));
            Tensor out = attend(query.toFloat(), key.toFloat(), value.toFloat(), wide).to(dtype);
            return named(out, query, key, value, o);
        }
        return named(attend(query, key, value, o), query, key, value, o);
    }

    /* PyTorch's fused form, whose name a result shows, takes these arguments on a CPU. */
    private static Tensor named(Tensor out, Tensor q, Tensor k, Tensor v, AttentionOptions o) {
        Tensor mask = o.attnMask();
        boolean batches =
                q.dim() == 4
                        && k.dim() == 4
                        && v.dim() == 4
                        && q.size(0) == k.size(0)
                        && k.size(0) == v.size(0)
                        && k.size(1) == v.size(1)
                        && (o.enableGqa() || q.size(1) == k.size(1));
        boolean rows = q.stride(-1) == 1 && k.stride(-1) == 1 && v.stride(-1) == 1;
        boolean masked =
                mask == null || !mask.requiresGrad() && (mask.dim() == 2 || mask.dim() == 4);
        boolean fused =
                batches
                        && rows
                        && masked
                        && o.dropoutP() == 0
                        && q.size(-1) == v.size(-1)
                        && out.numel() > 0
                        && k.numel() > 0;
        return fused ? Grad.named("ScaledDotProductFlashAttentionForCpuBackward0", out) : out;
    }

    private static Tensor attend(Tensor q, Tensor k, Tensor v, AttentionOptions o) {
        Double given = o.scale();
        double scale = given == null ? 1 / Math.sqrt(q.size(-1)) : given;
        double root = Math.sqrt(Math.abs(scale));
        Tensor keys = o.enableGqa() ? k.repeatInterleave(q.size(-3) / k.size(-3), -3) : k;
        Tensor values = o.enableGqa() ? v.repeatInterleave(q.size(-3) / v.size(-3), -3) : v;
        Tensor scores = q.mul(scale < 0 ? -root : root).matmul(keys.transpose(-2, -1).mul(root));
        Tensor mask =
                o.isCausal()
                        ? AttentionMasks.causal(q.size(-2), k.size(-2), q.dtype())
                        : o.attnMask();
        if (mask != null) {
            scores.add_(
                    mask.dtype() == DType.BOOL ? AttentionMasks.allowing(mask, q.dtype()) : mask);
        }
        Tensor weights = safeSoftmax(scores, -1);
        if (o.dropoutP() > 0) {
            weights = dropout(weights, o.dropoutP(), true);
        }
        return weights.matmul(values);
    }

    private static void checkAttention(Tensor q, Tensor k, Tensor v, AttentionOptions o) {
        String op = "scaled_dot_product_attention: ";
        Tensor mask = o.attnMask();
        if (o.isCausal() && mask != null) {
            throw new IllegalArgumentException(
                    op + "Explicit attn_mask should not be set when is_causal=True");
        }
        if (q.dim() < 2 || k.dim() < 2 || v.dim() < 2) {
            throw new IllegalArgumentException(
                    op
                            + "Expected query, key, and value to all be at least 2 dimensional, but got"
                            + " query.dim: "
                            + q.dim()
                            + " key.dim: "
                            + k.dim()
                            + " and value.dim: "
                            + v.dim()
                            + " instead.");
        }
        if (q.dtype() != k.dtype() || q.dtype() != v.dtype() || !q.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    op
                            + "Expected query, key, and value to have the same floating-point dtype, but"
                            + " got query.dtype: "
                            + q.dtype()
                            + " key.dtype: "
                            + k.dtype()
                            + " and value.dtype: "
                            + v.dtype()
                            + " instead.");
        }
        if (mask != null
                && mask.dtype() != DType.BOOL
                && mask.dtype() != DType.FLOAT32
                && mask.dtype() != q.dtype()) {
            throw new IllegalArgumentException(
                    op
                            + "Expected attn_mask dtype to be bool or float or to match query dtype, but"
                            + " got attn_mask.dtype: "
                            + mask.dtype()
                            + " and query.dtype: "
                            + q.dtype()
                            + " instead.");
        }
        checkProbability("scaled_dot_product_attention", o.dropoutP());
        checkInner(op, q, k, v);
        if (o.enableGqa()) {
            checkGroups(op, q, k, v);
        }
    }

    private static void checkInner(String op, Tensor q, Tensor k, Tensor v) {
        if (q.size(-1) != k.size(-1)) {
            throw new IllegalArgumentException(
                    op
                            + "query and key differ in their last size: query "
                            + q.shape().listText()
                            + ", key "
                            + k.shape().listText());
        }
        if (k.size(-2) != v.size(-2)) {
            throw new IllegalArgumentException(
                    op
                            + "there must be a value for each key: key "
                            + k.shape().listText()
                            + ", value "
                            + v.shape().listText());
        }
    }

    private static void checkGroups(String op, Tensor q, Tensor k, Tensor v) {
        if (q.dim() < 3 || k.dim() < 3 || v.dim() < 3) {
            throw new IndexOutOfBoundsException(
                    op
                            + "enable_gqa needs heads in the third dimension from the end: query "
                            + q.shape().listText()
                            + ", key "
                            + k.shape().listText()
                            + ", value "
                            + v.shape().listText());
        }
        int heads = q.size(-3);
        if (k.size(-3) == 0
                || v.size(-3) == 0
                || heads % k.size(-3) != 0
                || heads % v.size(-3) != 0) {
            throw new IllegalArgumentException(
                    op
                            + "Number of heads in key and value must divide the number of heads in query,"
                            + " got query "
                            + heads
                            + ", key "
                            + k.size(-3)
                            + ", value "
                            + v.size(-3));
        }
    }

    /**
     * Returns {@code e^x / sum(e^x)} along a dimension, and zeros where all of x is {@code -inf}
     * along it. PyTorch's {@code _safe_softmax}.
     */
    public static Tensor safeSoftmax(Tensor x, int dim) {
        if (x.dim() == 0 || x.numel() == 0) {
            return x.softmax(dim);
        }
        Tensor hidden = x.detach().amax(new int[] {dim}, true).isneginf();
        if (!hidden.any().isTrue()) {
            return x.softmax(dim);
        }
        return x.maskedFill(hidden, 0).softmax(dim).maskedFill(hidden, 0);
    }

    /** Returns what several heads attend to, from packed projections; see the form with options. */
    public static Attended multiHeadAttentionForward(
            Tensor query,
            Tensor key,
            Tensor value,
            int embedDimToCheck,
            int numHeads,
            @Nullable Tensor inProjWeight,
            @Nullable Tensor inProjBias,
            @Nullable Tensor biasK,
            @Nullable Tensor biasV,
            boolean addZeroAttn,
            double dropoutP,
            Tensor outProjWeight,
            @Nullable Tensor outProjBias) {
        return multiHeadAttentionForward(
                query,
                key,
                value,
                embedDimToCheck,
                numHeads,
                inProjWeight,
                inProjBias,
                biasK,
                biasV,
                addZeroAttn,
                dropoutP,
                outProjWeight,
                outProjBias,
                o -> o);
    }

    /**
     * Returns {@code W_o concat(head_1, …) + b_o} with {@code head_i = attention(q W_i^Q, k W_i^K,
     * v W_i^V)} (Vaswani et al. 2017, section 3.2.2), as {@link MultiheadAttention} does.
     *
     * @param query {@code (L, N, E)} or {@code (L, E)}
     * @param key {@code (S, N, Ek)} or {@code (S, Ek)}
     * @param value {@code (S, N, Ev)} or {@code (S, Ev)}
     * @param embedDimToCheck E
     * @param numHeads the number of heads, which divides E
     * @param inProjWeight the three projections {@code (3E, E)}; null if they are given apart
     * @param inProjBias their biases {@code (3E)}, or null
     * @param biasK a key that is added at the end, {@code (1, 1, E)}, or null
     * @param biasV its value, {@code (1, 1, E)}, or null
     * @param addZeroAttn whether a key and value of zeros is added at the end
     * @param dropoutP the probability that a weight is dropped, if in training
     * @param outProjWeight {@code (E, E)}
     * @param outProjBias {@code (E)}, or null
     * @throws IllegalArgumentException if shapes or dtypes do not fit
     */
    public static Attended multiHeadAttentionForward(
            Tensor query,
            Tensor key,
            Tensor value,
            int embedDimToCheck,
            int numHeads,
            @Nullable Tensor inProjWeight,
            @Nullable Tensor inProjBias,
            @Nullable Tensor biasK,
            @Nullable Tensor biasV,
            boolean addZeroAttn,
            double dropoutP,
            Tensor outProjWeight,
            @Nullable Tensor outProjBias,
            UnaryOperator<MultiHeadOptions> options) {
        MultiHead heads =
                new MultiHead(
                        embedDimToCheck,
                        numHeads,
                        inProjWeight,
                        inProjBias,
                        biasK,
                        biasV,
                        addZeroAttn,
                        dropoutP,
                        outProjWeight,
                        outProjBias);
        return heads.forward(query, key, value, options.apply(MultiHeadOptions.DEFAULT));
    }
}
