package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Device;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree that a model is: it has parameters, buffers and children, and declares no
 * forward. PyTorch's {@code nn.Module}.
 *
 * <p>Fields are registered by being there, and by their value: a field that holds a {@link
 * Parameter}, a {@link Buffer} or a module has it registered under its name, or under that of a
 * {@link Name}; a list, array or {@link java.util.SequencedMap} is walked ({@code blocks.0}) and
 * prints as PyTorch's {@code ModuleList} or {@code ModuleDict}. Assigning a field is seen at once,
 * a null field is absent. Plain tensors and static, synthetic and transient fields are left alone;
 * any other holder of modules or parameters is an error.
 *
 * <pre>{@code
 * class Attention extends Module {
 *   final Linear query = new Linear(8, 8);
 *   final Linear key = new Linear(8, 8);
 *   Tensor call(Tensor q, Tensor k) {
 *     return hooked(List.of(q, k), () -> query.call(q).matmul(key.call(k).transpose(-1, -2)));
 *   }
 * }
 * }</pre>
 *
 * <p>Most modules take a tensor and give a tensor: they extend {@link Layer}.
 */
public class Module implements Cloneable {
    // Not final only because a clone gets its own.
    private Registry registry = new Registry();
    private Map<String, Held> holders = new ConcurrentHashMap<>();
    private ModuleHooks hooks = new ModuleHooks();
    private StateHooks stateHooks = new StateHooks();
    private boolean training = true;

    /** Makes a module in training mode. */
    public Module() {}

    /** Returns whether there are hooks to run around a call. */
    final boolean isHooked() {
        return !hooks.isEmpty();
    }

    // ---- what is registered

    /** Returns what is registered here, fields first; members may be absent, names are unique. */
    List<Member> members() {
        List<Member> out = Fields.of(this).members(this);
        if (!registry.isEmpty()) {
            out.addAll(registry.list());
        }
        Set<String> names = new java.util.HashSet<>();
        for (Member m : out) {
            if (!names.add(m.name())) {
                throw new IllegalStateException(
                        typeName()
                                + ": attribute '"
                                + m.name()
                                + "' already exists: two fields have this name; rename one or give it"
                                + " a @Name");
            }
        }
        return out;
    }

    final Registry registry() {
        return registry;
    }

    /** Returns the child that stands for a container in a field, the same at each query. */
    final Held held(String name, Object value, boolean ofModules) {
        return holders.compute(
                name,
                (n, known) ->
                        known != null && known.isOf(value) ? known : new Held(value, ofModules));
    }

    /**
     * Registers a parameter by name; null keeps the name for one to come.
     *
     * @throws IllegalArgumentException if the name is empty, has a dot or is taken
     */
    public final void register(String name, @Nullable Parameter parameter) {
        registry.add(this, new Member.OfParameter(name, parameter));
    }

    /**
     * Registers a buffer by name; null keeps the name for one to come.
     *
     * @throws IllegalArgumentException if the name is empty, has a dot or is taken
     */
    public final void register(String name, @Nullable Buffer buffer) {
        registry.add(this, new Member.OfBuffer(name, buffer));
    }

    /**
     * Registers a child by name; null keeps the name and prints as {@code None}.
     *
     * @throws IllegalArgumentException if the name is empty, has a dot or is taken
     */
    public final void register(String name, @Nullable Module module) {
        registry.add(this, new Member.OfModule(name, module));
    }

    /**
     * Takes back what {@link #register(String, Module)} and its siblings did.
     *
     * @throws IllegalArgumentException if nothing was registered under the name
     */
    public final void unregister(String name) {
        if (registry.remove(name) == null) {
            throw new IllegalArgumentException(
                    typeName()
                            + ".unregister: nothing was registered under '"
                            + name
                            + "'; a field is taken back by assigning null");
        }
    }

    // ---- attributes

    /**
     * Returns the tensor under a name: a parameter, a buffer, or a computed tensor in a field; null
     * if there is none. PyTorch's {@code getattr(module, name)}.
     */
    public final @Nullable Tensor attribute(String name) {
        return Attributes.get(this, name);
    }

    /**
     * Puts a tensor under a name, as assigning the field does: a parameter or buffer is registered
     * there, another tensor is only held. PyTorch's {@code setattr(module, name, x)}.
     *
     * @throws IllegalArgumentException if there is nothing of that name, or it cannot hold such a
     *     tensor
     */
    public final void setAttribute(String name, @Nullable Tensor value) {
        Attributes.set(this, name, value);
    }

