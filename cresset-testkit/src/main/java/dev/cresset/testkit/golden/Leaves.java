package dev.cresset.testkit.golden;

import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.engine.Storage;
import dev.cresset.op.DType;
import dev.cresset.testkit.python.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of one call: turns decoded values into arguments, {@link Recorded} tensors into leaf
 * tensors of their own memory. One key is one tensor, however often it occurs.
 */
final class Leaves {
    private final boolean wide;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, Recorded> recorded = new LinkedHashMap<>();

    Leaves() {
        this(false);
    }

    /**
     * Makes leaves.
     *
     * @param wide whether those of float32 are float64
     */
    Leaves(boolean wide) {
        this.wide = wide;
    }

    /** Returns a value with its recorded tensors replaced by leaf tensors. */
    @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case Recorded r -> leaf(r);
            case List<?> l -> list(l);
            case Tuple t -> new Tuple(list(t.items()));
            case Map<?, ?> m -> map(m);
            case Slice s -> new Slice(of(s.start()), of(s.stop()), of(s.step()));
            case null, default -> value;
        };
    }

    /** Returns the values of a list, each as by {@link #of}. */
    List<@Nullable Object> list(List<? extends @Nullable Object> values) {
        List<@Nullable Object> out = new ArrayList<>();
        for (Object v : values) {
            out.add(of(v));
        }
        return out;
    }

    /** Returns the values of a map, each as by {@link #of}. */
    Map<String, @Nullable Object> map(Map<?, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        values.forEach((k, v) -> out.put(String.valueOf(k), of(v)));
        return out;
    }

    /** Returns the leaf of a key; null if no argument had it. */
    @Nullable Tensor get(String key) {
        return tensors.get(key);
    }

    /** Returns whether a tensor shares memory with a leaf. */
    boolean share(Tensor t) {
        Storage storage = t.view().storage();
        return tensors.values().stream().anyMatch(x -> x.view().storage() == storage);
    }

    /** Checks that every leaf still has its recorded values, bit for bit. */
    void unchanged() {
        recorded.forEach((key, r) -> {
            Tensor t = tensors.get(key);
            if (t != null) {
                try {
                    Comparison.same(r.view(), t.view(), Tolerance.BITS);
                } catch (MismatchException e) {
                    throw e.in("argument " + key + " unchanged:");
                }
            }
        });
    }

    private Tensor leaf(Recorded r) {
        Tensor known = tensors.get(r.key());
        if (known != null) {
            return known;
        }
        Tensor t = Tensor.of(Encoded.copy(r.view()));
        if (wide && t.dtype() == DType.FLOAT32) {
            t = t.toDouble();
        }
        if (r.requiresGrad()) {
            t.requiresGrad_(true);
        }
        tensors.put(r.key(), t);
        recorded.put(r.key(), r);
        return t;
    }
}
