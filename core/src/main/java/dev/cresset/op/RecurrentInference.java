package dev.cresset.op;

import java.util.Arrays;

/** Shapes and dtypes of recurrent layers. */
final class RecurrentInference {
    private RecurrentInference() {}

    static Spec[] infer(RecurrentOp op, Spec... in) {
        return switch (op) {
            case RecurrentOp.Recurrence r -> recurrence(r, in);
            case RecurrentOp.RecurrenceGradient g -> gradient(g.of().kind(), in);
        };
    }

    private static Spec[] recurrence(RecurrentOp.Recurrence op, Spec... in) {
        Shape x = in[0].shape();
        int rank = op.batches().length > 0 ? 2 : 3;
        check(x.rank() == rank, "x must have " + rank + " dimensions, got " + x.listText());
        int width = x.size(rank - 1);
        int gates = op.kind().gates();
        check(width % gates == 0, "x's last size is no multiple of " + gates + ": " + x.listText());
        int units = width / gates;
        Shape weight = in[1].shape();
        check(
                weight.rank() == 2 && weight.size(0) == width,
                "weight must be (" + width + ", *), got " + weight.listText());
        int outputs = weight.size(1);
        int[] counts = op.counts(x);
        check(counts.length > 0, "Expected sequence length to be larger than 0 in RNN");
        int rows = Arrays.stream(counts).sum();
        check(
                rank == 3 || rows == x.size(0),
                "batches add up to " + rows + ", x is " + x.listText());
        int n = counts[0];
        boolean lstm = op.kind() == RecurrentOp.Kind.LSTM;
        same("bias", in[2].shape(), width);
        same("h", in[3].shape(), n, outputs);
        if (lstm) {
            same("c", in[4].shape(), n, units);
        }
        if (lstm && in.length > 5) {
            same("projection", in[5].shape(), outputs, units);
        } else {
            check(units == outputs, "weight must be (*, " + units + "), got " + weight.listText());
        }
        DType dtype = in[0].dtype();
        for (Spec s : in) {
            check(
                    s.dtype() == dtype && dtype.isFloatingPoint(),
                    "inputs must have one floating-point dtype, got "
                            + dtype
                            + " and "
                            + s.dtype());
        }
        Spec y = new Spec(dtype, replaced(x, outputs));
        Spec h = in[3];
        return switch (op.kind()) {
            case LSTM ->
                    new Spec[] {y, h, in[4], of(dtype, rows, 4 * units), of(dtype, rows, units)};
            case GRU -> new Spec[] {y, h, of(dtype, rows, 4 * units)};
            case TANH, RELU -> new Spec[] {y, h};
        };
    }

    private static Spec[] gradient(RecurrentOp.Kind kind, Spec... in) {
        Shape y = in[0].shape();
        DType dtype = in[0].dtype();
        Spec weight = in[kind == RecurrentOp.Kind.LSTM ? 3 : 2];
        Spec dx = new Spec(dtype, replaced(y, weight.shape().size(0)));
        int rows = y.rank() == 3 ? y.size(0) * y.size(1) : y.size(0);
        return switch (kind) {
            case LSTM ->
                    in.length > 7
                            ? new Spec[] {dx, in[1], in[2], of(dtype, rows, weight.shape().size(1))}
                            : new Spec[] {dx, in[1], in[2]};
            case GRU -> new Spec[] {dx, dx, in[1]};
            case TANH, RELU -> new Spec[] {dx, in[1]};
        };
    }

    private static Spec of(DType dtype, int rows, int columns) {
        return new Spec(dtype, Shape.of(rows, columns));
    }

    private static Shape replaced(Shape x, int last) {
        int[] sizes = x.toArray();
        sizes[sizes.length - 1] = last;
        return Shape.of(sizes);
    }

    private static void same(String name, Shape actual, int... expected) {
        check(
                actual.equals(Shape.of(expected)),
                name + " must be " + Shape.of(expected).listText() + ", got " + actual.listText());
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException("rnn: " + fault);
        }
    }
}
