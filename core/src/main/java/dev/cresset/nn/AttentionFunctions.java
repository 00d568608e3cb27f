package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.AttentionOp;
import dev.cresset.op.DType;
import java.util.List;
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
        if (isFused(query, key, value, o)) {
            return fused(query, key, value, o);
        }
        DType dtype = query.dtype();
        if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
            Tensor mask = o.attnMask();
            AttentionOptions wide =
                    mask == null || mask.dtype() == DType.BOOL
                            ? o
                            : o.attnMask(mask.to(DType.FLOAT32));
            return attend(query.toFloat(), key.toFloat(), value.toFloat(), wide).to(dtype);
        }
        return attend(query, key, value, o);
    }

    /**
     * Returns whether one op computes this: not where weights are dropped, a mask needs a gradient
     * or there is nothing to attend with.
     */
    private static boolean isFused(Tensor q, Tensor k, Tensor v, AttentionOptions o) {
        Tensor mask = o.attnMask();
        int dim = q.dim();
        boolean plain = o.dropoutP() == 0 && (mask == null || !mask.requiresGrad());
        boolean some = q.numel() > 0 && k.numel() > 0 && v.numel() > 0;
        return plain
                && some
                && dim > 2
                && k.dim() == dim
                && v.dim() == dim
                && (o.enableGqa() ? sameLead(k, v, 2) && sameLead(q, k, 3) : broadcast(q, k, v))
                && (mask == null || fits(mask, q, k, v));
    }

    /** Returns whether two tensors have the same sizes but for the last few dimensions. */
    private static boolean sameLead(Tensor x, Tensor y, int but) {
        boolean same = true;
        for (int d = 0; d < x.dim() - but; d++) {
            same &= x.size(d) == y.size(d);
        }
        return same;
    }

    /** Returns whether all but the last two dimensions broadcast. */
    private static boolean broadcast(Tensor q, Tensor k, Tensor v) {
        boolean fit = true;
        for (int d = 0; d < q.dim() - 2; d++) {
            int most = Math.max(q.size(d), Math.max(k.size(d), v.size(d)));
            for (Tensor x : List.of(q, k, v)) {
                fit &= x.size(d) == most || x.size(d) == 1;
            }
        }
        return fit;
    }

    /** Returns whether a mask broadcasts to the scores. */
    private static boolean fits(Tensor mask, Tensor q, Tensor k, Tensor v) {
        int lead = q.dim() - mask.dim();
        for (int d = 0; d < mask.dim() && lead >= 0; d++) {
            int at = lead + d;
            int size =
                    d == mask.dim() - 1
                            ? k.size(-2)
                            : at == q.dim() - 2
                                    ? q.size(at)
                                    : Math.max(q.size(at), Math.max(k.size(at), v.size(at)));
            if (mask.size(d) != 1 && mask.size(d) != size) {
                return false;
            }
        }
        return lead >= 0;
    }

    private static Tensor fused(Tensor q, Tensor k, Tensor v, AttentionOptions o) {
        Tensor mask = o.attnMask();
        boolean same = sameLead(k, v, 2) && sameLead(q, k, o.enableGqa() ? 3 : 2);
        boolean one = same && isOneKernel(q, k, v, mask);
        AttentionOp op = new AttentionOp.Attention(o.isCausal(), scale(q, o), one);
        Tensor query = same ? q : expanded(q, k, v);
        Tensor key = same ? k : expanded(k, q, v);
        Tensor value = same ? v : expanded(v, q, k);
        return mask == null
                ? Tensor.applyAll(op, query, key, value).get(0)
                : Tensor.applyAll(op, query, key, value, mask).get(0);
    }

    /** Returns x with the others' sizes, but for the last two dimensions. */
    private static Tensor expanded(Tensor x, Tensor y, Tensor z) {
        int[] sizes = x.shape().toArray();
        for (int d = 0; d < sizes.length - 2; d++) {
            sizes[d] = Math.max(sizes[d], Math.max(y.size(d), z.size(d)));
        }
        return x.expand(sizes);
    }

    /** Returns whether PyTorch computes this in one kernel. */
    private static boolean isOneKernel(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
        return q.dim() == 4
                && q.size(-1) == v.size(-1)
                && q.stride(-1) == 1
                && k.stride(-1) == 1
                && v.stride(-1) == 1
                && (mask == null || mask.dim() == 2 || mask.dim() == 4);
    }

    private static double scale(Tensor q, AttentionOptions o) {
        Double given = o.scale();
        return given == null ? 1 / Math.sqrt(q.size(-1)) : given;
    }

    private static Tensor attend(Tensor q, Tensor k, Tensor v, AttentionOptions o) {
        double scale = scale(q, o);
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
