package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.testkit.python.UnsupportedArgumentException;
import dev.cresset.testkit.table.TorchTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Samples of ops with their gradients, calls that must fail, and the table of promotion. */
final class OpsPart implements Part {
    private final TorchTable ops;

    OpsPart(TorchTable ops) {
        this.ops = ops;
    }

    @Override
    public String name() {
        return "ops";
    }

    @Override
    public void run(Path folder, Cases cases) throws IOException {
        for (JsonNode op : Json.read(folder.resolve("manifest.json")).get("ops")) {
            samples(folder, op, cases);
        }
        if (Files.exists(folder.resolve("errors.json"))) {
            errors(folder, cases);
        }
        if (Files.exists(folder.resolve("promotion.json"))) {
            new PromotionTable(ops).run(Json.read(folder.resolve("promotion.json")), cases);
        }
    }

    private void samples(Path folder, JsonNode row, Cases cases) throws IOException {
        String opName = Json.text(row, "op");
        TorchTable.Entry op = find(opName, Json.text(row, "variant"));
        Map<String, View> tensors =
                op == null ? Map.of() : SafeTensors.read(folder.resolve(Json.text(row, "file")));
        String variant = Json.text(row, "variant");
        int i = 0;
        for (JsonNode sample : row.get("samples")) {
            String caseName = opName + (variant.isEmpty() ? "" : "/" + variant) + " #" + i++;
            cases.run(caseName, () -> sample(require(op, opName), row, sample, tensors));
        }
    }

    /* A variant that the case database wraps has a line of its own: linalg.pinv/singular. */
    private TorchTable.@Nullable Entry find(String name, String variant) {
        TorchTable.Entry op = ops.find(name + "/" + variant);
        return op == null ? ops.find(name) : op;
    }

    private static TorchTable.Entry require(TorchTable.@Nullable Entry op, String name) {
        if (op == null) {
            throw new SkipException("Cresset does not offer op " + name + " yet");
        }
        return op;
    }

    /* A sample with random numbers has no recorded error; where it is needed, it is found out. */
    private void sample(
            TorchTable.Entry op, JsonNode row, JsonNode sample, Map<String, View> tensors) {
        try {
            sample(op, row, sample, tensors, error(sample, 0), error(sample, 1));
        } catch (MismatchException e) {
            if (!sample.has("seed") || sample.has("err64")) {
                throw e;
            }
            double natural =
                    NaturalError.of(
                            values(op, sample, tensors, false), values(op, sample, tensors, true));
            sample(op, row, sample, tensors, natural, natural);
        }
    }

    /** Returns results and gradients of a call, of float32 or float64. */
    private static List<@Nullable Tensor> values(
            TorchTable.Entry op, JsonNode sample, Map<String, View> tensors, boolean wide) {
        Encoded encoded = new Encoded(tensors);
        Leaves leaves = new Leaves(wide);
        List<Tensor> out = Results.tensors(call(op, sample, encoded, leaves));
        List<@Nullable Tensor> values = new ArrayList<>(out);
        if (sample.has("cotangents")) {
            Gradients.backward(sample.get("cotangents"), out, encoded);
            for (String leaf : sample.get("grads").propertyNames()) {
                Tensor t = leaves.get(leaf);
                values.add(t == null ? null : t.grad());
            }
        }
        return values;
    }

    private void sample(
            TorchTable.Entry op,
            JsonNode row,
            JsonNode sample,
            Map<String, View> tensors,
            double outputError,
            double gradientError) {
        Encoded encoded = new Encoded(tensors);
        Leaves leaves = new Leaves();
        Object expected = encoded.decode(sample.get("out"));
        Object actual = call(op, sample, encoded, leaves);
        Gauge gauge = Gauge.of(Json.text(row, "op"));
        if (gauge != null) {
            gauged(gauge, sample, expected, Results.tensors(actual), encoded, leaves);
            return;
        }
        Results.same(expected, actual, Tolerance.of(outputError));
        attributes(expected, actual, leaves);
        if (sample.has("cotangents")) {
            Gradients.check(
                    sample.get("cotangents"),
                    sample.get("grads"),
                    Results.tensors(actual),
                    leaves,
                    encoded,
                    Tolerance.of(gradientError));
        }
        /* A clone is contiguous, and a random fill of it draws in another order. */
        if (row.get("inplace").asBoolean() && !sample.has("seed")) {
            inPlace(Json.text(row, "op"), sample, encoded, expected);
        }
    }

    /** Compares after turning the results into the recording's gauge, gradients from out of it. */
    private static void gauged(
            Gauge gauge,
            JsonNode sample,
            @Nullable Object expected,
            List<Tensor> actual,
            Encoded encoded,
            Leaves leaves) {
        Gauge.Turn turn = gauge.turn(Results.recorded(expected), actual);
        double condition = 1 / gauge.gap(Results.recorded(expected));
        Results.same(expected, turn.outputs(), Gauge.tolerance(error(sample, 0), condition));
        attributes(expected, actual, leaves);
        if (sample.has("cotangents")) {
            Gradients.check(
                    sample.get("cotangents"),
                    sample.get("grads"),
                    actual,
                    leaves,
                    encoded,
                    turn::cotangent,
                    Gauge.tolerance(error(sample, 1), condition * condition));
        }
    }

