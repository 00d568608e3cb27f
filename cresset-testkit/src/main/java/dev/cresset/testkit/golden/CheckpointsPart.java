package dev.cresset.testkit.golden;

import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.checkpoint.CheckpointException;
import dev.cresset.checkpoint.Value;
import dev.cresset.engine.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Checkpoint files: valid ones hold the recorded tree, bad ones are refused by a {@link
 * CheckpointException} and leave no file behind; models of other projects' layouts load by name.
 */
final class CheckpointsPart implements Part {
    private final ModelRuns models;

    CheckpointsPart(Map<String, RecordedModel> models) {
        this.models = new ModelRuns(models);
    }

    @Override
    public String name() {
        return "checkpoints";
    }

    @Override
    public void run(Path folder, Cases cases) throws IOException {
        for (JsonNode row : Json.read(folder.resolve("index.json")).get("files")) {
            String file = Json.text(row, "file");
            cases.run(file, () -> file(folder, file, row));
        }
        Path index = folder.resolve("hf/index.json");
        if (Files.exists(index)) {
            for (JsonNode model : Json.read(index).get("models")) {
                model(folder, model, cases);
            }
        }
    }

    private static void file(Path folder, String file, JsonNode row) throws IOException {
        Path path = folder.resolve(file);
        switch (Json.text(row, "class")) {
            case "valid" -> {
                JsonNode expect = Json.read(folder.resolve(Json.text(row, "expect")));
                Map<String, View> tensors =
                        SafeTensors.read(folder.resolve(Json.text(row, "tensors")));
                Value actual = Checkpoint.read(path);
                new CheckpointTree(tensors).same("", expect.get("expect"), actual);
            }
            case "st_valid" -> safetensors(row.get("expect"), Checkpoint.read(path));
            case "bad", "st_bad" -> bad(path, Json.text(row, "must"));
            default ->
                    throw new SkipException(
                            "checkpoints of class " + Json.text(row, "class") + " are unknown");
        }
    }

    private static void safetensors(JsonNode expect, Value actual) {
        if (!(actual instanceof Value.MapValue map)) {
            throw new MismatchException("a map of tensors", String.valueOf(actual), "");
        }
        if (!expect.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> e : expect.properties()) {
            Value value = map.get(e.getKey());
            if (!(value instanceof Value.TensorValue t)) {
                throw new MismatchException("tensor " + e.getKey(), String.valueOf(value), "");
            }
            View view = t.tensor().view();
            JsonNode values = e.getValue().get(2);
            Texts.same(e.getValue().get(0).asString(), view.dtype().text());
            Texts.same(e.getValue().get(1).toString(), view.shape().listText().replace(" ", ""));
            for (int i = 0; i < view.numel(); i++) {
                double expected = number(values.get(i));
                if (Double.compare(expected, view.doubleAt(i)) != 0) {
                    throw new MismatchException(
                            e.getKey() + "[" + i + "] " + expected,
                            String.valueOf(view.doubleAt(i)),
                            "");
                }
            }
        }
    }

    private static double number(JsonNode json) {
        return switch (new Encoded(Map.of()).decode(json)) {
            case Number n -> n.doubleValue();
            case Boolean b -> b ? 1 : 0;
            case null, default -> throw new IllegalArgumentException("recording: " + json);
        };
    }

    private static void bad(Path path, String must) throws IOException {
        Set<Path> before = listing(path);
        String verdict;
        try {
            Value read = Checkpoint.read(path);
            verdict = "load";
            Objects.requireNonNull(read.toString());
        } catch (CheckpointException e) {
            verdict = "reject";
        }
        if (!must.equals("either") && !must.equals(verdict)) {
            throw new MismatchException(must, verdict, "");
        }
        Set<Path> after = listing(path);
        after.removeAll(before);
        if (!after.isEmpty()) {
            throw new MismatchException("no file written", after.toString(), "");
        }
    }

    private static Set<Path> listing(Path path) throws IOException {
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(path.toAbsolutePath().getParent()))) {
            return files.collect(Collectors.toCollection(HashSet::new));
        }
    }

    private void model(Path folder, JsonNode model, Cases cases) throws IOException {
        String modelName = Json.text(model, "name");
        Path dir = folder.resolve(Json.text(model, "dir"));
        List<Path> files;
        try (Stream<Path> all = Files.list(dir)) {
            files =
                    all.filter(f -> f.toString().matches(".*\\.(safetensors|bin)"))
                            .filter(f -> !f.endsWith("expected.safetensors"))
                            .sorted()
                            .toList();
        }
        models.run(folder, model, files, cases);
        for (Path file : files) {
            cases.run("hf " + modelName + " " + file.getFileName(), () -> names(file, model));
        }
    }

    /* Every tensor of the file is an entry of the model, with its dtype and shape. */
    private static void names(Path file, JsonNode model) throws IOException {
        Map<String, String> entries = new HashMap<>();
        for (JsonNode e : model.path("state_dict")) {
            String shape = e.get(2).toString().replace(",", ", ");
            entries.put(e.get(0).asString(), e.get(1).asString() + " " + shape);
        }
        Checkpoint.load(file)
                .forEach((tensor, t) -> {
                    View view = t.view();
                    if (entries.isEmpty()) {
                        return; // a sharded model's entries were not recorded
                    }
                    String actual = view.dtype().text() + " " + view.shape().listText();
                    Texts.same(tensor + " " + entries.get(tensor), tensor + " " + actual);
                });
    }
}
