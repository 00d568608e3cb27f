package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.engine.Allowance;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import dev.cresset.nn.ModuleDict;
import dev.cresset.nn.ModuleList;
import dev.cresset.nn.Name;
import dev.cresset.nn.Sequential;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model anew from its {@link ModelTree}, and fills it with a state dict.
 *
 * <p>Containers and layers are made from the file; a class of the caller's makes its own children,
 * and those that differ from the file's are replaced in its fields.
 */
final class ModelReader {
    /* Classes come from KnownLayers and from the caller, by comparing names. No class is looked up,
     * loaded or initialised because a file says so. Layers get no more memory than a model with the
     * file's tensors can need, so that a wrong size in their options ends at once. */

    /** What layers may take for each byte of the file's tensors: wider dtypes, copies, scratch. */
    private static final long ALLOWANCE = 32;

    /** What layers may take besides, in bytes. */
    private static final long BASE_ALLOWANCE = 64L << 20;

    private final Path file;
    private final ModelTree tree;
    private final ModelOptions options;
    private final Map<String, SequencedMap<String, String>> children = new HashMap<>();
    private final Map<String, Module> built = new LinkedHashMap<>();
    private final Allowance allowance;

    private ModelReader(
            Path file, ModelTree tree, ModelOptions options, Map<String, Tensor> state) {
        this.file = file;
        this.tree = tree;
        this.options = options;
        long bytes = 0;
        for (Tensor t : state.values()) {
            bytes += t.numel() * t.dtype().bytes() + Allowance.OVERHEAD;
        }
        allowance = new Allowance(BASE_ALLOWANCE + ALLOWANCE * bytes);
        for (String path : tree.nodes().keySet()) {
            if (!path.isEmpty()) {
                children.computeIfAbsent(ModelTree.parent(path), p -> new LinkedHashMap<>())
                        .put(path.substring(path.lastIndexOf('.') + 1), path);
            }
        }
    }

    static Module read(
            Path file, String text, SequencedMap<String, Tensor> state, ModelOptions options)
            throws CheckpointException {
        ModelTree tree;
        try {
            tree = ModelTree.parse(text);
        } catch (ModelTree.Malformed e) {
            throw new CheckpointException(
                    file, "", -1, "the description of its model: " + e.getMessage());
        }
        ModelReader reader = new ModelReader(file, tree, options, state);
        reader.checkClasses();
        Module root = reader.build("");
        reader.tie(root);
        try {
            root.loadStateDict(state, o -> o.assign(true));
        } catch (IllegalArgumentException e) {
            throw reader.fail(String.valueOf(e.getMessage()));
        }
        reader.freeze(root);
        reader.setModes();
        return root;
    }

    /** Names everything that cannot be made, before anything is. */
    private void checkClasses() throws CheckpointException {
        List<String> unknown = new ArrayList<>();
        tree.nodes()
                .forEach((path, node) -> {
                    boolean fine =
                            switch (node.form()) {
                                case KIND -> KnownLayers.find(node.name()) != null;
                                case CLASS -> options.allows(node.name()) || isMadeByOwner(path);
                                case HELD -> isMadeByOwner(path);
                                case SAME -> true;
                            };
                    if (!fine) {
                        String what =
                                node.name().isEmpty() ? "a list or map in a field" : node.name();
                        unknown.add(what + (path.isEmpty() ? "" : " (at '" + path + "')"));
                    }
                });
        if (!unknown.isEmpty()) {
            throw fail(
                    "the model has classes that are not known: "
                            + StateDicts.list(unknown)
                            + "; name those that may be made: Checkpoint.loadModel(path, o ->"
                            + " o.allow(Net.class))");
        }
    }

    /** Returns whether a class of the caller's is above, whose constructor makes its children. */
    private boolean isMadeByOwner(String path) {
        String at = path;
        while (!at.isEmpty()) {
            at = ModelTree.parent(at);
            ModelTree.Node above = Objects.requireNonNull(tree.nodes().get(at));
            if (above.form() == ModelTree.Form.CLASS) {
                return true;
            }
        }
        return false;
    }

