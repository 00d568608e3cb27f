package dev.cresset;

import static dev.cresset.Saved.OUTPUT;
import static dev.cresset.Saved.input;

import dev.cresset.op.NeuralOp;
import dev.cresset.op.PadMode;
import dev.cresset.op.PlaneOp;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The derivatives of convolution, pooling and padding: each is linear, and so is its adjoint. */
final class SpatialDerivatives {
    private SpatialDerivatives() {}

    static Rule rule(NeuralOp.Spatial op) {
        return switch (op) {
            case NeuralOp.Convolution c ->
                    Rule.several(input(0) | input(1), (s, g) -> convolution(c, s, g));
            case NeuralOp.ConvolutionWeight c ->
                    Rule.several(
                            input(0) | input(1),
                            (s, v) -> {
                                NeuralOp.Convolution along =
                                        new NeuralOp.Convolution(
                                                c.stride(),
                                                c.padding(),
                                                c.dilation(),
                                                false,
                                                new int[c.stride().length],
                                                c.groups());
                                return new @Nullable Tensor[] {
                                    s.needs(0)
                                            ? adjoint(along, s.in(1), v, s.spec(0).shape())
                                            : null,
                                    s.needs(1)
                                            ? fit(
                                                    Dispatch.run(along, s.in(0), v),
                                                    s.spec(1).shape())
                                            : null
                                };
                            });
            case NeuralOp.MaxPool m ->
                    Rule.many(
                            OUTPUT,
                            (s, g) -> {
                                // then a window may have no elements, and its place is outside
                                boolean sparse = Arrays.stream(m.dilation()).anyMatch(d -> d > 1);
                                return PlaneDerivatives.maximum(m.kernel().length, sparse, s, g);
                            });
            case NeuralOp.Averaging a ->
                    Rule.one(
                            0,
                            (s, g) -> {
                                int n = spatial(a);
                                int[] x = s.spec(0).shape().toArray();
                                int[] sizes = Arrays.copyOfRange(x, x.length - n, x.length);
                                return Dispatch.run(new NeuralOp.Spread(a, sizes), g);
                            });
            case NeuralOp.Spread p -> Rule.one(0, (s, g) -> Dispatch.run(p.pool(), g));
            case NeuralOp.Pad p -> Rule.one(0, (s, g) -> unpad(p, s.spec(0).shape(), g));
            case PlaneOp p -> PlaneDerivatives.rule(p);
        };
    }

    private static int spatial(NeuralOp.Averaging op) {
        return switch (op) {
            case NeuralOp.AvgPool a -> a.kernel().length;
            case NeuralOp.AdaptiveAvgPool a -> a.sizes().length;
        };
    }

    private static @Nullable Tensor[] convolution(NeuralOp.Convolution op, Saved s, Tensor g) {
        @Nullable Tensor[] out = new Tensor[s.count()];
        if (s.needs(0)) {
            out[0] = adjoint(op, g, s.in(1), s.spec(0).shape());
        }
        if (s.needs(1)) {
            int[] w = s.spec(1).shape().toArray();
            NeuralOp.ConvolutionWeight weight =
                    new NeuralOp.ConvolutionWeight(
                            op.stride(),
                            op.padding(),
                            op.dilation(),
                            op.groups(),
                            Arrays.copyOfRange(w, 2, w.length));
            out[1] =
                    op.transposed()
                            ? Dispatch.run(weight, g, s.in(0))
                            : Dispatch.run(weight, s.in(0), g);
        }
        if (s.count() > 2 && s.needs(2)) {
            int[] rest = IntStream.range(0, g.dim()).filter(d -> d != 1).toArray();
            out[2] = g.sum(rest);
        }
        return out;
    }

    /** Returns the op's adjoint in its input at g: of the shape of that input. */
    private static Tensor adjoint(NeuralOp.Convolution op, Tensor g, Tensor weight, Shape x) {
        int n = op.stride().length;
        int[] extra = new int[n];
        if (!op.transposed()) {
            for (int i = 0; i < n; i++) {
                extra[i] =
                        x.size(i + 2)
                                - ((g.size(i + 2) - 1) * op.stride()[i]
                                        - 2 * op.padding()[i]
                                        + op.dilation()[i] * (weight.size(i + 2) - 1)
                                        + 1);
            }
        }
        NeuralOp.Convolution back =
                new NeuralOp.Convolution(
                        op.stride(),
                        op.padding(),
                        op.dilation(),
                        !op.transposed(),
                        extra,
                        op.groups());
        return fit(Dispatch.run(back, g, weight), x);
    }

    /** Cuts off what an output padding as large as the stride let in. */
    private static Tensor fit(Tensor y, Shape shape) {
        Tensor out = y;
        for (int d = 2; d < shape.rank(); d++) {
            if (out.size(d) != shape.size(d)) {
                out = out.narrow(d, 0, shape.size(d));
            }
        }
        return out;
    }

    /** Adds every gradient to the element that the pad showed there. */
    private static Tensor unpad(NeuralOp.Pad op, Shape x, Tensor g) {
        if (op.mode() == PadMode.CONSTANT) {
            int[] before = Arrays.stream(op.before()).map(k -> -k).toArray();
            int[] after = Arrays.stream(op.after()).map(k -> -k).toArray();
            return Dispatch.run(
                    new NeuralOp.Pad(before, after, op.dimensions(), PadMode.CONSTANT, 0), g);
        }
        int n = Math.toIntExact(x.numel());
        NeuralOp.Pad places =
                new NeuralOp.Pad(op.before(), op.after(), op.dimensions(), op.mode(), n);
        Tensor index = Dispatch.run(places, Tensor.arange(n).view(x));
        return Tensor.zeros(g.dtype(), n + 1)
                .scatterAdd(0, index.reshape(-1), g.reshape(-1))
                .narrow(0, 0, n)
                .view(x);
    }
}