    // ---- parameters and buffers

    /**
     * What a query of names yields.
     *
     * @param prefix what precedes each name
     * @param recurse whether descendants are asked too
     * @param removeDuplicate whether what has several names is yielded only under its first
     */
    public record NameOptions(String prefix, boolean recurse, boolean removeDuplicate) {
        static final NameOptions DEFAULT = new NameOptions("", true, true);

        /** Returns these options with a prefix, which a dot follows unless it is empty. */
        public NameOptions prefix(String value) {
            return new NameOptions(value, recurse, removeDuplicate);
        }

        /** Returns these options with or without descendants. */
        public NameOptions recurse(boolean value) {
            return new NameOptions(prefix, value, removeDuplicate);
        }

        /** Returns these options with or without repetitions of what has several names. */
        public NameOptions removeDuplicate(boolean value) {
            return new NameOptions(prefix, recurse, value);
        }
    }

    /** Returns the parameters of this module and its descendants, each once. */
    public final List<Parameter> parameters() {
        return namedParameters().values();
    }

    /** Returns the parameters, each once, of this module and, if so wished, its descendants. */
    public final List<Parameter> parameters(boolean recurse) {
        return namedParameters(o -> o.recurse(recurse)).values();
    }

    /** Returns the parameters of this module and its descendants with their paths, each once. */
    public final Named<Parameter> namedParameters() {
        return namedParameters(o -> o);
    }

    /** Returns the parameters with their paths. */
    public final Named<Parameter> namedParameters(UnaryOperator<NameOptions> options) {
        return named(Parameter.class, options.apply(NameOptions.DEFAULT));
    }

    /** Returns the buffers of this module and its descendants, each once. */
    public final List<Buffer> buffers() {
        return namedBuffers().values();
    }

    /** Returns the buffers, each once, of this module and, if so wished, its descendants. */
    public final List<Buffer> buffers(boolean recurse) {
        return namedBuffers(o -> o.recurse(recurse)).values();
    }

    /** Returns the buffers of this module and its descendants with their paths, each once. */
    public final Named<Buffer> namedBuffers() {
        return namedBuffers(o -> o);
    }

    /** Returns the buffers with their paths. */
    public final Named<Buffer> namedBuffers(UnaryOperator<NameOptions> options) {
        return named(Buffer.class, options.apply(NameOptions.DEFAULT));
    }

    private <T extends Tensor> Named<T> named(Class<T> kind, NameOptions o) {
        List<Map.Entry<String, Module>> owners = new ArrayList<>();
        if (o.recurse) {
            walk(o.prefix, o.removeDuplicate ? identitySet() : null, owners);
        } else {
            owners.add(Map.entry(o.prefix, this));
        }
        Set<Object> seen = identitySet();
        List<Map.Entry<String, T>> out = new ArrayList<>();
        for (Map.Entry<String, Module> owner : owners) {
            for (Member m : owner.getValue().members()) {
                if (kind.isInstance(m.value())) {
                    T value = kind.cast(m.value());
                    if (seen.add(value) || !o.removeDuplicate) {
                        out.add(Map.entry(joined(owner.getKey(), m.name()), value));
                    }
                }
            }
        }
        return new Named<>(out);
    }

