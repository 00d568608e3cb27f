package dev.cresset.engine;

import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;

/**
 * Elementwise ops, one element at a time: inputs converted to the compute dtype, floats computed as
 * doubles, integers and bool as longs, the result stored once.
 */
final class ReferenceElementwise {
    private ReferenceElementwise() {}

    static void run(Elementwise op, DType compute, View[] in, View out) {
        View converted = View.allocate(compute, Shape.SCALAR);
        double[] reals = new double[in.length];
        long[] wholes = new long[in.length];
        for (int i = 0; i < out.numel(); i++) {
            for (int k = 0; k < in.length; k++) {
                boolean as = keepsItsDtype(op, compute, k);
                View from = as ? in[k] : converted;
                int at = as ? i : 0;
                if (!as) {
                    copy(in[k], i, converted, 0);
                }
                if (compute.isFloatingPoint()) {
                    reals[k] = from.doubleAt(at);
                } else {
                    wholes[k] = from.longAt(at);
                }
            }
            if (compute.isFloatingPoint()) {
                out.setDouble(i, ReferenceReals.apply(op, compute, reals));
            } else {
                out.setLong(i, ReferenceWholes.apply(op, compute, wholes));
            }
        }
    }

    /** Copies one element, converted as PyTorch converts. */
    static void copy(View from, int i, View to, int j) {
        if (from.dtype().isFloatingPoint()) {
            to.setDouble(j, from.doubleAt(i));
        } else {
            to.setLong(j, from.longAt(i));
        }
    }

    /** Conditions are not converted; a number times a half type is not rounded to it beforehand. */
    private static boolean keepsItsDtype(Elementwise op, DType compute, int input) {
        boolean half = compute == DType.FLOAT16 || compute == DType.BFLOAT16;
        return switch (op) {
            case Parametric.Where w -> input == 0;
            case Parametric.MaskedFill m -> input == 1;
            case Binary b -> half && (b == Binary.MUL || b == Binary.DIV);
            default -> false;
        };
    }
}
