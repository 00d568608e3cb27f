package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.testkit.python.Expr;
import dev.cresset.testkit.python.Interpreter;
import dev.cresset.testkit.table.TorchTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls by PyTorch names on behalf of the parts. */
final class Torch {
    private final TorchTable table;
    private final TorchWorld world;

    Torch(TorchTable table) {
        this.table = table;
        this.world = new TorchWorld(table);
    }

    /**
     * Returns an entry of the table.
     *
     * @throws SkipException if Cresset does not offer it
     */
    TorchTable.Entry entry(String name) {
        TorchTable.Entry entry = table.find(name);
        if (entry == null) {
            throw new SkipException("Cresset does not offer " + name + " yet");
        }
        return entry;
    }

    /** Returns whether Cresset offers something of this name. */
    boolean has(String name) {
        return table.find(name) != null;
    }

    /** Calls by place only. */
    @Nullable Object call(String name, @Nullable Object... args) {
        return entry(name).call(Arrays.asList(args), Map.of());
    }

    /** Calls by place and name. */
    @Nullable Object call(
            String name,
            List<? extends @Nullable Object> args,
            Map<String, ? extends @Nullable Object> kwargs) {
        return entry(name).call(args, kwargs);
    }

    /** Calls what returns a tensor. */
    Tensor tensor(String name, @Nullable Object... args) {
        return (Tensor) Objects.requireNonNull(call(name, args));
    }

    /** Returns an interpreter of recorded texts. */
    Interpreter interpreter(Map<String, ? extends @Nullable Object> variables) {
        return new Interpreter(world, variables);
    }

    /** Evaluates a recorded text. */
    @Nullable Object evaluate(Expr text, Map<String, ? extends @Nullable Object> variables) {
        return interpreter(variables).evaluate(text);
    }

    /** Returns a member of an object, as {@code object.name} in Python. */
    @Nullable Object member(@Nullable Object of, String name) {
        return world.attribute(of, name);
    }

    /** Returns the items of an iterable object. */
    Iterable<? extends @Nullable Object> items(@Nullable Object of) {
        return world.items(of);
    }
}
