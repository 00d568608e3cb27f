package dev.cresset;

import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Derivatives estimated from differences of neighbours. */
final class Differences {
    private Differences() {}

    static List<Tensor> gradient(Tensor x, GradientOptions o) {
        int[] dims = check(x, o);
        List<Tensor> coordinates = o.coordinates();
        double[] steps = o.spacings();
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < dims.length; i++) {
            if (coordinates != null) {
                out.add(uneven(x, dims[i], coordinates.get(i), o.edgeOrder()));
            } else {
                double step = steps == null ? o.spacing() : steps[i];
                out.add(even(x, dims[i], step, o.edgeOrder()));
            }
        }
        return out;
    }

    private static int[] check(Tensor x, GradientOptions o) {
        if (x.dtype() == DType.UINT8) {
            throw new IllegalArgumentException("gradient does not support uint8 input.");
        }
        if (o.edgeOrder() != 1 && o.edgeOrder() != 2) {
            throw new IllegalArgumentException(
                    "gradient only supports edge_order=1 and edge_order=2, got " + o.edgeOrder());
        }
        int[] given = o.dims();
        int count = given == null ? x.dim() : given.length;
        int steps = steps(o);
        if (steps >= 0 && steps != count) {
            throw new IllegalArgumentException(
                    "gradient expected spacing to be unspecified, a scalar or spacing and dim"
                            + " arguments to have the same length, but got a spacing argument of"
                            + " length "
                            + steps
                            + " and a dim argument of length "
                            + count
                            + " for shape "
                            + x.shape().listText());
        }
        int[] dims = given == null ? IntStream.range(0, x.dim()).toArray() : new int[given.length];
        boolean[] seen = new boolean[x.dim() + 1];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = x.shape().axis("gradient", given == null ? i : given[i]);
            if (seen[dims[i]]) {
                throw new IllegalArgumentException(
                        "gradient: dim " + dims[i] + " appears multiple times in the list of dims");
            }
            seen[dims[i]] = true;
            int size = x.size(dims[i]);
            if (size < o.edgeOrder() + 1) {
                throw new IllegalArgumentException(
                        "gradient expected each dimension size to be at least edge_order+1, got "
                                + size
                                + " in shape "
                                + x.shape().listText());
            }
        }
        checkCoordinates(x, dims, o.coordinates());
        return dims;
    }

    /** The number of distances given for single dimensions, -1 if one serves all. */
    private static int steps(GradientOptions o) {
        List<Tensor> coordinates = o.coordinates();
        double[] spacings = o.spacings();
        return coordinates != null ? coordinates.size() : spacings == null ? -1 : spacings.length;
    }

    private static void checkCoordinates(Tensor x, int[] dims, @Nullable List<Tensor> coordinates) {
        for (int i = 0; coordinates != null && i < dims.length; i++) {
            Tensor places = coordinates.get(i);
            if (places.dim() != 1 || places.size(0) != x.size(dims[i])) {
                throw new IllegalArgumentException(
                        "gradient: the coordinates of dimension "
                                + dims[i]
                                + " must be a vector of "
                                + x.size(dims[i])
                                + ", got "
                                + places.shape().listText());
            }
        }
    }

    /** Elements of a dimension; both bounds as Python reads them. */
    private static Tensor cut(Tensor x, int dim, int from, @Nullable Integer to) {
        return x.slice(dim, from, to, 1);
    }

    private static Tensor even(Tensor x, int d, double step, int edgeOrder) {
        Tensor inside = cut(x, d, 2, null).sub(cut(x, d, 0, -2)).div(step).div(2);
        Tensor first;
        Tensor last;
        if (edgeOrder == 1) {
            first = cut(x, d, 1, 2).sub(cut(x, d, 0, 1)).div(step);
            last = cut(x, d, -1, null).sub(cut(x, d, -2, -1)).div(step);
        } else {
            first =
                    cut(x, d, 0, 1)
                            .mul(-1.5)
                            .add(cut(x, d, 1, 2).mul(2))
                            .sub(cut(x, d, 2, 3).mul(0.5))
                            .div(step);
            last =
                    cut(x, d, -3, -2)
                            .mul(0.5)
                            .sub(cut(x, d, -2, -1).mul(2))
                            .add(cut(x, d, -1, null).mul(1.5))
                            .div(step);
        }
        return Tensor.cat(List.of(first, inside, last), d);
    }

    private static Tensor uneven(Tensor x, int d, Tensor places, int edgeOrder) {
        Tensor h = places.diff();
        Tensor left = cut(h, 0, 0, -1);
        Tensor right = cut(h, 0, 1, null);
        Tensor both = left.add(right);
        int[] along = new int[x.dim()];
        java.util.Arrays.fill(along, 1);
        along[d] = left.size(0);
        Tensor inside =
                right.neg()
                        .div(left.mul(both))
                        .view(along)
                        .mul(cut(x, d, 0, -2))
                        .add(right.sub(left).div(left.mul(right)).view(along).mul(cut(x, d, 1, -1)))
                        .add(left.div(right.mul(both)).view(along).mul(cut(x, d, 2, null)));
        Tensor first;
        Tensor last;
        if (edgeOrder == 1) {
            first = cut(x, d, 1, 2).sub(cut(x, d, 0, 1)).div(h.select(0, 0));
            last = cut(x, d, -1, null).sub(cut(x, d, -2, -1)).div(h.select(0, -1));
        } else {
            Tensor a = left.select(0, 0);
            Tensor b = right.select(0, 0);
            Tensor c = left.select(0, -1);
            Tensor e = right.select(0, -1);
            first = outer(cut(x, d, 0, 1), cut(x, d, 1, 2), cut(x, d, 2, 3), a, b);
            last = outer(cut(x, d, -1, null), cut(x, d, -2, -1), cut(x, d, -3, -2), e, c).neg();
        }
        return Tensor.cat(List.of(first, inside, last), d);
    }

    /** The slope at the first of three samples, which are {@code a} and then {@code b} apart. */
    private static Tensor outer(Tensor x0, Tensor x1, Tensor x2, Tensor a, Tensor b) {
        Tensor both = a.add(b);
        return x1.mul(both.div(a.mul(b)))
                .sub(x0.mul(a.mul(2).add(b).div(a.mul(both))))
                .sub(x2.mul(a.div(b.mul(both))));
    }
}
