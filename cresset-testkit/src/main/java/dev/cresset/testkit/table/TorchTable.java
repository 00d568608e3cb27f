package dev.cresset.testkit.table;

import dev.cresset.Tensor;
import dev.cresset.testkit.python.Arguments;
import dev.cresset.testkit.python.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Cresset offers, by PyTorch's names without {@code torch.}: {@code add} is {@code torch.add}
 * and {@code Tensor.add}; {@code nn.functional.relu}, {@code linalg.norm}, {@code __getitem__},
 * {@code add_}; {@code nn.Linear} and {@code optim.SGD} construct; {@code
 * nn.MultiheadAttention.forward} is a module's call where it is not one tensor to one tensor;
 * {@code Tensor.shape} and {@code Module.state_dict} are members that are no ops.
 *
 * <p>The families add their lines in classes of their own, {@code ArithmeticOps} and so on.
 */
public final class TorchTable {
    /** One call of Cresset's public API with the arguments of a PyTorch call. */
    @FunctionalInterface
    public interface Adapter {
        /** Returns a tensor, several (list, array or record), or a plain value. */
        @Nullable Object call(Arguments a);
    }

    /** An op: how it is called in PyTorch, in a recording's order of arguments, and in Cresset. */
    public static final class Entry {
        private final String name;
        private final Signature signature;
        private final Adapter adapter;
        private Signature recorded;
        private final List<String> errorNames = new ArrayList<>();
        private @Nullable Signature recordedNumber;
        private boolean property;
        private boolean onClone;
        private Adapter recordedAdapter;

        Entry(String name, Signature signature, Adapter adapter) {
            this.name = name;
            this.signature = signature;
            this.recorded = signature;
            this.adapter = adapter;
            this.recordedAdapter = adapter;
            errorNames.add(name.substring(name.lastIndexOf('.') + 1));
        }

        /** Returns PyTorch's name. */
        public String name() {
            return name;
        }

        /**
         * States the order of arguments in recordings, where PyTorch's own case database wraps the
         * op: {@code where(self, condition, other)}.
         */
        Entry recordedAs(String parameters) {
            recorded = Signature.of(name, parameters);
            return this;
        }

        /** States the order of arguments in recordings whose first argument is a number. */
        Entry recordedNumberAs(String parameters) {
            recordedNumber = Signature.of(name, parameters);
            return this;
        }

        /** States what PyTorch's own case database calls under this name, where that differs. */
        Entry recordedCall(Adapter call) {
            recordedAdapter = call;
            return this;
        }

        /** States that recordings call this on a clone of the first argument. */
        Entry recordedOnClone() {
            onClone = true;
            return this;
        }

        /** States another name by which Cresset's errors may call this op. */
        Entry called(String... names) {
            errorNames.addAll(List.of(names));
            return this;
        }

        /** Returns whether Python reads this without a call: {@code x.shape}. */
        public boolean isProperty() {
            return property;
        }

        /** Returns the names by which an error of this op may call it. */
        public List<String> errorNames() {
            return Collections.unmodifiableList(errorNames);
        }

        /** Calls the op as a PyTorch program does. */
        public @Nullable Object call(
                List<? extends @Nullable Object> args,
                Map<String, ? extends @Nullable Object> kwargs) {
            return adapter.call(signature.bind(args, kwargs));
        }

        /** Calls the op with a recording's arguments. */
        public @Nullable Object callRecorded(
                List<? extends @Nullable Object> args,
                Map<String, ? extends @Nullable Object> kwargs) {
            List<@Nullable Object> all = new ArrayList<@Nullable Object>(args);
            if (onClone && args.getFirst() instanceof Tensor t) {
                all.set(0, t.clone());
            }
            Signature number = recordedNumber;
            Signature signature =
                    number != null && args.getFirst() instanceof Number ? number : recorded;
            return recordedAdapter.call(signature.bind(all, kwargs));
        }
    }

    private final Map<String, Entry> ops = new LinkedHashMap<>();

    /** Returns the table of all ops that Cresset offers. */
    public static TorchTable standard() {
        TorchTable t = new TorchTable();
        ArithmeticOps.addTo(t);
        PointwiseOps.addTo(t);
        SpecialOps.addTo(t);
        WindowOps.addTo(t);
        ClassTwins.addTo(t);
        ComparisonOps.addTo(t);
        ReductionOps.addTo(t);
        ShapeOps.addTo(t);
        IndexingOps.addTo(t);
        ScatteringOps.addTo(t);
        OrderingOps.addTo(t);
        MovementOps.addTo(t);
        CombinationOps.addTo(t);
        CountingOps.addTo(t);
        FunctionOps.addTo(t);
        StatisticsOps.addTo(t);
        LayoutOps.addTo(t);
        MaskedOps.addTo(t);
        FftOps.addTo(t);
        NativeOps.addTo(t);
        MatrixOps.addTo(t);
        LinalgOps.addTo(t);
        InPlaceOps.addTo(t);
        ComputedInPlaceOps.addTo(t);
        CreationOps.addTo(t);
        TensorMembers.addTo(t);
        FunctionalOps.addTo(t);
        InitFunctions.addTo(t);
        ModuleMembers.addTo(t);
        LayerModules.addTo(t);
        NeuralFunctions.addTo(t);
        NeuralModules.addTo(t);
        RecurrentModules.addTo(t);
        LossOps.addTo(t);
        PlaneFunctions.addTo(t);
        PlaneModules.addTo(t);
        AttentionModules.addTo(t);
        Optimizers.addTo(t);
        Schedulers.addTo(t);
        ClipFunctions.addTo(t);
        ParametrizationFunctions.addTo(t);
        PruneFunctions.addTo(t);
        TypeFunctions.addTo(t);
        DataClasses.addTo(t);
        SamplerClasses.addTo(t);
        return t;
    }

    /** Adds an op. */
    Entry op(String name, String parameters, Adapter adapter) {
        Entry op = new Entry(name, Signature.of(name, parameters), adapter);
        if (ops.put(name, op) != null) {
            throw new IllegalStateException("op table: '" + name + "' is there twice");
        }
        return op;
    }

    /**
     * Adds a property of a class, {@code Tensor.shape}; its one argument is called {@code self}.
     */
    void property(String name, Adapter adapter) {
        op(name, "self", adapter).property = true;
    }

    /** Adds further names of an op. */
    void alias(String of, String... names) {
        Entry op = ops.get(of);
        if (op == null) {
            throw new IllegalStateException("op table: no op '" + of + "' to alias");
        }
        for (String name : names) {
            op.called(name);
            if (ops.put(name, op) != null) {
                throw new IllegalStateException("op table: '" + name + "' is there twice");
            }
        }
    }

    /** Returns an op, or null if Cresset does not offer it. */
    public @Nullable Entry find(String name) {
        return ops.get(name);
    }

    /** Returns the names of all ops. */
    public Collection<String> names() {
        return Collections.unmodifiableCollection(ops.keySet());
    }
}
