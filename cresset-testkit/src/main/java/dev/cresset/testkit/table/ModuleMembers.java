package dev.cresset.testkit.table;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import dev.cresset.nn.Named;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members of every module. */
final class ModuleMembers {
    private ModuleMembers() {}

    static void addTo(TorchTable t) {
        t.op(
                "Layer.forward",
                "self, input",
                a -> a.as(Layer.class, "self").call(a.tensor("input")));
        t.op("Module.state_dict", "self", a -> self(a).stateDict());
        t.op(
                "Module.load_state_dict",
                "self, state_dict, strict=True, assign=False",
                ModuleMembers::load);
        t.op("Module.parameters", "self, recurse=True", a -> self(a).parameters(a.bool("recurse")));
        t.op("Module.named_parameters", "self", a -> pairs(self(a).namedParameters()));
        t.op("Module.named_buffers", "self", a -> pairs(self(a).namedBuffers()));
        t.op("Module.children", "self", a -> self(a).children());
        t.op("Module.named_children", "self", a -> pairs(self(a).namedChildren()));
        t.op("Module.train", "self, mode=True", a -> self(a).train(a.bool("mode")));
        t.op("Module.eval", "self", a -> self(a).eval());
        t.op("Module.zero_grad", "self, set_to_none=True", ModuleMembers::zeroGrad);
        t.op(
                "Module.requires_grad_",
                "self, requires_grad=True",
                a -> self(a).requiresGrad_(a.bool("requires_grad")));
        t.op("Module.float", "self", a -> self(a).toFloat());
        t.op("Module.double", "self", a -> self(a).toDouble());
        t.op("Module.half", "self", a -> self(a).toHalf());
        t.op("Module.bfloat16", "self", a -> self(a).toBfloat16());
        t.op("Module.to", "self, dtype", a -> self(a).to(a.as(DType.class, "dtype")));
        t.op("Module.__getitem__", "self, index", a -> self(a).get(a.index("index")));
    }

    private static Module self(Arguments a) {
        return a.as(Module.class, "self");
    }

    private static Object load(Arguments a) {
        LinkedHashMap<String, Tensor> state = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : ((Map<?, ?>) a.as(Map.class, "state_dict")).entrySet()) {
            state.put((String) e.getKey(), (Tensor) e.getValue());
        }
        boolean strict = a.bool("strict");
        boolean assign = a.bool("assign");
        return self(a).loadStateDict(state, o -> o.strict(strict).assign(assign));
    }

    private static Object zeroGrad(Arguments a) {
        Module m = self(a);
        m.zeroGrad(a.bool("set_to_none"));
        return m;
    }

    private static List<PythonText.Tuple> pairs(Named<?> named) {
        return named.stream().map(e -> PythonText.tuple(e.getKey(), e.getValue())).toList();
    }
}
