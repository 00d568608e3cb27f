package dev.cresset.data;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a loader is.
 *
 * @param batch the next batch of the running epoch, {@link #NONE} between epochs
 * @param numWorkers the number of workers
 * @param atStart the states of the default and the loader's own generators when the epoch began
 * @param now the present states of the loader's own generators
 * @param workers the states of the workers' generators after the batches that were given
 */
record LoaderPosition(
        int batch, int numWorkers, List<byte[]> atStart, List<byte[]> now, List<byte[]> workers) {
    static final int NONE = -1;

    static List<byte[]> states(List<Generator> generators) {
        return generators.stream().map(Generator::stateBytes).toList();
    }

    static void set(List<Generator> generators, List<byte[]> states) {
        for (int i = 0; i < generators.size(); i++) {
            generators.get(i).setStateBytes(states.get(i));
        }
    }

    SequencedMap<String, @Nullable Object> toMap() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("batch", batch);
        out.put("num_workers", numWorkers);
        out.put("generators_at_start", tensors(atStart));
        out.put("generators", tensors(now));
        out.put("worker_generators", tensors(workers));
        return out;
    }

    private static List<Tensor> tensors(List<byte[]> states) {
        return states.stream().map(LoaderPosition::tensor).toList();
    }

    /** Returns a generator's state as PyTorch's {@code get_state()} does: uint8, (5056). */
    private static Tensor tensor(byte[] state) {
        int[] values = new int[state.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(state[i]);
        }
        return Tensor.tensor(values).to(DType.UINT8);
    }

    static LoaderPosition read(Map<?, ?> saved, int numWorkers, int generators, OptionalInt size) {
        int batch = integer(saved, "batch");
        int workers = integer(saved, "num_workers");
        if (workers != numWorkers) {
            throw new IllegalArgumentException(
                    "DataLoader: the state is of a loader with num_workers="
                            + workers
                            + ", this one has num_workers="
                            + numWorkers);
        }
        boolean running = batch != NONE;
        if (batch < NONE || (size.isPresent() && batch > size.getAsInt())) {
            throw new IllegalArgumentException(
                    "DataLoader: the state is at batch "
                            + batch
                            + ", but this loader has "
                            + (size.isPresent() ? size.getAsInt() + " batches" : "none below 0"));
        }
        return new LoaderPosition(
                batch,
                workers,
                states(saved, "generators_at_start", running ? 1 + generators : 0),
                states(saved, "generators", generators),
                states(saved, "worker_generators", running ? workers : 0));
    }

    private static int integer(Map<?, ?> saved, String key) {
        if (saved.get(key) instanceof Number n) {
            return n.intValue();
        }
        throw new IllegalArgumentException(
                "DataLoader: the state has no number '" + key + "'; keys are " + saved.keySet());
    }

    private static List<byte[]> states(Map<?, ?> saved, String key, int count) {
        if (!(saved.get(key) instanceof List<?> list) || list.size() != count) {
            throw new IllegalArgumentException(
                    "DataLoader: the state should have "
                            + count
                            + " generators' states under '"
                            + key
                            + "', but has "
                            + (saved.get(key) instanceof List<?> other ? other.size() : "none"));
        }
        List<byte[]> out = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Tensor t)) {
                throw new IllegalArgumentException(
                        "DataLoader: '" + key + "' should hold tensors of bytes");
            }
            out.add(bytes(t));
        }
        return out;
    }

    private static byte[] bytes(Tensor state) {
        int[] values = state.toIntArray();
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        new Generator().setStateBytes(out); // refuses what is no state
        return out;
    }
}
