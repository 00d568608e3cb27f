package dev.cresset.testkit.table;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.TensorOptions;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Arguments;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Factories, joins, random draws, and generators. */
final class CreationOps {
    private static final String OPTIONS =
            ", dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False";

    private CreationOps() {}

    static void addTo(TorchTable t) {
        t.op("zeros", "*size" + OPTIONS, a -> Tensor.zeros(size(a), o -> options(a, o)));
        t.op("ones", "*size" + OPTIONS, a -> Tensor.ones(size(a), o -> options(a, o)));
        t.op(
                "empty",
                "*size, memory_format=None" + OPTIONS,
                a -> Tensor.empty(size(a), o -> options(a, o)));
        t.op("full", "size, fill_value, *" + OPTIONS, CreationOps::full);
        t.op(
                "tensor",
                "data, *, dtype=None, device=None, requires_grad=False",
                CreationOps::tensor);
        t.op("arange", "start, end=None, step=1, *" + OPTIONS, CreationOps::arange);
        t.op("linspace", "start, end, steps, *" + OPTIONS, CreationOps::linspace);
        t.op("eye", "n, m=None, *" + OPTIONS, CreationOps::eye);
        t.op(
                "rand",
                "*size, generator=None" + OPTIONS,
                a -> Tensor.rand(size(a), o -> drawn(a, o)));
        t.op(
                "randn",
                "*size, generator=None" + OPTIONS,
                a -> Tensor.randn(size(a), o -> drawn(a, o)));
        t.op(
                "randint",
                "low, high=None, size=None, *, generator=None" + OPTIONS,
                CreationOps::randint);
        t.op(
                "randperm",
                "n, *, generator=None" + OPTIONS,
                a -> Tensor.randperm(a.index("n"), o -> drawn(a, o)));
        t.op("cat", "tensors, dim=0", a -> Tensor.cat(a.tensors("tensors"), a.index("dim")));
        t.alias("cat", "concat", "concatenate");
        t.op("stack", "tensors, dim=0", a -> Tensor.stack(a.tensors("tensors"), a.index("dim")));
        likes(t);
        t.op("get_default_dtype", "", a -> Tensor.defaultDtype());
        t.op("Generator", "device=None", a -> new Generator());
        t.op(
                "Generator.manual_seed",
                "self, seed",
                a -> a.as(Generator.class, "self").manualSeed(a.integer("seed")));
        t.op("get_rng_state", "", a -> tensor(Tensor.defaultGenerator().stateBytes()));
        t.op("set_rng_state", "new_state", CreationOps::setState);
        t.op("manual_seed", "seed", a -> Tensor.manualSeed(a.integer("seed")));
    }

    private static void likes(TorchTable t) {
        String like = "input, *" + OPTIONS + ", memory_format=None";
        t.op(
                "zeros_like",
                like,
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input").zerosLike()
                                : a.tensor("input").zerosLike(TensorMembers.dtype(a)));
        t.op(
                "ones_like",
                like,
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input").onesLike()
                                : a.tensor("input").onesLike(TensorMembers.dtype(a)));
        t.op(
                "empty_like",
                like,
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input").emptyLike()
                                : a.tensor("input").emptyLike(TensorMembers.dtype(a)));
        t.op(
                "full_like",
                "input, fill_value, *" + OPTIONS + ", memory_format=None",
                a ->
                        a.isNone("dtype")
                                ? a.tensor("input").fullLike(a.scalar("fill_value"))
                                : a.tensor("input")
                                        .fullLike(a.scalar("fill_value"), TensorMembers.dtype(a)));
        t.op("rand_like", like, a -> a.tensor("input").randLike(dtypeLike(a), generator(a)))
                .recordedCall(a -> a.tensor("input").randnLike(dtypeLike(a), generator(a)));
        t.op("randn_like", like, a -> a.tensor("input").randnLike(dtypeLike(a), generator(a)));
        t.op(
                "randint_like",
                "input, low, high=None, *" + OPTIONS + ", memory_format=None",
                CreationOps::randintLike);
        t.op(
                "new_zeros",
                "input, size, *" + OPTIONS,
                a -> a.tensor("input").newZeros(a.ints("size")).to(dtypeLike(a)));
        t.op(
                "new_ones",
                "input, size, *" + OPTIONS,
                a -> a.tensor("input").newOnes(a.ints("size")).to(dtypeLike(a)));
        t.op(
                "new_empty",
                "input, size, *" + OPTIONS,
                a -> a.tensor("input").newEmpty(a.ints("size")).to(dtypeLike(a)));
        t.op(
                "new_full",
                "input, size, fill_value, *" + OPTIONS,
                a ->
                        a.tensor("input")
                                .newFull(a.scalar("fill_value"), a.ints("size"))
                                .to(dtypeLike(a)));
        t.op(
                "multinomial",
                "input, num_samples, replacement=False, *, generator=None",
                a ->
                        Tensor.multinomial(
                                a.tensor("input"),
                                a.index("num_samples"),
                                a.bool("replacement"),
                                generator(a)));
        t.op("normal", "mean, std=1.0, size=None, *, generator=None" + OPTIONS, CreationOps::normal)
                .recordedNumberAs("std, mean, size=None, *, generator=None" + OPTIONS);
    }

