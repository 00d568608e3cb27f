package dev.cresset.data.transform;

import dev.cresset.Tensor;
import dev.cresset.op.DType;

/**
 * Scaling as PyTorch's {@code interpolate(mode="bilinear", antialias=True)} does it, one direction
 * after the other.
 */
final class Resizing {
    private Resizing() {}

    /** Returns x (…, h, w) as (…, height, width); bytes are rounded, half to even. */
    static Tensor resize(Tensor x, int height, int width) {
        if (x.dim() < 2 || x.numel() == 0) {
            throw new IllegalArgumentException(
                    "resize: expected an image (…, height, width), but found shape "
                            + x.shape().listText());
        }
        if (x.size(-2) == height && x.size(-1) == width) {
            return x;
        }
        if (!x.dtype().isFloatingPoint()) {
            Tensor out = resize(x.toFloat(), height, width).round();
            return (x.dtype() == DType.UINT8 ? out.clamp(0, 255) : out).to(x.dtype());
        }
        Tensor across = weights(x.size(-1), width).to(x.dtype());
        Tensor down = weights(x.size(-2), height).to(x.dtype());
        return down.matmul(x.matmul(across.mT()));
    }

    /** Returns how much of each old pixel goes into each new one: (to, from). */
    private static Tensor weights(int from, int to) {
        double scale = (double) from / to;
        double reach = Math.max(scale, 1);
        float[] out = new float[to * from];
        for (int i = 0; i < to; i++) {
            double centre = scale * (i + 0.5);
            int first = Math.max((int) (centre - reach + 0.5), 0);
            int end = Math.min((int) (centre + reach + 0.5), from);
            double sum = 0;
            for (int j = first; j < end; j++) {
                sum += triangle((j - centre + 0.5) / reach);
            }
            for (int j = first; j < end; j++) {
                out[i * from + j] = (float) (triangle((j - centre + 0.5) / reach) / sum);
            }
        }
        return Tensor.tensor(out).view(to, from);
    }

    private static double triangle(double x) {
        return Math.max(0, 1 - Math.abs(x));
    }
}
