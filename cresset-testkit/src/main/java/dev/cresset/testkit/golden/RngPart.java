package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Expr;
import dev.cresset.testkit.python.Interpreter;
import dev.cresset.testkit.python.Parser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Random numbers, initialisers and data order under a seed, bit for bit. float64 values that pass
 * through log, exp, sin, cos or tan may be 4 ulp of max(|value|, |mean|) away.
 */
final class RngPart implements Part {
    private static final Set<String> TRANSCENDENTAL =
            Set.of(
                    "randn",
                    "normal_",
                    "exponential_",
                    "trunc_normal_",
                    "log_normal_",
                    "cauchy_",
                    "geometric_");
    /* Where a generator's state keeps the second value of a pair of normals, a double. */
    private static final int CACHED_NORMAL = 5024;

    private final Torch torch;

    RngPart(Torch torch) {
        this.torch = torch;
    }

    @Override
    public String name() {
        return "rng";
    }

    @Override
    public void run(Path folder, Cases cases) throws IOException {
        JsonNode recording = Json.read(folder.resolve("rng.json"));
        Encoded encoded = new Encoded(SafeTensors.read(folder.resolve("rng.safetensors")));
        for (JsonNode c : recording.get("cases")) {
            String kind = Json.text(c, "kind");
            String caseName = kind + " " + Json.text(c, "call") + " #" + c.get("id").asInt();
            cases.run(caseName, () -> run(kind, c, encoded));
        }
        for (Map.Entry<String, JsonNode> gain : recording.get("gains").properties()) {
            cases.run("gain " + gain.getKey(), () -> gain(gain.getKey(), gain.getValue()));
        }
        for (Map.Entry<String, JsonNode> seed :
                recording.get("randint_0_2^32-1_first8").properties()) {
            cases.run("words seed " + seed.getKey(), () -> words(seed.getKey(), seed.getValue()));
        }
    }

    private void run(String kind, JsonNode c, Encoded encoded) {
        Tensor.manualSeed(c.get("seed").asLong());
        String call = Json.text(c, "call");
        JsonNode out = c.get("out");
        switch (kind) {
            case "draw" -> {
                Rule rule = TRANSCENDENTAL.contains(call) ? Rule.ULPS : Rule.BITS;
                double mean = c.path("args").path("mean").asDouble(0);
                same(encoded, out, "y", draw(call, c, encoded), rule, mean);
            }
            case "init" -> {
                Tensor empty = empty(c.get("size"), DType.FLOAT32);
                Map<String, @Nullable Object> args = encoded.map(c.get("args"));
                Object y = torch.call("nn.init." + call, one(empty), args);
                Rule rule = c.has("compare") ? Rule.TOLERANCE : Rule.BITS;
                same(encoded, out, "y", y, rule, 0);
            }
            case "module_init" -> module(call, c, encoded);
            case "dataloader" -> loader(c, encoded);
            default -> statements(kind, call, c, encoded);
        }
    }

    private @Nullable Object draw(String call, JsonNode c, Encoded encoded) {
        Map<String, @Nullable Object> args = encoded.map(c.get("args"));
        JsonNode out = c.get("out");
        switch (call) {
            case "bernoulli" -> {
                return torch.tensor(call, Tensor.of(encoded.tensor(out.get("p").asString())));
            }
            case "multinomial" -> {
                Tensor w = Tensor.of(encoded.tensor(out.get("w").asString()));
                return torch.call(call, one(w), args);
            }
            case "randperm" -> {
                return torch.call(call, List.of(), args);
            }
            case "randint" -> {
                args.put("size", encoded.list(c.get("size")));
                return torch.call(call, List.of(), args);
            }
            default -> {}
        }
        DType dtype = DType.of(Json.text(c, "dtype"));
        if (call.equals("trunc_normal_")) {
            return torch.call("nn.init.trunc_normal_", one(empty(c.get("size"), dtype)), args);
        }
        if (call.equals("dropout")) {
            return torch.call("nn.functional.dropout", one(dropped(c, dtype)), args);
        }
        if (call.endsWith("_")) {
            return torch.call(call, one(empty(c.get("size"), dtype)), args);
        }
        args.put("dtype", dtype);
        List<@Nullable Object> size = new ArrayList<>();
        size.add(encoded.list(c.get("size")));
        return torch.call(call, size, args);
    }

