package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A module's call with other tensors in the place of its parameters and buffers: PyTorch's {@code
 * torch.func.functional_call}.
 *
 * <pre>{@code
 * Map<String, Tensor> fast = new HashMap<>();
 * net.namedParameters().forEach((name, p) -> fast.put(name, p.sub(grads.get(name), 0.1)));
 * Tensor y = FunctionalCall.functionalCall(net, fast, x);     // gradients flow through the update
 * }</pre>
 *
 * <p>The module is as it was afterwards. It must not be called by two threads meanwhile.
 */
public final class FunctionalCall {
    /**
     * How tensors are exchanged.
     *
     * @param tieWeights whether a tensor takes the place of a tied one under all its names
     * @param strict whether all parameters and buffers must be given, and no other name
     */
    public record Options(boolean tieWeights, boolean strict) {
        static final Options DEFAULTS = new Options(true, false);

        /** Returns these options with or without tied names exchanged together. */
        public Options tieWeights(boolean value) {
            return new Options(value, strict);
        }

        /** Returns these options, strict or not. */
        public Options strict(boolean value) {
            return new Options(tieWeights, value);
        }
    }

    /** Where a tensor is. */
    private record Place(Module owner, String name, Tensor present) {}

    private FunctionalCall() {}

    /** Returns the output of a layer with other tensors in the place of its own. */
    public static Tensor functionalCall(
            Layer module, Map<String, ? extends Tensor> tensors, Tensor x) {
        return functionalCall(module, tensors, m -> m.call(x));
    }

    /** Returns what a function of a module gives with other tensors in the place of its own. */
    public static <M extends Module, R> R functionalCall(
            M module, Map<String, ? extends Tensor> tensors, Function<M, R> body) {
        return functionalCall(module, tensors, body, o -> o);
    }

    /**
     * Returns what a function of a module gives with other tensors in the place of its own.
     *
     * @param tensors the tensors by the paths of {@link Module#namedParameters()} and {@link
     *     Module#namedBuffers()}; other names are left alone unless strict
     * @param body calls the module
     * @throws IllegalArgumentException if two different tensors are given for tied names or, when
     *     strict, names are missing or unexpected; nothing has changed then
     */
    public static <M extends Module, R> R functionalCall(
            M module,
            Map<String, ? extends Tensor> tensors,
            Function<M, R> body,
            UnaryOperator<Options> options) {
        Options o = options.apply(Options.DEFAULTS);
        Map<String, Place> places = places(module);
        if (o.strict) {
            checkNames(module, places.keySet(), tensors.keySet());
        }
        Map<Place, Tensor> exchanged = new LinkedHashMap<>();
        Map<Tensor, String> origin = new IdentityHashMap<>();
        tensors.forEach((name, with) -> {
            Place place = places.get(name);
            if (place == null) {
                return;
            }
            String other = o.tieWeights ? origin.putIfAbsent(place.present, name) : null;
            if (other != null && tensors.get(other) != with) {
                throw new IllegalArgumentException(
                        "functional_call got multiple values for keys "
                                + new TreeSet<>(List.of(other, name))
                                + ", which are tied. Consider using tieWeights(false)");
            }
            exchanged.put(place, with);
            if (o.tieWeights) {
                for (Place p : places.values()) {
                    if (p.present == place.present) {
                        exchanged.put(p, with);
                    }
                }
            }
        });
        List<Place> done = new ArrayList<>();
        try {
            exchanged.forEach((place, with) -> {
                done.add(place);
                Attributes.substitute(place.owner, place.name, place.present, with);
            });
            return body.apply(module);
        } finally {
            done.reversed().forEach(p -> Attributes.set(p.owner, p.name, p.present));
        }
    }

    private static Map<String, Place> places(Module module) {
        Map<String, Place> out = new LinkedHashMap<>();
        module.namedModules("", false)
                .forEach((path, owner) -> {
                    for (Member m : owner.members()) {
                        if (m.value() instanceof Parameter || m.value() instanceof Buffer) {
                            Place place = new Place(owner, m.name(), (Tensor) m.value());
                            out.put(Module.joined(path, m.name()), place);
                        }
                    }
                });
        return out;
    }

    private static void checkNames(Module module, Set<String> own, Set<String> given) {
        Set<String> unexpected = new TreeSet<>(given);
        unexpected.removeAll(own);
        Set<String> missing = new TreeSet<>(own);
        missing.removeAll(given);
        List<String> faults = new ArrayList<>();
        if (!unexpected.isEmpty()) {
            faults.add("Unexpected key(s): " + quoted(unexpected) + ".");
        }
        if (!missing.isEmpty()) {
            faults.add("Missing key(s): " + quoted(missing) + ".");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "Error(s) in reparametrizing for "
                            + module.typeName()
                            + ":\n\t"
                            + String.join("\n\t", faults));
        }
    }

    private static String quoted(Set<String> names) {
        return "'" + String.join("', '", names) + "'";
    }
}
