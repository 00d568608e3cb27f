package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Indexing;
import dev.cresset.op.Shape;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing by index: first the parts that make views, then the index tensors together.
 *
 * <p>Index tensors broadcast with each other; their shape replaces the dimensions they index, in
 * place if those are neighbours, else in front (NumPy's rule, which PyTorch follows).
 */
final class Picking {
    private Picking() {}

    static Tensor get(Tensor x, @Nullable Object... index) {
        Place place = place(x, index);
        if (place.tensors.isEmpty()) {
            return place.view == x ? alias(x) : place.view;
        }
        return read(place.view, place.dims(), place.tensors);
    }

    private static Tensor alias(Tensor x) {
        return Dispatch.view(new dev.cresset.op.ViewOp.Alias(), x);
    }

    static void set(Tensor x, Object value, @Nullable Object... index) {
        x.checkWritable(x);
        Tensor source = value(value);
        boolean record = GradMode.enabled() && (x.requiresGrad() || source.requiresGrad());
        if (!record) {
            GradMode.with(
                    false,
                    () -> {
                        write(x, source, index);
                        return x;
                    });
            return;
        }
        write(x, source, index);
    }

    private static void write(Tensor x, Tensor source, @Nullable Object... index) {
        Place place = place(x, index);
        if (place.tensors.isEmpty()) {
            Tensor fitted = dropLeadingOnes(source, place.view.dim());
            place.view.copy_(fitted);
            return;
        }
        put_(place.view, place.dims(), place.tensors, source, false);
    }

    /** Writes or adds values at the places that an index names. */
    static void put_(Tensor x, Tensor values, boolean accumulate, @Nullable Object... index) {
        x.checkWritable();
        Place place = place(x, index);
        if (place.tensors.isEmpty()) {
            if (accumulate) {
                place.view.add_(values);
            } else {
                place.view.copy_(values);
            }
            return;
        }
        put_(place.view, place.dims(), place.tensors, values, accumulate);
    }

    /** Writes values at index tensors for some dimensions of x. */
    static Tensor put_(
            Tensor x, int[] dims, List<Tensor> tensors, Tensor values, boolean accumulate) {
        Tensor[] in = new Tensor[tensors.size() + 2];
        in[0] = x;
        in[1] = values.dtype() == x.dtype() ? values : values.to(x.dtype());
        for (int i = 2; i < in.length; i++) {
            in[i] = tensors.get(i - 2);
        }
        return Dispatch.inPlace(new Indexing.IndexPut(dims, accumulate), in);
    }

    /** Reads values at index tensors for some dimensions of x. */
    static Tensor read(Tensor x, int[] dims, List<Tensor> tensors) {
        Tensor[] in = new Tensor[tensors.size() + 1];
        in[0] = x;
        for (int i = 1; i < in.length; i++) {
            in[i] = tensors.get(i - 1);
        }
        return Dispatch.run(new Indexing.IndexTensors(dims), in);
    }

    private static Tensor dropLeadingOnes(Tensor source, int rank) {
        Tensor s = source;
        while (s.dim() > rank && s.size(0) == 1) {
            s = s.squeeze(0);
        }
        return s;
    }

    private static Tensor value(Object value) {
        return switch (value) {
            case Tensor t -> t;
            case Number n -> Tensor.number(n);
            case Boolean b -> Tensor.number(b ? 1 : 0);
            default ->
                    throw new IllegalArgumentException(
                            "set: a value is a number, a boolean or a tensor, got "
                                    + value.getClass().getSimpleName());
        };
    }

    /** A view, and the index tensors that are left for some of its dimensions. */
    private static final class Place {
        Tensor view;
        final List<Tensor> tensors = new ArrayList<>();
        final List<Integer> dims = new ArrayList<>();

        Place(Tensor view) {
            this.view = view;
        }

        int[] dims() {
            return dims.stream().mapToInt(i -> i).toArray();
        }
    }

    private static Place place(Tensor x, @Nullable Object... index) {
        List<@Nullable Object> parts = new ArrayList<>();
        for (Object part : index) {
            if (part instanceof String text) {
                parts.addAll(Index.parse(text));
            } else {
                parts.add(part);
            }
        }
        int taken = 0;
        boolean ellipsis = false;
        for (Object part : parts) {
            taken += dimensions(part);
            if (part instanceof Index.Ellipsis) {
                if (ellipsis) {
                    throw new IllegalArgumentException(
                            "index: an index can only have a single ellipsis ('...')");
                }
                ellipsis = true;
            }
        }
        if (taken > x.dim()) {
            throw new IndexOutOfBoundsException(
                    "too many indices for tensor of dimension "
                            + x.dim()
                            + ": "
                            + taken
                            + " for shape "
                            + x.shape().listText());
        }
        Place place = new Place(x);
        int dim = 0;
        for (Object part : parts) {
            switch (part) {
                case null -> place.view = place.view.unsqueeze(dim++);
                case Index.NewAxis n -> place.view = place.view.unsqueeze(dim++);
                case Index.Ellipsis e -> dim += x.dim() - taken;
                case Index.Slice s -> {
                    boolean whole = s.start() == null && s.end() == null && s.step() == 1;
                    Tensor v = place.view;
                    place.view = whole ? v : v.slice(dim, s.start(), s.end(), s.step());
                    dim++;
                }
                case Number n -> place.view = Slicing.select(place.view, dim, integer(n));
                case Boolean b -> {
                    place.view = place.view.unsqueeze(dim);
                    place.tensors.add(Tensor.arange(b ? 1 : 0));
                    place.dims.add(dim++);
                }
                case Tensor t -> dim = addTensor(place, dim, t);
                default -> dim = addTensor(place, dim, fromJava(part));
            }
        }
        broadcast(place);
        return place;
    }

    private static long integer(Number n) {
        if (n instanceof Double || n instanceof Float) {
            throw new IllegalArgumentException(
                    "index: only integers, slices (`:`), ellipsis (`...`), None and long or byte"
                            + " tensors are valid indices, got "
                            + n);
        }
        return n.longValue();
    }

    /** Returns how many dimensions of the tensor a part takes. */
    private static int dimensions(@Nullable Object part) {
        return switch (part) {
            case null -> 0;
            case Index.NewAxis n -> 0;
            case Index.Ellipsis e -> 0;
            case Boolean b -> 0;
            case Tensor t -> t.dtype() == DType.BOOL || t.dtype() == DType.UINT8 ? t.dim() : 1;
            default -> 1;
        };
    }

    private static Tensor fromJava(Object part) {
        if (part instanceof List<?> list) {
            return fromJava(list.stream().mapToLong(o -> integer((Number) o)).toArray());
        }
        if (part.getClass().isArray()) {
            Tensor t = Tensor.tensor(part);
            return Array.getLength(part) == 0 ? t.toLong() : t;
        }
        throw new IllegalArgumentException(
                "index: cannot index with "
                        + part.getClass().getSimpleName()
                        + "; an index is made of numbers, Index parts, booleans, tensors, arrays,"
                        + " lists and strings");
    }

    private static int addTensor(Place place, int dim, Tensor t) {
        if (t.dtype() == DType.BOOL || t.dtype() == DType.UINT8) {
            return addMask(place, dim, t);
        }
        if (!t.dtype().isIntegral()) {
            throw new IllegalArgumentException(
                    "tensors used as indices must be long, int, byte or bool tensors, got "
                            + t.dtype());
        }
        if (t.dim() == 0 && !t.requiresGrad()) {
            place.view = Slicing.select(place.view, dim, t.item().longValue());
            return dim;
        }
        place.tensors.add(t.toLong());
        place.dims.add(dim);
        return dim + 1;
    }

    /** A mask stands for the index tensors of its true places, one for each of its dimensions. */
    private static int addMask(Place place, int dim, Tensor mask) {
        if (mask.dim() == 0) {
            place.view = place.view.unsqueeze(dim);
            place.tensors.add(Tensor.arange(mask.isTrue() ? 1 : 0));
            place.dims.add(dim);
            return dim + 1;
        }
        for (int d = 0; d < mask.dim(); d++) {
            if (mask.size(d) != place.view.size(dim + d)) {
                throw new IndexOutOfBoundsException(
                        "The shape of the mask "
                                + mask.shape().listText()
                                + " at index "
                                + d
                                + " does not match the shape of the indexed tensor "
                                + place.view.shape().listText()
                                + " at index "
                                + (dim + d));
            }
        }
        Tensor places = mask.nonzero();
        for (int d = 0; d < mask.dim(); d++) {
            place.tensors.add(places.select(1, d));
            place.dims.add(dim + d);
        }
        return dim + mask.dim();
    }

    private static void broadcast(Place place) {
        if (place.tensors.size() < 2) {
            return;
        }
        Shape shape = Shape.SCALAR;
        for (Tensor t : place.tensors) {
            try {
                shape = Shape.broadcast(shape, t.shape());
            } catch (IllegalArgumentException e) {
                throw new IndexOutOfBoundsException(
                        "shape mismatch: indexing tensors could not be broadcast together with"
                                + " shapes "
                                + Arrays.toString(
                                        place.tensors.stream()
                                                .map(u -> u.shape().listText())
                                                .toArray()));
            }
        }
        Shape common = shape;
        place.tensors.replaceAll(t -> t.expand(common));
    }
}
