package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weights of attention with several heads, and what is computed with them. */
record MultiHead(
        int embedDim,
        int heads,
        @Nullable Tensor inWeight,
        @Nullable Tensor inBias,
        @Nullable Tensor biasK,
        @Nullable Tensor biasV,
        boolean addZero,
        double dropout,
        Tensor outWeight,
        @Nullable Tensor outBias) {

    /* The order of the steps, and so of the errors, is that of PyTorch's
     * torch.nn.functional.multi_head_attention_forward. Sequences come first: (L, N, E). */

    Attended forward(Tensor query, Tensor key, Tensor value, MultiHeadOptions o) {
        boolean batched = checkDims(query, key, value, o);
        Tensor padding = o.keyPaddingMask();
        if (!batched) {
            Attended out =
                    batched(
                            query.unsqueeze(1),
                            key.unsqueeze(1),
                            value.unsqueeze(1),
                            o.keyPaddingMask(padding == null ? null : padding.unsqueeze(0)));
            Tensor weights = out.weights();
            return new Attended(
                    out.output().squeeze(1), weights == null ? null : weights.squeeze(0));
        }
        return batched(query, key, value, o);
    }

    private Attended batched(Tensor query, Tensor key, Tensor value, MultiHeadOptions o) {
        int length = query.size(0);
        int batch = query.size(1);
        Tensor padding =
                AttentionMasks.added("key_padding_mask", o.keyPaddingMask(), query.dtype());
        Tensor mask = o.attnMask();
        boolean causal = o.isCausal();
        if (causal && mask == null) {
            throw new IllegalArgumentException(
                    "Need attn_mask if specifying the is_causal hint. You may use the Transformer"
                            + " module method `generate_square_subsequent_mask` to create this mask.");
        }
        if (causal && padding == null && !o.needWeights()) {
            mask = null; // What is hidden follows from the hint.
        } else {
            mask = AttentionMasks.added("attn_mask", mask, query.dtype());
            causal = causal && padding == null;
        }
        checkSizes(query, key, value, o);
        checkMask(mask, batch, length, key.size(0));
        checkMore(o, batch);
        List<Tensor> projected = projected(query, key, value, o);
        Tensor q = split(projected.get(0), batch);
        Tensor k = projected.get(1);
        Tensor v = projected.get(2);
        if (biasK != null && biasV != null) {
            k = Tensor.cat(List.of(k, biasK.repeat(1, batch, 1)), 0);
            v = Tensor.cat(List.of(v, biasV.repeat(1, batch, 1)), 0);
            mask = widened(mask);
            padding = widened(padding);
        }
        Tensor staticK = o.staticK();
        Tensor staticV = o.staticV();
        k = staticK == null ? split(k, batch) : staticK;
        v = staticV == null ? split(v, batch) : staticV;
        if (addZero) {
            int[] one = {batch * heads, 1, embedDim / heads};
            k = Tensor.cat(List.of(k, Tensor.zeros(k.dtype(), one)), 1);
            v = Tensor.cat(List.of(v, Tensor.zeros(v.dtype(), one)), 1);
            mask = widened(mask);
            padding = widened(padding);
        }
        mask = merged(mask, padding, batch, k.size(1));
        double p = o.training() ? dropout : 0;
        return o.needWeights()
                ? withWeights(q, k, v, mask, p, batch, o.averageAttnWeights())
                : withoutWeights(q, k, v, mask, p, batch, causal && mask == null);
    }

    private Attended withWeights(
            Tensor q,
            Tensor k,
            Tensor v,
            @Nullable Tensor mask,
            double p,
            int batch,
            boolean mean) {
        Tensor scaled = q.mul(Math.sqrt(1.0 / q.size(2)));
        Tensor keys = k.transpose(-2, -1);
        Tensor scores = mask == null ? scaled.bmm(keys) : mask.baddbmm(scaled, keys, 1, 1);
        Tensor weights = scores.softmax(-1);
        if (p > 0) {
            weights = Functional.dropout(weights, p, true);
        }
        Tensor heard = weights.bmm(v).transpose(0, 1);
        Tensor out = out(heard, q.size(1), batch);
        Tensor each = weights.view(batch, heads, q.size(1), k.size(1));
        return new Attended(out, mean ? each.mean(1) : each);
    }

    private Attended withoutWeights(
            Tensor q,
            Tensor k,
            Tensor v,
            @Nullable Tensor mask,
            double p,
            int batch,
            boolean causal) {
        int size = embedDim / heads;
        Tensor given =
                mask == null
                        ? null
                        : mask.dim() == 3 && mask.size(0) == 1
                                ? mask.unsqueeze(0)
                                : mask.view(batch, heads, -1, k.size(1));
        Tensor heard =
                Functional.scaledDotProductAttention(
                        q.view(batch, heads, q.size(1), size),
                        k.view(batch, heads, k.size(1), size),
                        v.view(batch, heads, v.size(1), size),
                        o -> o.attnMask(given).dropoutP(p).isCausal(causal));
        return new Attended(out(heard.permute(2, 0, 1, 3), q.size(1), batch), null);
    }

    /** Returns the projection of what the heads give, {@code (L, N, E)}. */
    private Tensor out(Tensor heard, int length, int batch) {
        Tensor rows = heard.reshape(length * batch, embedDim);
        Tensor out = Functional.linear(rows, outWeight, outBias);
        return out.view(length, batch, out.size(1));
    }

    /** Returns {@code (N heads, L, E / heads)} of {@code (L, N, E)}. */
    private Tensor split(Tensor x, int batch) {
        return x.reshape(x.size(0), batch * heads, embedDim / heads).transpose(0, 1);
    }

    private static @Nullable Tensor widened(@Nullable Tensor mask) {
        return mask == null ? null : Functional.pad(mask, 0, 1);
    }

    private @Nullable Tensor merged(
            @Nullable Tensor mask, @Nullable Tensor padding, int batch, int length) {
        if (padding == null) {
            return mask != null && mask.dim() == 2 ? mask.unsqueeze(0) : mask;
        }
        if (padding.size(0) != batch || padding.size(1) != length) {
            int wrong = padding.size(0) != batch ? 0 : 1;
            throw new IllegalArgumentException(
                    "Expected key_padded_mask.shape["
                            + wrong
                            + "] to be "
                            + (wrong == 0 ? batch : length)
                            + ", but got "
                            + padding.size(wrong));
        }
        Tensor all =
                padding.view(batch, 1, 1, length)
                        .expand(-1, heads, -1, -1)
                        .reshape(batch * heads, 1, length);
        return mask == null ? all : mask.add(all);
    }

    // ---- projections

    private List<Tensor> projected(Tensor q, Tensor k, Tensor v, MultiHeadOptions o) {
        if (o.useSeparateProjWeight()) {
            return apart(
                    q,
                    k,
                    v,
                    weight("q", o.qProjWeight(), q),
                    weight("k", o.kProjWeight(), k),
                    weight("v", o.vProjWeight(), v));
        }
        if (inWeight == null) {
            throw new IllegalArgumentException(
                    "use_separate_proj_weight is False but in_proj_weight is None");
        }
        if (q == k && k == v) {
            return Functional.linear(q, inWeight, inBias).chunk(3, -1);
        }
        if (k != v) {
            List<Tensor> w = inWeight.chunk(3);
            return apart(q, k, v, w.get(0), w.get(1), w.get(2));
        }
        List<Tensor> w = inWeight.split(new int[] {embedDim, 2 * embedDim}, 0);
        List<Tensor> b =
                inBias == null ? null : inBias.split(new int[] {embedDim, 2 * embedDim}, 0);
        List<Tensor> both =
                Functional.linear(k, w.get(1), b == null ? null : b.get(1)).chunk(2, -1);
        return List.of(
                Functional.linear(q, w.get(0), b == null ? null : b.get(0)),
                both.get(0),
                both.get(1));
    }

    private List<Tensor> apart(Tensor q, Tensor k, Tensor v, Tensor wq, Tensor wk, Tensor wv) {
        List<Tensor> b = inBias == null ? null : inBias.chunk(3);
        return List.of(
                Functional.linear(q, wq, b == null ? null : b.get(0)),
                Functional.linear(k, wk, b == null ? null : b.get(1)),
                Functional.linear(v, wv, b == null ? null : b.get(2)));
    }

    private Tensor weight(String what, @Nullable Tensor weight, Tensor x) {
        if (weight == null) {
            throw new IllegalArgumentException(
                    "use_separate_proj_weight is True but " + what + "_proj_weight is None");
        }
        if (weight.dim() != 2 || weight.size(0) != embedDim || weight.size(1) != x.size(-1)) {
            throw new IllegalArgumentException(
                    "expecting "
                            + what
                            + " weights shape of "
                            + Sizes.tuple(embedDim, x.size(-1))
                            + ", but got "
                            + weight.shape());
        }
        return weight;
    }

    // ---- checks

    /** Returns whether the sequences come in batches. */
    private boolean checkDims(Tensor q, Tensor k, Tensor v, MultiHeadOptions o) {
        if (q.dim() != 2 && q.dim() != 3) {
            throw new IllegalArgumentException(
                    "query should be unbatched 2D or batched 3D tensor but received "
                            + q.dim()
                            + "-D query tensor");
        }
        boolean batched = q.dim() == 3;
        String start = batched ? "For batched (3-D) `query`," : "For unbatched (2-D) `query`,";
        int dim = q.dim();
        if (k.dim() != dim || v.dim() != dim) {
            throw new IllegalArgumentException(
                    start
                            + " expected `key` and `value` to be "
                            + dim
                            + "-D but found "
                            + k.dim()
                            + "-D and "
                            + v.dim()
                            + "-D tensors respectively");
        }
        Tensor padding = o.keyPaddingMask();
        if (padding != null && padding.dim() != dim - 1) {
            throw new IllegalArgumentException(
                    start
                            + " expected `key_padding_mask` to be `None` or "
                            + (dim - 1)
                            + "-D but found "
                            + padding.dim()
                            + "-D tensor instead");
        }
        Tensor mask = o.attnMask();
        if (mask != null && mask.dim() != 2 && mask.dim() != 3) {
            throw new IllegalArgumentException(
                    start
                            + " expected `attn_mask` to be `None`, 2-D or 3-D but found "
                            + mask.dim()
                            + "-D tensor instead");
        }
        if (mask != null
                && !batched
                && mask.dim() == 3
                && !isShape(mask, heads, q.size(0), k.size(0))) {
            throw new IllegalArgumentException(
                    "Expected `attn_mask` shape to be "
                            + Sizes.tuple(heads, q.size(0), k.size(0))
                            + " but got "
                            + mask.shape());
        }
        return batched;
    }

    private static boolean isShape(Tensor x, int... sizes) {
        return java.util.Arrays.equals(x.shape().toArray(), sizes);
    }

    private void checkSizes(Tensor q, Tensor k, Tensor v, MultiHeadOptions o) {
        if (q.size(2) != embedDim) {
            throw new IllegalArgumentException(
                    "was expecting embedding dimension of " + embedDim + ", but got " + q.size(2));
        }
        if (heads <= 0 || embedDim % heads != 0) {
            throw new IllegalArgumentException(
                    "embed_dim " + embedDim + " not divisible by num_heads " + heads);
        }
        if (o.useSeparateProjWeight()) {
            if (k.size(0) != v.size(0) || k.size(1) != v.size(1)) {
                throw new IllegalArgumentException(
                        "key's sequence and batch dims torch.Size(["
                                + k.size(0)
                                + ", "
                                + k.size(1)
                                + "]) do not match value's torch.Size(["
                                + v.size(0)
                                + ", "
                                + v.size(1)
                                + "])");
            }
        } else if (!k.shape().equals(v.shape())) {
            throw new IllegalArgumentException(
                    "key shape " + k.shape() + " does not match value shape " + v.shape());
        }
        if (k.size(1) != q.size(1)) {
            throw new IllegalArgumentException(
                    "multi_head_attention_forward: query and key differ in their batch: query "
                            + q.shape().listText()
                            + ", key "
                            + k.shape().listText());
        }
    }

    private void checkMask(@Nullable Tensor mask, int batch, int length, int keys) {
        if (mask == null) {
            return;
        }
        int[] sizes =
                mask.dim() == 2
                        ? new int[] {length, keys}
                        : new int[] {batch * heads, length, keys};
        if (!isShape(mask, sizes)) {
            throw new IllegalArgumentException(
                    "The shape of the "
                            + mask.dim()
                            + "D attn_mask is "
                            + mask.shape()
                            + ", but should be "
                            + Sizes.tuple(sizes)
                            + ".");
        }
    }

    private void checkMore(MultiHeadOptions o, int batch) {
        if ((biasK == null) != (biasV == null)) {
            throw new IllegalArgumentException(
                    biasK == null
                            ? "bias_v is set but bias_k is None"
                            : "bias_k is set but bias_v is None");
        }
        checkStatic("static_k", "bias cannot be added to static key.", o.staticK(), batch);
        checkStatic("static_v", "bias cannot be added to static value.", o.staticV(), batch);
    }

    private void checkStatic(String name, String both, @Nullable Tensor x, int batch) {
        if (x == null) {
            return;
        }
        if (biasK != null) {
            throw new IllegalArgumentException(both);
        }
        if (x.dim() != 3 || x.size(0) != batch * heads || x.size(2) != embedDim / heads) {
            int wrong = x.dim() == 3 && x.size(0) == batch * heads ? 2 : 0;
            throw new IllegalArgumentException(
                    "expecting "
                            + name
                            + ".size("
                            + wrong
                            + ") of "
                            + (wrong == 0 ? batch * heads : embedDim / heads)
                            + ", but got "
                            + x.shape());
        }
    }
}
