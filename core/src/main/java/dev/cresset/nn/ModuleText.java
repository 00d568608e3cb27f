package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Modules as PyTorch prints them. */
final class ModuleText {
    private ModuleText() {}

    /** Returns the text of a module: its name, {@code extraRepr} and children. */
    static String tree(Module module) {
        List<String> children = new ArrayList<>();
        for (Member m : module.members()) {
            if (m instanceof Member.OfModule(String name, Module child)) {
                children.add(
                        "("
                                + name
                                + "): "
                                + indented(String.valueOf(child == null ? "None" : child)));
            }
        }
        return text(module, children);
    }

    /** Returns the text of a module list, where equal neighbours share a line. */
    static String merged(Module module) {
        List<String> lines = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Member m : module.members()) {
            if (m instanceof Member.OfModule child) {
                texts.add(String.valueOf(child.value() == null ? "None" : child.value()));
            }
        }
        for (int start = 0; start < texts.size(); ) {
            String text = texts.get(start);
            int end = start + 1;
            while (end < texts.size() && texts.get(end).equals(text)) {
                end++;
            }
            lines.add(
                    end == start + 1
                            ? "(" + start + "): " + indented(text)
                            : "("
                                    + start
                                    + "-"
                                    + (end - 1)
                                    + "): "
                                    + (end - start)
                                    + " x "
                                    + indented(text));
            start = end;
        }
        return text(module, lines);
    }

    private static String text(Module module, List<String> children) {
        String extra = module.extraRepr();
        List<String> lines = new ArrayList<>();
        if (!extra.isEmpty()) {
            lines.addAll(Arrays.asList(extra.split("\n", -1)));
        }
        String name = (isParametrized(module) ? "Parametrized" : "") + module.typeName();
        if (children.isEmpty() && lines.size() <= 1) {
            return name + "(" + extra + ")";
        }
        lines.addAll(children);
        return name + "(\n  " + String.join("\n  ", lines) + "\n)";
    }

    /* PyTorch gives a parametrised module a class of its own. */
    private static boolean isParametrized(Module module) {
        return module.registry().get("parametrizations") instanceof ModuleDict dict
                && dict.size() > 0;
    }

    private static String indented(String text) {
        return text.replace("\n", "\n  ");
    }

    /** Returns the text of a parameter list that stands for a field's. */
    static String parameterList(Module module) {
        Map<String, @Nullable Object> all = values(module);
        return parameterList(module, all.keySet(), all::get);
    }

    /** Returns the text of a parameter dict that stands for a field's. */
    static String parameterDict(Module module) {
        Map<String, @Nullable Object> all = values(module);
        return parameterDict(module, all.keySet(), all::get);
    }

    private static Map<String, @Nullable Object> values(Module module) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        module.members().forEach(m -> out.put(m.name(), m.value()));
        return out;
    }

    /** Returns the text of a parameter list. */
    static String parameterList(
            Module module, Collection<String> names, Function<String, @Nullable Object> value) {
        return held(module, names, value, p -> p.dtype().toString());
    }

    /** Returns the text of a parameter dict. */
    static String parameterDict(
            Module module, Collection<String> names, Function<String, @Nullable Object> value) {
        return held(module, names, value, Tensor::type);
    }

    private static String held(
            Module module,
            Collection<String> names,
            Function<String, @Nullable Object> value,
            Function<Tensor, String> type) {
        List<String> lines = new ArrayList<>();
        List<String> children = new ArrayList<>();
        for (String name : names) {
            Object v = value.apply(name);
            String text =
                    v instanceof Tensor p
                            ? (p instanceof Parameter ? "Parameter" : "Tensor")
                                    + " containing: ["
                                    + type.apply(p)
                                    + " of size "
                                    + sizes(p.shape())
                                    + "]"
                            : "Object of type: " + typeName(v);
            lines.add("  (" + name + "): " + text);
            if (v instanceof Module m) {
                children.add("(" + name + "): " + indented(m.toString()));
            }
        }
        /* PyTorch gives these lines to the ordinary printing as extraRepr, which keeps a single line
         * between the brackets. */
        if (lines.size() <= 1 && children.isEmpty()) {
            return module.typeName() + "(" + String.join("", lines) + ")";
        }
        lines.addAll(children);
        return module.typeName() + "(\n  " + String.join("\n  ", lines) + "\n)";
    }

    /** Returns what Python calls the type of a value. */
    static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case Integer n -> "int";
            case Long n -> "int";
            case Double x -> "float";
            case Float x -> "float";
            case Boolean b -> "bool";
            case String s -> "str";
            case List<?> l -> "list";
            case Map<?, ?> m -> "dict";
            case Module m -> m.typeName();
            default -> value.getClass().getSimpleName();
        };
    }

    private static String sizes(Shape shape) {
        return Arrays.stream(shape.toArray())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("x"));
    }
}
