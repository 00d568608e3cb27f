package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Normal numbers whose mean or deviation differ from element to element. */
final class NormalDraw {
    private NormalDraw() {}

    static Tensor draw(Tensor mean, Tensor std, @Nullable Generator g) {
        check(std);
        Shape shape = Shape.broadcast(mean.shape(), std.shape());
        Tensor out = standard(mean.dtype(), shape, 1, g);
        GradMode.with(false, () -> out.mul_(std).add_(mean));
        record("NormalBackward2", out, mean, std);
        return out;
    }

    static Tensor draw(Tensor mean, double std, @Nullable Generator g) {
        Tensor out = standard(mean.dtype(), mean.shape(), std, g);
        GradMode.with(false, () -> out.add_(mean));
        record("NormalBackward0", out, mean);
        return out;
    }

    static Tensor draw(double mean, Tensor std, @Nullable Generator g) {
        check(std);
        Tensor out = standard(std.dtype(), std.shape(), 1, g);
        GradMode.with(false, () -> out.mul_(std).add_(mean));
        record("NormalBackward1", out, std);
        return out;
    }

    /** A draw depends on its parameters, yet by no formula: PyTorch gives them gradients of 0. */
    private static void record(String name, Tensor out, Tensor... in) {
        int n = in.length;
        Rule zeros =
                Rule.several(
                        0,
                        (s, g) -> {
                            Tensor[] zero = new Tensor[n];
                            for (int i = 0; i < zero.length; i++) {
                                zero[i] = Tensor.zeros(g.dtype(), s.spec(i).shape().toArray());
                            }
                            return zero;
                        });
        History.record(name, zeros, in, out);
    }

    private static Tensor standard(DType dtype, Shape shape, double std, @Nullable Generator g) {
        return Tensor.empty(dtype, shape.toArray()).normal_(0, std, g).data();
    }

    private static void check(Tensor std) {
        if (std.lt(0).any().isTrue()) {
            throw new IllegalArgumentException(
                    "normal: expects all elements of std >= 0.0, but found " + std.amin().item());
        }
    }
}
