package dev.cresset;

import static dev.cresset.Saved.OUTPUT;

import dev.cresset.op.Scan;

/** The derivatives of ops along one dimension. */
final class ScanDerivatives {
    private ScanDerivatives() {}

    static Rule rule(Scan op) {
        return switch (op) {
            case Scan.Cumsum c -> Rule.one(0, (s, g) -> reverseCumsum(g, c.dim()));
            case Scan.Softmax f ->
                    Rule.one(
                            OUTPUT,
                            (s, g) -> {
                                Tensor weighted = g.mul(s.out());
                                return weighted.sub(s.out().mul(weighted.sum(f.dim(), true)));
                            });
            case Scan.LogSoftmax f ->
                    Rule.one(OUTPUT, (s, g) -> g.sub(s.out().exp().mul(g.sum(f.dim(), true))));
        };
    }

    private static Tensor reverseCumsum(Tensor g, int dim) {
        if (g.dim() == 0) {
            return g;
        }
        return g.sum(dim, true).sub(g.cumsum(dim)).add(g);
    }
}
