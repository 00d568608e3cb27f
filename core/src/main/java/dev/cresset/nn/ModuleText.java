package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
        if (children.isEmpty() && lines.size() <= 1) {
            return module.typeName() + "(" + extra + ")";
        }
        lines.addAll(children);
        return module.typeName() + "(\n  " + String.join("\n  ", lines) + "\n)";
    }

    private static String indented(String text) {
        return text.replace("\n", "\n  ");
    }

    /** Returns the text of a parameter list. */
    static String parameterList(Module module) {
        List<String> lines = new ArrayList<>();
        for (Member m : module.members()) {
            if (m.value() instanceof Tensor p) {
                lines.add(
                        "  ("
                                + m.name()
                                + "): "
                                + kindOf(m)
                                + " containing: ["
                                + p.dtype()
                                + " of size "
                                + sizes(p.shape())
                                + "]");
            }
        }
        return block(module, lines);
    }

    /** Returns the text of a parameter dict. */
    static String parameterDict(Module module) {
        List<String> lines = new ArrayList<>();
        for (Member m : module.members()) {
            lines.add(
                    "  ("
                            + m.name()
                            + "): "
                            + (m.value() instanceof Tensor p
                                    ? kindOf(m)
                                            + " containing: ["
                                            + p.type()
                                            + " of size "
                                            + sizes(p.shape())
                                            + "]"
                                    : "Object of type: NoneType"));
        }
        return block(module, lines);
    }

    private static String kindOf(Member m) {
        return m instanceof Member.OfParameter ? "Parameter" : "Tensor";
    }

    /* PyTorch gives these containers' lines to the ordinary printing as extraRepr, which keeps a single
     * line between the brackets. */
    private static String block(Module module, List<String> lines) {
        return lines.size() <= 1
                ? module.typeName() + "(" + String.join("", lines) + ")"
                : module.typeName() + "(\n  " + String.join("\n  ", lines) + "\n)";
    }

    private static String sizes(Shape shape) {
        return Arrays.stream(shape.toArray())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("x"));
    }
}
