package dev.cresset.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by a function of the step, every step. */
public final class MultiplicativeLR extends RateScheduler {
    private final List<IntToDoubleFunction> functions;

    /** Makes a schedule with one function for all groups. */
    public MultiplicativeLR(Optimizer<?> optimizer, IntToDoubleFunction function) {
        this(optimizer, Collections.nCopies(optimizer.paramGroups().size(), function));
    }

    /** Makes a schedule with a function for each group. */
    public MultiplicativeLR(Optimizer<?> optimizer, List<IntToDoubleFunction> functions) {
        this(optimizer, functions, -1);
    }

    /**
     * Makes a schedule with a function for each group.
     *
     * @param lastEpoch how many steps were taken before, -1 for a new schedule
     * @throws IllegalArgumentException if steps were taken and a group has no {@code initial_lr}
     */
    public MultiplicativeLR(
            Optimizer<?> optimizer, List<IntToDoubleFunction> functions, int lastEpoch) {
        int groups = optimizer.paramGroups().size();
        if (functions.size() != groups) {
            throw new IllegalArgumentException(
                    "Expected " + groups + " lr_lambdas, but got " + functions.size());
        }
        this.functions = List.copyOf(functions);
        super(optimizer, lastEpoch);
    }

    @Override
    protected double rate(At at) {
        return at.first() ? at.lr() : at.lr() * functions.get(at.group()).applyAsDouble(at.step());
    }

    @Override
    protected SequencedMap<String, @Nullable Object> settings() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("lr_lambdas", new ArrayList<>(Collections.nCopies(functions.size(), null)));
        return out;
    }
}
