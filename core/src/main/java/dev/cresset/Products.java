package dev.cresset;

import dev.cresset.op.Shape;
import dev.cresset.op.ViewOp;
import java.util.Arrays;

/** The matrix product of any two tensors, made of the products of matrices and vectors. */
final class Products {
    private Products() {}

    static Tensor matmul(Tensor x, Tensor y) {
        int p = x.dim();
        int q = y.dim();
        if (p == 0 || q == 0) {
            throw new IllegalArgumentException(
                    "matmul: both arguments need to be at least 1D, but they are "
                            + p
                            + "D and "
                            + q
                            + "D");
        }
        if (p == 1 && q == 1) {
            return x.dot(y);
        }
        if (p == 2 && q == 1) {
            return x.mv(y);
        }
        if (p == 1 && q == 2) {
            Tensor row = x.unsqueeze(0).mm(y);
            return Dispatch.view(new ViewOp.Squeeze(new int[] {0}, true), row);
        }
        if (p == 2 && q == 2) {
            return x.mm(y);
        }
        if (p >= 3 && q <= 2) {
            return folded(x, y);
        }
        return batched(x, y);
    }

    /** Many matrices times one: the batch is folded into the rows. */
    private static Tensor folded(Tensor x, Tensor y) {
        int last = x.dim() - 1;
        int[] lead = Arrays.copyOf(x.shape().toArray(), last);
        Tensor rows = x.reshape(rowsOf(lead), x.size(-1));
        Tensor product = y.dim() == 1 ? rows.mv(y) : rows.mm(y);
        int[] sizes = y.dim() == 1 ? lead : append(lead, y.size(1));
        return Dispatch.view(new ViewOp.UnsafeView(Shape.of(sizes)), product);
    }

    private static Tensor batched(Tensor x, Tensor y) {
        Tensor a = x.dim() == 1 ? x.unsqueeze(0) : x;
        Tensor b = y.dim() == 1 ? y.unsqueeze(1) : y;
        Shape batch = Shape.broadcast(lead(a), lead(b));
        int n = a.size(-2);
        int k = a.size(-1);
        int m = b.size(-1);
        if (k != b.size(-2)) {
            throw new IllegalArgumentException(
                    "matmul: inner sizes differ: lhs "
                            + x.shape().listText()
                            + ", rhs "
                            + y.shape().listText()
                            + " ("
                            + k
                            + " != "
                            + b.size(-2)
                            + ")");
        }
        int count = Math.toIntExact(batch.numel());
        Tensor left = a.expand(append(batch.toArray(), n, k)).reshape(count, n, k);
        Tensor right = b.expand(append(batch.toArray(), k, m)).reshape(count, k, m);
        Tensor product = left.bmm(right);
        int[] sizes = append(batch.toArray(), n, m);
        Tensor out = Dispatch.view(new ViewOp.UnsafeView(Shape.of(sizes)), product);
        if (x.dim() == 1) {
            return out.squeeze(-2);
        }
        return y.dim() == 1 ? out.squeeze(-1) : out;
    }

    static Tensor outer(Tensor x, Tensor y) {
        if (x.dim() != 1 || y.dim() != 1) {
            throw new IllegalArgumentException(
                    "outer: Expected 1-D arguments, but got "
                            + x.dim()
                            + "-D and "
                            + y.dim()
                            + "-D");
        }
        return x.unsqueeze(1).mul(y);
    }

    static void checkFactors(String op, Tensor x, Number beta, Number alpha) {
        if (!x.dtype().isFloatingPoint() && (isFloat(beta) || isFloat(alpha))) {
            throw new IllegalArgumentException(
                    op
                            + ": For integral input tensors, argument beta and alpha must not be"
                            + " floating point numbers, got "
                            + beta
                            + " and "
                            + alpha);
        }
    }

    private static boolean isFloat(Number n) {
        return n instanceof Double || n instanceof Float;
    }

    private static int rowsOf(int[] sizes) {
        return Math.toIntExact(Shape.of(sizes).numel());
    }

    private static Shape lead(Tensor x) {
        return Shape.of(Arrays.copyOf(x.shape().toArray(), x.dim() - 2));
    }

    private static int[] append(int[] sizes, int... more) {
        int[] out = Arrays.copyOf(sizes, sizes.length + more.length);
        System.arraycopy(more, 0, out, sizes.length, more.length);
        return out;
    }
}
