package dev.cresset;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import dev.cresset.op.Shape;
import org.jspecify.annotations.Nullable;

/** Regular sequences of numbers. */
final class Sequences {
    private Sequences() {}

    static Tensor arange(Number start, Number end, Number step, @Nullable DType dtype) {
        boolean floating = isFloat(start) || isFloat(end) || isFloat(step);
        DType type = dtype != null ? dtype : floating ? DefaultDType.get() : DType.INT64;
        double from = start.doubleValue();
        double to = end.doubleValue();
        double by = step.doubleValue();
        if (by == 0 || Double.isNaN(by)) {
            throw new IllegalArgumentException("arange: step must be nonzero, got " + step);
        }
        if (!Double.isFinite(from) || !Double.isFinite(to)) {
            throw new IllegalArgumentException("arange: unsupported range: " + from + " -> " + to);
        }
        if (by > 0 ? to < from : to > from) {
            throw new IllegalArgumentException(
                    "arange: upper bound and lower bound inconsistent with step sign: "
                            + start
                            + " to "
                            + end
                            + " by "
                            + step);
        }
        double count;
        if (type.isFloatingPoint() || floating) {
            count = Math.ceil((to - from) / by);
        } else {
            long distance = Math.subtractExact(end.longValue(), start.longValue());
            count = Math.ceilDiv(distance, step.longValue());
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "arange: " + count + " elements are more than an array holds");
        }
        View out = View.allocate(type, Shape.of((int) count));
        boolean whole = !type.isFloatingPoint();
        for (int i = 0; i < out.numel(); i++) {
            if (whole) {
                out.setLong(i, start.longValue() + i * step.longValue());
            } else if (type == DType.FLOAT64) {
                out.setDouble(i, from + by * i);
            } else {
                out.setDouble(i, (float) (from + by * i));
            }
        }
        return new Tensor(out);
    }

    /** Counts from both ends, so that the sequence is symmetric. */
    static Tensor linspace(double start, double end, int steps, DType dtype) {
        if (steps < 0) {
            throw new IllegalArgumentException(
                    "linspace: number of steps must be non-negative, got " + steps);
        }
        View out = View.allocate(dtype, Shape.of(steps));
        double by = steps > 1 ? (end - start) / (steps - 1) : 0;
        float by32 = steps > 1 ? ((float) end - (float) start) / (steps - 1) : 0;
        boolean wide = dtype == DType.FLOAT64 || !dtype.isFloatingPoint();
        int half = steps / 2;
        for (int i = 0; i < steps; i++) {
            int back = steps - 1 - i;
            double value;
            if (wide) {
                value = steps == 1 || i < half ? start + by * i : end - by * back;
            } else {
                value =
                        steps == 1 || i < half
                                ? Math.fma(by32, (float) i, (float) start)
                                : Math.fma(-by32, (float) back, (float) end);
            }
            out.setDouble(i, value);
        }
        return new Tensor(out);
    }

    static Tensor eye(int n, int m, DType dtype) {
        if (n < 0 || m < 0) {
            throw new IllegalArgumentException(
                    "eye: sizes must be greater or equal to 0, got " + n + " and " + m);
        }
        View out = View.allocate(dtype, Shape.of(n, m));
        for (int i = 0; i < Math.min(n, m); i++) {
            out.setLong(i * m + i, 1);
        }
        return new Tensor(out);
    }

    private static boolean isFloat(Number value) {
        return value instanceof Double || value instanceof Float;
    }
}
