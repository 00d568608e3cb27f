package dev.cresset.nn.utils;

import static dev.cresset.Tensor.cat;
import static dev.cresset.Tensor.eye;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.randn;

import dev.cresset.Buffer;
import dev.cresset.Linalg;
import dev.cresset.Tensor;
import dev.cresset.nn.Layer;
import dev.cresset.nn.utils.Parametrizations.OrthogonalMap;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orthogonal matrices from arbitrary ones, {@code (*, n, k) -> (*, n, k)}; wide ones are
 * transposed.
 *
 * <p>Exponential and Cayley map take the lower triangle of x as that of a skew-symmetric matrix.
 * Householder takes what is below the diagonal as reflections and the diagonal as signs. With a
 * base the result is multiplied by it from the left, so that x = -I stands for the base.
 */
final class Orthogonal extends Layer implements RightInverse {
    private final Shape shape;
    private final OrthogonalMap map;
    private final boolean trivialization;

    /** Where the map starts, {@code (*, n, n)}; null if it starts at I. */
    private @Nullable Buffer base;

    Orthogonal(Shape shape, OrthogonalMap map, boolean trivialization) {
        this.shape = shape;
        this.map = map;
        this.trivialization = trivialization;
    }

    @Override
    protected Tensor forward(Tensor given) {
        boolean wide = given.size(-2) < given.size(-1);
        Tensor x = wide ? given.mT() : given;
        int n = x.size(-2);
        int k = x.size(-1);
        Tensor q =
                switch (map) {
                    case MATRIX_EXP -> columns(Linalg.matrixExp(skew(x)), k);
                    case CAYLEY -> {
                        Tensor a = skew(x);
                        Tensor id = eye(n).to(a.dtype());
                        yield columns(Linalg.solve(id.sub(a, 0.5), id.add(a, 0.5)), k);
                    }
                    case HOUSEHOLDER -> {
                        Tensor a = x.tril(-1);
                        Tensor tau = a.mul(a).sum(-2).add(1).reciprocal().mul(2);
                        Tensor signs = x.detach().diagonal(0, -2, -1).toInt().unsqueeze(-2);
                        yield Linalg.householderProduct(a, tau).mul(signs);
                    }
                };
        if (base != null) {
            q = base.matmul(q);
        }
        return wide ? q.mT() : q;
    }

    private static Tensor columns(Tensor q, int k) {
        return q.size(-1) == k ? q : q.narrow(-1, 0, k);
    }

    /** Returns the skew-symmetric matrix with the lower triangle of the first columns. */
    private static Tensor skew(Tensor x) {
        int n = x.size(-2);
        int k = x.size(-1);
        Tensor lower = x.tril();
        if (n != k) {
            int[] sizes = x.shape().toArray();
            sizes[sizes.length - 1] = n - k;
            lower = cat(List.of(lower, Tensor.zeros(x.dtype(), sizes)), -1);
        }
        return lower.sub(lower.mT());
    }

    @Override
    public List<Tensor> rightInverse(Tensor given) {
        if (!given.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "Expected a matrix or batch of matrices of shape "
                            + shape
                            + ". Got a tensor of shape "
                            + given.shape()
                            + ".");
        }
        return List.of(noGrad(() -> trivialization ? start(given) : reflections(given)));
    }

    /** Makes the matrix the base; what stands for it is -I. */
    private Tensor start(Tensor given) {
        boolean wide = given.size(-2) < given.size(-1);
        Tensor q = wide ? given.mT() : given;
        int n = q.size(-2);
        int k = q.size(-1);
        if (n == k) {
            q = isOrthogonal(q) ? q.clone() : orthogonal(q);
        } else {
            int[] sizes = q.shape().toArray();
            sizes[sizes.length - 1] = n - k;
            Tensor more = randn(Shape.of(sizes), o -> o.dtype(given.dtype()));
            q = orthogonal(cat(List.of(q, more), -1));
        }
        base = new Buffer(q.contiguous());
        Tensor out = given.detach().zerosLike();
        out.diagonal(0, -2, -1).fill_(-1);
        return out;
    }

    private Tensor reflections(Tensor given) {
        if (map != OrthogonalMap.HOUSEHOLDER) {
            throw new UnsupportedOperationException(
                    "It is not possible to assign to the matrix exponential or the Cayley"
                            + " parametrizations when useTrivialization is false.");
        }
        boolean wide = given.size(-2) < given.size(-1);
        var factors = Linalg.geqrf(wide ? given.mT() : given);
        Tensor a = factors.a();
        Tensor diagonal = a.diagonal(0, -2, -1);
        // LAPACK gives exactly zero where it does not reflect.
        Tensor signs = diagonal.sign().mul(factors.tau().ne(0).to(a.dtype()).mul(2).sub(1));
        diagonal.copy_(signs);
        return wide ? a.mT() : a;
    }

    private static boolean isOrthogonal(Tensor q) {
        int n = q.size(-2);
        double epsilon = q.dtype() == DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
        Tensor product = q.mT().matmul(q);
        Tensor id = eye(q.size(-1)).to(q.dtype()).expandAs(product);
        return product.allclose(id, 1e-5, 10.0 * n * epsilon, false);
    }

    /** Returns the Q of a tall matrix's QR factors, with a positive diagonal in R. */
    private static Tensor orthogonal(Tensor tall) {
        var factors = Linalg.geqrf(tall);
        Tensor q = Linalg.householderProduct(factors.a(), factors.tau());
        return q.mul(factors.a().diagonal(0, -2, -1).sign().unsqueeze(-2));
    }

    @Override
    protected String typeName() {
        return "_Orthogonal";
    }
}