    /* The recorder drops out of ones at p = 0.5, of 1, 2, … otherwise. */
    private static Tensor dropped(JsonNode c, DType dtype) {
        View v = View.allocate(dtype, Shape.of(Encoded.ints(c.get("size"))));
        boolean ones = c.get("args").get("p").asDouble() == 0.5;
        for (int i = 0; i < v.numel(); i++) {
            v.setLong(i, ones ? 1 : i + 1);
        }
        return Tensor.of(v);
    }

    private static Tensor empty(JsonNode size, DType dtype) {
        return Tensor.of(View.allocate(dtype, Shape.of(Encoded.ints(size))));
    }

    private static List<@Nullable Object> one(Tensor t) {
        List<@Nullable Object> out = new ArrayList<>();
        out.add(t);
        return out;
    }

    private void module(String call, JsonNode c, Encoded encoded) {
        Object module = torch.evaluate(Recipes.expression(call), Map.of());
        Map<?, ?> state =
                (Map<?, ?>) Objects.requireNonNull(torch.call("Module.state_dict", module));
        List<String> order = new ArrayList<>();
        c.get("order").forEach(k -> order.add(k.asString()));
        if (!new ArrayList<>(state.keySet()).equals(order)) {
            throw new MismatchException("entries " + order, "entries " + state.keySet(), "");
        }
        for (String key : order) {
            same(encoded, c.get("out"), key, state.get(key), Rule.BITS, 0);
        }
    }

