package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Promotion;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Products made of matrix products and sums. */
final class Contracting {
    private Contracting() {}

    static Tensor tensordot(Tensor x, Tensor y, int dims) {
        if (dims < 0 || dims > x.dim() || dims > y.dim()) {
            throw new IllegalArgumentException(
                    "tensordot expects dims >= 0 and no more than the ranks, but got dims=" + dims);
        }
        int first = x.dim() - dims;
        return tensordot(
                x,
                y,
                IntStream.range(first, x.dim()).toArray(),
                IntStream.range(0, dims).toArray());
    }

    static Tensor tensordot(Tensor first, Tensor second, int[] xDims, int[] yDims) {
        Tensor x = first;
        Tensor y = second;
        if (xDims.length != yDims.length) {
            throw new IllegalArgumentException(
                    "tensordot: both dimension lists should have same length, got "
                            + Arrays.toString(xDims)
                            + " and "
                            + Arrays.toString(yDims));
        }
        if (x.dtype() != y.dtype()) {
            throw new IllegalArgumentException(
                    "tensordot: both inputs should have same dtype, got "
                            + x.dtype()
                            + " and "
                            + y.dtype());
        }
        Shape left = x.shape();
        Shape right = y.shape();
        int[] a = Arrays.stream(xDims).map(d -> left.axis("tensordot", d)).toArray();
        int[] b = Arrays.stream(yDims).map(d -> right.axis("tensordot", d)).toArray();
        int inner = 1;
        for (int i = 0; i < a.length; i++) {
            if (x.size(a[i]) == 1) {
                y = y.sum(new int[] {b[i]}, true, y.dtype()); // a size of 1 goes with each element
            } else if (y.size(b[i]) == 1) {
                x = x.sum(new int[] {a[i]}, true, x.dtype());
            }
            int n = x.size(a[i]);
            if (n != y.size(b[i])) {
                throw new IllegalArgumentException(
                        "tensordot: contracted dimensions need to match, but first has size "
                                + n
                                + " in dim "
                                + xDims[i]
                                + " and second has size "
                                + y.size(b[i])
                                + " in dim "
                                + yDims[i]);
            }
            inner *= n;
        }
        int[] xKept = others(x.dim(), a);
        int[] yKept = others(y.dim(), b);
        int[] sizes = new int[xKept.length + yKept.length];
        int rows = 1;
        int columns = 1;
        for (int i = 0; i < xKept.length; i++) {
            sizes[i] = x.size(xKept[i]);
            rows *= sizes[i];
        }
        for (int i = 0; i < yKept.length; i++) {
            int n = y.size(yKept[i]);
            sizes[xKept.length + i] = n;
            columns *= n;
        }
        Tensor wide = x.permute(concat(xKept, a)).reshape(rows, inner);
        Tensor tall = y.permute(concat(b, yKept)).reshape(inner, columns);
        return wide.mm(tall).reshape(sizes);
    }

    private static int[] others(int rank, int[] dims) {
        return IntStream.range(0, rank)
                .filter(d -> Arrays.stream(dims).noneMatch(e -> e == d))
                .toArray();
    }

