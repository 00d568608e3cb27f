package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Function;
import dev.cresset.testkit.python.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Ten steps of an optimiser with recorded gradients: the parameters after each, the state and the
 * groups at the end. LBFGS minimises a function instead.
 */
final class OptimizerTrace {
    private static final Map<String, String> FUNCTIONS =
            Map.of(
                    "quadratic", "0.5 * x @ A @ x - b @ x",
                    "rosenbrock", "(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()");

    /*
     * Near a minimum the loss is flat: a rounding of 1e-16 in it, or in the products that a line search
     * compares, is one of 1e-8 in the parameters at worst. Dozens of evaluations pass it on.
     */
    private static final Tolerance MINIMUM = new Tolerance(1e-10, false);

    private final Torch torch;

    OptimizerTrace(Torch torch) {
        this.torch = torch;
    }

    void run(JsonNode row, Encoded encoded) {
        String optimizerName = "optim." + Json.text(row, "optimizer");
        torch.entry(optimizerName);
        List<Tensor> parameters = new ArrayList<>();
        for (JsonNode key : row.get("init")) {
            Tensor value = Tensor.of(Encoded.copy(encoded.tensor(key.asString())));
            parameters.add(torch.tensor("nn.Parameter", value, true));
        }
        List<@Nullable Object> args = new ArrayList<>();
        args.add(groups(row, parameters));
        Object optimizer = torch.call(optimizerName, args, hyper(row, encoded));
        Tolerance tolerance = tolerance(Json.text(row, "dtype"));
        if (row.has("function")) {
            minimise(row, optimizer, parameters.getFirst(), encoded, tolerance);
            return;
        }
        for (int t = 0; t < row.get("grads").size(); t++) {
            for (int i = 0; i < parameters.size(); i++) {
                JsonNode key = row.get("grads").get(t).get(i);
                parameters
                        .get(i)
                        .setGrad(
                                key.isNull()
                                        ? null
                                        : Tensor.of(Encoded.copy(encoded.tensor(key.asString()))));
            }
            torch.call("Optimizer.step", optimizer);
            compare(row.get("params").get(t), parameters, encoded, tolerance, "step " + t);
        }
        Object dict = torch.call("Optimizer.state_dict", optimizer);
        Map<?, ?> state = (Map<?, ?>) Objects.requireNonNull(dict);
        state(row.get("state"), mapAt(state, "state"), encoded, tolerance);
        List<@Nullable Object> groups = new ArrayList<>();
        row.get("param_groups").forEach(group -> groups.add(encoded.map(group)));
        Results.same(plain(groups), plain(get(state, "param_groups")), new Tolerance(1e-12, false));
    }

    /** Returns the recorded hyperparameters; PyTorch's tuples were recorded as lists. */
    static Map<String, @Nullable Object> hyper(JsonNode row, Encoded encoded) {
        return encoded.map(row.get("hyper"));
    }

    static Tolerance tolerance(String dtype) {
        return DType.of(dtype) == DType.FLOAT64 ? new Tolerance(1e-12, false) : Tolerance.FLOAT32;
    }

    private static List<@Nullable Object> groups(JsonNode row, List<Tensor> parameters) {
        if (!row.has("groups")) {
            return new ArrayList<@Nullable Object>(parameters);
        }
        List<@Nullable Object> out = new ArrayList<>();
        for (JsonNode group : row.get("groups")) {
            Map<String, @Nullable Object> g = new Encoded(Map.of()).map(group);
            List<@Nullable Object> members = new ArrayList<>();
            group.get("params").forEach(i -> members.add(parameters.get(i.asInt())));
            g.put("params", members);
            out.add(g);
        }
        return out;
    }

    private static void compare(
            JsonNode keys, List<Tensor> actual, Encoded encoded, Tolerance tolerance, String at) {
        for (int i = 0; i < actual.size(); i++) {
            try {
                Comparison.same(
                        encoded.tensor(keys.get(i).asString()), actual.get(i).view(), tolerance);
            } catch (MismatchException e) {
                throw e.in(at + " parameter " + i + ":");
            }
        }
    }

    private static void state(
            JsonNode expected, Map<?, ?> actual, Encoded encoded, Tolerance tolerance) {
        for (Map.Entry<String, JsonNode> p : expected.properties()) {
            Map<?, ?> slots = mapAt(actual, Long.parseLong(p.getKey()));
            for (Map.Entry<String, JsonNode> slot : p.getValue().properties()) {
                Object got = get(slots, slot.getKey());
                JsonNode want = slot.getValue();
                try {
                    if (want.isString()) {
                        Tensor t = (Tensor) Objects.requireNonNull(got);
                        Comparison.same(encoded.tensor(want.asString()), t.view(), tolerance);
                    } else {
                        Results.same(
                                plain(encoded.decode(want.get("value"))), plain(got), tolerance);
                    }
                } catch (MismatchException e) {
                    throw e.in("state " + p.getKey() + "." + slot.getKey() + ":");
                }
            }
        }
    }

    private static Map<?, ?> mapAt(Map<?, ?> map, Object key) {
        return (Map<?, ?>) Objects.requireNonNull(get(map, key), "no map at " + key);
    }

    private static @Nullable Object get(Map<?, ?> map, Object key) {
        Object k = key instanceof Long n && !map.containsKey(n) ? (Object) n.intValue() : key;
        if (!map.containsKey(k)) {
            throw new MismatchException("entry " + key, "entries " + map.keySet(), "");
        }
        return map.get(k);
    }

    /*
     * Tuples as lists, as the recording has them, and all numbers as doubles: Python's default momentum=0
     * is an int where Java's is a double.
     */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
            m.forEach((k, v) -> out.put(k, plain(v)));
            return out;
        }
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        List<@Nullable Object> items = value instanceof Tensor ? null : Results.itemsOf(value);
        return items == null ? value : items.stream().map(OptimizerTrace::plain).toList();
    }

    private void minimise(
            JsonNode row,
            @Nullable Object optimizer,
            Tensor x,
            Encoded encoded,
            Tolerance tolerance) {
        String text = Objects.requireNonNull(FUNCTIONS.get(Json.text(row, "function")));
        Map<String, Object> variables =
                Map.of(
                        "x", x,
                        "A", torch.tensor("double", Tensor.of(encoded.tensor("lbfgs.A"))),
                        "b", torch.tensor("double", Tensor.of(encoded.tensor("lbfgs.b"))));
        int[] evaluations = {0};
        Function closure =
                (args, kwargs) -> {
                    evaluations[0]++;
                    x.setGrad(null);
                    Tensor loss =
                            (Tensor)
                                    Objects.requireNonNull(
                                            torch.evaluate(Parser.expression(text), variables));
                    loss.backward();
                    return loss;
                };
        for (int t = 0; t < row.get("params").size(); t++) {
            evaluations[0] = 0;
            Object loss = torch.call("Optimizer.step", optimizer, closure);
            compare(row.get("params").get(t), List.of(x), encoded, MINIMUM, "step " + t);
            Results.same(encoded.decode(row.get("loss").get(t)), number(torch, loss), tolerance);
            Results.same(row.get("evals").get(t).asLong(), (long) evaluations[0], tolerance);
        }
    }

    /** Returns a loss as a Python float. */
    static @Nullable Object number(Torch torch, @Nullable Object loss) {
        return loss instanceof Tensor t ? torch.call("Tensor.__float__", t) : loss;
    }
}
