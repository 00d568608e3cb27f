package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Function;
import dev.cresset.testkit.python.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The learning rates of a scheduler, step by step, and the momenta where it moves them. */
final class SchedulerTrace {
    private static final Tolerance DOUBLE = new Tolerance(1e-12, false);

    private final Torch torch;

    SchedulerTrace(Torch torch) {
        this.torch = torch;
    }

    void run(JsonNode row, Encoded encoded) {
        String cls = path(Json.text(row, "scheduler"));
        torch.entry(cls);
        Object optimizer = optimizer(row);
        Object scheduler = construct(cls, optimizer, encoded.map(row.get("kwargs")));
        compare(row, optimizer, 0);
        for (int t = 1; t < row.get("lr").size(); t++) {
            torch.call("Optimizer.step", optimizer);
            if (row.has("metrics")) {
                torch.call("LRScheduler.step", scheduler, row.get("metrics").get(t - 1).asDouble());
            } else {
                torch.call("LRScheduler.step", scheduler);
            }
            compare(row, optimizer, t);
        }
        if (row.has("get_last_lr")) {
            Results.same(
                    encoded.list(row.get("get_last_lr")),
                    torch.call("LRScheduler.get_last_lr", scheduler),
                    DOUBLE);
        }
    }

    private static String path(String cls) {
        return (cls.equals("SWALR") ? "optim.swa_utils." : "optim.lr_scheduler.") + cls;
    }

    private @Nullable Object optimizer(JsonNode row) {
        List<@Nullable Object> groups = new ArrayList<>();
        for (JsonNode lr : row.get("base_lrs")) {
            Tensor zero = Tensor.of(View.allocate(DType.FLOAT32, Shape.of(1)));
            Map<String, @Nullable Object> group = new LinkedHashMap<>();
            List<@Nullable Object> members = new ArrayList<>();
            members.add(torch.call("nn.Parameter", zero, true));
            group.put("params", members);
            group.put("lr", lr.asDouble());
            groups.add(group);
        }
        List<@Nullable Object> args = new ArrayList<>();
        args.add(groups);
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        if (Json.text(row, "optimizer").equals("SGD")) {
            options.put("lr", row.get("base_lrs").get(0).asDouble());
            options.put("momentum", 0.9);
        }
        return torch.call("optim." + Json.text(row, "optimizer"), args, options);
    }

    /* Functions and inner schedulers are recorded as texts: "e -> 0.95**e", "ConstantLR(0.1, 4)". */
    private @Nullable Object construct(
            String cls, @Nullable Object optimizer, Map<String, @Nullable Object> kwargs) {
        if (kwargs.get("lr_lambda") instanceof String text) {
            String python = text.replaceAll("(\\w+) ->", "lambda $1:");
            kwargs.put("lr_lambda", torch.evaluate(Parser.expression(python), Map.of()));
        }
        List<@Nullable Object> args = new ArrayList<>();
        args.add(optimizer);
        if (kwargs.remove("schedulers") instanceof String text) {
            Object inner =
                    torch.evaluate(Parser.expression("[" + text + "]"), inner(optimizer, text));
            if (cls.endsWith("ChainedScheduler")) {
                args.set(0, inner);
            } else {
                args.add(inner);
            }
        }
        return torch.call(cls, args, kwargs);
    }

    private Map<String, Object> inner(@Nullable Object optimizer, String text) {
        Map<String, Object> out = new LinkedHashMap<>();
        var names = java.util.regex.Pattern.compile("(\\w+)\\(").matcher(text);
        while (names.find()) {
            String cls = path(names.group(1));
            Function constructor =
                    (args, kwargs) -> {
                        List<@Nullable Object> all = new ArrayList<>();
                        all.add(optimizer);
                        all.addAll(args);
                        return torch.call(cls, all, kwargs);
                    };
            out.put(names.group(1), constructor);
        }
        return out;
    }

    private void compare(JsonNode row, @Nullable Object optimizer, int t) {
        List<@Nullable Object> groups =
                Objects.requireNonNull(
                        Results.itemsOf(torch.call("Optimizer.param_groups", optimizer)));
        JsonNode moved = row.get("momentum_or_betas");
        for (int g = 0; g < groups.size(); g++) {
            Map<?, ?> group = (Map<?, ?>) Objects.requireNonNull(groups.get(g));
            try {
                Results.same(row.get("lr").get(t).get(g).asDouble(), group.get("lr"), DOUBLE);
                if (moved != null) {
                    Object actual =
                            group.containsKey("momentum")
                                    ? group.get("momentum")
                                    : group.get("betas");
                    Results.same(new Encoded(Map.of()).decode(moved.get(t).get(g)), actual, DOUBLE);
                }
            } catch (MismatchException e) {
                throw e.in("step " + t + " group " + g + ":");
            }
        }
    }
}
