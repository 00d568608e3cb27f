package dev.cresset.testkit.golden;

import dev.cresset.testkit.python.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Constructs and calls modules by their PyTorch names. */
final class Modules {
    private Modules() {}

    /** Constructs a module from a decoded constructor call, nested ones first. */
    static Object construct(Torch torch, Encoded.ModuleCall call, Leaves leaves) {
        List<@Nullable Object> args = new ArrayList<>();
        call.args().forEach(a -> args.add(argument(torch, a, leaves)));
        Map<String, @Nullable Object> kwargs = new java.util.LinkedHashMap<>();
        call.kwargs().forEach((k, v) -> kwargs.put(k, argument(torch, v, leaves)));
        return Objects.requireNonNull(torch.call("nn." + call.cls(), args, kwargs));
    }

    private static @Nullable Object argument(Torch torch, @Nullable Object a, Leaves leaves) {
        return switch (a) {
            case Encoded.ModuleCall m -> construct(torch, m, leaves);
            case Encoded.FunctionName f -> {
                Function function = torch.entry("nn.functional." + f.name())::call;
                yield function;
            }
            case List<?> l -> {
                List<@Nullable Object> out = new ArrayList<>();
                l.forEach(i -> out.add(argument(torch, i, leaves)));
                yield out;
            }
            case null, default -> leaves.of(a);
        };
    }

    /**
     * Calls a module: by the table's {@code nn.X.forward} of its class or a superclass, or as one
     * tensor to one tensor.
     */
    static @Nullable Object call(
            Torch torch,
            @Nullable Object module,
            List<? extends @Nullable Object> args,
            Map<String, ? extends @Nullable Object> kwargs) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(module);
        all.addAll(args);
        for (Class<?> c = Objects.requireNonNull(module).getClass();
                c != null;
                c = c.getSuperclass()) {
            String forward = "nn." + c.getSimpleName() + ".forward";
            if (torch.has(forward)) {
                return torch.call(forward, all, kwargs);
            }
        }
        return torch.call("Layer.forward", all, kwargs);
    }
}
