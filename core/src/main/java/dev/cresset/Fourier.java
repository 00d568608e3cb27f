package dev.cresset;

import dev.cresset.Fft.Pair;
import dev.cresset.engine.FourierTransform;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How Fourier transforms read their arguments, and how they are computed and differentiated. */
final class Fourier {
    static final int[] LAST = {-1};
    static final int[] LAST_TWO = {-2, -1};

    private Fourier() {}

    static Pair complex(String op, Pair x, FftOptions o, int @Nullable [] usual, boolean inverse) {
        int[] dims = dims(op, x.real(), o, usual);
        int[] sizes = sizes(op, x.real(), o, dims, false);
        Pair y = x;
        for (int i = dims.length - 1; i >= 0; i--) {
            y = transform(resized(y, dims[i], sizes[i]), dims[i], inverse, o.norm());
        }
        return y;
    }

    static Pair fromReal(
            String op, Tensor x, FftOptions o, int @Nullable [] usual, boolean inverse) {
        int[] dims = dims(op, x, o, usual);
        int[] sizes = sizes(op, x, o, dims, false);
        Pair y = Pair.of(x);
        for (int i = dims.length - 1; i >= 0; i--) {
            y = resized(y, dims[i], sizes[i]);
            if (i < dims.length - 1) {
                y = transform(y, dims[i], inverse, o.norm());
                continue;
            }
            // The transform of real numbers in the other direction is the conjugate.
            Pair whole = scaled(y, dims[i], false, factor(sizes[i], inverse, o.norm()));
            int half = sizes[i] / 2 + 1;
            Tensor imag = whole.imag().narrow(dims[i], 0, half);
            y = new Pair(whole.real().narrow(dims[i], 0, half), inverse ? imag.neg() : imag);
        }
        return y;
    }

    static Tensor toReal(String op, Pair x, FftOptions o, int @Nullable [] usual, boolean inverse) {
        int[] dims = dims(op, x.real(), o, usual);
        int[] sizes = sizes(op, x.real(), o, dims, true);
        int last = dims.length - 1;
        if (last < 0) {
            throw new IllegalArgumentException(op + " must transform at least one axis");
        }
        Pair y = resized(x, dims[last], sizes[last] / 2 + 1);
        for (int i = 0; i < last; i++) {
            y = transform(resized(y, dims[i], sizes[i]), dims[i], inverse, o.norm());
        }
        Pair whole = mirrored(y, dims[last], sizes[last]);
        return transform(whole, dims[last], inverse, o.norm()).real();
    }

    private static int[] dims(String op, Tensor x, FftOptions o, int @Nullable [] usual) {
        if (x.dtype() == DType.FLOAT16 || x.dtype() == DType.BFLOAT16) {
            throw new IllegalArgumentException(op + ": Unsupported dtype " + x.dtype());
        }
        int[] sizes = o.sizes();
        int[] given = o.dims() == null ? usual : o.dims();
        int rank = x.dim();
        if (given == null) {
            int count = sizes == null ? rank : sizes.length;
            if (count > rank) {
                throw new IllegalArgumentException(
                        op
                                + ": Got shape with "
                                + count
                                + " values but input tensor only has "
                                + rank
                                + " dimensions.");
            }
            return IntStream.range(rank - count, rank).toArray();
        }
        int[] dims = new int[given.length];
        for (int i = 0; i < dims.length; i++) {
            if (rank == 0) {
                throw new IndexOutOfBoundsException(
                        op
                                + ": Dimension specified as "
                                + given[i]
                                + " but tensor has no dimensions, of shape []");
            }
            dims[i] = x.shape().axis(op, given[i]);
        }
        if (IntStream.of(dims).distinct().count() != dims.length) {
            throw new IllegalArgumentException(
                    op + ": FFT dims must be unique, got " + Arrays.toString(given));
        }
        return dims;
    }

