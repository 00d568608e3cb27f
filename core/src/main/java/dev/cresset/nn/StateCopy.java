package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Generator;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Copies all state of a module tree into a new one of the same structure. */
final class StateCopy {
    private StateCopy() {}

    static <M extends Module> M copy(Module from, Supplier<M> make) {
        Generator generator = Tensor.defaultGenerator();
        byte[] before = generator.stateBytes();
        M to = make.get();
        generator.setStateBytes(before);
        Named<Module> modules = from.namedModules("", false);
        check("modules", modules, to.namedModules("", false));
        Named<Parameter> parameters = from.namedParameters(o -> o.removeDuplicate(false));
        Named<Parameter> newParameters = to.namedParameters(o -> o.removeDuplicate(false));
        check("parameters", parameters, newParameters);
        Named<Buffer> buffers = from.namedBuffers(o -> o.removeDuplicate(false));
        Named<Buffer> newBuffers = to.namedBuffers(o -> o.removeDuplicate(false));
        check("buffers", buffers, newBuffers);
        copy(parameters, newParameters);
        copy(buffers, newBuffers);
        List<Module> targets = to.namedModules("", false).values();
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).setTraining(modules.values().get(i).isTraining());
        }
        return to;
    }

    private static void check(String what, Named<?> from, Named<?> to) {
        if (!from.names().equals(to.names())) {
            throw new IllegalArgumentException(
                    "copy: the supplier's module has other "
                            + what
                            + ": "
                            + to.names()
                            + ", this has "
                            + from.names());
        }
        if (!ties(from).equals(ties(to))) {
            throw new IllegalArgumentException(
                    "copy: the supplier's module shares other "
                            + what
                            + " among its names: "
                            + ties(to)
                            + ", this: "
                            + ties(from));
        }
    }

    /** Returns, for each name whose value was met before, the first name of that value. */
    private static Map<String, String> ties(Named<?> named) {
        Map<Object, String> first = new IdentityHashMap<>();
        Map<String, String> out = new HashMap<>();
        named.forEach((name, value) -> {
            String known = first.putIfAbsent(value, name);
            if (known != null) {
                out.put(name, known);
            }
        });
        return out;
    }

    private static void copy(Named<? extends Tensor> from, Named<? extends Tensor> to) {
        for (int i = 0; i < from.size(); i++) {
            Tensor source = from.values().get(i);
            Tensor target = to.values().get(i);
            target.setGrad(null);
            target.requiresGrad_(false);
            target.setData(source.detach().clone());
            target.requiresGrad_(source.requiresGrad());
            Tensor g = source.grad();
            target.setGrad(g == null ? null : g.detach().clone());
        }
    }
}
