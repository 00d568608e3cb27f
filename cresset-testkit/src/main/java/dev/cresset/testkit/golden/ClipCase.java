package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gradient clipping, and parameters as one vector. */
final class ClipCase {
    private final Torch torch;

    ClipCase(Torch torch) {
        this.torch = torch;
    }

    void run(JsonNode row, Encoded encoded) {
        String fn = "nn.utils." + Json.text(row, "fn").replaceFirst("\\(.*", "");
        torch.entry(fn);
        List<@Nullable Object> parameters = new ArrayList<>();
        List<@Nullable Object> args = new ArrayList<>();
        args.add(parameters);
        if (row.has("vector")) {
            row.get("params")
                    .forEach(key ->
                            parameters.add(
                                    torch.tensor("nn.Parameter", tensor(encoded, key), true)));
            Object vector = torch.call(fn, args, Map.of());
            same(encoded, row.get("vector"), (Tensor) vector);
            return;
        }
        for (JsonNode key : row.get("grads")) {
            View g = encoded.tensor(key.asString());
            Tensor p =
                    torch.tensor(
                            "nn.Parameter", Tensor.of(View.allocate(g.dtype(), g.shape())), true);
            p.setGrad(tensor(encoded, key));
            parameters.add(p);
        }
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        for (String option : new String[] {"max_norm", "norm_type", "clip_value"}) {
            if (row.has(option)) {
                kwargs.put(option, encoded.decode(row.get(option)));
            }
        }
        Object norm = torch.call(fn, args, kwargs);
        if (row.has("total_norm")) {
            same(encoded, row.get("total_norm"), (Tensor) norm);
        }
        for (int i = 0; i < parameters.size(); i++) {
            same(
                    encoded,
                    row.get("after").get(i),
                    ((Tensor) java.util.Objects.requireNonNull(parameters.get(i))).grad());
        }
    }

    private static Tensor tensor(Encoded encoded, JsonNode key) {
        return Tensor.of(Encoded.copy(encoded.tensor(key.asString())));
    }

    private static void same(Encoded encoded, JsonNode key, @Nullable Tensor actual) {
        Gradients.compare(key.asString(), key.asString(), actual, encoded, Tolerance.FLOAT32);
    }
}
