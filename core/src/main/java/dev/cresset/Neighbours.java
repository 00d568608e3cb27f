package dev.cresset;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Promotion;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** The numbers next to a number in its dtype. */
final class Neighbours {
    private Neighbours() {}

    static Tensor nextafter(Tensor x, Tensor y) {
        DType dtype = Promotion.resultType(x.spec(), y.spec());
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "\"nextafter\" not implemented for '" + dtype.legacyName() + "'");
        }
        Shape shape = Shape.broadcast(x.shape(), y.shape());
        Rule rule =
                Rule.several(
                        Saved.INPUTS,
                        (s, g) ->
                                new @Nullable Tensor[] {
                                    g.maskedFill(s.in(0).eq(s.in(1)), 0), g.zerosLike()
                                });
        return Composite.of(
                "Nextafter",
                rule,
                new Tensor[] {x, y},
                () -> {
                    View from = x.to(dtype).view().broadcastTo(shape);
                    View to = y.to(dtype).view().broadcastTo(shape);
                    View out = View.allocate(dtype, shape);
                    for (int i = 0; i < out.numel(); i++) {
                        out.setDouble(i, after(dtype, from.doubleAt(i), to.doubleAt(i)));
                    }
                    return new Tensor(out);
                });
    }

    private static double after(DType dtype, double x, double y) {
        return switch (dtype) {
            case FLOAT64 -> Math.nextAfter(x, y);
            case FLOAT32 -> Math.nextAfter((float) x, y);
            case FLOAT16, BFLOAT16 -> after16(dtype, (float) x, (float) y);
            case INT64, INT32, INT16, INT8, UINT8, BOOL ->
                    throw new IllegalStateException("nextafter: " + dtype);
        };
    }

    /** Numbers of one sign are ordered as the bits of their magnitudes are. */
    private static float after16(DType dtype, float x, float y) {
        if (Float.isNaN(x) || Float.isNaN(y)) {
            return Float.NaN;
        }
        if (x == y) {
            return y;
        }
        boolean half = dtype == DType.FLOAT16;
        int bits = half ? Float.floatToFloat16(x) & 0xffff : Float.floatToRawIntBits(x) >>> 16;
        if (x == 0) {
            bits = y > 0 ? 1 : 0x8001;
        } else {
            bits += (y > x) == (x > 0) ? 1 : -1;
        }
        return half ? Float.float16ToFloat((short) bits) : Float.intBitsToFloat(bits << 16);
    }
}
