package dev.cresset.checkpoint;

import dev.cresset.Parameter;
import dev.cresset.nn.Module;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a module is made of, without its values, as a file's metadata keep it.
 *
 * <pre>{@code
 * {"version": 1,
 *  "modules": {"": {"kind": "Sequential"},
 *              "0": {"kind": "Linear", "options": {"inFeatures": 4, …}},
 *              "1": {"class": "shop.Block", "eval": true},
 *              "2": {"same": "0"}},
 *  "ties": {"head.weight": "embed.weight"},
 *  "frozen": ["embed.weight"]}
 * }</pre>
 *
 * <p>Modules stand under their paths, parents first. A kind is the name of one of {@link
 * KnownLayers}, a class the full name of any other.
 *
 * @param nodes the modules by their paths
 * @param ties parameters and buffers that are the same object as an earlier one, by their paths
 * @param frozen parameters that require no gradient, by their paths
 */
record ModelTree(SequencedMap<String, Node> nodes, Map<String, String> ties, List<String> frozen) {
    /** The key of the metadata under which the tree stands. */
    static final String KEY = "cresset.model";

    private static final long VERSION = 1;
    private static final int MAX_MODULES = 20_000;
    private static final int MAX_DEPTH = 200;
    private static final long MAX_WALK = 100_000;

    /**
     * A module.
     *
     * @param name its kind or class; of a module that occurs a second time, the path of the first
     * @param form what the name is
     * @param options its options as JSON, null if it shows none
     * @param eval whether it is in evaluation mode
     */
    record Node(String name, Form form, @Nullable Map<?, ?> options, boolean eval) {}

    /** What names a module. */
    enum Form {
        /** One of Cresset's layers. */
        KIND,
        /** A list or map in a field, which its owner makes. */
        HELD,
        /** Any other class. */
        CLASS,
        /** The path of an equal module. */
        SAME
    }

    /**
     * Describes a module.
     *
     * @throws IllegalArgumentException if a layer's options cannot be written
     */
    static ModelTree of(Module root) {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        Map<Module, String> first = new IdentityHashMap<>();
        String below = null;
        for (var e : root.namedModules("", false)) {
            String path = e.getKey();
            if (below != null && path.startsWith(below)) {
                continue; // Said where the module stands first.
            }
            below = null;
            String before = first.putIfAbsent(e.getValue(), path);
            if (before == null) {
                nodes.put(path, node(path, e.getValue()));
            } else {
                nodes.put(path, new Node(before, Form.SAME, null, false));
                below = path + ".";
            }
        }
        List<String> frozen = new ArrayList<>();
        for (var e : root.namedParameters()) {
            Parameter p = e.getValue();
            if (!p.requiresGrad()) {
                frozen.add(e.getKey());
            }
        }
        return new ModelTree(nodes, ties(root), frozen);
    }

    /** Describes one module without what is below it. */
    static Node node(String path, Module module) {
        Class<?> type = module.getClass();
        Record options = Making.options(module);
        Map<?, ?> json =
                options == null
                        ? null
                        : (Map<?, ?>)
                                OptionsJson.encode(
                                        (path.isEmpty() ? "the model" : path)
                                                + " ("
                                                + type.getSimpleName()
                                                + ")",
                                        options);
        boolean eval = !module.isTraining();
        if (KnownLayers.contains(type)) {
            return new Node(type.getSimpleName(), Form.KIND, json, eval);
        }
        boolean held = type.getName().equals("dev.cresset.nn.Held");
        return new Node(held ? "" : type.getName(), held ? Form.HELD : Form.CLASS, json, eval);
    }

    private static Map<String, String> ties(Module root) {
        Map<Object, String> first = new IdentityHashMap<>();
        Map<String, String> out = new LinkedHashMap<>();
        root.namedParameters(o -> o.removeDuplicate(false))
                .forEach((name, p) -> tie(name, p, first, out));
        root.namedBuffers(o -> o.removeDuplicate(false))
                .forEach((name, b) -> tie(name, b, first, out));
        return out;
    }

    private static void tie(
            String name, Object tensor, Map<Object, String> first, Map<String, String> ties) {
        String before = first.putIfAbsent(tensor, name);
        if (before != null) {
            ties.put(name, before);
        }
    }

    /** Returns the path of the module above; that of the root is the root's own. */
    static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** Returns the text for the metadata. */
    String text() {
        Map<String, Object> modules = new LinkedHashMap<>();
        nodes.forEach((path, node) -> {
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            switch (node.form) {
                case KIND -> out.put("kind", node.name);
                case CLASS -> out.put("class", node.name);
                case HELD -> out.put("held", true);
                case SAME -> out.put("same", node.name);
            }
            if (node.options != null) {
                out.put("options", node.options);
            }
            if (node.eval) {
                out.put("eval", true);
            }
            modules.put(path, out);
        });
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("modules", modules);
        root.put("ties", ties);
        root.put("frozen", frozen);
        return Json.write(root);
    }

