package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How quantiles are found: elements are sorted, and two neighbours of the rank are mixed. */
final class Quantiles {
    private Quantiles() {}

    static Tensor quantile(
            Tensor x,
            Tensor q,
            @Nullable Integer dim,
            boolean keepdim,
            Interpolation interpolation,
            boolean ignoreNan) {
        String op = ignoreNan ? "nanquantile" : "quantile";
        check(op, x, q);
        int axis = dim == null || x.dim() == 0 ? 0 : x.shape().axis(op, dim);
        if (dim != null) {
            x.shape().axis(op, dim);
        }
        Tensor rows =
                dim == null || x.dim() == 0
                        ? x.reshape(-1).unsqueeze(0)
                        : x.unsqueeze(-1).transpose(axis, -1);
        Tensor sorted = rows.sort(-1, false).values();
        Tensor picked = mix(sorted, q.reshape(-1), interpolation, ignoreNan);
        Tensor out = picked.movedim(-1, 0);
        Shape one = reduced(x, dim == null ? null : axis, keepdim);
        if (q.dim() == 0) {
            return Composite.named("Squeeze", out.reshape(one));
        }
        int[] sizes = new int[one.rank() + 1];
        sizes[0] = q.size(0);
        System.arraycopy(one.toArray(), 0, sizes, 1, one.rank());
        return out.reshape(sizes);
    }

    /** Mixes elements of sorted rows {@code (*, n)} at ranks {@code q (n - 1)}. */
    private static Tensor mix(Tensor sorted, Tensor q, Interpolation how, boolean ignoreNan) {
        Tensor nans = sorted.detach().isnan();
        Tensor ranks;
        if (ignoreNan) {
            Tensor last = nans.logicalNot().sum(new int[] {-1}, true, null).sub(1);
            ranks = q.mul(last);
            ranks = ranks.maskedFill(ranks.detach().lt(0), 0);
        } else {
            int last = sorted.size(-1) - 1;
            Tensor[] both = {q.mul(last), nans.any(new int[] {-1}, true)};
            Shape shape = Shape.broadcast(both[0].shape(), both[1].shape());
            ranks = both[0].expand(shape).maskedFill(both[1].expand(shape), last);
        }
        ranks =
                switch (how) {
                    case LOWER -> ranks.floor();
                    case HIGHER -> ranks.ceil();
                    case NEAREST -> ranks.round();
                    case LINEAR, MIDPOINT -> ranks;
                };
        Tensor below = ranks.detach().to(DType.INT64);
        Tensor low = sorted.gather(-1, below);
        if (how != Interpolation.LINEAR && how != Interpolation.MIDPOINT) {
            return low;
        }
        Tensor weights = how == Interpolation.MIDPOINT ? ranks.fullLike(0.5) : ranks.sub(below);
        Tensor high = sorted.gather(-1, ranks.detach().ceil().to(DType.INT64));
        return low.lerp(high, weights);
    }

    private static Shape reduced(Tensor x, @Nullable Integer axis, boolean keepdim) {
        int[] sizes = x.shape().toArray();
        if (axis == null) {
            if (!keepdim) {
                return Shape.SCALAR;
            }
            Arrays.fill(sizes, 1);
            return Shape.of(sizes);
        }
        if (x.dim() == 0) {
            return Shape.SCALAR;
        }
        if (keepdim) {
            sizes[axis] = 1;
            return Shape.of(sizes);
        }
        int[] rest = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, rest, 0, axis);
        System.arraycopy(sizes, axis + 1, rest, axis, rest.length - axis);
        return Shape.of(rest);
    }

    private static void check(String op, Tensor x, Tensor q) {
        if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
            throw new IllegalArgumentException(
                    op + "() input tensor must be either float or double dtype, got " + x.dtype());
        }
        if (x.numel() == 0) {
            throw new IllegalArgumentException(
                    op + "() input tensor must be non-empty, got shape " + x.shape().listText());
        }
        if (q.dtype() != x.dtype()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s() q tensor must be same dtype as the input tensor, got %s and %s",
                            op,
                            q.dtype(),
                            x.dtype()));
        }
        if (q.dim() > 1) {
            throw new IllegalArgumentException(
                    op + "() q must be a scalar or 1D tensor, got shape " + q.shape().listText());
        }
        for (double v : q.toDoubleArray()) {
            if (!(v >= 0 && v <= 1)) {
                throw new IllegalArgumentException(
                        op + "() q values must be in the range [0, 1], got " + v);
            }
        }
    }
}
