package dev.cresset.testkit;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.golden.Results;
import dev.cresset.testkit.golden.TorchWorld;
import dev.cresset.testkit.python.Expr;
import dev.cresset.testkit.python.Function;
import dev.cresset.testkit.python.Interpreter;
import dev.cresset.testkit.python.Parser;
import dev.cresset.testkit.table.TorchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of an op, as Python writes them, with inputs to be filled in.
 *
 * <p>{@code x(2, 3)} is an input of this shape with numbers of the op's {@link Domain}, {@code i(4,
 * 2, 3)} indices below 4 of shape (2, 3), {@code m(2, 3)} a mask, {@code nan} and {@code inf} what
 * Python calls {@code float('nan')} and {@code float('inf')}; everything else is PyTorch's: {@code
 * "x(2, 3), dim=1"}, {@code "[x(2), x(3)]"}.
 */
public final class Sample {
    private static final TorchTable TABLE = TorchTable.standard();

    private final String op;
    private final String arguments;
    private final Domain domain;
    private final Expr call;

    Sample(String op, String arguments, Domain domain) {
        this.op = op;
        this.arguments = arguments;
        this.domain = domain;
        this.call = Parser.expression("op(" + arguments + ")");
    }

    /** Returns the same arguments for another op. */
    Sample of(String other) {
        return new Sample(other, arguments, domain);
    }

    /**
     * Returns fresh inputs, one for each {@code x(…)} in the order of the text.
     *
     * @param dtype the dtype of inputs that are not whole numbers
     */
    public List<Tensor> inputs(DType dtype) {
        List<Tensor> made = new ArrayList<>();
        Random random = new Random(20_130 + arguments.hashCode());
        evaluate(
                (args, kwargs) -> List.of(),
                (shape, place) -> {
                    double[] values = new double[(int) shape.numel()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = domain.draw(random);
                    }
                    Tensor x =
                            Tensor.tensor(values)
                                    .to(domain.integral() ? DType.INT64 : dtype)
                                    .view(shape);
                    made.add(x);
                    return x;
                });
        return made;
    }

    /** Calls the op with inputs in place of the {@code x(…)}; returns what it returns. */
    public @Nullable Object call(List<Tensor> inputs) {
        TorchTable.Entry entry = TABLE.find(op);
        if (entry == null) {
            throw new IllegalStateException("op case: the op table has no '" + op + "'");
        }
        return evaluate(entry::call, (shape, place) -> inputs.get(place));
    }

    /** Calls the op; returns the tensors among its results. */
    public List<Tensor> results(List<Tensor> inputs) {
        return Results.tensors(call(inputs));
    }

    private interface Source {
        Tensor next(Shape shape, int place);
    }

    private @Nullable Object evaluate(Function target, Source source) {
        int[] count = {0};
        Random random = new Random(7);
        Function x = (args, kwargs) -> source.next(shape(args), count[0]++);
        Function i =
                (args, kwargs) -> {
                    int bound =
                            ((Long) java.util.Objects.requireNonNull(args.getFirst())).intValue();
                    Shape shape = shape(args.subList(1, args.size()));
                    long[] values = random.longs(shape.numel(), 0, bound).toArray();
                    return Tensor.tensor(values).view(shape);
                };
        Function m =
                (args, kwargs) -> {
                    Shape shape = shape(args);
                    long[] values = random.longs(shape.numel(), 0, 2).toArray();
                    return Tensor.tensor(values).view(shape).toBool();
                };
        return new Interpreter(
                        new TorchWorld(TABLE),
                        Map.of(
                                "op", target,
                                "x", x,
                                "i", i,
                                "m", m,
                                "nan", Double.NaN,
                                "inf", Double.POSITIVE_INFINITY))
                .evaluate(call);
    }

    private static Shape shape(List<? extends @Nullable Object> sizes) {
        return Shape.of(
                sizes.stream()
                        .mapToInt(s -> ((Long) java.util.Objects.requireNonNull(s)).intValue())
                        .toArray());
    }

    /** Returns the call as Python writes it. */
    @Override
    public String toString() {
        return op + "(" + arguments + ")";
    }
}
