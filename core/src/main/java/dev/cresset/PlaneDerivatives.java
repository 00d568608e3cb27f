package dev.cresset;

import static dev.cresset.Saved.INPUTS;
import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.PlaneOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The derivatives of the ops over planes; most are linear, and so are their adjoints. */
final class PlaneDerivatives {
    private PlaneDerivatives() {}

    static Rule rule(PlaneOp op) {
        return switch (op) {
            case PlaneOp.AdaptiveMaxPool p ->
                    Rule.many(OUTPUT, (s, g) -> maximum(p.sizes().length, false, s, g));
            case PlaneOp.FractionalMaxPool p ->
                    Rule.many(OUTPUT, (s, g) -> maximum(p.sizes().length, false, s, g));
            case PlaneOp.MaxUnpool p ->
                    Rule.several(
                            input(1),
                            (s, g) -> {
                                int lead = g.dim() - p.sizes().length;
                                Tensor places = s.in(1).flatten(lead, -1);
                                return new @Nullable Tensor[] {
                                    g.flatten(lead, -1)
                                            .gather(lead, places)
                                            .reshape(s.spec(0).shape()),
                                    null
                                };
                            });
            case PlaneOp.Unfold u ->
                    Rule.one(
                            0,
                            (s, g) -> {
                                int[] x = s.spec(0).shape().toArray();
                                int[] plane = Arrays.copyOfRange(x, x.length - 2, x.length);
                                return Dispatch.run(new PlaneOp.Fold(u.blocks(), plane), g);
                            });
            case PlaneOp.Fold f ->
                    Rule.one(0, (s, g) -> Dispatch.run(new PlaneOp.Unfold(f.blocks()), g));
            case PlaneOp.Resample r ->
                    Rule.one(
                            0,
                            (s, g) -> {
                                int[] x = s.spec(0).shape().toArray();
                                int[] plane = Arrays.copyOfRange(x, 2, x.length);
                                return Dispatch.run(new PlaneOp.ResampleAdjoint(r, plane), g);
                            });
            case PlaneOp.ResampleAdjoint r -> Rule.one(0, (s, g) -> Dispatch.run(r.of(), g));
            case PlaneOp.GridSample p ->
                    Rule.several(
                            INPUTS,
                            (s, g) ->
                                    Dispatch.runAll(
                                            new PlaneOp.GridSampleGradient(p),
                                            g,
                                            s.in(0),
                                            s.in(1)));
            case PlaneOp.GridSampleGradient p ->
                    Rule.many(
                            0,
                            (s, g) -> {
                                throw new IllegalStateException(
                                        "derivative for grid_sampler_"
                                                + p.of().dimensions()
                                                + "d_backward is not implemented, as in PyTorch");
                            });
        };
    }

    /** Sends the gradient of each largest element to its place in the plane. */
    static @Nullable Tensor[] maximum(
            int n, boolean mayBeOutside, Saved s, @Nullable Tensor[] gradients) {
        @Nullable Tensor[] out = new Tensor[s.count()];
        Tensor g = gradients[0];
        if (g == null) {
            return out;
        }
        Shape x = s.spec(0).shape();
        int lead = x.rank() - n;
        Tensor index = s.out(1).flatten(lead, -1);
        int[] planes = Arrays.copyOf(x.toArray(), lead + 1);
        for (int d = lead + 1; d < x.rank(); d++) {
            planes[lead] *= x.size(d);
        }
        Tensor share = g.flatten(lead, -1);
        if (mayBeOutside) {
            Tensor outside = index.ge(planes[lead]);
            index = index.maskedFill(outside, 0);
            share = share.maskedFill(outside, 0);
        }
        out[0] = Tensor.zeros(g.dtype(), planes).scatterAdd_(lead, index, share).reshape(x);
        return out;
    }
}
