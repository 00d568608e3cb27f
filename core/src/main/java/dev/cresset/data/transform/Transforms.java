package dev.cresset.data.transform;

import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randint;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.List;
import java.util.function.UnaryOperator;

/** The transforms. */
public final class Transforms {
    private static final int WHITE = 255;

    private Transforms() {}

    /** Applies transforms one after the other. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static UnaryOperator<Tensor> compose(UnaryOperator<Tensor>... transforms) {
        List<UnaryOperator<Tensor>> all = List.of(transforms);
        return x -> {
            Tensor out = x;
            for (UnaryOperator<Tensor> transform : all) {
                out = transform.apply(out);
            }
            return out;
        };
    }

    /** Bytes of 0 to 255 to float32 of 0 to 1; other dtypes only to float32. */
    public static UnaryOperator<Tensor> toFloat() {
        return x -> x.dtype() == DType.UINT8 ? x.toFloat().div_(WHITE) : x.toFloat();
    }

    /**
     * {@code (x - mean) / std} in each channel of a floating-point image {@code (channels, height,
     * width)}.
     *
     * @throws IllegalArgumentException if a deviation is 0 or there are not as many as means
     */
    public static UnaryOperator<Tensor> normalize(double[] mean, double[] std) {
        if (mean.length != std.length) {
            throw new IllegalArgumentException(
                    "normalize: " + mean.length + " means, but " + std.length + " deviations");
        }
        for (double s : std) {
            if (s == 0) {
                throw new IllegalArgumentException(
                        "normalize: std evaluated to zero, leading to division by zero");
            }
        }
        Tensor m = tensor(mean).view(-1, 1, 1);
        Tensor s = tensor(std).view(-1, 1, 1);
        return x -> {
            if (!x.dtype().isFloatingPoint() || x.dim() < 3) {
                throw new IllegalArgumentException(
                        "normalize: expected a floating-point image (channels, height, width), but"
                                + " found "
                                + x.dtype()
                                + " of shape "
                                + x.shape().listText());
            }
            return x.sub(m.to(x.dtype())).div_(s.to(x.dtype()));
        };
    }

    /** {@code (x - mean) / std} in all channels. */
    public static UnaryOperator<Tensor> normalize(double mean, double std) {
        return normalize(new double[] {mean}, new double[] {std});
    }

    /** Mirrors left and right, with a probability. */
    public static UnaryOperator<Tensor> randomHorizontalFlip(double p) {
        return randomFlip("randomHorizontalFlip", p, -1);
    }

    /** Mirrors top and bottom, with a probability. */
    public static UnaryOperator<Tensor> randomVerticalFlip(double p) {
        return randomFlip("randomVerticalFlip", p, -2);
    }

    private static UnaryOperator<Tensor> randomFlip(String name, double p, int dim) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(name + ": p must be in [0, 1], but got " + p);
        }
        return x -> rand(1).item().doubleValue() < p ? x.flip(dim) : x;
    }

    /** Cuts a square out of the middle; what lies outside the image is 0. */
    public static UnaryOperator<Tensor> centerCrop(int size) {
        return centerCrop(size, size);
    }

    /** Cuts a rectangle out of the middle; what lies outside the image is 0. */
    public static UnaryOperator<Tensor> centerCrop(int height, int width) {
        checkSize("centerCrop", height, width);
        return x -> {
            int right = Math.max(0, width - x.size(-1));
            int below = Math.max(0, height - x.size(-2));
            Tensor all = pad(x, right / 2, (right + 1) / 2, below / 2, (below + 1) / 2);
            int top = (int) Math.rint((all.size(-2) - height) / 2.0);
            int left = (int) Math.rint((all.size(-1) - width) / 2.0);
            return crop(all, top, left, height, width);
        };
    }

    /** Cuts a square out of a random place. */
    public static UnaryOperator<Tensor> randomCrop(int size) {
        return randomCrop(size, size, 0);
    }

    /**
     * Surrounds an image with zeros, and cuts a square out of a random place.
     *
     * @param padding the width of the zeros on each side
     */
    public static UnaryOperator<Tensor> randomCrop(int size, int padding) {
        return randomCrop(size, size, padding);
    }

    /**
     * Surrounds an image with zeros, and cuts a rectangle out of a random place.
     *
     * @throws IllegalArgumentException if a size is not positive; later, if the padded image is
     *     smaller than the rectangle
     */
    public static UnaryOperator<Tensor> randomCrop(int height, int width, int padding) {
        checkSize("randomCrop", height, width);
        return x -> {
            Tensor all = pad(x, padding, padding, padding, padding);
            int h = all.size(-2);
            int w = all.size(-1);
            if (h < height || w < width) {
                throw new IllegalArgumentException(
                        "randomCrop: Required crop size ("
                                + height
                                + ", "
                                + width
                                + ") is larger than input image size ("
                                + h
                                + ", "
                                + w
                                + ")");
            }
            if (h == height && w == width) {
                return all;
            }
            int top = randint(0, h - height + 1, 1).item().intValue();
            int left = randint(0, w - width + 1, 1).item().intValue();
            return crop(all, top, left, height, width);
        };
    }

    /**
     * Scales to a size with antialiasing, as torchvision's {@code Resize} does images: each new
     * pixel is the mean of the old ones under it, weighted by a triangle.
     *
     * @see #resize(int)
     */
    public static UnaryOperator<Tensor> resize(int height, int width) {
        checkSize("resize", height, width);
        return x -> Resizing.resize(x, height, width);
    }

    /** Scales so that the shorter side has a size; the other keeps the proportion. */
    public static UnaryOperator<Tensor> resize(int shorter) {
        checkSize("resize", shorter, shorter);
        return x -> {
            int h = x.size(-2);
            int w = x.size(-1);
            int longer = (int) ((long) shorter * Math.max(h, w) / Math.min(h, w));
            return h <= w
                    ? Resizing.resize(x, shorter, longer)
                    : Resizing.resize(x, longer, shorter);
        };
    }

    private static void checkSize(String name, int height, int width) {
        if (height <= 0 || width <= 0) {
            throw new IllegalArgumentException(
                    name + ": sizes must be positive, but got (" + height + ", " + width + ")");
        }
    }

    private static Tensor pad(Tensor x, int left, int right, int top, int bottom) {
        if (left + right + top + bottom == 0) {
            return x;
        }
        int h = x.size(-2);
        int w = x.size(-1);
        int[] sizes = x.shape().toArray();
        sizes[sizes.length - 2] = top + h + bottom;
        sizes[sizes.length - 1] = left + w + right;
        Tensor out = zeros(x.dtype(), sizes);
        out.narrow(-2, top, h).narrow(-1, left, w).copy_(x);
        return out;
    }

    private static Tensor crop(Tensor x, int top, int left, int height, int width) {
        return x.narrow(-2, top, height).narrow(-1, left, width);
    }
}