    private Module build(String path) throws CheckpointException {
        ModelTree.Node node = Objects.requireNonNull(tree.nodes().get(path));
        Module made =
                switch (node.form()) {
                    case KIND -> known(path, node);
                    case CLASS -> custom(path, node);
                    case SAME -> first(path, node);
                    case HELD ->
                            throw fail("'" + path + "': a list or map that its owner did not make");
                };
        if (node.form() == ModelTree.Form.SAME) {
            return made;
        }
        built.put(path, made);
        children(made, path);
        return made;
    }

    private Module first(String path, ModelTree.Node node) throws CheckpointException {
        Module first = built.get(node.name());
        if (first == null) {
            throw fail("'" + path + "' is said to be '" + node.name() + "', which comes later");
        }
        return first;
    }

    private Module known(String path, ModelTree.Node node) throws CheckpointException {
        Class<? extends Module> type = Objects.requireNonNull(KnownLayers.find(node.name()));
        if (type == Sequential.class) {
            return new Sequential();
        }
        if (type == ModuleList.class) {
            return new ModuleList();
        }
        if (type == ModuleDict.class) {
            return new ModuleDict();
        }
        try {
            Module made =
                    allowance.<Module, Making.Fault>run(() -> Making.module(type, node.options()));
            if (!sameOptions(made, node)) {
                throw fail("'" + path + "': a " + node.name() + " cannot have its options");
            }
            checkText(path, made);
            return made;
        } catch (Making.Fault e) {
            throw fail("'" + path + "': a " + node.name() + ": " + e.getMessage());
        }
    }

    /** Finds options that a layer takes and only its text or its call would refuse. */
    private void checkText(String path, Module made) throws CheckpointException {
        try {
            Objects.requireNonNull(made.toString());
        } catch (RuntimeException e) {
            throw fail(
                    "'"
                            + path
                            + "': a "
                            + made.getClass().getSimpleName()
                            + " cannot have its options: "
                            + e.getMessage());
        }
    }

    private Module custom(String path, ModelTree.Node node) throws CheckpointException {
        if (!options.allows(node.name())) {
            throw fail(
                    "'"
                            + path
                            + "': its owner made something else than the file's "
                            + node.name()
                            + "; name the class: Checkpoint.loadModel(path, o -> o.allow(…))");
        }
        try {
            return options.make(node.name(), node.options());
        } catch (Making.Fault e) {
            throw fail(
                    "'"
                            + path
                            + "': a "
                            + node.name()
                            + " cannot be made: "
                            + e.getMessage()
                            + "; give what makes it: o.allow(Net.class, () -> new Net(…))");
        }
    }

    /** Returns the paths of a module's children in the file by their names. */
    private SequencedMap<String, String> children(String path) {
        return children.getOrDefault(path, new LinkedHashMap<>());
    }

    /** Returns a module's children by their names, repeated ones too. */
    private static SequencedMap<String, Module> present(Module module) {
        SequencedMap<String, Module> out = new LinkedHashMap<>();
        for (var e : module.namedModules("", false)) {
            if (!e.getKey().isEmpty() && e.getKey().indexOf('.') < 0) {
                out.put(e.getKey(), e.getValue());
            }
        }
        return out;
    }

    /** Makes a module's child be the file's. */
    private void child(
            Module owner, String ownerPath, String name, String path, @Nullable Module there)
            throws CheckpointException {
        ModelTree.Node node = Objects.requireNonNull(tree.nodes().get(path));
        if (node.form() == ModelTree.Form.SAME) {
            Module first = first(path, node);
            if (there != first) {
                put(owner, ownerPath, name, first);
            }
            return;
        }
        if (there == null || !fits(there, node)) {
            put(owner, ownerPath, name, build(path));
            return;
        }
        built.put(path, there);
        children(there, path);
    }

    private void children(Module owner, String path) throws CheckpointException {
        SequencedMap<String, Module> present = present(owner);
        for (var child : children(path).entrySet()) {
            child(owner, path, child.getKey(), child.getValue(), present.get(child.getKey()));
        }
        checkNoMore(owner, path);
    }

    private void checkNoMore(Module module, String path) throws CheckpointException {
        List<String> more = new ArrayList<>(present(module).keySet());
        more.removeAll(children(path).keySet());
        if (!more.isEmpty()) {
            throw fail(
                    "'"
                            + path
                            + "': the "
                            + module.getClass().getSimpleName()
                            + " that was made has children that the file has not: "
                            + StateDicts.list(more));
        }
    }

