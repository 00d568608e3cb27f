package dev.cresset;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import dev.cresset.op.Join;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What {@code import static dev.cresset.Tensor.*} brings: factories, joins and scopes. */
abstract sealed class TensorFactories extends TensorFunctions permits Tensor {
    TensorFactories() {}

    // ---- from Java values

    /** Returns a 0-dim tensor of the default dtype. */
    public static Tensor tensor(double value) {
        return full(Shape.SCALAR, value, o -> o.dtype(DefaultDType.get()));
    }

    /** Returns a 0-dim int64 tensor. */
    public static Tensor tensor(long value) {
        return full(Shape.SCALAR, value, o -> o.dtype(DType.INT64));
    }

    /** Returns a 0-dim bool tensor. */
    public static Tensor tensor(boolean value) {
        return full(Shape.SCALAR, value ? 1 : 0, o -> o.dtype(DType.BOOL));
    }

    /** Returns a vector of the default dtype. */
    public static Tensor tensor(double first, double... rest) {
        double[] all = new double[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return Import.flat(all, DType.FLOAT64).to(DefaultDType.get());
    }

    /** Returns an int64 vector. */
    public static Tensor tensor(long first, long... rest) {
        long[] all = new long[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return Import.flat(all, DType.INT64);
    }

    /** Returns a bool vector. */
    public static Tensor tensor(boolean first, boolean... rest) {
        boolean[] all = new boolean[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return Import.flat(all, DType.BOOL);
    }

    /** Returns a float32 vector with a copy of the values. */
    public static Tensor tensor(float[] values) {
        return Import.flat(values, DType.FLOAT32);
    }

    /** Returns a float64 vector with a copy of the values. */
    public static Tensor tensor(double[] values) {
        return Import.flat(values, DType.FLOAT64);
    }

    /** Returns an int64 vector with a copy of the values. */
    public static Tensor tensor(long[] values) {
        return Import.flat(values, DType.INT64);
    }

    /** Returns an int32 vector with a copy of the values. */
    public static Tensor tensor(int[] values) {
        return Import.flat(values, DType.INT32);
    }

    /** Returns a bool vector with a copy of the values. */
    public static Tensor tensor(boolean[] values) {
        return Import.flat(values, DType.BOOL);
    }

    /**
     * Returns a tensor with a copy of nested arrays or lists of any depth: {@code float[][]} gives
     * a float32 matrix; lists of numbers give the default dtype if one is a float, else int64.
     *
     * @throws IllegalArgumentException if the lengths differ or a value is no number
     */
    public static Tensor tensor(Object nested) {
        return Import.nested(nested);
    }

    /** Returns a tensor with a copy of nested arrays or lists, in a dtype. */
    public static Tensor tensor(Object nested, DType dtype) {
        return Import.nested(nested).to(dtype);
    }

    // ---- of one value

    /**
     * Returns zeros, of the default dtype.
     *
     * <p>{@code zeros(3)} is {@code tensor([0., 0., 0.])}.
     */
    public static Tensor zeros(int... sizes) {
        return zeros(Shape.of(sizes), o -> o);
    }

    /** Returns zeros, of a dtype. */
    public static Tensor zeros(DType dtype, int... sizes) {
        return zeros(Shape.of(sizes), o -> o.dtype(dtype));
    }

    /** Returns zeros. */
    public static Tensor zeros(Shape shape, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        return filled(shape, 0, o.dtype() == null ? DefaultDType.get() : o.dtype(), o);
    }

    /**
     * Returns ones, of the default dtype.
     *
     * <p>{@code ones(3)} is {@code tensor([1., 1., 1.])}.
     */
    public static Tensor ones(int... sizes) {
        return ones(Shape.of(sizes), o -> o);
    }

    /** Returns ones, of a dtype. */
    public static Tensor ones(DType dtype, int... sizes) {
        return ones(Shape.of(sizes), o -> o.dtype(dtype));
    }

    /** Returns ones. */
    public static Tensor ones(Shape shape, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        return filled(shape, 1, o.dtype() == null ? DefaultDType.get() : o.dtype(), o);
    }

    /**
     * Returns zeros, which stand for values that do not matter, of the default dtype.
     *
     * <p>{@code empty(2, 3)} has the shape {@code (2, 3)}.
     */
    public static Tensor empty(int... sizes) {
        return empty(Shape.of(sizes), o -> o);
    }

    /** Returns zeros, which stand for values that do not matter, of a dtype. */
    public static Tensor empty(DType dtype, int... sizes) {
        return empty(Shape.of(sizes), o -> o.dtype(dtype));
    }

    /** Returns zeros, which stand for values that do not matter. */
    public static Tensor empty(Shape shape, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        return filled(shape, 0, o.dtype() == null ? DefaultDType.get() : o.dtype(), o);
    }

    /** Returns a tensor of one value: int64 for whole numbers, the default dtype for others. */
    public static Tensor full(Shape shape, Number value) {
        return full(shape, value, o -> o);
    }

    /** Returns a bool tensor of one value. */
    public static Tensor full(Shape shape, boolean value) {
        return full(shape, value ? 1 : 0, o -> o.dtype(DType.BOOL));
    }

    /** Returns a tensor of one value. */
    public static Tensor full(Shape shape, Number value, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        DType usual = isFloat(value) ? DefaultDType.get() : DType.INT64;
        return filled(shape, value, o.dtype() == null ? usual : o.dtype(), o);
    }

    private static Tensor filled(Shape shape, Number value, DType dtype, TensorOptions options) {
        Tensor out = new Tensor(View.allocate(dtype, shape));
        if (value.doubleValue() != 0) {
            GradMode.with(false, () -> out.fill_(value));
        }
        return out.data().requiresGrad_(options.requiresGrad());
    }

    private static boolean isFloat(Number value) {
        return value instanceof Double || value instanceof Float;
    }

    // ---- sequences

    /** Returns 0, 1, … below {@code end}, int64. */
    public static Tensor arange(long end) {
        return Sequences.arange(0, end, 1, null);
    }

    /** Returns 0, 1, … below {@code end}, of the default dtype. */
    public static Tensor arange(double end) {
        return Sequences.arange(0.0, end, 1.0, null);
    }

    /** Returns the numbers from {@code start} below {@code end}. */
    public static Tensor arange(Number start, Number end) {
        return Sequences.arange(start, end, 1, null);
    }

    /** Returns the numbers from {@code start} below {@code end} in steps. */
    public static Tensor arange(Number start, Number end, Number step) {
        return Sequences.arange(start, end, step, null);
    }

    /**
     * Returns the numbers from {@code start} below {@code end} in steps, in a dtype; null is int64
     * if all are whole numbers, else the default dtype.
     *
     * @throws IllegalArgumentException if the step is 0 or leads away from the end
     */
    public static Tensor arange(Number start, Number end, Number step, @Nullable DType dtype) {
        return Sequences.arange(start, end, step, dtype);
    }

    /** Returns {@code steps} numbers, evenly from {@code start} to {@code end} inclusive. */
    public static Tensor linspace(double start, double end, int steps) {
        return Sequences.linspace(start, end, steps, DefaultDType.get());
    }

    /**
     * Returns {@code steps} numbers of a dtype, evenly from {@code start} to {@code end} inclusive.
     */
    public static Tensor linspace(double start, double end, int steps, DType dtype) {
        return Sequences.linspace(start, end, steps, dtype);
    }

    /**
     * Returns the n x n unit matrix.
     *
     * <p>{@code eye(2)} is {@code tensor([[1., 0.], [0., 1.]])}.
     */
    public static Tensor eye(int n) {
        return eye(n, n);
    }

    /** Returns an n x m matrix with ones on the diagonal. */
    public static Tensor eye(int n, int m) {
        return eye(n, m, DefaultDType.get());
    }

    /** Returns an n x m matrix of a dtype with ones on the diagonal. */
    public static Tensor eye(int n, int m, DType dtype) {
        return Sequences.eye(n, m, dtype);
    }

    // ---- random numbers

    /** Seeds the default generator; returns it. */
    public static Generator manualSeed(long seed) {
        return DefaultGenerator.get().manualSeed(seed);
    }

    /** Returns the generator that draws without one of their own share. */
    public static Generator defaultGenerator() {
        return DefaultGenerator.get();
    }

    /**
     * Returns uniform numbers of [0, 1), of the default dtype.
     *
     * <p>{@code rand(2, 3)} has the shape {@code (2, 3)}.
     */
    public static Tensor rand(int... sizes) {
        return rand(Shape.of(sizes), o -> o);
    }

    /** Returns uniform numbers of [0, 1). */
    public static Tensor rand(Shape shape, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        Tensor out = empty(shape, x -> o.requiresGrad(false));
        return out.uniform_(0, 1, o.generator()).data().requiresGrad_(o.requiresGrad());
    }

    /**
     * Returns standard normal numbers, of the default dtype.
     *
     * <p>{@code randn(2, 3)} has the shape {@code (2, 3)}.
     */
    public static Tensor randn(int... sizes) {
        return randn(Shape.of(sizes), o -> o);
    }

    /** Returns standard normal numbers. */
    public static Tensor randn(Shape shape, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        Tensor out = empty(shape, x -> o.requiresGrad(false));
        return out.normal_(0, 1, o.generator()).data().requiresGrad_(o.requiresGrad());
    }

    /**
     * Returns whole numbers of [low, high), int64.
     *
     * <p>{@code randint(0, 10, 5)} holds five of 0 to 9.
     */
    public static Tensor randint(long low, long high, int... sizes) {
        return randint(low, high, Shape.of(sizes), o -> o);
    }

    /** Returns whole numbers of [low, high). */
    public static Tensor randint(
            long low, long high, Shape shape, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        DType dtype = o.dtype() == null ? DType.INT64 : o.dtype();
        return empty(dtype, shape.toArray())
                .random_(low, high, o.generator())
                .data()
                .requiresGrad_(o.requiresGrad());
    }

    /**
     * Returns 0 to n - 1 in random order, int64.
     *
     * <p>{@code randperm(3)} may be {@code tensor([2, 0, 1])}.
     */
    public static Tensor randperm(int n) {
        return randperm(n, o -> o);
    }

    /** Returns 0 to n - 1 in random order. */
    public static Tensor randperm(int n, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        if (n < 0) {
            throw new IllegalArgumentException("randperm: n must be non-negative, got " + n);
        }
        Tensor out = empty(o.dtype() == null ? DType.INT64 : o.dtype(), n);
        Generator g = o.generator();
        Sampling.randperm(out.view(), g == null ? DefaultGenerator.get() : g);
        return out.requiresGrad_(o.requiresGrad());
    }

    /**
     * Draws indices with probabilities in proportion to weights, int64: {@code weights (k)} gives
     * {@code (samples)}, {@code (rows, k)} gives {@code (rows, samples)}.
     *
     * @param weights not negative, floating-point; they need not sum to 1
     * @param replacement whether an index may be drawn again
     * @throws IllegalArgumentException if a weight is negative, infinite or NaN, all are 0, or more
     *     samples than weights are wanted without replacement
     */
    public static Tensor multinomial(
            Tensor weights, int samples, boolean replacement, @Nullable Generator generator) {
        Generator g = generator == null ? DefaultGenerator.get() : generator;
        return new Tensor(Sampling.multinomial(weights.view(), samples, replacement, g));
    }

    /** Returns normal numbers of a mean and a deviation, of the default dtype. */
    public static Tensor normal(double mean, double std, int... sizes) {
        return normal(mean, std, Shape.of(sizes), o -> o);
    }

    /**
     * Returns normal numbers of a mean and a deviation.
     *
     * @throws IllegalArgumentException if {@code std} is negative
     */
    public static Tensor normal(
            double mean, double std, Shape shape, UnaryOperator<TensorOptions> options) {
        TensorOptions o = options.apply(TensorOptions.DEFAULT);
        Tensor out = empty(shape, x -> o.requiresGrad(false));
        return out.normal_(mean, std, o.generator()).data().requiresGrad_(o.requiresGrad());
    }

    /**
     * Returns normal numbers with an own mean and deviation for each element; shapes broadcast, the
     * dtype is that of {@code mean}. No gradient passes: it is 0.
     *
     * @throws IllegalArgumentException if an element of {@code std} is negative
     */
    public static Tensor normal(Tensor mean, Tensor std, @Nullable Generator generator) {
        return NormalDraw.draw(mean, std, generator);
    }

    /** Returns normal numbers with an own mean for each element; its gradient is 0. */
    public static Tensor normal(Tensor mean, double std, @Nullable Generator generator) {
        return NormalDraw.draw(mean, std, generator);
    }

    /** Returns normal numbers with an own deviation for each element; its gradient is 0. */
    public static Tensor normal(double mean, Tensor std, @Nullable Generator generator) {
        return NormalDraw.draw(mean, std, generator);
    }

    // ---- joins and choices

    /**
     * Returns tensors one after the other along the first dimension.
     *
     * <p>{@code cat(ones(2), zeros(1))} is {@code tensor([1., 1., 0.])}.
     */
    public static Tensor cat(Tensor... tensors) {
        return cat(List.of(tensors), 0);
    }

    /** Returns tensors one after the other along a dimension; dtypes are promoted. */
    public static Tensor cat(List<? extends Tensor> tensors, int dim) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("cat: expected a non-empty list of Tensors");
        }
        int rank = 1;
        for (Tensor t : tensors) {
            rank = Math.max(rank, t.dim());
        }
        return Dispatch.run(new Join.Cat(Shape.axis(dim, rank)), tensors.toArray(new Tensor[0]));
    }

    /**
     * Returns tensors of one shape along a new first dimension.
     *
     * <p>{@code stack(ones(2), zeros(2))} is {@code tensor([[1., 1.], [0., 0.]])}.
     */
    public static Tensor stack(Tensor... tensors) {
        return stack(List.of(tensors), 0);
    }

    /** Returns tensors of one shape along a new dimension. */
    public static Tensor stack(List<? extends Tensor> tensors, int dim) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("stack expects a non-empty TensorList");
        }
        Shape first = tensors.get(0).shape();
        for (int i = 1; i < tensors.size(); i++) {
            if (!tensors.get(i).shape().equals(first)) {
                throw new IllegalArgumentException(
                        "stack expects each tensor to be equal size, but got "
                                + first.listText()
                                + " at entry 0 and "
                                + tensors.get(i).shape().listText()
                                + " at entry "
                                + i);
            }
        }
        return Dispatch.run(
                new Join.Stack(Shape.axis(dim, first.rank() + 1)), tensors.toArray(new Tensor[0]));
    }

    /** Returns {@code condition ? x : y}, elementwise; shapes broadcast, dtypes are promoted. */
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        return Dispatch.run(new Parametric.Where(), condition, x, y);
    }

    /** Returns {@code condition ? x : y}, elementwise. */
    public static Tensor where(Tensor condition, Number x, Number y) {
        return where(condition, Tensor.number(x), Tensor.number(y));
    }

    /** Returns {@code condition ? x : y}, elementwise. */
    public static Tensor where(Tensor condition, Number x, Tensor y) {
        return where(condition, Tensor.number(x), y);
    }

    /** Returns {@code condition ? x : y}, elementwise. */
    public static Tensor where(Tensor condition, Tensor x, Number y) {
        return where(condition, x, Tensor.number(y));
    }

    /** Returns {@code base^exponent} for one base; integers refuse negative exponents. */
    public static Tensor pow(Number base, Tensor exponent) {
        return Dispatch.run(new Parametric.PowOfNumber(), Tensor.number(base), exponent);
    }

    // ---- scopes

    /** Runs code that is not recorded for backward; returns its result. */
    public static <T extends @Nullable Object> T noGrad(Supplier<T> body) {
        return GradMode.with(false, body);
    }

    /** Runs code that is not recorded for backward. */
    public static void noGrad(Runnable body) {
        GradMode.with(
                false,
                () -> {
                    body.run();
                    return body;
                });
    }

    /** Runs code that is recorded for backward, also inside {@link #noGrad}; returns its result. */
    public static <T extends @Nullable Object> T enableGrad(Supplier<T> body) {
        return GradMode.with(true, body);
    }

    /** Runs code that is recorded for backward, also inside {@link #noGrad}. */
    public static void enableGrad(Runnable body) {
        GradMode.with(
                true,
                () -> {
                    body.run();
                    return body;
                });
    }

    /**
     * Runs code that is recorded for backward or not, as {@link #enableGrad} or {@link #noGrad};
     * returns its result: PyTorch's {@code with set_grad_enabled(phase == 'train')}.
     */
    public static <T extends @Nullable Object> T setGradEnabled(boolean enabled, Supplier<T> body) {
        return GradMode.with(enabled, body);
    }

    /** Runs code that is recorded for backward or not. */
    public static void setGradEnabled(boolean enabled, Runnable body) {
        GradMode.with(
                enabled,
                () -> {
                    body.run();
                    return body;
                });
    }

    /** Runs code without any recording, which {@link #enableGrad} inside does not turn on. */
    public static <T extends @Nullable Object> T inferenceMode(Supplier<T> body) {
        return GradMode.inInference(body);
    }

    /** Runs code without any recording, which {@link #enableGrad} inside does not turn on. */
    public static void inferenceMode(Runnable body) {
        GradMode.inInference(() -> {
            body.run();
            return body;
        });
    }

    /** Returns whether the current thread records operations for backward. */
    public static boolean isGradEnabled() {
        return GradMode.enabled();
    }

    // ---- defaults

    /** Returns the dtype of new floating-point tensors. */
    public static DType defaultDtype() {
        return DefaultDType.get();
    }

    /**
     * Sets the dtype of new floating-point tensors, for the whole process.
     *
     * @throws IllegalArgumentException if it is not a floating-point type
     */
    public static void setDefaultDtype(DType dtype) {
        DefaultDType.set(dtype);
    }
}
