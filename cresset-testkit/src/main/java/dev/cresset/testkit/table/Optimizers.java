package dev.cresset.testkit.table;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.optim.ASGD;
import dev.cresset.optim.Adadelta;
import dev.cresset.optim.Adafactor;
import dev.cresset.optim.Adagrad;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.Adamax;
import dev.cresset.optim.LBFGS;
import dev.cresset.optim.Muon;
import dev.cresset.optim.NAdam;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.OptimizerOptions;
import dev.cresset.optim.ParamGroup;
import dev.cresset.optim.RAdam;
import dev.cresset.optim.RMSprop;
import dev.cresset.optim.Rprop;
import dev.cresset.optim.SGD;
import dev.cresset.testkit.python.Arguments;
import dev.cresset.testkit.python.Function;
import dev.cresset.testkit.python.UnsupportedArgumentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** {@code torch.optim}: constructors of optimisers, and the members of all of them. */
final class Optimizers {
    private static final String KERNELS =
            ", foreach=None, maximize=False, differentiable=False, capturable=False";
    private static final String ADAM =
            "params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, %s, amsgrad=False, *, foreach=None,"
                    + " maximize=False, capturable=False, differentiable=False, fused=None";

    private Optimizers() {}

    static void addTo(TorchTable t) {
        t.op(
                "optim.SGD",
                "params, lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False, *,"
                        + " maximize=False, foreach=None, differentiable=False, fused=None",
                a -> new SGD(groups(a), o -> options(a, o)));
        t.op(
                "optim.Adam",
                ADAM.formatted("weight_decay=0") + ", decoupled_weight_decay=False",
                a -> new Adam(groups(a), o -> options(a, o)));
        t.op(
                "optim.AdamW",
                ADAM.formatted("weight_decay=0.01"),
                a -> new AdamW(groups(a), o -> options(a, o)));
        t.op(
                "optim.NAdam",
                "params, lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0,"
                        + " momentum_decay=0.004, decoupled_weight_decay=False, *"
                        + KERNELS,
                a -> new NAdam(groups(a), o -> options(a, o)));
        t.op(
                "optim.RAdam",
                "params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0,"
                        + " decoupled_weight_decay=False, *"
                        + KERNELS,
                a -> new RAdam(groups(a), o -> options(a, o)));
        t.op(
                "optim.Adamax",
                "params, lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0" + KERNELS,
                a -> new Adamax(groups(a), o -> options(a, o)));
        t.op(
                "optim.Adagrad",
                "params, lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0,"
                        + " eps=1e-10, foreach=None, *, maximize=False, differentiable=False,"
                        + " fused=None",
                a -> new Adagrad(groups(a), o -> options(a, o)));
        t.op(
                "optim.Adadelta",
                "params, lr=1.0, rho=0.9, eps=1e-06, weight_decay=0, foreach=None, *,"
                        + " capturable=False, maximize=False, differentiable=False",
                a -> new Adadelta(groups(a), o -> options(a, o)));
        t.op(
                "optim.RMSprop",
                "params, lr=0.01, alpha=0.99, eps=1e-08, weight_decay=0, momentum=0,"
                        + " centered=False, capturable=False, foreach=None, maximize=False,"
                        + " differentiable=False",
                a -> new RMSprop(groups(a), o -> options(a, o)));
        t.op(
                "optim.Rprop",
                "params, lr=0.01, etas=(0.5, 1.2), step_sizes=(1e-06, 50), *" + KERNELS,
                a -> new Rprop(groups(a), o -> options(a, o)));
        t.op(
                "optim.ASGD",
                "params, lr=0.01, lambd=0.0001, alpha=0.75, t0=1000000.0, weight_decay=0" + KERNELS,
                a -> new ASGD(groups(a), o -> options(a, o)));
        t.op(
                "optim.Adafactor",
                "params, lr=0.01, beta2_decay=-0.8, eps=(None, 0.001), d=1.0, weight_decay=0.0, *,"
                        + " foreach=None, maximize=False",
                a -> new Adafactor(groups(a), o -> options(a, o)));
        t.op(
                "optim.Muon",
                "params, lr=0.001, weight_decay=0.1, momentum=0.95, nesterov=True,"
                        + " ns_coefficients=(3.4445, -4.775, 2.0315), eps=1e-07, ns_steps=5,"
                        + " adjust_lr_fn=None",
                a -> new Muon(groups(a), o -> options(a, o)));
        t.op(
                "optim.LBFGS",
                "params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-07,"
                        + " tolerance_change=1e-09, history_size=100, line_search_fn=None",
                a -> new LBFGS(groups(a), o -> options(a, o)));
        members(t);
    }

