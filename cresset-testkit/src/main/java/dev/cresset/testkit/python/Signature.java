package dev.cresset.testkit.python;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a Python function, and how arguments are bound to them.
 *
 * <p>Written as in Python: {@code input, dim=None, keepdim=False, *, dtype=None}. A {@code *sizes}
 * takes all positional arguments left; one list, tuple or size given there stands for its items, as
 * in {@code x.view([2, 3])}.
 */
public final class Signature {
    /** How an argument reaches a parameter. */
    enum Kind {
        /** By place or by name. */
        POSITIONAL,
        /** By name only. */
        KEYWORD,
        /** All that is left by place. */
        REST
    }

    record Parameter(String name, Kind kind, boolean optional, @Nullable Object otherwise) {}

    private final String function;
    private final List<Parameter> parameters;

    private Signature(String function, List<Parameter> parameters) {
        this.function = function;
        this.parameters = parameters;
    }

    /**
     * Reads a parameter list.
     *
     * @param function the name to report in errors
     * @param text the parameters, as between the parentheses of a {@code def}
     */
    public static Signature of(String function, String text) {
        return new Signature(function, Parser.parameters(text));
    }

    /** Returns the name of the function. */
    public String function() {
        return function;
    }

    /** Returns the name of the first parameter, null if there is none. */
    public @Nullable String first() {
        return parameters.isEmpty() ? null : parameters.getFirst().name();
    }

    /**
     * Binds a call's arguments as Python does.
     *
     * @throws UnsupportedArgumentException if one is missing, unknown, superfluous or given twice
     */
    public Arguments bind(
            List<? extends @Nullable Object> args, Map<String, ? extends @Nullable Object> kwargs) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Set<String> given = new HashSet<>();
        int at = 0;
        Set<String> unused = new HashSet<>(kwargs.keySet());
        for (Parameter p : parameters) {
            if (p.kind() == Kind.REST) {
                List<@Nullable Object> rest = new ArrayList<>(args.subList(at, args.size()));
                at = args.size();
                if (rest.isEmpty() && kwargs.containsKey(p.name())) {
                    unused.remove(p.name());
                    rest = new ArrayList<>();
                    rest.add(kwargs.get(p.name()));
                }
                values.put(p.name(), Arguments.unwrapped(rest));
                given.add(p.name());
            } else if (p.kind() == Kind.POSITIONAL && at < args.size()) {
                if (kwargs.containsKey(p.name())) {
                    throw fault("got multiple values for argument '" + p.name() + "'");
                }
                values.put(p.name(), args.get(at++));
                given.add(p.name());
            } else if (kwargs.containsKey(p.name())) {
                values.put(p.name(), kwargs.get(p.name()));
                given.add(p.name());
                unused.remove(p.name());
            } else if (p.optional()) {
                values.put(p.name(), p.otherwise());
            } else {
                throw fault("missing argument '" + p.name() + "'");
            }
        }
        if (at < args.size()) {
            throw fault("takes " + at + " positional arguments but " + args.size() + " were given");
        }
        if (!unused.isEmpty()) {
            throw fault("got an unexpected keyword argument '" + unused.iterator().next() + "'");
        }
        return new Arguments(function, values, given);
    }

    private UnsupportedArgumentException fault(String what) {
        return new UnsupportedArgumentException(function + "() " + what);
    }
}
