package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a state dict into a module: first everything is checked, then everything is copied. */
final class Loading {
    private final Map<String, Tensor> source;
    private final LoadOptions options;

    private final List<String> missing = new ArrayList<>();
    private final Set<String> unexpected = new LinkedHashSet<>();
    private final Set<Tensor> filled = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Tensor> absent = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Runnable> changes = new ArrayList<>();

    private final List<Runnable> loaded = new ArrayList<>();

    private Loading(Map<String, Tensor> source, LoadOptions options) {
        this.source = source;
        this.options = options;
    }

    static LoadReport load(
            Module module, Map<String, ? extends Tensor> source, LoadOptions options) {
        Map<String, Tensor> hooked = new LinkedHashMap<>(prepared(source, options));
        Loading loading = new Loading(hooked, options);
        loading.visit(module, "");
        loading.forgiveTies();
        if (loading.loaded.isEmpty()) {
            loading.fail(module);
            noGrad(() -> loading.changes.forEach(Runnable::run));
        } else {
            loading.failOfFaults(module);
            noGrad(() -> loading.changes.forEach(Runnable::run));
            loading.loaded.forEach(Runnable::run);
            loading.fail(module);
        }
        return new LoadReport(loading.missing, List.copyOf(loading.unexpected));
    }

    /** Returns the state dict with its keys renamed and its floating-point tensors converted. */
    private static Map<String, ? extends Tensor> prepared(
            Map<String, ? extends Tensor> source, LoadOptions options) {
        if (options.renames().isEmpty() && options.cast() == null) {
            return source;
        }
        Map<String, Tensor> out = new LinkedHashMap<>();
        Map<String, String> origins = new HashMap<>();
        Map<Tensor, Tensor> converted = new IdentityHashMap<>(); // ties stay ties
        source.forEach((key, tensor) -> {
            String renamed = key;
            for (LoadOptions.Rename rename : options.renames()) {
                renamed = rename.apply(renamed);
            }
            String before = origins.put(renamed, key);
            if (before != null) {
                throw new IllegalArgumentException(
                        "loadStateDict: rename: \""
                                + before
                                + "\" and \""
                                + key
                                + "\" both become \""
                                + renamed
                                + "\"");
            }
            out.put(renamed, converted.computeIfAbsent(tensor, t -> converted(t, options.cast())));
        });
        return out;
    }

    private static Tensor converted(Tensor tensor, @Nullable DType dtype) {
        return dtype == null || !tensor.dtype().isFloatingPoint()
                ? tensor
                : tensor.detach().to(dtype);
    }

    /** Returns a module's own parameters and then its persistent buffers, without absent ones. */
    static List<Member> state(Module module) {
        List<Member> all = module.members();
        List<Member> out = new ArrayList<>();
        for (Member m : all) {
            if (m instanceof Member.OfParameter && m.value() != null) {
                out.add(m);
            }
        }
        for (Member m : all) {
            if (m instanceof Member.OfBuffer(String name, dev.cresset.Buffer b)
                    && b != null
                    && b.persistent()) {
                out.add(m);
            }
        }
        return out;
    }

    private void visit(Module module, String prefix) {
        StateHooks hooks = module.stateHooks();
        hooks.loading(module, source, prefix, options.strict());
        Set<String> state = new LinkedHashSet<>();
        for (Member m : state(module)) {
            state.add(m.name());
            if (m.value() instanceof Tensor target) {
                String key = prefix + m.name();
                Tensor given = source.get(key);
                if (given != null) {
                    filled.add(target);
                    check(key, given, target);
                } else {
                    absent.put(key, target);
                    missing.add(key);
                }
            }
        }
        Set<String> children = new LinkedHashSet<>();
        for (Member m : module.members()) {
            if (m instanceof Member.OfModule(String name, Module child)) {
                children.add(name);
            }
        }
        for (String key : source.keySet()) {
            if (key.startsWith(prefix)) {
                String[] rest = key.substring(prefix.length()).split("\\.", 2);
                boolean known =
                        rest.length > 1 ? children.contains(rest[0]) : state.contains(rest[0]);
                if (!known || source.get(key) == null) {
                    unexpected.add(key);
                }
            }
        }
        for (Member m : module.members()) {
            if (m instanceof Member.OfModule(String name, Module child) && child != null) {
                visit(child, prefix + name + ".");
            }
        }
        if (hooks.hasLoaded()) {
            loaded.add(() -> hooks.loaded(module, missing, unexpected));
        }
    }

    private void forgiveTies() {
        if (options.absentTies()) {
            missing.removeIf(key -> filled.contains(absent.get(key)));
        }
    }

    private void check(String key, Tensor given, Tensor target) {
        // Files of PyTorch before 0.4 have one-element vectors for 0-dim tensors.
        Tensor fitting =
                target.dim() == 0 && given.shape().equals(Shape.of(1)) ? given.get(0) : given;
        if (!fitting.shape().equals(target.shape())) {
            faults.add(
                    "size mismatch for "
                            + key
                            + ": copying a param with shape "
                            + fitting.shape()
                            + " from checkpoint, the shape in current model is "
                            + target.shape()
                            + ".");
        } else if (!options.assign()) {
            changes.add(() -> target.copy_(fitting));
        } else if (target.requiresGrad() && !fitting.dtype().isFloatingPoint()) {
            faults.add(
                    "dtype mismatch for "
                            + key
                            + ": assigning a "
                            + fitting.dtype()
                            + " tensor to a parameter that requires grad.");
        } else {
            changes.add(() -> assign(target, fitting));
        }
    }

    private static void assign(Tensor target, Tensor given) {
        if (target.dtype() != given.dtype()) {
            target.setGrad(null);
        }
        target.setData(given);
    }

    private void failOfFaults(Module module) {
        if (!faults.isEmpty()) {
            fail(module);
        }
    }

    private void fail(Module module) {
        List<String> all = new ArrayList<>();
        if (options.strict()) {
            if (!missing.isEmpty()) {
                all.add("Missing key(s) in state_dict: " + quoted(missing) + ". ");
            }
            if (!unexpected.isEmpty()) {
                all.add("Unexpected key(s) in state_dict: " + quoted(unexpected) + ". ");
            }
        }
        all.addAll(faults);
        if (all.isEmpty()) {
            return;
        }
        all.addAll(NearestKey.suggestions(unexpected, missing));
        throw new IllegalArgumentException(
                "Error(s) in loading state_dict for "
                        + module.typeName()
                        + ":\n\t"
                        + String.join("\n\t", all));
    }

    private static String quoted(Iterable<String> keys) {
        List<String> out = new ArrayList<>();
        keys.forEach(k -> out.add('"' + k + '"'));
        return out.stream().collect(Collectors.joining(", "));
    }
}