    private static int[] concat(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    static Tensor inner(Tensor x, Tensor y) {
        if (x.dim() == 0 || y.dim() == 0) {
            return x.mul(y);
        }
        if (x.size(-1) != y.size(-1)) {
            throw new IllegalArgumentException(
                    "inner() the last dimension must match on both input tensors but got shapes "
                            + x.shape().listText()
                            + " and "
                            + y.shape().listText());
        }
        return tensordot(x, y, new int[] {-1}, new int[] {-1});
    }

    static Tensor vdot(Tensor x, Tensor y) {
        if (x.dim() != 1 || y.dim() != 1) {
            throw new IllegalArgumentException(
                    "vdot: 1D tensors expected, but got "
                            + x.dim()
                            + "D and "
                            + y.dim()
                            + "D tensors of shapes "
                            + x.shape().listText()
                            + " and "
                            + y.shape().listText());
        }
        if (x.dtype() != y.dtype() || x.size(0) != y.size(0)) {
            throw new IllegalArgumentException(
                    "vdot: expected both vectors to have same dtype and size, but found "
                            + x.dtype()
                            + " "
                            + x.shape().listText()
                            + " and "
                            + y.dtype()
                            + " "
                            + y.shape().listText());
        }
        return x.dot(y);
    }

    static Tensor addr(Tensor x, Tensor v, Tensor w, Number beta, Number alpha) {
        if (v.dim() != 1 || w.dim() != 1) {
            throw new IllegalArgumentException(
                    "addr: Expected 1-D argument vec1 and vec2, but got "
                            + v.dim()
                            + "-D and "
                            + w.dim()
                            + "-D");
        }
        DType dtype = Promotion.resultType(x.spec(), v.spec(), w.spec());
        if (dtype.isFloatingPoint()) {
            Tensor outer = v.outer(w).mul(alpha);
            Tensor out = beta.doubleValue() == 0 ? outer : x.mul(beta).add(outer);
            return Composite.named("Addr", out.to(dtype).expand(v.size(0), w.size(0)).clone());
        }
        Products.checkFactors("addr", x.to(dtype), beta, alpha);
        if (dtype == DType.BOOL) {
            Tensor outer = v.outer(w).logicalAnd(truth(alpha));
            return outer.logicalOr(x.logicalAnd(truth(beta)));
        }
        Tensor outer = v.outer(w).mul(alpha);
        return beta.longValue() == 0 ? outer : x.mul(beta).add(outer);
    }

    private static Tensor truth(Number n) {
        return Tensor.tensor(n.doubleValue() != 0);
    }

    static Tensor addbmm(Tensor x, Tensor a, Tensor b, Number beta, Number alpha) {
        if (a.dim() != 3 || b.dim() != 3 || a.size(0) != b.size(0) || a.size(2) != b.size(1)) {
            throw new IllegalArgumentException(
                    "addbmm: expected batches of matrices that fit, but got "
                            + a.shape().listText()
                            + " and "
                            + b.shape().listText());
        }
        int n = a.size(1);
        int m = b.size(2);
        int inner = a.size(0) * a.size(2);
        Tensor left = a.permute(1, 0, 2).reshape(n, inner);
        Tensor right = b.reshape(inner, m);
        return Composite.named("Addbmm", x.addmm(left, right, beta, alpha));
    }

    static Tensor kron(Tensor x, Tensor y) {
        int rank = Math.max(x.dim(), y.dim());
        int[] a = new int[2 * rank];
        int[] b = new int[2 * rank];
        int[] sizes = new int[rank];
        for (int d = 0; d < rank; d++) {
            int i = d - (rank - x.dim());
            int j = d - (rank - y.dim());
            a[2 * d] = i < 0 ? 1 : x.size(i);
            a[2 * d + 1] = 1;
            b[2 * d] = 1;
            b[2 * d + 1] = j < 0 ? 1 : y.size(j);
            sizes[d] = a[2 * d] * b[2 * d + 1];
        }
        return x.reshape(a).mul(y.reshape(b)).view(sizes);
    }

    static Tensor cross(Tensor x, Tensor y, @Nullable Integer dim) {
        if (dim == null) {
            Shape common = Shape.broadcast(x.shape(), y.shape());
            for (int d = 0; d < common.rank(); d++) {
                if (common.size(d) == 3) {
                    return cross(x.expand(common), y.expand(common), d);
                }
            }
            throw new IllegalArgumentException(
                    "cross: no dimension of size 3 in input: " + common.listText());
        }
        if (x.dim() != y.dim()) {
            throw new IllegalArgumentException(
                    "linalg.cross: inputs must have the same number of dimensions, got "
                            + x.shape().listText()
                            + " and "
                            + y.shape().listText());
        }
        int axis = x.shape().axis("linalg.cross", dim);
        if (x.dim() == 0 || x.size(axis) != 3 || y.size(axis) != 3) {
            throw new IllegalArgumentException(
                    "linalg.cross: inputs dimension "
                            + dim
                            + " must have length 3. Got "
                            + x.shape().listText()
                            + " and "
                            + y.shape().listText());
        }
        Shape shape = Shape.broadcast(x.shape(), y.shape());
        Tensor a = x.expand(shape);
        Tensor b = y.expand(shape);
        Rule rule =
                Rule.several(
                        Saved.INPUTS,
                        (s, g) ->
                                new @Nullable Tensor[] {
                                    s.needs(0) ? cross(s.in(1), g, axis) : null,
                                    s.needs(1) ? cross(g, s.in(0), axis) : null
                                });
        return Composite.of(
                "LinalgCross",
                rule,
                new Tensor[] {a, b},
                () ->
                        a.roll(-1, axis)
                                .mul(b.roll(-2, axis))
                                .sub(a.roll(-2, axis).mul(b.roll(-1, axis))));
    }

    static Tensor trace(Tensor x) {
        if (x.dim() != 2) {
            throw new IllegalArgumentException(
                    "trace: expected a matrix, but got tensor with dim "
                            + x.dim()
                            + " of shape "
                            + x.shape().listText());
        }
        Rule rule =
                Rule.one(
                        0,
                        (s, g) -> {
                            Shape shape = s.spec(0).shape();
                            return Tensor.eye(shape.size(0), shape.size(1), g.dtype()).mul(g);
                        });
        return Composite.of("Trace", rule, new Tensor[] {x}, () -> x.diagonal().sum());
    }

    static Tensor multiDot(Tensor... tensors) {
        int n = tensors.length;
        if (n < 2) {
            throw new IllegalArgumentException(
                    "linalg.multi_dot: expected at least 2 tensors but got " + n);
        }
        Tensor[] m = tensors.clone();
        boolean row = m[0].dim() == 1;
        boolean column = m[n - 1].dim() == 1;
        m[0] = row ? m[0].unsqueeze(0) : m[0];
        m[n - 1] = column ? m[n - 1].unsqueeze(-1) : m[n - 1];
        for (int i = 0; i < n; i++) {
            if (m[i].dim() != 2 || (i > 0 && m[i - 1].size(1) != m[i].size(0))) {
                throw new IllegalArgumentException(
                        "linalg.multi_dot: tensors "
                                + Math.max(i - 1, 0)
                                + " and "
                                + i
                                + " cannot be multiplied: shape "
                                + m[i].shape().listText());
            }
        }
        Tensor out = product(m, 0, n - 1, order(m));
        out = row ? out.squeeze(0) : out;
        return Composite.named("View", column ? out.squeeze(-1) : out);
    }

    /** The last product to make of each range, by dynamic programming over the ranges. */
    private static int[][] order(Tensor... m) {
        int n = m.length;
        double[][] cost = new double[n][n];
        int[][] cut = new int[n][n];
        for (int length = 1; length < n; length++) {
            for (int i = 0; i + length < n; i++) {
                int j = i + length;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double own = (double) m[i].size(0) * m[k].size(1) * m[j].size(1);
                    double all = cost[i][k] + cost[k + 1][j] + own;
                    if (all < cost[i][j]) {
                        cost[i][j] = all;
                        cut[i][j] = k;
                    }
                }
            }
        }
        return cut;
    }

