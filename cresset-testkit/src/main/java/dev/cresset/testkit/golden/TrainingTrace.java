package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.testkit.python.Expr;
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
 * A training loop from recorded initial weights: the loss before every step, the first gradients,
 * the final state and the loss in evaluation mode.
 *
 * <p>Tolerances are {@code max(1e-5, 10 d)}, where d is how far the same run in float64 is away.
 */
final class TrainingTrace {
    private final Torch torch;

    TrainingTrace(Torch torch) {
        this.torch = torch;
    }

    void run(JsonNode row, Encoded encoded) {
        String optimizerName = "optim." + Json.text(row, "optimizer");
        JsonNode extra = row.get("extra");
        torch.entry(optimizerName);
        Object model = ModelText.of(Json.text(row, "model")).build(torch);
        load(row.get("init"), model, encoded);
        sameNames(row, model);
        torch.call("Module.train", model, true);
        List<@Nullable Object> args = new ArrayList<>();
        args.add(torch.call("Module.parameters", model));
        Object optimizer = torch.call(optimizerName, args, OptimizerTrace.hyper(row, encoded));
        long steps = row.get("steps").asLong();
        Object scheduler =
                extra.path("cosine").asBoolean(false)
                        ? torch.call("optim.lr_scheduler.CosineAnnealingLR", optimizer, steps)
                        : null;
        JsonNode distance = row.get("float32_vs_float64");
        Tolerance lossTolerance = Tolerance.of(distance.get("loss").asDouble());
        for (int t = 0; t < steps; t++) {
            torch.call("Optimizer.zero_grad", optimizer);
            Tensor loss = loss(row, model, encoded);
            loss.backward();
            if (t == 0) {
                firstGradients(row, model, encoded);
            }
            if (extra.has("clip")) {
                torch.call(
                        "nn.utils.clip_grad_norm_",
                        torch.call("Module.parameters", model),
                        extra.get("clip").asDouble());
            }
            torch.call("Optimizer.step", optimizer);
            if (scheduler != null) {
                torch.call("LRScheduler.step", scheduler);
            }
            sameLoss(row.get("loss").get(t).asDouble(), loss, lossTolerance, "loss " + t);
        }
        finalState(row, model, encoded);
        evaluation(row, model, encoded, lossTolerance);
    }

    /*
     * Where the gradient of a parameter is mathematically 0 (a convolution's bias before a batch norm), Adam
     * turns rounding noise into steps of size lr, and in evaluation mode the loss depends on where they led.
     * So the trained model is as close as its state is, and with the recorded final state it is as close as
     * losses are.
     */
    private void evaluation(JsonNode row, Object model, Encoded encoded, Tolerance lossTolerance) {
        torch.call("Module.train", model, false);
        double expected = row.get("eval_loss_after").asDouble();
        JsonNode distance = row.get("float32_vs_float64");
        double natural = distance.get("loss").asDouble();
        for (JsonNode d : distance.get("params")) {
            natural = Math.max(natural, d.asDouble());
        }
        sameLoss(
                expected,
                loss(row, model, encoded),
                Tolerance.of(natural),
                "loss in evaluation mode");
        load(row.get("final"), model, encoded);
        sameLoss(
                expected,
                loss(row, model, encoded),
                lossTolerance,
                "loss in evaluation mode of the recorded final state");
    }

    private void load(JsonNode entries, Object model, Encoded encoded) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        for (JsonNode e : entries) {
            View v = encoded.tensor(e.get(1).asString());
            state.put(e.get(0).asString(), Tensor.of(Encoded.copy(v)));
        }
        torch.call("Module.load_state_dict", model, state);
    }

    private void sameNames(JsonNode row, Object model) {
        List<String> names = new ArrayList<>();
        row.get("parameters").forEach(p -> names.add(p.asString()));
        Texts.same(names.toString(), parameters(model).keySet().toString());
    }

    private Map<String, Tensor> parameters(Object model) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        for (Object pair : torch.items(torch.call("Module.named_parameters", model))) {
            List<@Nullable Object> p = Objects.requireNonNull(Results.itemsOf(pair));
            out.put(String.valueOf(p.get(0)), (Tensor) Objects.requireNonNull(p.get(1)));
        }
        return out;
    }

    private Tensor loss(JsonNode row, Object model, Encoded encoded) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> d : row.get("data").properties()) {
            View v = encoded.tensor(d.getValue().asString());
            variables.put(d.getKey(), Tensor.of(Encoded.copy(v)));
        }
        Function call = (args, kwargs) -> Modules.call(torch, model, args, kwargs);
        variables.put("model", call);
        Expr loss = Parser.expression(Json.text(row, "loss_fn"));
        return (Tensor) Objects.requireNonNull(torch.evaluate(loss, variables));
    }

    private void sameLoss(double expected, Tensor loss, Tolerance tolerance, String at) {
        try {
            Results.same(expected, OptimizerTrace.number(torch, loss), tolerance);
        } catch (MismatchException e) {
            throw e.in(at + ":");
        }
    }

    private void firstGradients(JsonNode row, Object model, Encoded encoded) {
        Map<String, Tensor> parameters = parameters(model);
        for (Map.Entry<String, JsonNode> e : row.get("first_grads").properties()) {
            Tensor p = Objects.requireNonNull(parameters.get(e.getKey()), e.getKey());
            Gradients.compare(
                    e.getKey(), e.getValue().asString(), p.grad(), encoded, Tolerance.FLOAT32);
        }
    }

    private void finalState(JsonNode row, Object model, Encoded encoded) {
        Map<?, ?> state =
                (Map<?, ?>) Objects.requireNonNull(torch.call("Module.state_dict", model));
        JsonNode distances = row.get("float32_vs_float64").get("params");
        for (JsonNode e : row.get("final")) {
            String entry = e.get(0).asString();
            Tensor t = (Tensor) Objects.requireNonNull(state.get(entry), entry);
            try {
                Comparison.same(
                        encoded.tensor(e.get(1).asString()),
                        t.view(),
                        Tolerance.of(distances.path(entry).asDouble(0)));
            } catch (MismatchException m) {
                throw m.in("final " + entry + ":");
            }
        }
    }
}