    /* The recordings' normal(x, mean, std) fills x; normal(mean, std) draws. */
    private static Tensor normal(Arguments a) {
        if (a.raw("size") instanceof Number std) {
            return a.tensor("mean").normal_(a.real("std"), std.doubleValue());
        }
        Generator g = a.orNull(Generator.class, "generator");
        if (a.isSequence("size")) {
            Shape shape = Shape.of(a.ints("size"));
            return Tensor.normal(a.real("mean"), a.real("std"), shape, o -> drawn(a, o));
        }
        if (!(a.raw("std") instanceof Tensor)) {
            return Tensor.normal(a.tensor("mean"), a.real("std"), g);
        }
        return a.raw("mean") instanceof Tensor mean
                ? Tensor.normal(mean, a.tensor("std"), g)
                : Tensor.normal(a.real("mean"), a.tensor("std"), g);
    }

    /* Cresset's state is a byte[], PyTorch's a tensor of the same bytes. */
    private static Tensor tensor(byte[] bytes) {
        return Tensor.of(
                new View(
                        DType.UINT8,
                        new Storage.Bytes(bytes),
                        Layout.contiguous(Shape.of(bytes.length))));
    }

    private static Generator setState(Arguments a) {
        View state = a.tensor("new_state").view();
        byte[] bytes = new byte[state.numel()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) state.longAt(i);
        }
        Tensor.defaultGenerator().setStateBytes(bytes);
        return Tensor.defaultGenerator();
    }

    private static Shape size(Arguments a) {
        return Shape.of(a.ints("size"));
    }

    private static TensorOptions options(Arguments a, TensorOptions o) {
        TensorOptions p = a.isNone("dtype") ? o : o.dtype(TensorMembers.dtype(a));
        return a.bool("requires_grad") ? p.requiresGrad(true) : p;
    }

    private static TensorOptions drawn(Arguments a, TensorOptions o) {
        TensorOptions p = options(a, o);
        return a.isNone("generator") ? p : p.generator(a.as(Generator.class, "generator"));
    }

    private static Tensor full(Arguments a) {
        Shape shape = size(a);
        return a.raw("fill_value") instanceof Boolean b && a.isNone("dtype")
                ? Tensor.full(shape, b)
                : Tensor.full(shape, a.scalar("fill_value"), o -> options(a, o));
    }

    private static Tensor tensor(Arguments a) {
        Object data = Objects.requireNonNull(a.raw("data"));
        Tensor t = a.isNone("dtype") ? tensor(data) : Tensor.tensor(data, TensorMembers.dtype(a));
        return a.bool("requires_grad") ? t.requiresGrad_(true) : t;
    }

    /* Python's numbers are of the default dtype; Java's double[] is float64. */
    private static Tensor tensor(Object data) {
        return switch (data) {
            case Boolean b -> Tensor.tensor((boolean) b);
            case Long n -> Tensor.tensor((long) n);
            case Double d -> Tensor.tensor((double) d);
            case List<?> l when isReal(l) -> Tensor.tensor(data, Tensor.defaultDtype());
            default -> Tensor.tensor(data);
        };
    }

    private static boolean isReal(@Nullable Object data) {
        return data instanceof Double
                || (data instanceof List<?> l && l.stream().anyMatch(CreationOps::isReal));
    }

    private static Tensor arange(Arguments a) {
        boolean onlyEnd = a.isNone("end");
        Number start = onlyEnd ? 0L : a.scalar("start");
        Number end = onlyEnd ? a.scalar("start") : a.scalar("end");
        Tensor t = Tensor.arange(start, end, a.scalar("step"), a.dtype("dtype"));
        return a.bool("requires_grad") ? t.requiresGrad_(true) : t;
    }

    private static Tensor linspace(Arguments a) {
        DType dtype = a.isNone("dtype") ? Tensor.defaultDtype() : TensorMembers.dtype(a);
        int steps = a.index("steps");
        return a.raw("start") instanceof Tensor || a.raw("end") instanceof Tensor
                ? Tensor.linspace(
                        Operand.tensor(a, "start"), Operand.tensor(a, "end"), steps, dtype)
                : Tensor.linspace(a.real("start"), a.real("end"), steps, dtype);
    }

    private static Tensor eye(Arguments a) {
        DType dtype = a.isNone("dtype") ? Tensor.defaultDtype() : TensorMembers.dtype(a);
        return Tensor.eye(a.index("n"), a.isNone("m") ? a.index("n") : a.index("m"), dtype);
    }

    /* randint(high, size) and randint(low, high, size). */
    private static Tensor randint(Arguments a) {
        boolean onlyHigh = a.isNone("high") || a.isSequence("high");
        Shape shape = Shape.of(onlyHigh && !a.isNone("high") ? a.ints("high") : a.ints("size"));
        long low = onlyHigh ? 0 : a.integer("low");
        long high = onlyHigh ? a.integer("low") : a.integer("high");
        return Tensor.randint(low, high, shape, o -> drawn(a, o));
    }

    private static DType dtypeLike(Arguments a) {
        return a.isNone("dtype") ? a.tensor("input").dtype() : TensorMembers.dtype(a);
    }

    private static @Nullable Generator generator(Arguments a) {
        return a.given("generator") ? a.orNull(Generator.class, "generator") : null;
    }

    private static Tensor randintLike(Arguments a) {
        boolean onlyHigh = a.isNone("high");
        long low = onlyHigh ? 0 : a.integer("low");
        long high = onlyHigh ? a.integer("low") : a.integer("high");
        return a.tensor("input").randintLike(low, high, dtypeLike(a));
    }
}
