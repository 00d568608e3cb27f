package dev.cresset.data;

import dev.cresset.Generator;
import dev.cresset.Tensor;
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
        int batch, int numWorkers, List<Tensor> atStart, List<Tensor> now, List<Tensor> workers) {
    static final int NONE = -1;

    static List<Tensor> states(List<Generator> generators) {
        return generators.stream().map(Generator::state).toList();
    }

    static void set(List<Generator> generators, List<Tensor> states) {
        for (int i = 0; i < generators.size(); i++) {
            generators.get(i).setState(states.get(i));
        }
    }

    SequencedMap<String, @Nullable Object> toMap() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("batch", batch);
        out.put("num_workers", numWorkers);
        out.put("generators_at_start", atStart);
        out.put("generators", now);
        out.put("worker_generators", workers);
        return out;
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

    private static List<Tensor> states(Map<?, ?> saved, String key, int count) {
        if (!(saved.get(key) instanceof List<?> list) || list.size() != count) {
            throw new IllegalArgumentException(
                    "DataLoader: the state should have "
                            + count
                            + " generators' states under '"
                            + key
                            + "', but has "
                            + (saved.get(key) instanceof List<?> other ? other.size() : "none"));
        }
        List<Tensor> out = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Tensor t)) {
                throw new IllegalArgumentException(
                        "DataLoader: '" + key + "' should hold tensors of bytes");
            }
            new Generator().setState(t); // refuses what is no state
            out.add(t);
        }
        return out;
    }
}
