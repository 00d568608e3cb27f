package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.nn.Functional;
import dev.cresset.op.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Language models with recorded weights: logits, hidden states and losses of runs to 1e-4, and the
 * tokens that decoding gives.
 */
final class ModelRuns {
    /** What the recordings ask for. */
    private static final Tolerance LOGITS = new Tolerance(1e-4, false);

    private final Map<String, RecordedModel> known;

    ModelRuns(Map<String, RecordedModel> known) {
        this.known = known;
    }

    private static Tensor tensor(Map<String, View> expected, String key) {
        return Tensor.of(Encoded.copy(Objects.requireNonNull(expected.get(key), key)));
    }

    /** Adds the cases of one model: each run, the runs from each whole file, and decoding. */
    void run(Path folder, JsonNode model, List<Path> files, Cases cases) throws IOException {
        String name = "hf " + Json.text(model, "name");
        Path dir = folder.resolve(Json.text(model, "dir"));
        Map<String, View> expected = SafeTensors.read(folder.resolve(Json.text(model, "expected")));
        int number = 0;
        for (JsonNode run : model.get("runs")) {
            cases.run(name + " run #" + number++, () -> same(load(model, dir, dir), run, expected));
        }
        if (files.size() > 1 && model.has("state_dict")) {
            JsonNode first = model.get("runs").get(0);
            for (Path file : files) {
                cases.run(
                        name + " run #0 of " + file.getFileName(),
                        () -> same(load(model, dir, file), first, expected));
            }
        }
        if (model.has("greedy")) {
            JsonNode greedy = model.get("greedy");
            cases.run(name + " greedy", () -> decoded(load(model, dir, dir), greedy));
        }
    }

    private RecordedModel.Loaded load(JsonNode model, Path dir, Path weights) throws IOException {
        String cls = Json.text(model, "cls");
        @Nullable RecordedModel java = known.get(cls);
        if (java == null) {
            throw new SkipException("Cresset does not offer " + cls + " yet");
        }
        return java.load(dir, weights);
    }

    private static void same(RecordedModel.Loaded model, JsonNode run, Map<String, View> expected) {
        Tensor ids = tensor(expected, Json.text(run, "input_ids"));
        Tensor logits = model.logits(ids);
        compare("logits", expected.get(Json.text(run, "logits")), logits);
        int layer = 0;
        JsonNode states = run.get("hidden_states");
        List<Tensor> actual = states.isEmpty() ? List.of() : model.hiddenStates(ids);
        if (states.size() != actual.size()) {
            throw new MismatchException(
                    states.size() + " hidden states", String.valueOf(actual.size()), "");
        }
        for (JsonNode key : states) {
            compare("hidden state " + layer, expected.get(key.asString()), actual.get(layer));
            layer++;
        }
        if (run.has("loss_labels_are_input_ids")) {
            int length = ids.size(1) - 1;
            Tensor loss =
                    Functional.crossEntropy(
                            logits.narrow(1, 0, length).flatten(0, 1),
                            ids.narrow(1, 1, length).flatten());
            double recorded = run.get("loss_labels_are_input_ids").asDouble();
            Results.same(recorded, loss.item().doubleValue(), LOGITS);
        }
    }

    private static void compare(String what, @Nullable View expected, Tensor actual) {
        try {
            Comparison.same(Objects.requireNonNull(expected, what), actual.view(), LOGITS);
        } catch (MismatchException e) {
            throw e.in(what + ":");
        }
    }

    private static void decoded(RecordedModel.Loaded model, JsonNode greedy) {
        long[] ids = longs(greedy.get("input_ids"));
        long[] generated = longs(greedy.get("generated"));
        Tensor start = Tensor.tensor(ids).view(Shape.of(1, ids.length));
        Tensor out = model.generate(start, generated.length - ids.length);
        Texts.same(
                java.util.Arrays.toString(generated),
                java.util.Arrays.toString(out.flatten().toLongArray()));
    }

    private static long[] longs(JsonNode array) {
        List<Long> out = new ArrayList<>();
        array.forEach(n -> out.add(n.asLong()));
        return out.stream().mapToLong(Long::longValue).toArray();
    }
}
