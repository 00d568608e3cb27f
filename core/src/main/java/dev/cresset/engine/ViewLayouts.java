package dev.cresset.engine;

import dev.cresset.op.Shape;
import dev.cresset.op.ViewOp;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What view ops do: a new layout on the same storage. */
public final class ViewLayouts {
    private ViewLayouts() {}

    /**
     * Returns the layout that a view op makes of a layout.
     *
     * @throws IllegalArgumentException if the op cannot be a view of that layout
     */
    public static Layout apply(ViewOp op, Layout x) {
        return switch (op) {
            case ViewOp.View v -> view(x, v.shape());
            case ViewOp.UnsafeView v -> view(x, v.shape());
            case ViewOp.Expand e -> expand(x, e.shape());
            case ViewOp.Permute p -> permute(x, p.dims());
            case ViewOp.Transpose t -> transpose(x, t.dim0(), t.dim1());
            case ViewOp.T t -> x.shape().rank() < 2 ? x : transpose(x, 0, 1);
            case ViewOp.Select s -> select(x, s.dim(), s.index());
            case ViewOp.Unbind u -> select(x, u.dim(), u.index());
            case ViewOp.Slice s -> slice(x, s);
            case ViewOp.Squeeze s -> squeeze(x, s.dims());
            case ViewOp.Unsqueeze u -> unsqueeze(x, u.dim());
            case ViewOp.AsStrided a -> new Layout(a.shape(), a.strides(), a.offset());
            case ViewOp.Diagonal d -> diagonal(x, d);
            case ViewOp.Unfold u -> unfold(x, u);
            case ViewOp.Alias a -> x;
        };
    }

    /**
     * Returns a layout of another shape over the same elements, or null if the strides forbid it.
     */
    public static @Nullable Layout tryView(Layout x, Shape shape) {
        if (x.isContiguous()) {
            return new Layout(shape, shape.contiguousStrides(), x.offset());
        }
        int[] strides = new int[shape.rank()];
        int to = shape.rank() - 1;
        int d = x.shape().rank() - 1;
        // Walk chunks of dimensions that lie evenly, from the last one, and cut them up anew.
        while (d >= 0) {
            int base = x.stride(d);
            long chunk = x.shape().size(d);
            while (d > 0 && (x.shape().size(d - 1) == 1 || x.stride(d - 1) == base * chunk)) {
                chunk *= x.shape().size(--d);
            }
            long taken = 1;
            while (to >= 0 && (taken < chunk || shape.size(to) == 1)) {
                strides[to] = Math.toIntExact(base * taken);
                taken *= shape.size(to--);
            }
            if (taken != chunk) {
                return null;
            }
            d--;
        }
        return to < 0 ? new Layout(shape, strides, x.offset()) : null;
    }

    private static Layout view(Layout x, Shape shape) {
        Layout out = tryView(x, shape);
        if (out == null) {
            throw new IllegalArgumentException(
                    "view size is not compatible with input tensor's size and stride (at least one"
                            + " dimension spans across two contiguous subspaces). Use reshape(...)"
                            + " instead: "
                            + x
                            + " as "
                            + shape.listText());
        }
        return out;
    }

    private static Layout expand(Layout x, Shape shape) {
        return x.broadcastTo(shape);
    }

