package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.MatrixRules;
import dev.cresset.op.Shape;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Norms of vectors and matrices, and condition numbers. */
final class Norms {
    private static final int[] LAST_TWO = {-2, -1};

    private Norms() {}

    static Tensor vector(Tensor x, double ord, int @Nullable [] dims, boolean keepdim) {
        checkFloating("linalg.vector_norm", x);
        if (x.numel() == 0 && (ord < 0 || ord == Double.POSITIVE_INFINITY)) {
            checkNotEmpty(x, ord, dims);
        }
        return x.norm(ord, dims, keepdim);
    }

    private static void checkNotEmpty(Tensor x, double ord, int @Nullable [] dims) {
        int[] reduced = dims == null || dims.length == 0 ? all(x) : dims;
        for (int d : reduced) {
            if (x.shape().size(d) == 0) {
                throw new IllegalArgumentException(
                        "linalg.vector_norm: cannot compute the "
                                + ord
                                + " norm on an empty tensor because the operation does not have an"
                                + " identity, got shape "
                                + x.shape().listText());
            }
        }
    }

    private static int[] all(Tensor x) {
        return IntStream.range(0, x.dim()).toArray();
    }

    static Tensor matrix(Tensor a, double ord, int[] dims, boolean keepdim) {
        String name = "linalg.matrix_norm";
        int[] axes = axes(name, a, dims);
        double abs = Math.abs(ord);
        if (abs == 2) {
            Tensor s = singularValues(a, axes);
            Tensor norm = ord > 0 ? s.amax(-1) : s.amin(-1);
            return keepdim ? widened(norm, axes) : norm;
        }
        if (abs != 1 && !Double.isInfinite(abs)) {
            throw new IllegalArgumentException(
                    name + ": Order " + ord + " not supported; there are 1, -1, 2, -2, inf, -inf");
        }
        int summed = abs == 1 ? axes[0] : axes[1];
        int chosen = abs == 1 ? axes[1] : axes[0];
        Tensor sums = a.abs().sum(new int[] {summed}, true, null);
        Tensor norm =
                ord > 0 ? sums.amax(new int[] {chosen}, true) : sums.amin(new int[] {chosen}, true);
        return keepdim ? norm : norm.squeeze(axes);
    }

    static Tensor matrix(Tensor a, MatrixNorm ord, int[] dims, boolean keepdim) {
        int[] axes = axes("linalg.matrix_norm", a, dims);
        return switch (ord) {
            case FRO -> a.norm(2, axes, keepdim);
            case NUC -> {
                Tensor norm = singularValues(a, axes).sum(-1, false);
                yield keepdim ? widened(norm, axes) : norm;
            }
        };
    }

    /** {@code torch.norm(x, "nuc", …)}: a matrix, or two dimensions of a batch. */
    static Tensor named(Tensor x, MatrixNorm p, int @Nullable [] dims, boolean keepdim) {
        if (p == MatrixNorm.FRO) {
            return x.norm(2, dims, keepdim);
        }
        return matrix(x, p, dims == null ? LAST_TWO : dims, keepdim);
    }

    private static Tensor singularValues(Tensor a, int[] axes) {
        return Linalg.svdvals(a.movedim(axes, LAST_TWO));
    }

    private static Tensor widened(Tensor norm, int[] axes) {
        Tensor out = norm;
        for (int axis : IntStream.of(axes).sorted().toArray()) {
            out = out.unsqueeze(axis);
        }
        return out;
    }

    private static int[] axes(String name, Tensor a, int[] dims) {
        MatrixRules.matrix(name, "A", a.spec());
        checkFloating(name, a);
        if (dims.length != 2) {
            throw new IllegalArgumentException(
                    name + ": dim must be a 2-tuple. Got " + java.util.Arrays.toString(dims));
        }
        int[] axes = {a.shape().axis(name, dims[0]), a.shape().axis(name, dims[1])};
        if (axes[0] == axes[1]) {
            throw new IllegalArgumentException(
                    name + ": dims must be different. Got (" + dims[0] + ", " + dims[1] + ")");
        }
        return axes;
    }

    private static void checkFloating(String name, Tensor x) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected a floating point or complex tensor as input. Got "
                            + x.dtype().legacyName()
                            + " ("
                            + x.dtype()
                            + ")");
        }
    }

    /** {@code linalg.norm} with an order: of a vector, a matrix or given dimensions. */
    static Tensor norm(Tensor x, double ord, int @Nullable [] dims, boolean keepdim) {
        if (dims == null && x.dim() != 1 && x.dim() != 2) {
            throw oneOrTwo(x, "ord=" + ord);
        }
        int given = dims == null ? x.dim() : dims.length;
        if (given != 1 && given != 2) {
            throw new IllegalArgumentException(
                    "linalg.norm: If dim is specified, it must be of length 1 or 2. Got "
                            + java.util.Arrays.toString(dims));
        }
        return given == 2
                ? matrix(x, ord, dims == null ? new int[] {0, 1} : dims, keepdim)
                : vector(x, ord, dims, keepdim);
    }

    static Tensor norm(Tensor x, MatrixNorm ord, int @Nullable [] dims, boolean keepdim) {
        if (dims == null && x.dim() != 2) {
            throw oneOrTwo(x, "ord=" + ord);
        }
        return matrix(x, ord, dims == null ? new int[] {0, 1} : dims, keepdim);
    }

    private static IllegalArgumentException oneOrTwo(Tensor x, String ord) {
        return new IllegalArgumentException(
                "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got "
                        + x.dim()
                        + "D of shape "
                        + x.shape().listText()
                        + " with "
                        + ord);
    }

    static Tensor cond(Tensor a, double p) {
        MatrixRules.matrix("linalg.cond", "input", a.spec());
        MatrixRules.floating("linalg.cond", a.spec());
        if (Math.abs(p) == 2) {
            if (a.numel() == 0) {
                return empty(a);
            }
            Tensor s = Linalg.svdvals(a);
            Tensor largest = s.select(-1, 0);
            Tensor smallest = s.select(-1, s.size(-1) - 1);
            return p > 0 ? largest.div(smallest) : smallest.div(largest);
        }
        return ofInverse(a, x -> matrix(x, p, LAST_TWO, false));
    }

    static Tensor cond(Tensor a, MatrixNorm p) {
        MatrixRules.matrix("linalg.cond", "input", a.spec());
        MatrixRules.floating("linalg.cond", a.spec());
        return ofInverse(a, x -> matrix(x, p, LAST_TWO, false));
    }

    private static Tensor ofInverse(Tensor a, java.util.function.UnaryOperator<Tensor> norm) {
        MatrixRules.square("linalg.cond", "A", a.spec());
        if (a.numel() == 0) {
            return empty(a);
        }
        Factors.InvEx inverse = Solving.invEx(a);
        Tensor singular = inverse.info().ne(0);
        Tensor wide = singular.unsqueeze(-1).unsqueeze(-1);
        Tensor finite = inverse.inverse().maskedFill(wide, 0);
        return norm.apply(a).mul(norm.apply(finite)).maskedFill(singular, Double.POSITIVE_INFINITY);
    }

    private static Tensor empty(Tensor a) {
        Shape batch = MatrixRules.batch(a.shape(), 2);
        DType dtype = a.dtype();
        return Tensor.zeros(dtype, batch.toArray());
    }
}