    static String joined(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static <T> Set<T> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    // ---- modules

    /** Returns the children, each once. */
    public final List<Module> children() {
        return namedChildren().values();
    }

    /** Returns the children with their names, each once. */
    public final Named<Module> namedChildren() {
        Set<Module> seen = identitySet();
        List<Map.Entry<String, Module>> out = new ArrayList<>();
        for (Member m : members()) {
            if (m instanceof Member.OfModule(String name, Module child)
                    && child != null
                    && seen.add(child)) {
                out.add(Map.entry(name, child));
            }
        }
        return new Named<>(out);
    }

    /** Returns this module and its descendants, parents first, each once. */
    public final List<Module> modules() {
        return namedModules().values();
    }

    /** Returns this module (under the empty path) and its descendants, parents first, each once. */
    public final Named<Module> namedModules() {
        return namedModules("", true);
    }

    /**
     * Returns this module and its descendants with their paths, parents first.
     *
     * @param prefix this module's own path
     * @param removeDuplicate whether a module with several paths is returned only under its first
     */
    public final Named<Module> namedModules(String prefix, boolean removeDuplicate) {
        List<Map.Entry<String, Module>> out = new ArrayList<>();
        walk(prefix, removeDuplicate ? identitySet() : null, out);
        return new Named<>(out);
    }

    private void walk(
            String path, @Nullable Set<Module> seen, List<Map.Entry<String, Module>> out) {
        if (seen != null && !seen.add(this)) {
            return;
        }
        out.add(Map.entry(path, this));
        for (Member m : members()) {
            if (m instanceof Member.OfModule(String name, Module child) && child != null) {
                child.walk(joined(path, name), seen, out);
            }
        }
    }

    // ---- access by index and path

    /** Returns all children with their names, in order, repeated ones too. */
    final Named<Module> namedChildList() {
        List<Map.Entry<String, Module>> out = new ArrayList<>();
        for (Member m : members()) {
            if (m instanceof Member.OfModule(String name, Module child) && child != null) {
                out.add(Map.entry(name, child));
            }
        }
        return new Named<>(out);
    }

    /** Returns all children in order, repeated ones too. */
    final List<Module> childList() {
        return namedChildList().values();
    }

    /**
     * Returns a child by its place.
     *
     * @param index from 0, or from the end if negative
     * @param <M> the class that the target has; not checked here
     * @throws IndexOutOfBoundsException if there is no such child
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // typed by the target
    public final <M extends Module> M get(int index) {
        return (M) childAt(index);
    }

    /**
     * Returns a child by its place.
     *
     * @throws IndexOutOfBoundsException if there is no such child
     * @throws IllegalArgumentException if it is of another class
     */
    public final <M extends Module> M get(int index, Class<M> type) {
        return checked("index " + index, childAt(index), type);
    }

    private Module childAt(int index) {
        List<Module> all = childList();
        int i = index < 0 ? index + all.size() : index;
        if (i < 0 || i >= all.size()) {
            throw new IndexOutOfBoundsException(
                    typeName()
                            + ".get: index "
                            + index
                            + " is out of range, there are "
                            + all.size()
                            + " children"
                            + namesText());
        }
        return all.get(i);
    }

    private String namesText() {
        Named<Module> all = namedChildList();
        return all.size() == 0
                ? ""
                : all.stream()
                        .map(e -> "'" + e.getKey() + "' (" + e.getValue().typeName() + ")")
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    private <M extends Module> M checked(String where, Module found, Class<M> type) {
        if (!type.isInstance(found)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ".get: at "
                            + where
                            + " is a "
                            + found.typeName()
                            + ", not a "
                            + type.getSimpleName());
        }
        return type.cast(found);
    }

    /**
     * Returns a descendant by its path, such as {@code "0.block 1.0"}; the empty path is this
     * module.
     *
     * @param <M> the class that the target has; not checked here
     * @throws IllegalArgumentException if there is none
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // typed by the target
    public final <M extends Module> M get(String path) {
        return (M) descendant(path);
    }

    /**
     * Returns a descendant by its path, such as {@code "0.block 1.0"}; the empty path is this
     * module.
     *
     * @throws IllegalArgumentException if there is none, or it is of another class
     */
    public final <M extends Module> M get(String path, Class<M> type) {
        return checked("'" + path + "'", descendant(path), type);
    }

    private Module descendant(String path) {
        Module at = this;
        String done = "";
        if (path.isEmpty()) {
            return this;
        }
        for (String name : path.split("\\.", -1)) {
            Module next = at.child(name);
            if (next == null) {
                String there =
                        done.isEmpty() ? at.typeName() : at.typeName() + " at '" + done + "'";
                String has = at.namesText();
                throw new IllegalArgumentException(
                        typeName()
                                + ".get: there is no '"
                                + path
                                + "': "
                                + there
                                + " has no child '"
                                + name
                                + "'"
                                + (has.isEmpty()
                                        ? " (it has none)"
                                        : "; it has" + has.substring(1)));
            }
            at = next;
            done = joined(done, name);
        }
        return at;
    }

    /**
     * Puts a module in the place of the descendant of a path, or registers it there if its parent
     * has no such child: PyTorch's {@code set_submodule}.
     *
     * <p>{@code net.setSubmodule("layer1.0.conv1", new Conv2d(1, 64, 3))} is assigning the field
     * {@code conv1}, or replacing the element of a container.
     *
     * @throws IllegalArgumentException if the path is empty, the parent does not exist, or the
     *     field there cannot hold such a module
     * @throws IllegalStateException if the field is final
     */
    public final void setSubmodule(String path, Module module) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException(
                    typeName() + ".setSubmodule: cannot set the module itself, the path is empty");
        }
        int dot = path.lastIndexOf('.');
        Module parent = descendant(dot < 0 ? "" : path.substring(0, dot));
        String name = path.substring(dot + 1);
        if (parent.child(name) == null) {
            parent.register(name, module);
        } else if (parent instanceof Held held) {
            held.replace(name, module);
        } else if (parent.registry.has(name)) {
            parent.registry.put(parent, new Member.OfModule(name, module));
        } else {
            Fields.of(parent).set(parent, name, module);
        }
    }

    private @Nullable Module child(String name) {
        for (Member m : members()) {
            if (m instanceof Member.OfModule(String n, Module child) && n.equals(name)) {
                return child;
            }
        }
        return null;
    }

    /**
     * Returns a parameter by its path, such as {@code "2.bias"}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public final Parameter parameter(String path) {
        return tensor(path, Parameter.class);
    }

    /**
     * Returns a buffer by its path, such as {@code "1.running_mean"}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public final Buffer buffer(String path) {
        return tensor(path, Buffer.class);
    }

    private <T extends Tensor> T tensor(String path, Class<T> kind) {
        int dot = path.lastIndexOf('.');
        Module owner = descendant(dot < 0 ? "" : path.substring(0, dot));
        String name = path.substring(dot + 1);
        List<Member> all = owner.members();
        for (Member m : all) {
            if (m.name().equals(name) && kind.isInstance(m.value())) {
                return kind.cast(m.value());
            }
        }
        String has =
                all.stream()
                        .filter(m -> m.value() != null)
                        .map(m -> "'" + m.name() + "' (" + m.kind() + ")")
                        .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                typeName()
                        + "."
                        + (kind == Parameter.class ? "parameter" : "buffer")
                        + ": there is no '"
                        + path
                        + "': "
                        + owner.typeName()
                        + " has "
                        + (has.isEmpty() ? "nothing registered" : has));
    }

    // ---- what is done to all

    /** Calls an action with every descendant and then with this module; returns this. */
    public final Module apply(Consumer<? super Module> action) {
        for (Module child : children()) {
            child.apply(action);
        }
        action.accept(this);
        return this;
    }

    /** Returns whether this module is in training mode, which it is at first. */
    public final boolean isTraining() {
        return training;
    }

    final void setTraining(boolean mode) {
        training = mode;
    }

    /** Puts this module and its descendants into training mode; returns this. */
    public final Module train() {
        return train(true);
    }

    /** Puts this module and its descendants into training or evaluation mode; returns this. */
    public Module train(boolean mode) {
        training = mode;
        for (Module child : children()) {
            child.train(mode);
        }
        return this;
    }

    /** Puts this module and its descendants into evaluation mode; returns this. */
    public final Module eval() {
        return train(false);
    }

    /** Says whether gradients are accumulated in all parameters; returns this. */
    public final Module requiresGrad_(boolean value) {
        parameters().forEach(p -> p.requiresGrad_(value));
        return this;
    }

    /** Makes gradients be accumulated in all parameters; returns this. */
    public final Module requiresGrad_() {
        return requiresGrad_(true);
    }

    /** Removes the gradients of all parameters. */
    public final void zeroGrad() {
        zeroGrad(true);
    }

    /**
     * Resets the gradients of all parameters.
     *
     * @param setToNone whether they are removed rather than filled with zeros
     */
    public final void zeroGrad(boolean setToNone) {
        for (Parameter p : parameters()) {
            Tensor g = setToNone ? null : p.grad();
            p.setGrad(g == null ? null : g.detach().zero_());
        }
    }

    /**
     * Converts all floating-point parameters and buffers, which stay the same objects, and their
     * gradients; returns this.
     *
     * @throws IllegalArgumentException if the dtype is not floating-point
     */
    public final Module to(DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "nn.Module.to only accepts floating point or complex dtypes, but got desired"
                            + " dtype="
                            + dtype);
        }
        List<Tensor> all = new ArrayList<>(parameters());
        all.addAll(buffers());
        for (Tensor t : all) {
            if (t.dtype().isFloatingPoint() && t.dtype() != dtype) {
                Tensor g = t.grad();
                t.setGrad(null);
                t.setData(t.data().to(dtype));
                t.setGrad(g == null ? null : g.to(dtype));
            }
        }
        return this;
    }

    /** Moves all parameters and buffers, which stay the same objects, to a device; returns this. */
    public final Module to(Device device) {
        for (Tensor t : parameters()) {
            t.setData(t.data().to(device));
        }
        for (Tensor t : buffers()) {
            t.setData(t.data().to(device));
        }
        return this;
    }

    /** Converts all floating-point parameters and buffers to float32; returns this. */
    public final Module toFloat() {
        return to(DType.FLOAT32);
    }

    /** Converts all floating-point parameters and buffers to float64; returns this. */
    public final Module toDouble() {
        return to(DType.FLOAT64);
    }

    /** Converts all floating-point parameters and buffers to float16; returns this. */
    public final Module toHalf() {
        return to(DType.FLOAT16);
    }

    /** Converts all floating-point parameters and buffers to bfloat16; returns this. */
    public final Module toBfloat16() {
        return to(DType.BFLOAT16);
    }

    // ---- state

    /** Returns the parameters and persistent buffers by all their paths, detached, not copied. */
    public final StateDict stateDict() {
        return stateDict(o -> o);
    }

    /** Returns the parameters and persistent buffers by all their paths, not copied. */
    public final StateDict stateDict(UnaryOperator<StateDict.Options> options) {
        return StateDict.of(this, options.apply(StateDict.Options.DEFAULT));
    }

    /**
     * Copies values of a state dict into the parameters and persistent buffers of the same paths.
     *
     * @return which keys were missing or unexpected: none
     * @throws IllegalArgumentException if keys are missing, unexpected or of another shape; it
     *     names all of them, and nothing was changed
     */
    public final LoadReport loadStateDict(Map<String, ? extends Tensor> stateDict) {
        return loadStateDict(stateDict, o -> o);
    }

    /**
     * Copies values of a state dict into the parameters and persistent buffers of the same paths.
     *
     * @return which keys were missing or unexpected
     * @throws IllegalArgumentException if shapes differ or, when strict, keys are missing or
     *     unexpected; it names all of them, and nothing was changed
     */
    public final LoadReport loadStateDict(
            Map<String, ? extends Tensor> stateDict, UnaryOperator<LoadOptions> options) {
        return Loading.load(this, stateDict, options.apply(LoadOptions.DEFAULT));
    }

    // ---- copies

    /**
     * Returns a deep copy: of this module, its descendants, the lists, arrays and maps that hold
     * them, parameters, buffers, other tensors in fields, and gradients. Ties and references to
     * enclosing modules of the tree are kept. Options, functions and hooks are shared. No
     * constructor runs and no random number is drawn.
     *
     * @param <M> the class that the target has; it is this one's
     * @throws IllegalStateException if Java does not let a field be copied, or what is in it cannot
     *     be: then {@link #copy(Supplier)} can
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // typed by the target
    public final <M extends Module> M copy() {
        return (M) Copier.copy(this);
    }

    /**
     * Returns a new module with a copy of this one's parameters, buffers, gradients and modes. The
     * default generator is left as it was.
     *
     * @param make makes a module of the same structure: {@code () -> new Net(…)}
     * @throws IllegalArgumentException if the paths or ties of the new module differ
     */
    public final <M extends Module> M copy(Supplier<M> make) {
        return StateCopy.copy(this, make);
    }

    /** Returns a clone with the same field values, and nothing registered by name. */
    final Module shallowClone() {
        try {
            Module out = (Module) clone();
            out.registry = new Registry();
            out.holders = new ConcurrentHashMap<>();
            out.hooks = hooks.copy();
            out.stateHooks = stateHooks.copy();
            return out;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("Module is Cloneable", e);
        }
    }

    /** Not for callers: {@link #copy()} makes a whole copy. */
    @Override
    protected final Object clone() throws CloneNotSupportedException {
        return super.clone();
    }

    // ---- hooks

    /** Adds a function that is called before each call; returns what removes it. */
    public final Runnable registerForwardPreHook(Hook.ForwardPre hook) {
        return registerForwardPreHook(hook, false);
    }

    /**
     * Adds a function that is called before each call; returns what removes it.
     *
     * @param prepend whether it comes before the hooks already there
     */
    public final Runnable registerForwardPreHook(Hook.ForwardPre hook, boolean prepend) {
        return hooks.add(hook, prepend, false);
    }

    /** Returns the functions that are called before each call, in order. */
    public final List<Hook.ForwardPre> forwardPreHooks() {
        return hooks.forwardPre();
    }

    /** Removes a function that is called before each call; returns whether it was there. */
    public final boolean removeForwardPreHook(Hook.ForwardPre hook) {
        return hooks.removeForwardPre(hook);
    }

    /** Adds a function that is called after each call; returns what removes it. */
    public final Runnable registerForwardHook(Hook.Forward hook) {
        return registerForwardHook(hook, o -> o);
    }

    /** Adds a function that is called after each call; returns what removes it. */
    public final Runnable registerForwardHook(
            Hook.Forward hook, UnaryOperator<Hook.Options> options) {
        Hook.Options o = options.apply(Hook.Options.DEFAULT);
        return hooks.add(hook, o.prepend(), o.alwaysCall());
    }

    /**
     * Adds a function that sees the gradients of the results of each call; returns what removes it.
     */
    public final Runnable registerFullBackwardPreHook(Hook.BackwardPre hook) {
        return registerFullBackwardPreHook(hook, false);
    }

    /**
     * Adds a function that sees the gradients of the results of each call; returns what removes it.
     *
     * @param prepend whether it comes before the hooks already there
     */
    public final Runnable registerFullBackwardPreHook(Hook.BackwardPre hook, boolean prepend) {
        return hooks.add(hook, prepend, false);
    }

    /** Adds a function that sees the gradients of inputs and results; returns what removes it. */
    public final Runnable registerFullBackwardHook(Hook.Backward hook) {
        return registerFullBackwardHook(hook, false);
    }

    /**
     * Adds a function that sees the gradients of inputs and results; returns what removes it.
     *
     * @param prepend whether it comes before the hooks already there
     */
    public final Runnable registerFullBackwardHook(Hook.Backward hook, boolean prepend) {
        return hooks.add(hook, prepend, false);
    }

    final StateHooks stateHooks() {
        return stateHooks;
    }

    /**
     * Adds a function that is called before this module's part of a state dict is made; returns
     * what removes it.
     */
    public final Runnable registerStateDictPreHook(StateHook.Saving hook) {
        return stateHooks.add(hook);
    }

    /**
     * Adds a function that may change a state dict after this module's part, with that of its
     * descendants, was added; returns what removes it.
     */
    public final Runnable registerStateDictPostHook(StateHook.Saved hook) {
        return stateHooks.add(hook);
    }

    /**
     * Adds a function that may change a copy of the state dict, such as renaming old keys, before
     * this module's part is read; returns what removes it.
     */
    public final Runnable registerLoadStateDictPreHook(StateHook.Loading hook) {
        return stateHooks.add(hook);
    }

    /**
     * Adds a function that is called after this module's values were loaded, and may forgive
     * missing and unexpected keys by taking them out of the lists; returns what removes it. With
     * such a hook anywhere in a tree, values are copied before keys are complained about.
     */
    public final Runnable registerLoadStateDictPostHook(StateHook.Loaded hook) {
        return stateHooks.add(hook);
    }

    /** Computes anew what {@link Recomputed} hooks put into fields, for one who reads a field. */
    final void recompute() {
        for (Hook.ForwardPre hook : hooks.forwardPre()) {
            if (hook instanceof Recomputed r) {
                r.refresh(this);
            }
        }
    }

    // ---- calls

    /**
     * Runs a module's computation with its hooks around it; every {@code call} goes through here.
     *
     * @param in the inputs, which hooks see
     * @param body the computation
     * @return its result, or what a hook replaced it by
     * @throws IllegalStateException if a hook replaces the inputs, which such a body cannot take
     */
    protected final <R> R hooked(List<? extends Tensor> in, Supplier<R> body) {
        if (hooks.isEmpty()) {
            return body.get();
        }
        return hooks.run(this, List.copyOf(in), false, x -> body.get());
    }

    /**
     * Runs a module's computation, which takes the inputs as hooks leave them, with its hooks
     * around it.
     */
    protected final <R> R hooked(List<? extends Tensor> in, Function<List<Tensor>, R> body) {
        List<Tensor> inputs = List.copyOf(in);
        return hooks.isEmpty() ? body.apply(inputs) : hooks.run(this, inputs, true, body);
    }

    // ---- text

    /** Returns what PyTorch prints between the brackets: {@code in_features=4, out_features=8}. */
    protected String extraRepr() {
        return "";
    }

    /** Returns the name to print: that of the class, or of the superclass of an anonymous one. */
    protected String typeName() {
        Class<?> c = getClass();
        while (c.isAnonymousClass()) {
            c = c.getSuperclass();
        }
        return c.getSimpleName();
    }

    /** Returns PyTorch's text of the tree. */
    @Override
    public String toString() {
        return ModuleText.tree(this);
    }
}
