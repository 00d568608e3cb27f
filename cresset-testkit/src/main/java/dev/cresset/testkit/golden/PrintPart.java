package dev.cresset.testkit.golden;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.engine.Element;
import dev.cresset.engine.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Printed tensors, containers, state dicts and module trees, character for character. */
final class PrintPart implements Part {
    private final Torch torch;

    PrintPart(Torch torch) {
        this.torch = torch;
    }

    @Override
    public String name() {
        return "print";
    }

    @Override
    public void run(Path folder, Cases cases) throws IOException {
        Map<String, View> tensors = SafeTensors.read(folder.resolve("print.safetensors"));
        Encoded encoded = new Encoded(tensors);
        for (JsonNode c : Json.read(folder.resolve("print.json")).get("cases")) {
            String kind = Json.text(c, "kind");
            String what = c.has("recipe") ? Json.text(c, "recipe") : Json.text(c, "group");
            cases.run(
                    kind + " " + what + " #" + c.get("id").asInt(),
                    () -> Texts.same(Json.text(c, "expected"), text(kind, c, encoded)));
        }
    }

    private String text(String kind, JsonNode c, Encoded encoded) {
        return switch (kind) {
            case "tensor" -> tensor(c, encoded);
            case "object" -> PythonText.str(object(c, encoded));
            case "state_dict" -> {
                Object module = evaluate(c, Map.of());
                load(module, c.get("tensors"), "", encoded);
                yield PythonText.str(torch.call("Module.state_dict", module));
            }
            case "module" -> {
                if (c.has("code")) {
                    yield Twins.text(torch, Json.text(c, "code"), Json.text(c, "recipe"));
                }
                yield PythonText.str(evaluate(c, Map.of()));
            }
            default -> throw new SkipException("printed things of kind " + kind + " are unknown");
        };
    }

    private @Nullable Object evaluate(JsonNode c, Map<String, ?> variables) {
        return torch.evaluate(Recipes.expression(Json.text(c, "recipe")), variables);
    }

    private String tensor(JsonNode c, Encoded encoded) {
        View view = encoded.tensor(Json.text(c, "t"));
        if (c.has("strides")) {
            view = Encoded.strided(view, Encoded.ints(c.get("strides")), 0);
        }
        Tensor t = c.has("grad_fn") || c.has("recipe") ? computed(c, view, encoded) : leaf(c, view);
        if (!c.has("printoptions")) {
            return t.toString();
        }
        torch.call("set_printoptions", java.util.List.of(), encoded.map(c.get("printoptions")));
        try {
            return t.toString();
        } finally {
            torch.call("set_printoptions", java.util.List.of(), Map.of("profile", "default"));
        }
    }

    private Tensor leaf(JsonNode c, View view) {
        boolean requiresGrad = c.path("requires_grad").asBoolean(false);
        if (c.path("parameter").asBoolean(false)) {
            return torch.tensor("nn.Parameter", Tensor.of(view), requiresGrad);
        }
        Tensor t = Tensor.of(view);
        return requiresGrad ? t.requiresGrad_(true) : t;
    }

    /*
     * The tensor that the recipe computes from a, b, w, v. Its modules' weights were not recorded:
     * what they computed was, and is filled in. (Two recipes leave the operand out; likewise.)
     */
    private Tensor computed(JsonNode c, View view, Encoded encoded) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        for (String input : new String[] {"a", "b", "w", "v"}) {
            Tensor t = Tensor.of(Encoded.copy(encoded.tensor("grad_fn." + input)));
            variables.put(
                    input, input.equals("a") || input.equals("b") ? t.requiresGrad_(true) : t);
        }
        Map.of(
                        "linear", "nn.Linear(4,2)",
                        "embedding", "nn.Embedding(5,3)",
                        "conv", "nn.Conv2d(1,1,2)",
                        "batchnorm", "nn.BatchNorm1d(4)",
                        "layernorm", "nn.LayerNorm(4)")
                .forEach((name, ctor) -> lazyModule(name, ctor, variables));
        String recipe = Recipes.python(Json.text(c, "recipe"));
        /* [0,1,2] in a call stands for a tensor of integers. */
        recipe = recipe.replaceAll("(?<=[(,])(\\[[\\d,\\[\\]]+\\])(?=\\))", "torch.tensor($1)");
        Tensor t =
                (Tensor)
                        Objects.requireNonNull(
                                torch.evaluate(
                                        dev.cresset.testkit.python.Parser.expression(recipe),
                                        variables));
        boolean random = recipe.matches(".*\\b(linear|embedding|conv|batchnorm|layernorm)\\(.*");
        boolean noOperand = Json.text(c, "recipe").endsWith(" on clone");
        if (random || noOperand) {
            if (!t.view().shape().equals(view.shape())) {
                throw new MismatchException("" + view.shape(), "" + t.view().shape(), "");
            }
            View own = t.view();
            for (int i = 0; i < own.numel(); i++) {
                Element.setDouble(
                        own.dtype(), own.storage(), own.layout().indexOf(i), view.doubleAt(i));
            }
        }
        return t;
    }

    private void lazyModule(String name, String ctor, Map<String, @Nullable Object> variables) {
        variables.put(
                name,
                (dev.cresset.testkit.python.Function)
                        (args, kwargs) -> {
                            Object m =
                                    torch.evaluate(
                                            dev.cresset.testkit.python.Parser.expression(ctor),
                                            Map.of());
                            Object x = args.getFirst();
                            if (x instanceof java.util.List<?>) {
                                x = torch.call("tensor", x);
                            }
                            return Modules.call(torch, m, java.util.Arrays.asList(x), kwargs);
                        });
    }

    private @Nullable Object object(JsonNode c, Encoded encoded) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        JsonNode tensors = c.get("tensors");
        String group = Json.text(c, "group");
        if (group.endsWith(" member access")) {
            String ctor = group.substring(0, group.length() - " member access".length());
            Object module = torch.evaluate(Recipes.expression(ctor), Map.of());
            load(module, tensors, "m.", encoded);
            variables.put("m", module);
        } else if (tensors != null) {
            for (Map.Entry<String, JsonNode> e : tensors.properties()) {
                Tensor t = Tensor.of(Encoded.copy(encoded.tensor(e.getValue().asString())));
                /* The recorder calls its parameters p1, p2, … */
                boolean parameter = e.getKey().startsWith("p");
                variables.put(e.getKey(), parameter ? torch.tensor("nn.Parameter", t, true) : t);
            }
        }
        return evaluate(c, variables);
    }

    private void load(
            @Nullable Object module, @Nullable JsonNode tensors, String prefix, Encoded encoded) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        if (tensors != null) {
            for (Map.Entry<String, JsonNode> e : tensors.properties()) {
                View v = encoded.tensor(e.getValue().asString());
                state.put(e.getKey().substring(prefix.length()), Tensor.of(Encoded.copy(v)));
            }
        }
        torch.call("Module.load_state_dict", module, state);
    }
}