    /** Says that a text describes no tree. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private Malformed(String message) {
            super(message);
        }
    }

    /** Reads the text of the metadata. */
    static ModelTree parse(String text) throws Malformed {
        Object json;
        try {
            json = Json.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (Json.SyntaxException e) {
            throw new Malformed("it is not strict JSON: " + e.getMessage());
        }
        if (!(json instanceof Map<?, ?> root) || !(root.get("modules") instanceof Map<?, ?> all)) {
            throw new Malformed("it has no object modules");
        }
        if (!Long.valueOf(VERSION).equals(root.get("version"))) {
            throw new Malformed("its version is " + root.get("version") + "; known is " + VERSION);
        }
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        String before = "";
        Map<String, Long> sizes = new LinkedHashMap<>();
        long walk = 0;
        for (var e : all.entrySet()) {
            String path = (String) e.getKey();
            String parent = parent(path);
            if (nodes.size() == MAX_MODULES
                    || path.chars().filter(c -> c == '.').count() > MAX_DEPTH) {
                throw new Malformed(
                        "it has more than "
                                + MAX_MODULES
                                + " modules, or deeper than "
                                + MAX_DEPTH);
            }
            Node above = nodes.get(parent);
            if (path.isEmpty() != nodes.isEmpty()
                    || (!path.isEmpty()
                            && (above == null
                                    || above.form == Form.SAME
                                    || !isBelow(before, parent)))) {
                throw new Malformed(
                        "the module '" + path + "' does not follow its parent and siblings");
            }
            Node node = node(path, e.getValue(), nodes);
            nodes.put(path, node);
            // Modules that occur again must not unfold to more than can be walked, nor to a cycle.
            long size = node.form == Form.SAME ? size(node.name, path, sizes) : 1;
            sizes.put(path, size);
            walk += size;
            if (walk > MAX_WALK) {
                throw new Malformed("its shared modules unfold to more than " + MAX_WALK);
            }
            before = path;
        }
        if (nodes.isEmpty()) {
            throw new Malformed("it has no modules");
        }
        return new ModelTree(nodes, texts(root.get("ties")), names(root.get("frozen")));
    }

    /** Returns whether a path is another, or leads on from it. */
    private static boolean isBelow(String path, String other) {
        return other.isEmpty() || path.equals(other) || path.startsWith(other + ".");
    }

    /** Returns how many modules a module that occurs again stands for. */
    private static long size(String first, String path, Map<String, Long> sizes) throws Malformed {
        if (isBelow(path, first)) {
            throw new Malformed("the module '" + path + "' holds itself");
        }
        long size = 0;
        for (var e : sizes.entrySet()) {
            size += isBelow(e.getKey(), first) ? e.getValue() : 0;
        }
        return size;
    }

    private static Node node(String path, @Nullable Object json, Map<String, Node> before)
            throws Malformed {
        if (!(json instanceof Map<?, ?> map)) {
            throw new Malformed("the module '" + path + "' is no object");
        }
        Map<?, ?> options = map.get("options") instanceof Map<?, ?> o ? o : null;
        boolean eval = Boolean.TRUE.equals(map.get("eval"));
        if (map.get("kind") instanceof String kind) {
            return new Node(kind, Form.KIND, options, eval);
        }
        if (map.get("class") instanceof String name) {
            return new Node(name, Form.CLASS, options, eval);
        }
        if (Boolean.TRUE.equals(map.get("held"))) {
            return new Node("", Form.HELD, null, eval);
        }
        if (map.get("same") instanceof String first && before.containsKey(first)) {
            return new Node(first, Form.SAME, null, false);
        }
        throw new Malformed("the module '" + path + "' has no kind, class or same");
    }

    private static Map<String, String> texts(@Nullable Object json) throws Malformed {
        Map<String, String> out = new LinkedHashMap<>();
        if (!(json instanceof Map<?, ?> map)) {
            throw new Malformed("it has no ties");
        }
        for (var e : map.entrySet()) {
            if (!(e.getValue() instanceof String text)) {
                throw new Malformed("a tie is no string");
            }
            out.put((String) e.getKey(), text);
        }
        return out;
    }

    private static List<String> names(@Nullable Object json) throws Malformed {
        List<String> out = new ArrayList<>();
        if (!(json instanceof List<?> list)) {
            throw new Malformed("it has no list frozen");
        }
        for (Object item : list) {
            if (!(item instanceof String name)) {
                throw new Malformed("a frozen parameter is no string");
            }
            out.add(name);
        }
        return out;
    }
}
