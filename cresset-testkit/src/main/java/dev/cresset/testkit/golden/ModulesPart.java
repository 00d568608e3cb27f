package dev.cresset.testkit.golden;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.engine.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Modules in training and evaluation mode: text, entries, results, gradients of inputs and
 * parameters, and what a call changes in the state.
 */
final class ModulesPart implements Part {
    private final Torch torch;

    ModulesPart(Torch torch) {
        this.torch = torch;
    }

    @Override
    public String name() {
        return "modules";
    }

    @Override
    public void run(Path folder, Cases cases) throws IOException {
        Map<String, Map<String, View>> files = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode row : Json.read(folder.resolve("manifest.json")).get("cases")) {
            String cls = Json.text(row, "cls");
            int number = counts.merge(cls, 1, Integer::sum) - 1;
            Path file = folder.resolve(Json.text(row, "file"));
            Map<String, View> tensors =
                    files.computeIfAbsent(file.toString(), f -> SafeTensors.readUnchecked(file));
            for (String mode : new String[] {"train", "eval"}) {
                cases.run(cls + " #" + number + " " + mode, () -> run(row, mode, tensors));
            }
        }
        if (Files.exists(folder.resolve("errors.json"))) {
            errors(folder, cases);
        }
    }

    /* Constructors or calls that PyTorch refuses. */
    private void errors(Path folder, Cases cases) throws IOException {
        Encoded encoded = new Encoded(SafeTensors.read(folder.resolve("errors.safetensors")));
        int i = 0;
        for (JsonNode row : Json.read(folder.resolve("errors.json")).get("errors")) {
            cases.run(Json.text(row, "cls") + " error #" + i++, () -> error(row, encoded));
        }
    }

    private void error(JsonNode row, Encoded encoded) {
        String skip = ErrorRule.skipReason(Json.text(row, "error"));
        if (skip != null) {
            throw new SkipException(skip);
        }
        Leaves leaves = new Leaves();
        try {
            Object module = Modules.construct(torch, encoded.module(row.get("ctor")), leaves);
            call(row, row, module, leaves, encoded);
        } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
            leaves.unchanged();
            return;
        }
        throw new MismatchException(
                "an error (PyTorch: "
                        + Json.text(row, "error")
                        + ": "
                        + Json.text(row, "message")
                        + ")",
                "a result",
                "");
    }

    /*
     * Recordings of modules do not say how far float32 is from float64, as those of ops do. Where a result is
     * further away than 1e-5, that is found out, and ten times as much is allowed, as for ops.
     */
    private void run(JsonNode row, String mode, Map<String, View> tensors) {
        try {
            run(row, mode, tensors, Tolerance.FLOAT32);
        } catch (MismatchException e) {
            double natural =
                    NaturalError.of(
                            values(row, mode, tensors, false), values(row, mode, tensors, true));
            Tolerance wider = Tolerance.of(natural);
            if (wider.equals(Tolerance.FLOAT32)) {
                throw e;
            }
            run(row, mode, tensors, wider);
        }
    }

    /** Returns results and gradients of a call, of float32 or float64. */
    private List<@Nullable Tensor> values(
            JsonNode row, String mode, Map<String, View> tensors, boolean wide) {
        Encoded encoded = new Encoded(tensors);
        Leaves leaves = new Leaves(wide);
        Object module = Modules.construct(torch, encoded.module(row.get("ctor")), leaves);
        if (wide) {
            torch.call("Module.double", module);
        }
        load(row, module, encoded);
        torch.call("Module.train", module, mode.equals("train"));
        JsonNode expected = row.get(mode);
        Object out = call(row, expected, module, leaves, encoded);
        List<@Nullable Tensor> values = new ArrayList<>(Results.tensors(out));
        if (expected.has("cotangents")) {
            Gradients.backward(expected.get("cotangents"), Results.tensors(out), encoded);
            for (String leaf : expected.get("input_grads").propertyNames()) {
                values.add(Objects.requireNonNull(leaves.get(leaf), leaf).grad());
            }
            parameters(module).values().forEach(p -> values.add(p.grad()));
        }
        return values;
    }

    private void load(JsonNode row, Object module, Encoded encoded) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        for (JsonNode e : row.get("state_dict")) {
            View v = encoded.tensor(e.get(3).asString());
            state.put(e.get(0).asString(), Tensor.of(Encoded.copy(v)));
        }
        torch.call("Module.load_state_dict", module, state);
    }

    private @Nullable Object call(
            JsonNode row, JsonNode expected, Object module, Leaves leaves, Encoded encoded) {
        List<@Nullable Object> args = leaves.list(encoded.list(row.get("forward_args")));
        Map<String, @Nullable Object> kwargs = leaves.map(encoded.map(row.get("forward_kwargs")));
        if (expected.has("seed")) {
            Tensor.manualSeed(expected.get("seed").asLong());
        }
        return Modules.call(torch, module, args, kwargs);
    }

    private void run(JsonNode row, String mode, Map<String, View> tensors, Tolerance tolerance) {
        Encoded encoded = new Encoded(tensors);
        Leaves leaves = new Leaves();
        Object module = Modules.construct(torch, encoded.module(row.get("ctor")), leaves);
        Texts.same(Json.text(row, "repr"), PythonText.str(module));
        entries(row, module);
        load(row, module, encoded);
        torch.call("Module.train", module, mode.equals("train"));
        JsonNode expected = row.get(mode);
        Object out = call(row, expected, module, leaves, encoded);
        Results.same(encoded.decode(expected.get("out")), out, tolerance);
        if (expected.has("cotangents")) {
            gradients(expected, out, module, leaves, encoded, tolerance);
        }
        stateAfter(row, expected, module, encoded);
    }

    private void entries(JsonNode row, Object module) {
        List<String> expected = new ArrayList<>();
        for (JsonNode e : row.get("state_dict")) {
            expected.add(
                    e.get(0).asString()
                            + " "
                            + e.get(1).asString()
                            + " "
                            + e.get(2).toString().replace(",", ", "));
        }
        List<String> actual = new ArrayList<>();
        state(module)
                .forEach((name, t) ->
                        actual.add(
                                name
                                        + " "
                                        + t.view().dtype().text()
                                        + " "
                                        + t.view().shape().listText()));
        Texts.same(expected.toString(), actual.toString());
        List<String> parameters = new ArrayList<>();
        row.get("parameters").forEach(p -> parameters.add(p.asString()));
        Texts.same(parameters.toString(), parameters(module).keySet().toString());
    }

    private Map<String, Tensor> state(Object module) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        Map<?, ?> state = (Map<?, ?>) torch.call("Module.state_dict", module);
        Objects.requireNonNull(state)
                .forEach((name, t) -> out.put(String.valueOf(name), (Tensor) t));
        return out;
    }

    private Map<String, Tensor> parameters(Object module) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        for (Object pair : torch.items(torch.call("Module.named_parameters", module))) {
            List<@Nullable Object> p = Objects.requireNonNull(Results.itemsOf(pair));
            out.put(String.valueOf(p.get(0)), (Tensor) Objects.requireNonNull(p.get(1)));
        }
        return out;
    }

    private void gradients(
            JsonNode expected,
            @Nullable Object out,
            Object module,
            Leaves leaves,
            Encoded encoded,
            Tolerance tolerance) {
        Gradients.backward(expected.get("cotangents"), Results.tensors(out), encoded);
        for (Map.Entry<String, JsonNode> e : expected.get("input_grads").properties()) {
            Tensor leaf = Objects.requireNonNull(leaves.get(e.getKey()), e.getKey());
            Gradients.compare(e.getKey(), key(e.getValue()), leaf.grad(), encoded, tolerance);
        }
        Map<String, Tensor> parameters = parameters(module);
        for (Map.Entry<String, JsonNode> e : expected.get("param_grads").properties()) {
            Tensor p = Objects.requireNonNull(parameters.get(e.getKey()), e.getKey());
            Gradients.compare(e.getKey(), key(e.getValue()), p.grad(), encoded, tolerance);
        }
    }

    private static @Nullable String key(JsonNode json) {
        return json.isNull() ? null : json.asString();
    }

    /* Entries that the call changed have their recorded values, all others those loaded, bit for bit. */
    private void stateAfter(JsonNode row, JsonNode expected, Object module, Encoded encoded) {
        Map<String, Tensor> state = state(module);
        JsonNode changed = expected.path("state_after");
        Set<String> names = new java.util.HashSet<>(changed.propertyNames());
        for (JsonNode e : row.get("state_dict")) {
            String entry = e.get(0).asString();
            boolean mayDiffer = names.contains(entry);
            String key = mayDiffer ? Json.text(changed, entry) : e.get(3).asString();
            try {
                Comparison.same(
                        encoded.tensor(key),
                        Objects.requireNonNull(state.get(entry)).view(),
                        mayDiffer ? Tolerance.FLOAT32 : Tolerance.BITS);
            } catch (MismatchException m) {
                throw m.in(entry + " after the call:");
            }
        }
    }
}
