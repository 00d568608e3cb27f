package dev.cresset.engine;

import dev.cresset.op.DType;

/** How far a result may lie from the reference engine's. */
interface Tolerance {
    /** The same number, down to the sign of zero. */
    Tolerance EXACT = (dtype, expected, scale) -> 0;

    /** The same number, whatever the sign of zero. */
    Tolerance EQUAL = (dtype, expected, scale) -> Double.MIN_VALUE;

    /** Two roundings of different scalar functions: 4 ulp in float64, 2 in float32, 1 in halves. */
    Tolerance ULPS =
            (dtype, expected, scale) ->
                    ulp(dtype, expected)
                            * switch (dtype) {
                                case FLOAT64 -> 4;
                                case FLOAT32 -> 2;
                                default -> 1;
                            };

    /** Roundings of intermediate results as large as the inputs. */
    Tolerance TERMS =
            (dtype, expected, scale) -> 4 * Math.max(ulp(dtype, scale), ulp(dtype, expected));

    /**
     * Returns the largest error allowed; {@code scale} is the largest magnitude among the inputs.
     */
    double allowed(DType dtype, double expected, double scale);

    /** Returns the distance to the next larger number of a dtype. */
    static double ulp(DType dtype, double x) {
        double a = Math.abs(x);
        return switch (dtype) {
            case FLOAT64 -> Math.ulp(a);
            case FLOAT32 -> Math.ulp((float) a);
            case FLOAT16 -> Math.max(0x1p-24, Math.scalb(1.0, Math.getExponent(a) - 10));
            case BFLOAT16 -> Math.max(0x1p-133, Math.scalb(1.0, Math.getExponent(a) - 7));
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> 0;
        };
    }
}
