package dev.cresset.checkpoint;

import dev.cresset.nn.Module;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which classes of the caller's {@link Checkpoint#loadModel} may make, besides Cresset's layers.
 *
 * <pre>{@code
 * Net net = Checkpoint.loadModel(path, o -> o.allow(Net.class).allow(Block.class, () -> new Block(64)));
 * }</pre>
 */
public final class ModelOptions {
    static final ModelOptions DEFAULT = new ModelOptions(Map.of());

    /** A class, and what makes it; without that its own constructor does. */
    private record Allowed(
            Class<? extends Module> type, @Nullable Supplier<? extends Module> maker) {
        Module make(@Nullable Map<?, ?> options) throws Making.Fault {
            return maker == null ? Making.module(type, options) : maker.get();
        }
    }

    private final Map<String, Allowed> allowed;

    private ModelOptions(Map<String, Allowed> allowed) {
        this.allowed = Map.copyOf(allowed);
    }

    /**
     * Returns these options with a class that may be made: from its {@code options()} record, if it
     * shows one, with a constructor as that of the built-in layers, else without arguments.
     */
    public ModelOptions allow(Class<? extends Module> type) {
        return with(new Allowed(type, null));
    }

    /** Returns these options with a class and what makes it. */
    public <M extends Module> ModelOptions allow(Class<M> type, Supplier<? extends M> maker) {
        return with(new Allowed(type, maker));
    }

    private ModelOptions with(Allowed one) {
        Map<String, Allowed> all = new HashMap<>(allowed);
        all.put(one.type.getName(), one);
        return new ModelOptions(all);
    }

    /** Returns whether the caller named a class. */
    boolean allows(String className) {
        return allowed.containsKey(className);
    }

    /**
     * Makes a module of a class that the caller named.
     *
     * @throws Making.Fault if it cannot be made
     */
    Module make(String className, @Nullable Map<?, ?> options) throws Making.Fault {
        Allowed one = allowed.get(className);
        if (one == null) {
            throw new IllegalStateException(className);
        }
        return one.make(options);
    }
}
