package dev.cresset.nn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Modules in a row, named "0", "1", …; it computes nothing.
 *
 * <pre>{@code
 * var blocks = new ModuleList(new Linear(4, 4), new Linear(4, 4));
 * Linear last = blocks.get(-1);
 * }</pre>
 *
 * <p>A module's field may as well be a plain {@code List} of modules.
 */
public class ModuleList extends Module implements Iterable<Module> {
    /** Makes a list. */
    public ModuleList(Module... modules) {
        this(Arrays.asList(modules));
    }

    /** Makes a list. */
    public ModuleList(List<? extends Module> modules) {
        extend(modules);
    }

    /** Adds a module at the end; returns this. */
    public final ModuleList append(Module module) {
        register(Integer.toString(size()), module);
        return this;
    }

    /** Adds modules at the end; returns this. */
    public final ModuleList extend(Iterable<? extends Module> modules) {
        modules.forEach(this::append);
        return this;
    }

    /**
     * Puts a module before a place, and renames those behind; returns this.
     *
     * @param index from 0 to the size, or from the end if negative
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public final ModuleList insert(int index, Module module) {
        registry().insert(this, index, module);
        return this;
    }

    /**
     * Replaces a module; returns this.
     *
     * @throws IndexOutOfBoundsException if there is no such module
     */
    public final ModuleList set(int index, Module module) {
        registry().set(this, index, module);
        return this;
    }

    /**
     * Takes out a module, and renames those behind; returns this.
     *
     * @throws IndexOutOfBoundsException if there is no such module
     */
    public final ModuleList delete(int index) {
        registry().delete(this, index);
        return this;
    }

    /**
     * Takes out a module, and renames those behind; returns the module.
     *
     * @throws IndexOutOfBoundsException if there is no such module
     */
    public final Module pop(int index) {
        Module out = get(index);
        registry().delete(this, index);
        return out;
    }

    /**
     * Returns a list of some of these modules, renamed.
     *
     * @param start the first, counted from the end if negative; cut to what there is
     * @param end the one after the last, likewise
     */
    public final ModuleList slice(int start, int end) {
        List<Module> all = childList();
        int from = Sequential.cut(start, all.size());
        return new ModuleList(all.subList(from, Math.max(from, Sequential.cut(end, all.size()))));
    }

    /** Returns the number of modules. */
    public final int size() {
        return childList().size();
    }

    @Override
    public final Iterator<Module> iterator() {
        return List.copyOf(childList()).iterator();
    }

    /** Returns PyTorch's text, where equal neighbours share a line. */
    @Override
    public String toString() {
        return ModuleText.merged(this);
    }
}
