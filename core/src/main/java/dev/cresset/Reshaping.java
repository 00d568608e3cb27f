package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.engine.ViewLayouts;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import dev.cresset.op.ViewOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the methods that give other shapes read their arguments. */
final class Reshaping {
    private Reshaping() {}

    /** Returns the shape that sizes with at most one -1 stand for. */
    static Shape resolve(String op, Tensor x, int... sizes) {
        return resolve(op, x.numel(), sizes);
    }

    private static Shape resolve(String op, long numel, int... sizes) {
        int[] out = sizes.clone();
        int free = -1;
        long known = 1;
        for (int i = 0; i < out.length; i++) {
            if (out[i] == -1) {
                if (free >= 0) {
                    throw new IllegalArgumentException(
                            op + ": only one dimension can be inferred: " + Arrays.toString(sizes));
                }
                free = i;
            } else if (out[i] < 0) {
                throw new IllegalArgumentException(
                        op
                                + ": invalid shape dimension "
                                + out[i]
                                + " in "
                                + Arrays.toString(sizes));
            } else {
                known *= out[i];
            }
        }
        if (free >= 0) {
            if (known == 0) {
                throw new IllegalArgumentException(
                        op
                                + ": cannot reshape tensor of "
                                + numel
                                + " elements into shape "
                                + Arrays.toString(sizes)
                                + " because the unspecified dimension size -1 can be any value and"
                                + " is ambiguous");
            }
            out[free] = (int) (numel / known);
            known *= out[free];
        }
        if (known != numel) {
            throw new IllegalArgumentException(
                    op
                            + ": shape '"
                            + Arrays.toString(sizes)
                            + "' is invalid for input of size "
                            + numel);
        }
        return Shape.of(out);
    }

    static Tensor reshape(Tensor x, int... sizes) {
        return reshape("reshape", x, sizes);
    }

    static Tensor reshape(String op, Tensor x, int... sizes) {
        Shape shape = resolve(op, x, sizes);
        Layout layout = ViewLayouts.tryView(x.layout(), shape);
        if (layout == null) {
            return Dispatch.view(new ViewOp.UnsafeView(shape), contiguous(x));
        }
        Tensor view = Dispatch.view(new ViewOp.View(shape), x);
        return x.isContiguous() ? view : Composite.named("ReshapeAlias", view);
    }

    static Tensor contiguous(Tensor x) {
        if (x.isContiguous()) {
            return x;
        }
        return Dispatch.run(new Parametric.Contiguous(), x);
    }

    static Tensor flatten(Tensor x, int start, int end) {
        int from = x.shape().axis("flatten", start);
        int to = x.shape().axis("flatten", end);
        if (from > to) {
            throw new IllegalArgumentException(
                    "flatten() has invalid args: start_dim cannot come after end_dim, got "
                            + start
                            + " and "
                            + end
                            + " for "
                            + x.shape().listText());
        }
        if (x.dim() == 0) {
            return x.reshape(1);
        }
        if (from == to) {
            return x;
        }
        List<Integer> sizes = new ArrayList<>();
        int merged = 1;
        for (int d = 0; d < x.dim(); d++) {
            if (d < from || d > to) {
                sizes.add(x.size(d));
            } else {
                merged *= x.size(d);
                if (d == to) {
                    sizes.add(merged);
                }
            }
        }
        return x.reshape(sizes.stream().mapToInt(i -> i).toArray());
    }

    static Tensor unflatten(Tensor x, int dim, int... sizes) {
        int axis = x.shape().axis("unflatten", dim);
        if (sizes.length == 0) {
            throw new IllegalArgumentException("unflatten: sizes must be non-empty");
        }
        Shape part = resolve("unflatten", x.size(axis), sizes);
        int[] old = x.shape().toArray();
        int[] out = new int[old.length - 1 + part.rank()];
        System.arraycopy(old, 0, out, 0, axis);
        System.arraycopy(part.toArray(), 0, out, axis, part.rank());
        System.arraycopy(old, axis + 1, out, axis + part.rank(), old.length - axis - 1);
        return x.view(out);
    }

