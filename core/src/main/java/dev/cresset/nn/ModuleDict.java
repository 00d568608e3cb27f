package dev.cresset.nn;

import java.util.Iterator;
import java.util.List;
import java.util.SequencedMap;

/**
 * Modules by name, in order; it computes nothing.
 *
 * <pre>{@code
 * var heads = new ModuleDict().put("digit", new Linear(8, 10)).put("parity", new Linear(8, 2));
 * Linear digit = heads.get("digit");
 * }</pre>
 *
 * <p>A module's field may as well be a plain {@code SequencedMap} of modules.
 */
public class ModuleDict extends Module implements Iterable<String> {
    /** Makes an empty dict. */
    public ModuleDict() {}

    /** Makes a dict. */
    public ModuleDict(SequencedMap<String, ? extends Module> modules) {
        update(modules);
    }

    /**
     * Adds a module, or replaces the one of the same name in its place; returns this.
     *
     * @throws IllegalArgumentException if the name is empty or has a dot
     */
    public final ModuleDict put(String name, Module module) {
        registry().put(this, new Member.OfModule(name, module));
        return this;
    }

    /** Adds or replaces modules; returns this. */
    public final ModuleDict update(SequencedMap<String, ? extends Module> modules) {
        modules.forEach(this::put);
        return this;
    }

    /**
     * Takes out a module.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public final Module pop(String name) {
        Module out = get(name);
        unregister(name);
        return out;
    }

    /** Takes out all modules. */
    public final void clear() {
        registry().clear();
    }

    /** Returns whether there is a module of a name. */
    public final boolean containsKey(String name) {
        return keys().contains(name);
    }

    /** Returns the names. */
    public final List<String> keys() {
        return items().names();
    }

    /** Returns the modules. */
    public final List<Module> values() {
        return items().values();
    }

    /** Returns the names and modules, repeated ones too. */
    public final Named<Module> items() {
        return namedChildList();
    }

    /** Returns the number of modules. */
    public final int size() {
        return items().size();
    }

    @Override
    public final Iterator<String> iterator() {
        return keys().iterator();
    }
}
