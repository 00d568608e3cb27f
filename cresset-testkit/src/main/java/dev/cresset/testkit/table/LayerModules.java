package dev.cresset.testkit.table;

import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.ModuleDict;
import dev.cresset.nn.ModuleList;
import dev.cresset.nn.ParameterDict;
import dev.cresset.nn.ParameterList;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.testkit.python.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Constructors of {@code torch.nn}. A module whose call is not one tensor to one tensor adds a line
 * {@code nn.X.forward} with its Python parameters after {@code self}.
 */
final class LayerModules {
    /** Arguments that every constructor takes: where and of what the parameters are. */
    static final String FACTORY = ", device=None, dtype=None";

    private LayerModules() {}

    static void addTo(TorchTable t) {
        t.op("nn.Module", "", a -> new Module());
        t.op("nn.Sequential", "*args", LayerModules::sequential);
        t.op(
                "nn.Linear",
                "in_features, out_features, bias=True" + FACTORY,
                a ->
                        new Linear(
                                a.index("in_features"),
                                a.index("out_features"),
                                o -> linear(a, o)));
        t.op("nn.ModuleList", "modules=[]", a -> new ModuleList(a.list(Module.class, "modules")));
        t.op("nn.ModuleDict", "modules={}", a -> new ModuleDict(named(Module.class, a, "modules")));
        t.op("nn.ParameterList", "values=[]", a -> new ParameterList(a.items("values")));
        t.op(
                "nn.ParameterDict",
                "parameters={}",
                a -> new ParameterDict(named(Object.class, a, "parameters")));
        t.op("nn.ReLU", "inplace=False", a -> new ReLU(o -> o.inplace(a.bool("inplace"))));
    }

    private static Linear.Options linear(Arguments a, Linear.Options o) {
        Linear.Options p = o.bias(a.bool("bias"));
        return a.isNone("dtype") ? p : p.dtype(TensorMembers.dtype(a));
    }

    private static Sequential sequential(Arguments a) {
        List<@Nullable Object> args = a.items("args");
        if (args.size() == 1 && args.getFirst() instanceof Map<?, ?> named) {
            LinkedHashMap<String, Layer> layers = new LinkedHashMap<>();
            named.forEach((name, layer) -> layers.put((String) name, (Layer) layer));
            return new Sequential(layers);
        }
        /* Python's class takes any module; what is no layer can be held, but not called. */
        if (args.stream().anyMatch(m -> !(m instanceof Layer))) {
            Sequential out = new Sequential();
            for (Module m : a.list(Module.class, "args")) {
                out.register(Integer.toString(out.size()), m);
            }
            return out;
        }
        return new Sequential(a.list(Layer.class, "args"));
    }

    private static <T> SequencedMap<String, @Nullable T> named(
            Class<T> type, Arguments a, String name) {
        SequencedMap<String, @Nullable T> out = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : ((Map<?, ?>) a.as(Map.class, name)).entrySet()) {
            out.put((String) e.getKey(), type.cast(e.getValue()));
        }
        return out;
    }
}