    private static void members(TorchTable t) {
        t.op("Optimizer.step", "self, closure=None", Optimizers::step);
        t.op(
                "Optimizer.zero_grad",
                "self, set_to_none=True",
                a -> {
                    self(a).zeroGrad(a.bool("set_to_none"));
                    return null;
                });
        t.op("Optimizer.state_dict", "self", a -> self(a).stateDict());
        t.op(
                "Optimizer.load_state_dict",
                "self, state_dict",
                a -> {
                    self(a).loadStateDict(a.as(Map.class, "state_dict"));
                    return null;
                });
        t.property(
                "Optimizer.param_groups",
                a -> self(a).paramGroups().stream().map(Optimizers::dict).toList());
    }

    private static Optimizer<?> self(Arguments a) {
        return a.as(Optimizer.class, "self");
    }

    private static @Nullable Object step(Arguments a) {
        if (a.isNone("closure")) {
            self(a).step();
            return null;
        }
        Function closure = a.as(Function.class, "closure");
        return self(a).step(() -> tensor(a, closure.call(List.of(), Map.of())));
    }

    private static Map<String, @Nullable Object> dict(ParamGroup<?> group) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("params", group.params());
        out.putAll(group.options().toMap());
        return out;
    }

    /* Tensors, (name, tensor) pairs, or dicts with options of their own. */
    private static <O extends OptimizerOptions<O>> List<ParamGroup<O>> groups(Arguments a) {
        List<@Nullable Object> params = a.items("params");
        if (!params.isEmpty() && params.getFirst() instanceof Map<?, ?>) {
            return params.stream().map(g -> Optimizers.<O>group(a, (Map<?, ?>) g)).toList();
        }
        return List.of(Optimizers.<O>group(a, Map.of("params", params)));
    }

    private static <O extends OptimizerOptions<O>> ParamGroup<O> group(
            Arguments a, @Nullable Map<?, ?> dict) {
        List<Tensor> params = new ArrayList<>();
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        Map<?, ?> group = java.util.Objects.requireNonNull(dict);
        for (Object p : (List<?>) java.util.Objects.requireNonNull(group.get("params"))) {
            if (p instanceof Tuple pair) {
                named.put((String) pair.items().get(0), tensor(a, pair.items().get(1)));
            } else {
                params.add(tensor(a, p));
            }
        }
        return named.isEmpty()
                ? ParamGroup.of(params, o -> options(group, o))
                : ParamGroup.of(named, o -> options(group, o));
    }

    private static Tensor tensor(Arguments a, @Nullable Object value) {
        if (value instanceof Tensor t) {
            return t;
        }
        throw new UnsupportedArgumentException(
                a.raw("params") + ": parameters must be tensors, not " + value);
    }

    private static <O extends OptimizerOptions<O>> O options(Arguments a, O defaults) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (String key : defaults.toMap().keySet()) {
            if (a.given(key)) {
                given.put(key, a.raw(key));
            }
        }
        return options(given, defaults);
    }

    private static <O extends OptimizerOptions<O>> O options(Map<?, ?> given, O defaults) {
        O o = defaults;
        for (Map.Entry<?, ?> e : given.entrySet()) {
            if (!e.getKey().equals("params")) {
                Object value = e.getValue() instanceof Tensor t ? t.item() : e.getValue();
                o = o.with((String) e.getKey(), value);
            }
        }
        return o;
    }
}