    private static Tensor product(Tensor[] m, int i, int j, int[][] cut) {
        return i == j ? m[i] : product(m, i, cut[i][j], cut).mm(product(m, cut[i][j] + 1, j, cut));
    }

    static Tensor cdist(Tensor x, Tensor y, double p) {
        if (x.dim() < 2 || y.dim() < 2 || x.size(-1) != y.size(-1) || !(p >= 0)) {
            throw new IllegalArgumentException(
                    "cdist: expected rows of one length and p >= 0, got "
                            + x.shape().listText()
                            + ", "
                            + y.shape().listText()
                            + " and p="
                            + p);
        }
        if (!x.dtype().isFloatingPoint() || !y.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "cdist only supports floating-point dtypes, got "
                            + x.dtype()
                            + " and "
                            + y.dtype());
        }
        return lengths("Cdist", x.unsqueeze(-2).sub(y.unsqueeze(-3)), p);
    }

    private static Tensor lengths(String name, Tensor apart, double p) {
        if (p == 0) {
            /* The number of differences is constant between its steps: its gradient is zero. */
            return Composite.of(
                    name,
                    Rule.one(Saved.input(0), (s, g) -> s.in(0).zerosLike()),
                    new Tensor[] {apart},
                    () -> apart.norm(p, new int[] {-1}, false));
        }
        return Composite.named(name, apart.norm(p, new int[] {-1}, false));
    }

    static Tensor pdist(Tensor x, double p) {
        if (x.dim() != 2) {
            throw new IllegalArgumentException(
                    "pdist only supports 2D tensors, got: "
                            + x.dim()
                            + "D, shape "
                            + x.shape().listText());
        }
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "pdist only supports floating-point dtypes, got " + x.dtype());
        }
        if (!(p >= 0)) {
            throw new IllegalArgumentException(
                    "pdist only supports non-negative p values, got " + p);
        }
        int n = x.size(0);
        long[] first = new long[Math.toIntExact((long) n * Math.max(n - 1, 0) / 2)];
        long[] second = new long[first.length];
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                first[pair] = i;
                second[pair++] = j;
            }
        }
        Tensor apart =
                x.indexSelect(0, Tensor.tensor(first)).sub(x.indexSelect(0, Tensor.tensor(second)));
        // Rows without columns have no largest difference; their distance is an empty sum.
        return x.size(1) == 0 ? Composite.named("Pdist", apart.sum(1)) : lengths("Pdist", apart, p);
    }
}
