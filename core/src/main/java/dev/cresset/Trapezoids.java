package dev.cresset;

import dev.cresset.op.DType;
import java.util.Arrays;

/** Integrals of sampled functions by the trapezoidal rule. */
final class Trapezoids {
    private Trapezoids() {}

    static Tensor trapezoid(Tensor y, double dx, int dim) {
        int d = axis("trapezoid", y, dim);
        if (y.size(d) == 0) {
            return without(y, d);
        }
        refuseBool("trapezoid", y);
        Tensor ends = y.select(d, 0).add(y.select(d, -1)).div(2);
        return Grad.named("MulBackward1", y.sum(d).sub(ends).mul(dx));
    }

    static Tensor trapezoid(Tensor y, Tensor x, int dim) {
        int d = axis("trapezoid", y, dim);
        if (y.size(d) == 0) {
            return without(y, d);
        }
        refuseBool("trapezoid", y, x);
        return Grad.named(
                "DivBackward1", steps("trapezoid", y, x, d).mul(pairs(y, d)).sum(d).div(2));
    }

    static Tensor cumulative(Tensor y, double dx, int dim) {
        int d = axis("cumulative_trapezoid", y, dim);
        refuseBool("cumulative_trapezoid", y);
        return pairs(y, d).mul(dx / 2).cumsum(d);
    }

    static Tensor cumulative(Tensor y, Tensor x, int dim) {
        int d = axis("cumulative_trapezoid", y, dim);
        refuseBool("cumulative_trapezoid", y, x);
        return steps("cumulative_trapezoid", y, x, d).mul(pairs(y, d)).div(2).cumsum(d);
    }

    private static int axis(String op, Tensor y, int dim) {
        if (y.dim() == 0) {
            throw new IndexOutOfBoundsException(
                    op + ": Dimension specified as " + dim + " but tensor has no dimensions");
        }
        return y.shape().axis(op, dim);
    }

    private static Tensor pairs(Tensor y, int d) {
        return y.slice(d, 1, null, 1).add(y.slice(d, 0, -1, 1));
    }

    /** The distances of neighbouring places, of y's rank at least. */
    private static Tensor steps(String op, Tensor y, Tensor x, int d) {
        Tensor places = x;
        if (x.dim() == 1) {
            if (x.size(0) != y.size(d)) {
                throw new IllegalArgumentException(
                        op
                                + ": There must be one `x` value for each sample point: got "
                                + x.shape().listText()
                                + " for "
                                + y.shape().listText());
            }
            int[] along = new int[y.dim()];
            Arrays.fill(along, 1);
            along[d] = x.size(0);
            places = x.view(along);
        } else if (x.dim() < y.dim()) {
            int[] padded = new int[y.dim()];
            Arrays.fill(padded, 1);
            System.arraycopy(x.shape().toArray(), 0, padded, y.dim() - x.dim(), x.dim());
            places = x.view(padded);
        }
        return places.slice(d, 1, null, 1).sub(places.slice(d, 0, -1, 1));
    }

    private static Tensor without(Tensor y, int d) {
        int[] sizes = y.shape().toArray();
        int[] rest = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, rest, 0, d);
        System.arraycopy(sizes, d + 1, rest, d, rest.length - d);
        return Tensor.zeros(y.dtype(), rest);
    }

    private static void refuseBool(String op, Tensor... in) {
        for (Tensor t : in) {
            if (t.dtype() == DType.BOOL) {
                throw new IllegalArgumentException(
                        op
                                + ": received a bool input for `"
                                + (in.length == 1 ? "y" : "x` or `y")
                                + "`, but bool is not supported: "
                                + t.dtype());
            }
        }
    }
}
