package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.op.ViewOp;
import java.util.Arrays;

/** The derivatives of views: gradients go back to the places that the view showed. */
final class ViewDerivatives {
    private static final Rule TURN = Rule.one(0, (s, g) -> turned(g));

    private ViewDerivatives() {}

    static Rule rule(ViewOp op) {
        return switch (op) {
            case ViewOp.View v -> Rule.one(0, (s, g) -> g.reshape(s.spec(0).shape()));
            case ViewOp.UnsafeView v -> Rule.one(0, (s, g) -> g.reshape(s.spec(0).shape()));
            case ViewOp.Expand e -> Rule.one(0, (s, g) -> g.sumToSize(s.spec(0).shape()));
            case ViewOp.Permute p -> Rule.one(0, (s, g) -> g.permute(inverse(p.dims())));
            case ViewOp.Transpose t -> Rule.one(0, (s, g) -> g.transpose(t.dim0(), t.dim1()));
            case ViewOp.T t -> TURN;
            case ViewOp.Squeeze q -> Rule.one(0, (s, g) -> g.reshape(s.spec(0).shape()));
            case ViewOp.Unsqueeze u -> Rule.one(0, (s, g) -> g.squeeze(u.dim()));
            case ViewOp.Alias a -> Rule.one(0, (s, g) -> g);
            case ViewOp.Select v -> place(v);
            case ViewOp.Unbind v -> place(v);
            case ViewOp.Slice v -> place(v);
            case ViewOp.Diagonal v -> place(v);
            case ViewOp.Unfold v -> Rule.one(0, (s, g) -> addAt(g, s.spec(0).shape(), v));
            case ViewOp.AsStrided v -> Rule.one(0, (s, g) -> addAt(g, s, v));
        };
    }

    /** Returns whether an op shows a part of its input, no element twice. */
    static boolean isPart(ViewOp op) {
        return op instanceof ViewOp.Select
                || op instanceof ViewOp.Unbind
                || op instanceof ViewOp.Slice
                || op instanceof ViewOp.Diagonal;
    }

    /** For views that show no element twice: zeros with the gradient where the view was. */
    private static Rule place(ViewOp op) {
        return Rule.one(
                0,
                (s, g) -> {
                    Tensor out = Tensor.zeros(g.dtype(), s.spec(0).shape().toArray());
                    Dispatch.view(op, out).copy_(g);
                    return out;
                });
    }

    /** For views that may show an element several times: gradients are added up. */
    private static Tensor addAt(Tensor g, Shape source, ViewOp op) {
        int n = Math.toIntExact(source.numel());
        Tensor places = Dispatch.view(op, Tensor.arange(n).view(source));
        return Tensor.zeros(g.dtype(), n)
                .scatterAdd(0, places.reshape(-1), g.reshape(-1))
                .view(source);
    }

    private static Tensor addAt(Tensor g, Saved s, ViewOp.AsStrided op) {
        Layout source = s.layout();
        Layout shown = new Layout(op.shape(), op.strides(), op.offset());
        int n = Math.max(source.extent(), shown.extent());
        Tensor flat;
        if (isOnce(shown)) {
            flat = Tensor.zeros(g.dtype(), n);
            flat.asStrided(shown).copy_(g);
        } else {
            Tensor all = Tensor.arange(n);
            flat =
                    Tensor.zeros(g.dtype(), n)
                            .scatterAdd(
                                    0,
                                    all.asStrided(shown).reshape(-1).to(DType.INT64),
                                    g.reshape(-1));
        }
        return flat.asStrided(source).clone();
    }

    /** Returns whether a layout shows no element twice: each stride goes beyond smaller ones. */
    private static boolean isOnce(Layout x) {
        Integer[] order = new Integer[x.shape().rank()];
        Arrays.setAll(order, d -> d);
        Arrays.sort(order, (d, e) -> Integer.compare(x.stride(d), x.stride(e)));
        int reach = 0;
        for (int d : order) {
            if (x.shape().size(d) > 1) {
                if (x.stride(d) <= reach) {
                    return false;
                }
                reach += (x.shape().size(d) - 1) * x.stride(d);
            }
        }
        return true;
    }

    private static int[] inverse(int[] dims) {
        int[] out = new int[dims.length];
        Arrays.setAll(out, i -> i);
        for (int i = 0; i < dims.length; i++) {
            out[dims[i]] = i;
        }
        return out;
    }

    /** Returns a gradient transposed, which is no view of another one where nothing is recorded. */
    private static Tensor turned(Tensor g) {
        return GradMode.enabled() || g.dim() != 2
                ? g.t()
                : Tensor.of(g.view().with(g.layout().transposed()));
    }
}
