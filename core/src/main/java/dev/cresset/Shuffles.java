package dev.cresset;

import dev.cresset.op.DType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link Shuffling} computes: views rearranged, each recorded as one op. */
final class Shuffles {
    private Shuffles() {}

    static Tensor pixelShuffle(Tensor x, int factor) {
        atLeastThree("pixel_shuffle", x);
        positive("pixel_shuffle", "upscale_factor", factor);
        int[] sizes = x.shape().toArray();
        int n = sizes.length;
        int channels = sizes[n - 3];
        if (channels % ((long) factor * factor) != 0) {
            throw new IllegalArgumentException(
                    "pixel_shuffle: expects its input's 'channel' dimension to be divisible by the"
                            + " square of upscale_factor, but input.size(-3)="
                            + channels
                            + " is not divisible by "
                            + (long) factor * factor);
        }
        int[] split =
                parts(x, channels / factor / factor, factor, factor, sizes[n - 2], sizes[n - 1]);
        int[] whole =
                parts(x, channels / factor / factor, sizes[n - 2] * factor, sizes[n - 1] * factor);
        return Composite.of(
                "PixelShuffle",
                Rule.one(0, (s, g) -> g.pixelUnshuffle(factor)),
                new Tensor[] {x},
                () -> arranged(x, split, whole, 0, 3, 1, 4, 2));
    }

    static Tensor pixelUnshuffle(Tensor x, int factor) {
        atLeastThree("pixel_unshuffle", x);
        positive("pixel_unshuffle", "downscale_factor", factor);
        int[] sizes = x.shape().toArray();
        int n = sizes.length;
        for (int d = n - 2; d < n; d++) {
            if (sizes[d] % factor != 0) {
                throw new IllegalArgumentException(
                        "pixel_unshuffle: expects "
                                + (d == n - 2 ? "height" : "width")
                                + " to be divisible by downscale_factor, but input.size("
                                + (d - n)
                                + ")="
                                + sizes[d]
                                + " is not divisible by "
                                + factor);
            }
        }
        int height = sizes[n - 2] / factor;
        int width = sizes[n - 1] / factor;
        int[] split = parts(x, sizes[n - 3], height, factor, width, factor);
        int[] whole = parts(x, sizes[n - 3] * factor * factor, height, width);
        return Composite.of(
                "PixelUnshuffle",
                Rule.one(0, (s, g) -> g.pixelShuffle(factor)),
                new Tensor[] {x},
                () -> arranged(x, split, whole, 0, 2, 4, 1, 3));
    }

    static Tensor channelShuffle(Tensor x, int groups) {
        if (x.dim() < 3) {
            throw new IllegalArgumentException(
                    "channel_shuffle: expects input with > 2 dims, but got input with sizes "
                            + x.shape().listText());
        }
        positive("channel_shuffle", "groups", groups);
        int channels = x.size(1);
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    "channel_shuffle: Number of channels must be divisible by groups. Got "
                            + channels
                            + " channels and "
                            + groups
                            + " groups.");
        }
        return Composite.of(
                "ChannelShuffle",
                Rule.one(0, (s, g) -> g.channelShuffle(channels / groups)),
                new Tensor[] {x},
                () -> shuffled(x, groups));
    }

    private static Tensor shuffled(Tensor x, int groups) {
        if (x.numel() == 0) {
            return x.clone();
        }
        return x.reshape(x.size(0), groups, x.size(1) / groups, -1)
                .transpose(1, 2)
                .reshape(x.shape().toArray())
                .contiguous();
    }

    /** Returns leading sizes but for the last three dimensions, and others. */
    private static int[] parts(Tensor x, int... last) {
        int lead = x.dim() - 3;
        int[] out = Arrays.copyOf(x.shape().toArray(), lead + last.length);
        System.arraycopy(last, 0, out, lead, last.length);
        return out;
    }

    private static Tensor arranged(Tensor x, int[] split, int[] whole, int... order) {
        int lead = x.dim() - 3;
        int[] dims = new int[lead + order.length];
        Arrays.setAll(dims, d -> d < lead ? d : lead + order[d - lead]);
        Tensor out = x.reshape(split).permute(dims).reshape(whole);
        return out.contiguous() == x ? x.clone() : out.contiguous();
    }

    private static void atLeastThree(String op, Tensor x) {
        if (x.dim() < 3) {
            throw new IllegalArgumentException(
                    op
                            + ": expects input to have at least 3 dimensions, but got input with "
                            + x.dim()
                            + " dimension(s): "
                            + x.shape().listText());
        }
    }

    private static void positive(String op, String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    op + ": expects a positive " + what + ", but got " + value);
        }
    }

    // ---- affine maps

    static Tensor affineGrid(Tensor theta, int[] size, boolean alignCorners) {
        if (!theta.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "affine_grid: Expected theta to have floating point type, but got "
                            + theta.dtype());
        }
        int n = size.length - 2;
        if (n != 2 && n != 3) {
            throw new IllegalArgumentException(
                    "affine_grid: only supports 4D and 5D sizes, for 2D and 3D affine transforms,"
                            + " respectively. Got size "
                            + Arrays.toString(size));
        }
        if (theta.dim() != 3
                || theta.size(1) != n
                || theta.size(2) != n + 1
                || theta.size(0) != size[0]) {
            throw new IllegalArgumentException(
                    "affine_grid: Expected a batch of "
                            + n
                            + "D affine matrices of shape Nx"
                            + n
                            + "x"
                            + (n + 1)
                            + " for size "
                            + Arrays.toString(size)
                            + ". Got "
                            + theta.shape());
        }
        for (int s : size) {
            if (s <= 0) {
                throw new IllegalArgumentException(
                        "affine_grid: Expected non-zero, positive output size. Got "
                                + Arrays.toString(size));
            }
        }
        Tensor base = GradMode.with(false, () -> base(theta.dtype(), size, alignCorners));
        int[] out = new int[n + 2];
        out[0] = size[0];
        System.arraycopy(size, 2, out, 1, n);
        out[n + 1] = n;
        return Composite.of(
                "AffineGridGenerator",
                Rule.one(0, (s, g) -> g.reshape(size[0], -1, n).transpose(1, 2).matmul(base)),
                new Tensor[] {theta},
                () -> base.matmul(theta.transpose(1, 2)).view(out));
    }

    /** Returns the homogeneous coordinates of all places, {@code (places, dimensions + 1)}. */
    private static Tensor base(DType dtype, int[] size, boolean alignCorners) {
        int n = size.length - 2;
        Tensor[] columns = new Tensor[n + 1];
        int[] shape = Arrays.copyOfRange(size, 2, size.length);
        for (int d = 0; d < n; d++) {
            int[] along = new int[n];
            Arrays.fill(along, 1);
            along[d] = shape[d];
            columns[n - 1 - d] = line(dtype, shape[d], alignCorners).view(along).expand(shape);
        }
        columns[n] = Tensor.ones(dtype, shape);
        @Nullable Tensor[] flat = new Tensor[n + 1];
        for (int d = 0; d <= n; d++) {
            flat[d] = columns[d].reshape(-1);
        }
        return Tensor.stack(List.of(flat), 1);
    }

    private static Tensor line(DType dtype, int count, boolean alignCorners) {
        if (count <= 1) {
            return Tensor.zeros(dtype, count);
        }
        Tensor out = Tensor.linspace(-1, 1, count, dtype);
        return alignCorners ? out : out.mul((count - 1.0) / count);
    }
}