    /** Returns dimensions counted from the front, checked to be a permutation. */
    static int[] permutation(Tensor x, int... dims) {
        if (dims.length != x.dim()) {
            throw new IllegalArgumentException(
                    "permute: number of dimensions in the tensor input does not match the length of"
                            + " the desired ordering of dimensions i.e. input.dim() = "
                            + x.dim()
                            + " is not equal to len(dims) = "
                            + dims.length);
        }
        int[] out = new int[dims.length];
        boolean[] seen = new boolean[dims.length];
        for (int i = 0; i < dims.length; i++) {
            out[i] = x.shape().axis("permute", dims[i]);
            if (seen[out[i]]) {
                throw new IllegalArgumentException(
                        "permute: duplicate dims are not allowed: " + Arrays.toString(dims));
            }
            seen[out[i]] = true;
        }
        return out;
    }

    static Tensor movedim(Tensor x, int[] source, int[] destination) {
        if (source.length != destination.length) {
            throw new IllegalArgumentException(
                    "movedim: Invalid source or destination dims: source "
                            + Arrays.toString(source)
                            + " and destination "
                            + Arrays.toString(destination)
                            + " should contain the same number of dims");
        }
        int rank = x.dim();
        int[] from = distinct(x, "source", source);
        int[] to = distinct(x, "destination", destination);
        int[] order = new int[rank];
        Arrays.fill(order, -1);
        boolean[] moved = new boolean[Math.max(rank, 1)];
        for (int i = 0; i < from.length && rank > 0; i++) {
            order[to[i]] = from[i];
            moved[from[i]] = true;
        }
        int next = 0;
        for (int i = 0; i < rank; i++) {
            if (order[i] < 0) {
                while (moved[next]) {
                    next++;
                }
                order[i] = next++;
            }
        }
        return x.permute(order);
    }

    private static int[] distinct(Tensor x, String what, int[] dims) {
        int[] out = Arrays.stream(dims).map(d -> x.shape().axis("movedim", d)).toArray();
        if (Arrays.stream(out).distinct().count() != out.length) {
            throw new IllegalArgumentException(
                    "movedim: repeated dim in `" + what + "` " + Arrays.toString(dims));
        }
        return out;
    }

    static Shape expanded(Tensor x, int... sizes) {
        int lead = sizes.length - x.dim();
        if (lead < 0) {
            throw new IllegalArgumentException(
                    "expand("
                            + x.type()
                            + "{"
                            + x.shape().listText()
                            + "}, size="
                            + Arrays.toString(sizes)
                            + "): the number of sizes provided ("
                            + sizes.length
                            + ") must be greater or equal to the number of dimensions in the tensor"
                            + " ("
                            + x.dim()
                            + ")");
        }
        int[] out = sizes.clone();
        for (int d = 0; d < out.length; d++) {
            int old = d < lead ? 1 : x.size(d - lead);
            if (out[d] == -1 && d >= lead) {
                out[d] = old;
            } else if (out[d] < 0 || (d >= lead && out[d] != old && old != 1)) {
                throw new IllegalArgumentException(
                        "expand: The expanded size of the tensor ("
                                + out[d]
                                + ") must match the existing size ("
                                + old
                                + ") at non-singleton dimension "
                                + d
                                + ". Target sizes: "
                                + Arrays.toString(sizes)
                                + ". Tensor sizes: "
                                + x.shape().listText());
            }
        }
        return Shape.of(out);
    }

    static void checkBroadcasts(String op, Shape from, Shape to) {
        if (from.rank() > to.rank() || !Shape.broadcast(from, to).equals(to)) {
            throw new IllegalArgumentException(
                    op
                            + ": a source of shape "
                            + from.listText()
                            + " does not broadcast to "
                            + to.listText());
        }
    }
}