    private static boolean fits(Module module, ModelTree.Node node) {
        ModelTree.Node other = ModelTree.node("", module);
        return other.form() == node.form()
                && other.name().equals(node.name())
                && Objects.equals(other.options(), node.options());
    }

    private static boolean sameOptions(Module module, ModelTree.Node node) {
        return Objects.equals(ModelTree.node("", module).options(), node.options());
    }

    private void put(Module owner, String path, String name, Module child)
            throws CheckpointException {
        switch (owner) {
            case Sequential s when child instanceof Layer layer -> s.set(name, layer);
            case ModuleDict d -> d.put(name, child);
            case ModuleList l when name.equals(Integer.toString(l.size())) -> l.append(child);
            case ModuleList l
                    when name.matches("[0-9]{1,9}") && Integer.parseInt(name) < l.size() ->
                    l.set(Integer.parseInt(name), child);
            default -> assign(owner, path, name, child);
        }
    }

    /** Assigns a field of a module, found by the name that it registers under. */
    private void assign(Module owner, String path, String name, Object value)
            throws CheckpointException {
        Field field = field(owner.getClass(), name);
        String where = (path.isEmpty() ? name : path + "." + name);
        if (field == null
                || Modifier.isFinal(field.getModifiers())
                || !field.getType().isInstance(value)) {
            throw fail(
                    "'"
                            + where
                            + "' of the "
                            + owner.getClass().getSimpleName()
                            + " that was made differs from the file's, and "
                            + (field == null ? "is no field" : "its field takes no other")
                            + "; give what makes it right: o.allow(Net.class, () -> new Net(…))");
        }
        try {
            field.setAccessible(true);
            field.set(owner, value);
        } catch (IllegalAccessException | RuntimeException e) {
            throw fail("'" + where + "' cannot be assigned: " + e.getMessage());
        }
    }

    private static @Nullable Field field(Class<?> type, String name) {
        for (Class<?> c = type; c != null && c != Module.class; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                Name given = f.getAnnotation(Name.class);
                if (!Modifier.isStatic(f.getModifiers())
                        && name.equals(given == null ? f.getName() : given.value())) {
                    return f;
                }
            }
        }
        return null;
    }

    /** Makes parameters and buffers that were one object one object again, and no others. */
    private void tie(Module root) throws CheckpointException {
        Map<String, Tensor> all = tensors(root);
        for (var tie : tree.ties().entrySet()) {
            Tensor first = tensor(all, tie.getValue());
            if (tensor(all, tie.getKey()) != first) {
                String ownerPath = ModelTree.parent(tie.getKey());
                String name = tie.getKey().substring(tie.getKey().lastIndexOf('.') + 1);
                assign(root.get(ownerPath, Module.class), ownerPath, name, first);
            }
        }
        Map<String, String> now = ModelTree.of(root).ties();
        if (!now.equals(tree.ties())) {
            throw fail("its ties are " + tree.ties() + ", those of what was made are " + now);
        }
    }

    /** Returns parameters and buffers by all their paths. */
    private static Map<String, Tensor> tensors(Module root) {
        Map<String, Tensor> out = new HashMap<>();
        root.namedParameters(o -> o.removeDuplicate(false)).forEach(out::put);
        root.namedBuffers(o -> o.removeDuplicate(false)).forEach(out::put);
        return out;
    }

    private Tensor tensor(Map<String, Tensor> all, String path) throws CheckpointException {
        Tensor found = all.get(path);
        if (found == null) {
            throw fail("it names the parameter '" + path + "', which the model has not");
        }
        return found;
    }

    private void freeze(Module root) throws CheckpointException {
        Map<String, Tensor> all = tensors(root);
        for (String name : tree.frozen()) {
            tensor(all, name).requiresGrad_(false);
        }
    }

    private void setModes() {
        built.forEach((path, module) -> {
            boolean training = !Objects.requireNonNull(tree.nodes().get(path)).eval();
            if (module.isTraining() != training) {
                module.train(training); // Parents first, so that children have the last word.
            }
        });
    }

    private CheckpointException fail(String reason) {
        return new CheckpointException(file, "", -1, reason);
    }
}
