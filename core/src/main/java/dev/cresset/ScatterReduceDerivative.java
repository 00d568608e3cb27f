package dev.cresset;

import dev.cresset.op.Indexing;
import dev.cresset.op.Indexing.Fold;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of {@link Indexing.ScatterReduce}: formulas of PyTorch's scatter_reduce_backward.
 */
final class ScatterReduceDerivative {
    private final Indexing.ScatterReduce op;
    private final Tensor x;
    private final Tensor index;
    private final Tensor src;
    private final Tensor out;
    private final Tensor g;

    private ScatterReduceDerivative(Indexing.ScatterReduce op, Saved s, Tensor g) {
        this.op = op;
        this.x = s.in(0);
        this.index = s.in(1);
        this.src = s.in(2);
        this.out = s.out();
        this.g = g;
    }

    static @Nullable Tensor[] apply(Indexing.ScatterReduce op, Saved s, Tensor g) {
        ScatterReduceDerivative d = new ScatterReduceDerivative(op, s, g);
        @Nullable Tensor[] both =
                switch (op.fold()) {
                    case SUM -> d.pair(g, g.gather(op.dim(), d.index));
                    case PROD -> d.product();
                    case MEAN -> d.mean();
                    case AMAX, AMIN -> d.extreme();
                };
        Tensor toX = both[0];
        if (toX != null && !op.includeSelf()) {
            both[0] = toX.scatter(op.dim(), d.index, 0);
        }
        return both;
    }

    private @Nullable Tensor[] pair(Tensor toX, Tensor toSrc) {
        @Nullable Tensor[] out = {toX, null, toSrc};
        return out;
    }

    private Tensor reduced(Tensor x, Tensor src) {
        return Dispatch.run(
                new Indexing.ScatterReduce(op.dim(), Fold.PROD, op.includeSelf()), x, index, src);
    }

    private @Nullable Tensor[] product() {
        Tensor noZero = x.maskedFill(x.eq(0), 1);
        Tensor toX = g.mul(reduced(noZero, src)).div(noZero);
        Tensor zero = src.eq(0);
        Tensor zeros =
                x.zerosLike()
                        .scatterAdd(op.dim(), index, zero.to(x.dtype()))
                        .gather(op.dim(), index);
        Tensor only = zero.logicalAnd(zeros.eq(1));
        Tensor others = g.mul(reduced(x, src.maskedFill(only, 1))).gather(op.dim(), index);
        Tensor usual = g.mul(out).gather(op.dim(), index).div(src.maskedFill(zero, 1));
        return pair(toX, Tensor.where(only, others, usual));
    }

    private @Nullable Tensor[] mean() {
        Tensor start = op.includeSelf() ? g.onesLike() : g.zerosLike();
        Tensor count = start.scatterAdd(op.dim(), index, src.onesLike().detach());
        count = count.maskedFill(count.eq(0), 1);
        Tensor shared = g.div(count);
        return pair(shared, shared.gather(op.dim(), index));
    }

    private @Nullable Tensor[] extreme() {
        Tensor xWins = x.eq(out).to(x.dtype());
        Tensor srcWins = src.eq(out.gather(op.dim(), index)).to(x.dtype());
        Tensor winners = xWins.scatterAdd(op.dim(), index, srcWins);
        Tensor share = g.div(winners);
        return pair(xWins.mul(share), srcWins.mul(share.gather(op.dim(), index)));
    }
}
