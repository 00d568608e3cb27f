package dev.cresset;

import dev.cresset.op.MatrixRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products of the Householder reflections that {@link Linalg#geqrf} returns. */
final class Reflectors {
    private Reflectors() {}

    static Tensor product(Tensor a, Tensor tau) {
        String name = "linalg.householder_product";
        check(name, a, tau);
        int m = a.size(-2);
        int n = a.size(-1);
        if (m < n) {
            throw new IllegalArgumentException(
                    name
                            + ": input.shape[-2] must be greater than or equal to input.shape[-1],"
                            + " got "
                            + a.shape().listText());
        }
        Tensor q = Tensor.eye(m, n, a.dtype()).expand(a.shape());
        if (a.numel() == 0 || tau.size(-1) == 0) {
            Rule none = Rule.several(0, (s, g) -> new @Nullable Tensor[2]);
            return Composite.of(
                    "LinalgHouseholderProduct", none, new Tensor[] {a, tau}, q::contiguous);
        }
        return apply(a, tau, q, false);
    }

    static Tensor multiply(Tensor a, Tensor tau, Tensor c, boolean left, boolean transpose) {
        String name = "ormqr";
        check(name, a, tau);
        MatrixRules.matrix(name, "other", c.spec());
        MatrixRules.sameDtype(name, "input", a.spec(), "other", c.spec());
        int rows = c.size(left ? -2 : -1);
        if (tau.size(-1) > rows || a.size(-2) != rows) {
            throw new IllegalArgumentException(
                    name
                            + ": other.shape["
                            + (left ? -2 : -1)
                            + "] must be greater than or equal to tau.shape[-1] and equal to"
                            + " input.shape[-2], got shapes "
                            + c.shape().listText()
                            + ", "
                            + tau.shape().listText()
                            + " and "
                            + a.shape().listText());
        }
        return left ? apply(a, tau, c, transpose) : apply(a, tau, c.mT(), !transpose).mT();
    }

    private static void check(String name, Tensor a, Tensor tau) {
        MatrixRules.matrix(name, "input", a.spec());
        MatrixRules.floating(name, a.spec());
        MatrixRules.sameDtype(name, "input", a.spec(), "tau", tau.spec());
        if (tau.dim() != a.dim() - 1
                || tau.size(-1) > a.size(-1)
                || !MatrixRules.batch(tau.shape(), 1).equals(MatrixRules.batch(a.shape(), 2))) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected tau to have one dimension less than input, the same batch"
                            + " dimensions and at most input.shape[-1] elements, but got tau of"
                            + " shape "
                            + tau.shape().listText()
                            + " and input of shape "
                            + a.shape().listText());
        }
    }

    /** {@code H_1 H_2 … H_k C}, or {@code H_k … H_1 C} if transposed. */
    private static Tensor apply(Tensor a, Tensor tau, Tensor c, boolean transposed) {
        int k = tau.size(-1);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            order.add(i);
        }
        if (!transposed) {
            Collections.reverse(order);
        }
        Tensor out = c;
        for (int i : order) {
            Tensor v = reflector(a, i);
            Tensor scaled = v.mul(tau.narrow(-1, i, 1).unsqueeze(-1));
            out = out.sub(scaled.matmul(v.mT().matmul(out)));
        }
        return out;
    }

    /** Zeros, a one at place i, and what lies below the diagonal in column i: (*, m, 1). */
    private static Tensor reflector(Tensor a, int i) {
        int m = a.size(-2);
        Tensor below = a.narrow(-1, i, 1).narrow(-2, i + 1, m - i - 1);
        Tensor head = a.detach().narrow(-1, i, 1).narrow(-2, 0, i + 1).zerosLike();
        head = head.add(Tensor.eye(i + 1, i + 1, a.dtype()).narrow(1, i, 1));
        return Tensor.cat(List.of(head, below), -2);
    }
}