    private static Layout permute(Layout x, int[] dims) {
        int[] sizes = new int[dims.length];
        int[] strides = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            sizes[i] = x.shape().size(dims[i]);
            strides[i] = x.stride(dims[i]);
        }
        return new Layout(Shape.of(sizes), strides, x.offset());
    }

    private static Layout transpose(Layout x, int a, int b) {
        if (x.shape().rank() == 0) {
            return x;
        }
        if (x.shape().rank() == 2 && a != b) {
            return x.transposed();
        }
        int[] sizes = x.shape().toArray();
        int[] strides = x.strides();
        int size = sizes[a];
        sizes[a] = sizes[b];
        sizes[b] = size;
        int stride = strides[a];
        strides[a] = strides[b];
        strides[b] = stride;
        return new Layout(Shape.of(sizes), strides, x.offset());
    }

    private static Layout select(Layout x, int dim, int index) {
        int offset = x.offset() + index * x.stride(dim);
        return new Layout(
                Shape.of(without(x.shape().toArray(), dim)), without(x.strides(), dim), offset);
    }

    private static Layout slice(Layout x, ViewOp.Slice s) {
        int[] sizes = x.shape().toArray();
        int[] strides = x.strides();
        int length = s.end() - s.start();
        sizes[s.dim()] = length <= 0 ? 0 : (length + s.step() - 1) / s.step();
        int offset = x.offset() + s.start() * strides[s.dim()];
        strides[s.dim()] *= s.step();
        return new Layout(Shape.of(sizes), strides, offset);
    }

    private static Layout squeeze(Layout x, int @Nullable [] dims) {
        int rank = x.shape().rank();
        boolean[] named = new boolean[Math.max(rank, 1)];
        Arrays.fill(named, dims == null);
        if (dims != null) {
            for (int d : dims) {
                named[d] = true;
            }
        }
        int[] sizes = new int[rank];
        int[] strides = new int[rank];
        int n = 0;
        for (int d = 0; d < rank; d++) {
            if (!named[d] || x.shape().size(d) != 1) {
                sizes[n] = x.shape().size(d);
                strides[n++] = x.stride(d);
            }
        }
        return new Layout(Shape.of(Arrays.copyOf(sizes, n)), Arrays.copyOf(strides, n), x.offset());
    }

    private static Layout unsqueeze(Layout x, int dim) {
        int stride = dim == x.shape().rank() ? 1 : x.stride(dim) * x.shape().size(dim);
        return new Layout(
                Shape.of(with(x.shape().toArray(), dim, 1)),
                with(x.strides(), dim, stride),
                x.offset());
    }

    private static Layout diagonal(Layout x, ViewOp.Diagonal d) {
        int rows = x.shape().size(d.dim1());
        int cols = x.shape().size(d.dim2());
        int length =
                d.offset() >= 0
                        ? Math.min(rows, cols - d.offset())
                        : Math.min(rows + d.offset(), cols);
        length = Math.max(length, 0);
        int offset = x.offset();
        if (length > 0) {
            offset +=
                    d.offset() >= 0
                            ? d.offset() * x.stride(d.dim2())
                            : -d.offset() * x.stride(d.dim1());
        }
        int high = Math.max(d.dim1(), d.dim2());
        int low = Math.min(d.dim1(), d.dim2());
        int[] sizes = without(without(x.shape().toArray(), high), low);
        int[] strides = without(without(x.strides(), high), low);
        return new Layout(
                Shape.of(with(sizes, sizes.length, length)),
                with(strides, strides.length, x.stride(d.dim1()) + x.stride(d.dim2())),
                offset);
    }

    private static Layout unfold(Layout x, ViewOp.Unfold u) {
        if (x.shape().rank() == 0) {
            return new Layout(Shape.of(u.size()), new int[] {1}, x.offset());
        }
        int[] sizes = x.shape().toArray();
        int[] strides = x.strides();
        int stride = strides[u.dim()];
        sizes[u.dim()] = (sizes[u.dim()] - u.size()) / u.step() + 1;
        strides[u.dim()] = stride * u.step();
        return new Layout(
                Shape.of(with(sizes, sizes.length, u.size())),
                with(strides, strides.length, stride),
                x.offset());
    }

    private static int[] without(int[] values, int at) {
        int[] out = new int[values.length - 1];
        System.arraycopy(values, 0, out, 0, at);
        System.arraycopy(values, at + 1, out, at, out.length - at);
        return out;
    }

    private static int[] with(int[] values, int at, int value) {
        int[] out = new int[values.length + 1];
        System.arraycopy(values, 0, out, 0, at);
        out[at] = value;
        System.arraycopy(values, at, out, at + 1, values.length - at);
        return out;
    }
}
