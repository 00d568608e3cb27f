package dev.cresset;

import dev.cresset.op.Indexing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The derivatives of reading and writing by index. */
final class IndexingDerivatives {
    private IndexingDerivatives() {}

    static @Nullable Rule rule(Indexing op) {
        return switch (op) {
            case Indexing.Gather t ->
                    Rule.several(
                            Saved.input(1),
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        zeros(g, s).scatterAdd(t.dim(), s.in(1), g), null
                                    });
            case Indexing.ScatterAdd a ->
                    Rule.several(
                            Saved.input(1),
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        g,
                                        null,
                                        s.needs(2) ? partly(g.gather(a.dim(), s.in(1)), s) : null
                                    });
            case Indexing.Scatter c ->
                    Rule.several(
                            Saved.input(1),
                            (s, g) ->
                                    new @Nullable Tensor[] {
                                        s.needs(0) ? g.scatter(c.dim(), s.in(1), 0) : null,
                                        null,
                                        s.needs(2) ? partly(g.gather(c.dim(), s.in(1)), s) : null
                                    });
            case Indexing.ScatterReduce r ->
                    Rule.several(
                            Saved.INPUTS | Saved.OUTPUT,
                            (s, g) -> ScatterReduceDerivative.apply(r, s, g));
            case Indexing.IndexTensors t ->
                    Rule.several(
                            Saved.INPUTS & ~1,
                            (s, g) -> {
                                @Nullable Tensor[] out = new Tensor[s.count()];
                                out[0] =
                                        Picking.put_(zeros(g, s), t.dims(), indices(s, 1), g, true);
                                return out;
                            });
            case Indexing.IndexPut p ->
                    Rule.several(
                            Saved.INPUTS & ~3,
                            (s, g) -> {
                                @Nullable Tensor[] out = new Tensor[s.count()];
                                if (s.needs(0)) {
                                    out[0] =
                                            p.accumulate()
                                                    ? g
                                                    : Picking.put_(
                                                            g.clone(),
                                                            p.dims(),
                                                            indices(s, 2),
                                                            Tensor.zeros(g.dtype()),
                                                            false);
                                }
                                if (s.needs(1)) {
                                    out[1] = Picking.read(g, p.dims(), indices(s, 2));
                                }
                                return out;
                            });
            case Indexing.Nonzero n -> null;
        };
    }

    private static Tensor zeros(Tensor g, Saved s) {
        return Tensor.zeros(g.dtype(), s.spec(0).shape().toArray());
    }

    /** The source of a scatter may be larger than its index: the rest has no gradient. */
    private static Tensor partly(Tensor g, Saved s) {
        if (g.shape().equals(s.spec(2).shape())) {
            return g;
        }
        Tensor out = Tensor.zeros(g.dtype(), s.spec(2).shape().toArray());
        Tensor head = out;
        for (int d = 0; d < g.dim(); d++) {
            head = head.narrow(d, 0, g.size(d));
        }
        head.copy_(g);
        return out;
    }

    private static List<Tensor> indices(Saved s, int first) {
        List<Tensor> out = new ArrayList<>();
        for (int i = first; i < s.count(); i++) {
            out.add(s.in(i));
        }
        return out;
    }
}
