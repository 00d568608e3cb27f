package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Random;

/** Random views for tests: values that include the troublesome ones, in several layouts. */
final class SampleViews {
    /** How a view's elements lie. */
    enum Form {
        CONTIGUOUS,
        /** Column-major: the first dimension is the dense one. */
        TRANSPOSED,
        /** Every second element of a larger storage, from an offset. */
        SLICED,
        /** The first dimension repeats one row; inputs only. */
        EXPANDED
    }

    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, 0.5, -0.5, 2, -2.5, 3, 1e-3, 100, -30, 0.1, 1e-30, -1e30, 20.5
    };
    private static final double[] NOT_FINITE = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };
    private static final long[] WHOLE = {0, 1, -1, 2, 7, -7, 100, -128, 127, 255};

    private SampleViews() {}

    /** Returns a layout of a form in a storage of {@link #length} elements. */
    static Layout layout(Shape shape, Form form) {
        int[] strides = shape.contiguousStrides();
        int offset = 0;
        switch (form) {
            case CONTIGUOUS -> {}
            case TRANSPOSED -> {
                int step = 1;
                for (int d = 0; d < strides.length; d++) {
                    strides[d] = step;
                    step *= Math.max(shape.size(d), 1);
                }
            }
            case SLICED -> {
                for (int d = 0; d < strides.length; d++) {
                    strides[d] *= 2;
                }
                offset = 1;
            }
            case EXPANDED -> {
                if (strides.length > 0) {
                    strides[0] = 0;
                }
            }
        }
        return new Layout(shape, strides, offset);
    }

    /** Returns a view of zeros. */
    static View zeros(DType dtype, Shape shape, Form form) {
        Storage storage = Storage.allocate(dtype, 2 * Math.toIntExact(shape.numel()) + 2);
        return new View(dtype, storage, layout(shape, form));
    }

    /** Returns a view of random numbers; one in four is special, some of those not finite. */
    static View random(DType dtype, Shape shape, Form form, Random random) {
        View view = zeros(dtype, shape, form);
        for (int i = 0; i < view.numel(); i++) {
            if (dtype.isFloatingPoint()) {
                view.setDouble(i, real(random, dtype.bytes() == 2 ? 60000 : 1e30));
            } else {
                view.setLong(i, whole(random));
            }
        }
        return view;
    }

    /** Returns a view of normally distributed floats or of small integers. */
    static View ordinary(DType dtype, Shape shape, Form form, Random random) {
        View view = zeros(dtype, shape, form);
        for (int i = 0; i < view.numel(); i++) {
            if (dtype.isFloatingPoint()) {
                view.setDouble(i, random.nextGaussian());
            } else {
                view.setLong(i, random.nextInt(7) - 3);
            }
        }
        return view;
    }

    /** Returns a view of random indices in [0, bound). */
    static View indices(DType dtype, Shape shape, Form form, int bound, Random random) {
        View view = zeros(dtype, shape, form);
        for (int i = 0; i < view.numel(); i++) {
            view.setLong(i, random.nextInt(bound));
        }
        return view;
    }

    private static double real(Random random, double limit) {
        int kind = random.nextInt(16);
        if (kind == 0) {
            return NOT_FINITE[random.nextInt(NOT_FINITE.length)];
        }
        if (kind < 4) {
            double special = SPECIAL[random.nextInt(SPECIAL.length)];
            return Math.clamp(special, -limit, limit);
        }
        return random.nextGaussian() * (kind < 8 ? 6 : 1);
    }

    private static long whole(Random random) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return random.nextLong();
        }
        return kind < 4 ? WHOLE[random.nextInt(WHOLE.length)] : random.nextInt(21) - 10;
    }
}
