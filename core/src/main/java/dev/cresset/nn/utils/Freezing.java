package dev.cresset.nn.utils;

import dev.cresset.Parameter;
import dev.cresset.nn.Module;
import dev.cresset.nn.Named;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Parameters that are left out of training, by patterns of their paths.
 *
 * <pre>{@code
 * Freezing.freeze(net);                       // everything
 * Freezing.unfreeze(net, "fc.*", "layer4.*"); // but these
 * var optimizer = new SGD(Freezing.trainable(net), o -> o.lr(0.01));
 * }</pre>
 *
 * <p>In a pattern, {@code *} is any text, also with dots, {@code ?} any character and {@code [ab]}
 * one of several.
 */
public final class Freezing {
    private Freezing() {}

    /** Makes all parameters need no gradient. */
    public static void freeze(Module module) {
        module.requiresGrad_(false);
    }

    /**
     * Makes the parameters whose path matches one of the patterns need no gradient; their gradients
     * are removed.
     *
     * @throws IllegalArgumentException if a pattern matches none; nothing has changed then
     */
    public static void freeze(Module module, String... globs) {
        for (Parameter p : matching("freeze", module, globs)) {
            p.requiresGrad_(false);
            p.setGrad(null);
        }
    }

    /** Makes all parameters need gradients. */
    public static void unfreeze(Module module) {
        module.requiresGrad_(true);
    }

    /**
     * Makes the parameters whose path matches one of the patterns need gradients.
     *
     * @throws IllegalArgumentException if a pattern matches none; nothing has changed then
     */
    public static void unfreeze(Module module, String... globs) {
        matching("unfreeze", module, globs).forEach(p -> p.requiresGrad_(true));
    }

    /** Returns the parameters that need gradients. */
    public static List<Parameter> trainable(Module module) {
        return module.parameters().stream().filter(Parameter::requiresGrad).toList();
    }

    private static Set<Parameter> matching(String op, Module module, String... globs) {
        Named<Parameter> all = module.namedParameters(o -> o.removeDuplicate(false));
        Set<Parameter> out = new LinkedHashSet<>();
        for (String text : globs) {
            Glob glob = new Glob(text);
            List<Parameter> found = new ArrayList<>();
            all.forEach((name, p) -> {
                if (glob.matches(name)) {
                    found.add(p);
                }
            });
            if (found.isEmpty()) {
                throw Glob.unmatched(op, text, all.names());
            }
            out.addAll(found);
        }
        return out;
    }
}
