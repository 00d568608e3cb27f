package dev.cresset.testkit.golden;

import dev.cresset.engine.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Optimisers, schedulers, gradient clipping and whole training runs, step by step. */
final class TrainingPart implements Part {
    private final Torch torch;

    TrainingPart(Torch torch) {
        this.torch = torch;
    }

    @Override
    public String name() {
        return "training";
    }

    @Override
    public void run(Path folder, Cases cases) throws IOException {
        each(folder, "optimizers", "optimizer", cases, new OptimizerTrace(torch)::run);
        each(folder, "schedulers", "scheduler", cases, new SchedulerTrace(torch)::run);
        each(folder, "clip", "fn", cases, new ClipCase(torch)::run);
        each(folder, "traces", "name", cases, new TrainingTrace(torch)::run);
    }

    private static void each(
            Path folder,
            String file,
            String nameKey,
            Cases cases,
            BiConsumer<JsonNode, Encoded> body)
            throws IOException {
        Path json = folder.resolve(file + ".json");
        if (!Files.exists(json)) {
            return;
        }
        Path tensors = folder.resolve(file + ".safetensors");
        Map<String, View> views = Files.exists(tensors) ? SafeTensors.read(tensors) : Map.of();
        Encoded encoded = new Encoded(views);
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode row : Json.read(json).get("cases")) {
            String what = Json.text(row, nameKey);
            String by = file.equals("traces") ? " " + Json.text(row, "optimizer") : "";
            int number = counts.merge(what, 1, Integer::sum) - 1;
            cases.run(file + " " + what + by + " #" + number, () -> body.accept(row, encoded));
        }
    }
}