    private void statements(String kind, String call, JsonNode c, Encoded encoded) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("seed", c.get("seed").asLong());
        variables.putAll(c.has("args") ? encoded.map(c.get("args")) : Map.of());
        Interpreter interpreter = torch.interpreter(variables);
        List<Expr.Statement> program = Recipes.statements(call);
        List<@Nullable Object> values = interpreter.run(program);
        List<@Nullable Object> results = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (program.get(i).target() == null) {
                results.add(values.get(i));
            }
        }
        JsonNode out = c.get("out");
        switch (kind) {
            case "sequence", "generator" -> {
                for (int i = 0; i < out.size(); i++) {
                    same(encoded, out, "" + i, results.get(i), Rule.ULPS, 0);
                }
            }
            case "state" -> {
                Tensor state = (Tensor) Objects.requireNonNull(interpreter.variable("st"));
                sameState(encoded.tensor(out.get("state").asString()), state.view());
                same(encoded, out, "y", interpreter.variable("y"), Rule.BITS, 0);
                torch.call("set_rng_state", state);
                Object again = torch.evaluate(Parser.expression("torch.randn(5)"), Map.of());
                same(encoded, out, "y", again, Rule.BITS, 0);
            }
            case "random_split" -> {
                List<@Nullable Object> parts = new ArrayList<>();
                torch.items(results.getFirst()).forEach(parts::add);
                for (int i = 0; i < 2; i++) {
                    Object indices = torch.member(parts.get(i), "indices");
                    View expected = encoded.tensor(out.get(i == 0 ? "a" : "b").asString());
                    Results.same(longs(expected), indices, Tolerance.BITS);
                }
            }
            default -> same(encoded, out, "y", results.getFirst(), Rule.BITS, 0);
        }
    }

    private static List<@Nullable Object> longs(View v) {
        List<@Nullable Object> out = new ArrayList<>();
        for (int i = 0; i < v.numel(); i++) {
            out.add(v.longAt(i));
        }
        return out;
    }

    private void loader(JsonNode c, Encoded encoded) {
        Map<String, @Nullable Object> args = encoded.map(c.get("args"));
        long n = (Long) Objects.requireNonNull(args.remove("n"));
        boolean own = Boolean.TRUE.equals(args.remove("generator"));
        JsonNode out = c.get("out");
        boolean shuffle = out.has("epoch0");
        args.put("shuffle", shuffle);
        if (own) {
            Object g = torch.call("Generator");
            torch.call("Generator.manual_seed", g, c.get("seed").asLong());
            args.put("generator", g);
        }
        Tensor data = torch.tensor("arange", n);
        Object loader = torch.call("utils.data.DataLoader", one(data), args);
        int epochs = shuffle ? out.size() - (out.has("rand_after") ? 1 : 0) : 1;
        for (int e = 0; e < epochs; e++) {
            List<@Nullable Object> batches = new ArrayList<>();
            torch.items(loader).forEach(batches::add);
            if (shuffle) {
                same(encoded, out, "epoch" + e, torch.tensor("cat", batches), Rule.BITS, 0);
            }
        }
        if (out.has("rand_after")) {
            same(encoded, out, "rand_after", torch.tensor("rand", 4L), Rule.BITS, 0);
        }
    }

    private void gain(String text, JsonNode expected) {
        Expr.Call call = (Expr.Call) Parser.expression(text);
        String nonlinearity = ((Expr.Name) call.function()).id();
        Object param = torch.evaluate(call.arguments().getFirst(), Map.of());
        Object gain = torch.call("nn.init.calculate_gain", nonlinearity, param);
        Results.same(
                expected.asDouble(),
                gain instanceof Number n ? (Object) n.doubleValue() : gain,
                Tolerance.BITS);
    }

    private void words(String seed, JsonNode expected) {
        Tensor.manualSeed(Long.parseLong(seed));
        Object y =
                torch.evaluate(
                        Parser.expression(
                                "torch.empty(8, dtype=torch.int64).random_(0, 2 ** 32 - 1)"),
                        Map.of());
        View actual = ((Tensor) Objects.requireNonNull(y)).view();
        Results.same(new Encoded(Map.of()).list(expected), longs(actual), Tolerance.BITS);
    }

    private enum Rule {
        BITS,
        /** Bits, but 4 ulp of max(|value|, |mean|) for float64. */
        ULPS,
        TOLERANCE
    }

    private static void same(
            Encoded encoded,
            JsonNode out,
            String key,
            @Nullable Object actual,
            Rule rule,
            double mean) {
        View expected = encoded.tensor(out.get(key).asString());
        if (!(actual instanceof Tensor t)) {
            throw new MismatchException(key + ": a tensor", Results.describe(actual), "");
        }
        try {
            if (rule == Rule.ULPS && expected.dtype() == DType.FLOAT64) {
                sameUlps(expected, t.view(), mean);
            } else {
                Comparison.same(
                        expected,
                        t.view(),
                        rule == Rule.TOLERANCE ? Tolerance.FLOAT32 : Tolerance.BITS);
            }
        } catch (MismatchException e) {
            throw e.in(key + ":");
        }
    }

    private static void sameUlps(View expected, View actual, double mean) {
        Comparison.same(expected, actual, Tolerance.FLOAT32);
        for (int i = 0; i < expected.numel(); i++) {
            double e = expected.doubleAt(i);
            double a = actual.doubleAt(i);
            double ulps = Math.abs(a - e) / Math.ulp(Math.max(Math.abs(e), Math.abs(mean)));
            if (ulps > 4) {
                throw new MismatchException(
                        "" + e, "" + a, "error " + ulps + " ulp, tolerance 4 ulp, at " + i);
            }
        }
    }

    private static void sameState(View expected, View actual) {
        View withoutCache = View.allocate(DType.UINT8, expected.shape());
        for (int i = 0; i < actual.numel() && i < expected.numel(); i++) {
            boolean cache = i >= CACHED_NORMAL && i < CACHED_NORMAL + 8;
            withoutCache.setLong(i, (cache ? expected : actual).longAt(i));
        }
        Comparison.same(
                expected,
                withoutCache.shape().equals(actual.shape()) ? withoutCache : actual,
                Tolerance.BITS);
        double e = cachedNormal(expected);
        double a = cachedNormal(actual);
        if (Math.abs(a - e) > 4 * Math.ulp(e)) {
            throw new MismatchException("cached normal " + e, "" + a, "tolerance 4 ulp");
        }
    }

    private static double cachedNormal(View state) {
        long bits = 0;
        for (int i = 7; i >= 0; i--) {
            bits = (bits << 8) | state.longAt(CACHED_NORMAL + i);
        }
        return Double.longBitsToDouble(bits);
    }
}