    private static @Nullable Object call(
            TorchTable.Entry op, JsonNode sample, Encoded encoded, Leaves leaves) {
        List<@Nullable Object> args = arguments(sample, encoded, leaves);
        Map<String, @Nullable Object> kwargs = leaves.map(encoded.map(sample.get("kwargs")));
        if (sample.has("seed")) {
            Tensor.manualSeed(sample.get("seed").asLong());
        }
        return op.callRecorded(args, kwargs);
    }

    private static List<@Nullable Object> arguments(
            JsonNode sample, Encoded encoded, Leaves leaves) {
        List<@Nullable Object> args = new ArrayList<>();
        args.add(leaves.of(encoded.decode(sample.get("input"))));
        args.addAll(leaves.list(encoded.list(sample.get("args"))));
        return args;
    }

    private static double error(JsonNode sample, int which) {
        JsonNode err = sample.get("err64");
        if (err == null || err.size() <= which) {
            return 0;
        }
        return err.get(which).isNumber() ? err.get(which).asDouble() : Double.POSITIVE_INFINITY;
    }

    /* requires_grad of every output, and strides of those that are views of an argument. */
    private static void attributes(
            @Nullable Object expected, @Nullable Object actual, Leaves leaves) {
        List<Recorded> want = Results.recorded(expected);
        List<Tensor> got = Results.tensors(actual);
        for (int i = 0; i < want.size() && i < got.size(); i++) {
            Recorded w = want.get(i);
            Tensor t = got.get(i);
            if (w.requiresGrad() != t.requiresGrad()) {
                throw new MismatchException(
                        "output " + i + " requires_grad=" + w.requiresGrad(),
                        "requires_grad=" + t.requiresGrad(),
                        "");
            }
            if (w.strided() && leaves.share(t)) {
                Comparison.sameStrides(w.view().layout(), t.view().layout());
            }
        }
    }

    /* x.clone().op_(…), where Cresset offers it and the result has the shape and dtype of x. */
    private void inPlace(String name, JsonNode sample, Encoded encoded, @Nullable Object expected) {
        TorchTable.Entry op = ops.find(name.substring(name.lastIndexOf('.') + 1) + "_");
        Object first = encoded.decode(sample.get("input"));
        if (op == null
                || !(expected instanceof Recorded want)
                || !(first instanceof Recorded x)
                || !x.view().shape().equals(want.view().shape())
                || x.view().dtype() != want.view().dtype()) {
            return;
        }
        Leaves leaves = new Leaves();
        List<@Nullable Object> args = arguments(sample, encoded, leaves);
        Tensor copy = ((Tensor) args.getFirst()).clone();
        args.set(0, copy);
        Map<String, @Nullable Object> kwargs = leaves.map(encoded.map(sample.get("kwargs")));
        Object actual = op.callRecorded(args, kwargs);
        try {
            Results.same(expected, actual, Tolerance.of(error(sample, 0)));
            Results.same(expected, copy, Tolerance.of(error(sample, 0)));
        } catch (MismatchException e) {
            throw e.in(op.name() + ":");
        }
        leaves.unchanged();
    }

    /* Why a call with these arguments is no Java call. */
    private static String refusal(Map<String, @Nullable Object> kwargs) {
        if (kwargs.containsKey("out")) {
            return "refused by javac (no method takes out=)";
        }
        if (kwargs.containsKey("layout")) {
            return "refused by javac (no method takes a sparse layout)";
        }
        return kwargs.values().stream().anyMatch(String.class::isInstance)
                ? "refused by javac (an enum has no such constant)"
                : "refused by javac (no method takes such arguments)";
    }

    private void errors(Path folder, Cases cases) throws IOException {
        Encoded encoded = new Encoded(SafeTensors.read(folder.resolve("errors.safetensors")));
        int i = 0;
        for (JsonNode row : Json.read(folder.resolve("errors.json")).get("errors")) {
            String opName = Json.text(row, "op");
            cases.run(opName + " error #" + i++, () -> error(opName, row, encoded));
        }
    }

    private void error(String opName, JsonNode row, Encoded encoded) {
        TorchTable.Entry op = require(ops.find(opName), opName);
        String skip = ErrorRule.skipReason(Json.text(row, "error"));
        if (skip != null) {
            throw new SkipException(skip);
        }
        List<@Nullable Object> decoded = new ArrayList<>();
        decoded.add(encoded.decode(row.get("input")));
        decoded.addAll(encoded.list(row.get("args")));
        Map<String, @Nullable Object> kwargs = encoded.map(row.get("kwargs"));
        Leaves leaves = new Leaves();
        Throwable thrown = null;
        try {
            op.callRecorded(leaves.list(decoded), leaves.map(kwargs));
        } catch (UnsupportedArgumentException e) {
            throw new SkipException(refusal(kwargs));
        } catch (RuntimeException e) {
            thrown = e;
        }
        decoded.addAll(kwargs.values());
        ErrorRule.check(
                Json.text(row, "error"),
                Json.text(row, "message"),
                op.errorNames(),
                decoded,
                thrown);
        leaves.unchanged();
    }
}
