package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.UnsupportedArgumentException;
import dev.cresset.testkit.table.TorchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The result dtype of an op for every pair of operand dtypes: rows of ones, vectors and scalars.
 */
final class PromotionTable {
    private final TorchTable ops;

    PromotionTable(TorchTable ops) {
        this.ops = ops;
    }

    void run(JsonNode table, Cases cases) {
        for (JsonNode row : table.get("rows")) {
            String op = row.get(0).asString();
            String caseName =
                    "promotion "
                            + op
                            + "("
                            + operand(row.get(1), row.get(2))
                            + (row.get(3).asString().equals("-")
                                    ? ""
                                    : ", " + operand(row.get(3), row.get(4)))
                            + ")";
            cases.run(caseName, () -> row(op, row));
        }
    }

    private static String operand(JsonNode type, JsonNode dims) {
        return type.asString() + (dims.asInt() == 0 ? " 0-dim" : "");
    }

    private void row(String name, JsonNode row) {
        TorchTable.Entry op = ops.find(name);
        if (op == null) {
            throw new SkipException("Cresset does not offer op " + name + " yet");
        }
        JsonNode expected = row.get(5);
        String error = expected.isString() ? "" : Json.text(expected, "error");
        String skip = ErrorRule.skipReason(error.replaceFirst(":.*", ""));
        if (skip != null) {
            throw new SkipException(skip);
        }
        List<@Nullable Object> args = new ArrayList<>();
        args.add(ones(row.get(1), row.get(2)));
        Object second = second(row);
        if (second != null) {
            args.add(second);
        }
        Object result;
        try {
            result = op.callRecorded(arranged(name, args), Map.of());
        } catch (UnsupportedArgumentException e) {
            if (args.getLast() instanceof Boolean) {
                throw new SkipException("refused by javac (no method takes a boolean)");
            }
            throw e;
        } catch (IllegalArgumentException e) {
            if (error.isEmpty()) {
                throw e;
            }
            ErrorRule.check("RuntimeError", error, op.errorNames(), List.of(DType.values()), e);
            return;
        }
        String actual = Results.tensors(result).getFirst().view().dtype().text();
        if (!error.isEmpty()) {
            throw new MismatchException("an error: " + error, actual, "");
        }
        if (!actual.equals(expected.asString())) {
            throw new MismatchException("dtype " + expected.asString(), "dtype " + actual, "");
        }
    }

    /* The recorder calls these three with further arguments. */
    private static List<@Nullable Object> arranged(String name, List<@Nullable Object> args) {
        return switch (name) {
            case "where" -> {
                List<@Nullable Object> out = new ArrayList<>(args);
                out.add(1, condition());
                yield out;
            }
            case "cat" -> {
                List<@Nullable Object> flat = new ArrayList<>();
                for (Object t : args) {
                    flat.add(vector((Tensor) java.util.Objects.requireNonNull(t)));
                }
                List<@Nullable Object> out = new ArrayList<>();
                out.add(flat);
                yield out;
            }
            case "cumsum", "softmax" -> {
                List<@Nullable Object> out = new ArrayList<>(args);
                out.add(0L);
                yield out;
            }
            default -> args;
        };
    }

    private static Tensor condition() {
        View v = View.allocate(DType.BOOL, Shape.of(2));
        v.setLong(0, 1);
        return Tensor.of(v);
    }

    private static Tensor vector(Tensor t) {
        View v = View.allocate(t.view().dtype(), Shape.of(t.view().numel()));
        for (int i = 0; i < v.numel(); i++) {
            v.setLong(i, 1);
        }
        return Tensor.of(v);
    }

    private static @Nullable Object second(JsonNode row) {
        return switch (row.get(3).asString()) {
            case "-" -> null;
            case "python bool" -> true;
            case "python int" -> 2L;
            case "python float" -> 2.5;
            default -> ones(row.get(3), row.get(4));
        };
    }

    private static Tensor ones(JsonNode dtype, JsonNode dims) {
        Shape shape = dims.asInt() == 0 ? Shape.SCALAR : Shape.of(2);
        View v = View.allocate(DType.of(dtype.asString()), shape);
        for (int i = 0; i < v.numel(); i++) {
            v.setLong(i, 1);
        }
        return Tensor.of(v);
    }
}
