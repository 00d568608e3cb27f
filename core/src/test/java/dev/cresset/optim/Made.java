package dev.cresset.optim;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Optimisers made as a recording says. */
final class Made {
    private Made() {}

    static Optimizer<?> optimizer(Map<String, Object> row, List<Tensor> params) {
        return switch ((String) row.get("optimizer")) {
            case "SGD" -> Made.<SGD.Options>make(row, params, SGD::new);
            case "Adam" -> Made.<Adam.Options>make(row, params, Adam::new);
            case "AdamW" -> Made.<Adam.Options>make(row, params, AdamW::new);
            case "Adagrad" -> Made.<Adagrad.Options>make(row, params, Adagrad::new);
            case "Adadelta" -> Made.<Adadelta.Options>make(row, params, Adadelta::new);
            case "RMSprop" -> Made.<RMSprop.Options>make(row, params, RMSprop::new);
            case "Adamax" -> Made.<Adamax.Options>make(row, params, Adamax::new);
            case "NAdam" -> Made.<NAdam.Options>make(row, params, NAdam::new);
            case "RAdam" -> Made.<RAdam.Options>make(row, params, RAdam::new);
            case "Rprop" -> Made.<Rprop.Options>make(row, params, Rprop::new);
            case "ASGD" -> Made.<ASGD.Options>make(row, params, ASGD::new);
            case "Adafactor" -> Made.<Adafactor.Options>make(row, params, Adafactor::new);
            case "Muon" -> Made.<Muon.Options>make(row, params, Muon::new);
            case "LBFGS" -> Made.<LBFGS.Options>make(row, params, LBFGS::new);
            default -> throw new AssertionError(row.get("optimizer"));
        };
    }

    private static <O extends OptimizerOptions<O>> Optimizer<O> make(
            Map<String, Object> row,
            List<Tensor> params,
            BiFunction<List<ParamGroup<O>>, UnaryOperator<O>, Optimizer<O>> constructor) {
        List<ParamGroup<O>> groups = new ArrayList<>();
        if (row.get("groups") instanceof List<?> recorded) {
            for (Object group : recorded) {
                List<Tensor> own =
                        ((List<?>) ((Map<?, ?>) group).get("params"))
                                .stream().map(i -> params.get(((Number) i).intValue())).toList();
                groups.add(ParamGroup.of(own, o -> with(o, (Map<?, ?>) group)));
            }
        } else {
            groups.add(ParamGroup.of(params));
        }
        return constructor.apply(groups, o -> with(o, (Map<?, ?>) row.get("hyper")));
    }

    static <O extends OptimizerOptions<O>> O with(O options, Map<?, ?> values) {
        O out = options;
        for (var entry : values.entrySet()) {
            if (!entry.getKey().equals("params")) {
                out = out.with((String) entry.getKey(), entry.getValue());
            }
        }
        return out;
    }
}