    /** The lengths of the transforms; without one, half a spectrum of m has {@code 2 (m - 1)}. */
    private static int[] sizes(String op, Tensor x, FftOptions o, int[] dims, boolean half) {
        int[] given = o.sizes();
        if (given != null && given.length != dims.length) {
            throw new IllegalArgumentException(
                    op
                            + ": dim and shape arguments must have the same length, got "
                            + Arrays.toString(dims)
                            + " and "
                            + Arrays.toString(given));
        }
        int[] sizes = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            int size = x.size(dims[i]);
            boolean halved = half && i == dims.length - 1;
            sizes[i] = given != null && given[i] != -1 ? given[i] : halved ? 2 * (size - 1) : size;
            if (sizes[i] < 1) {
                throw new IllegalArgumentException(
                        op
                                + ": Invalid number of data points ("
                                + sizes[i]
                                + ") specified for shape "
                                + x.shape().listText());
            }
        }
        return sizes;
    }

    private static Pair resized(Pair x, int dim, int size) {
        return x.real().size(dim) == size
                ? x
                : new Pair(resized(x.real(), dim, size), resized(x.imag(), dim, size));
    }

    private static Tensor resized(Tensor x, int dim, int size) {
        int now = x.size(dim);
        if (now > size) {
            return x.narrow(dim, 0, size);
        }
        int[] more = x.shape().toArray();
        more[dim] = size - now;
        return Tensor.cat(List.of(x, Tensor.zeros(x.dtype(), more)), dim);
    }

    /** The whole spectrum of a real signal of length n, from its first half. */
    private static Pair mirrored(Pair half, int dim, int n) {
        int known = n / 2 + 1;
        int[] along = new int[half.real().dim()];
        Arrays.fill(along, 1);
        along[dim] = known;
        double[] counts = new double[known];
        Arrays.fill(counts, 1);
        counts[0] = 0; // these two values are real
        if (n % 2 == 0) {
            counts[known - 1] = 0;
        }
        DType dtype = half.real().dtype();
        Tensor imag = half.imag().mul(Tensor.tensor(counts).to(dtype).view(along));
        Tensor tailReal = half.real().narrow(dim, 1, n - known).flip(dim);
        Tensor tailImag = imag.narrow(dim, 1, n - known).flip(dim).neg();
        return new Pair(
                Tensor.cat(List.of(half.real(), tailReal), dim),
                Tensor.cat(List.of(imag, tailImag), dim));
    }

    private static Pair transform(Pair x, int dim, boolean inverse, FftNorm norm) {
        return scaled(x, dim, inverse, factor(x.real().size(dim), inverse, norm));
    }

    private static double factor(int n, boolean inverse, FftNorm norm) {
        return switch (norm) {
            case BACKWARD -> inverse ? 1.0 / n : 1;
            case ORTHO -> 1 / Math.sqrt(n);
            case FORWARD -> inverse ? 1 : 1.0 / n;
        };
    }

    /** A linear map, whose transpose is the transform of the other direction. */
    private static Pair scaled(Pair x, int dim, boolean inverse, double factor) {
        Pair y = GradMode.with(false, () -> computed(x, dim, inverse, factor));
        Rule rule =
                Rule.many(
                        0,
                        (s, g) -> {
                            Tensor a = g[0];
                            Tensor b = g[1];
                            Tensor re = a == null ? y.real().zerosLike() : a;
                            Tensor im = b == null ? y.imag().zerosLike() : b;
                            Pair back = scaled(new Pair(re, im), dim, !inverse, factor);
                            return new @Nullable Tensor[] {back.real(), back.imag()};
                        });
        History.record(
                "FftC2CBackward0", rule, new Tensor[] {x.real(), x.imag()}, y.real(), y.imag());
        return y;
    }

    private static Pair computed(Pair x, int dim, boolean inverse, double factor) {
        Tensor real = x.real().movedim(dim, -1);
        double[] re = real.toDoubleArray();
        double[] im = x.imag().movedim(dim, -1).toDoubleArray();
        int n = real.size(-1);
        FourierTransform plan = new FourierTransform(n);
        double[] a = new double[n];
        double[] b = new double[n];
        for (int start = 0; start < re.length; start += n) {
            System.arraycopy(re, start, a, 0, n);
            System.arraycopy(im, start, b, 0, n);
            plan.apply(a, b, inverse);
            for (int i = 0; i < n; i++) {
                re[start + i] = a[i] * factor;
                im[start + i] = b[i] * factor;
            }
        }
        return new Pair(back(re, real, dim), back(im, real, dim));
    }

    private static Tensor back(double[] values, Tensor like, int dim) {
        Shape shape = like.shape();
        return Tensor.tensor(values).to(like.dtype()).view(shape).movedim(-1, dim).contiguous();
    }
}
