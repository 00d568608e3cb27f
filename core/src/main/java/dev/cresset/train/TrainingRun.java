package dev.cresset.train;

import static dev.cresset.Tensor.defaultGenerator;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.data.DataLoader;
import dev.cresset.nn.Module;
import dev.cresset.optim.LRScheduler;
import dev.cresset.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a training depends on, so that it can be saved and gone on with to the bit:
 * model, optimiser, schedules, loaders, random numbers, and how far it is.
 *
 * <pre>{@code
 * var run = new TrainingRun(net, optimizer).scheduler(schedule).loader(loader);
 * run.save(Path.of("last.pt"));        // torch.load('last.pt')['model'] is the state dict
 * run.load(Path.of("last.pt"));        // in another JVM, with the same program
 * }</pre>
 *
 * <p>Save after an optimiser's step: gradients are not kept. Nor are a module's training or
 * evaluation mode, and what a dataset keeps to itself.
 */
public final class TrainingRun {
    private record Part(Supplier<Map<String, ?>> state, Consumer<Map<?, ?>> load) {}

    private static final String RNG = "rng";
    private static final String PROGRESS = "progress";

    private final SequencedMap<String, Part> parts = new LinkedHashMap<>();
    private int epoch;
    private long step;

    /** Makes a run of a model and its optimiser, at epoch 0. */
    public TrainingRun(Module model, Optimizer<?> optimizer) {
        add("model", model::stateDict, saved -> model.loadStateDict(tensors(saved)));
        add("optimizer", optimizer::stateDict, optimizer::loadStateDict);
    }

    private void add(String name, Supplier<Map<String, ?>> state, Consumer<Map<?, ?>> load) {
        if (name.equals(RNG) || name.equals(PROGRESS) || parts.containsKey(name)) {
            throw new IllegalArgumentException(
                    "TrainingRun: there is a part '" + name + "' already");
        }
        parts.put(name, new Part(state, load));
    }

    /** Adds the schedule of the learning rate, and returns this. */
    public TrainingRun scheduler(LRScheduler scheduler) {
        return with("scheduler", scheduler);
    }

    /** Adds the loader of the training data, and returns this. */
    public TrainingRun loader(DataLoader<?> loader) {
        return with("loader", loader);
    }

    /**
     * Adds a schedule under a name, and returns this.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public TrainingRun with(String name, LRScheduler scheduler) {
        add(name, scheduler::stateDict, scheduler::loadStateDict);
        return this;
    }

    /**
     * Adds a loader under a name, and returns this.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public TrainingRun with(String name, DataLoader<?> loader) {
        add(name, loader::stateDict, loader::loadStateDict);
        return this;
    }

    /**
     * Adds a further model, such as an average of weights, and returns this.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public TrainingRun with(String name, Module model) {
        add(name, model::stateDict, saved -> model.loadStateDict(tensors(saved)));
        return this;
    }

    /**
     * Adds a further optimiser, and returns this.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public TrainingRun with(String name, Optimizer<?> optimizer) {
        add(name, optimizer::stateDict, optimizer::loadStateDict);
        return this;
    }

    /**
     * Adds a generator other than the default one, which is always there, and returns this. A
     * loader takes care of its own.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public TrainingRun with(String name, Generator generator) {
        add(
                name,
                () -> Map.of("state", generator.state()),
                saved -> generator.setState(tensor(name, saved.get("state"))));
        return this;
    }

    /**
     * Adds something else whose state matters, such as a metric, and returns this.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public TrainingRun with(String name, Stateful part) {
        add(name, part::stateDict, part::loadStateDict);
        return this;
    }

    /** Returns how many epochs are done. */
    public int epoch() {
        return epoch;
    }

    /** Returns how many steps are done, of all epochs. */
    public long step() {
        return step;
    }

    /** Counts a step, and returns how many are done. */
    public long countStep() {
        return ++step;
    }

    /** Counts an epoch, and returns how many are done. */
    public int countEpoch() {
        return ++epoch;
    }

    /**
     * Saves the run: the whole file appears under its name, or the old one stays.
     *
     * @throws IOException if writing fails
     */
    public void save(Path file) throws IOException {
        Checkpoint.save(stateDict(), file);
    }

    /**
     * Goes on from a saved run.
     *
     * @throws IllegalArgumentException if the file is of a run of other parts, or a part does not
     *     fit; nothing has changed then
     * @throws IOException if the file cannot be read, or is no checkpoint
     */
    public void load(Path file) throws IOException {
        if (!(Checkpoint.read(file).toJava() instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(file + ": holds no training run");
        }
        try {
            loadStateDict(map);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the state of all parts by their names; tensors are shared. */
    public SequencedMap<String, @Nullable Object> stateDict() {
        SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
        parts.forEach((name, part) -> out.put(name, part.state().get()));
        out.put(RNG, defaultGenerator().state());
        SequencedMap<String, Object> progress = new LinkedHashMap<>();
        progress.put("epoch", epoch);
        progress.put("step", step);
        out.put(PROGRESS, progress);
        return out;
    }

    /**
     * Goes on from a state.
     *
     * @throws IllegalArgumentException if it is of a run of other parts, or a part does not fit;
     *     nothing has changed then
     */
    public void loadStateDict(Map<?, ?> saved) {
        checkNames(saved);
        Saved progress = new Saved("TrainingRun", part(PROGRESS, saved));
        int newEpoch = (int) progress.integer("epoch");
        long newStep = progress.integer("step");
        Tensor random = tensor(RNG, saved.get(RNG));
        new Generator().setState(random); // refuses what is no state
        List<Runnable> undo = new ArrayList<>();
        parts.forEach((name, part) -> {
            Map<?, ?> before = (Map<?, ?>) copied(part.state().get());
            undo.addFirst(() -> part.load().accept(before));
            try {
                part.load().accept(part(name, saved));
            } catch (RuntimeException e) {
                undo.forEach(Runnable::run);
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        });
        defaultGenerator().setState(random);
        epoch = newEpoch;
        step = newStep;
    }

    private void checkNames(Map<?, ?> saved) {
        TreeSet<String> missing = new TreeSet<>(parts.keySet());
        missing.add(RNG);
        missing.add(PROGRESS);
        TreeSet<String> unexpected = new TreeSet<>();
        saved.keySet().forEach(key -> unexpected.add(String.valueOf(key)));
        unexpected.removeAll(missing);
        saved.keySet().forEach(missing::remove);
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw new IllegalArgumentException(
                    "TrainingRun: the state is of a run of other parts: missing "
                            + missing
                            + ", unexpected "
                            + unexpected);
        }
    }

    private static Map<?, ?> part(String name, Map<?, ?> saved) {
        if (saved.get(name) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(name + " should be a map");
    }

    private static @Nullable Object copied(@Nullable Object tree) {
        return switch (tree) {
            case null -> null;
            case Tensor t -> t.detach().clone();
            case Map<?, ?> m -> {
                Map<Object, @Nullable Object> out = new LinkedHashMap<>();
                m.forEach((key, value) -> out.put(key, copied(value)));
                yield out;
            }
            case List<?> l -> {
                List<@Nullable Object> out = new ArrayList<>();
                l.forEach(item -> out.add(copied(item)));
                yield out;
            }
            default -> tree;
        };
    }

    private static Map<String, Tensor> tensors(Map<?, ?> saved) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        saved.forEach((key, value) -> {
            if (!(key instanceof String name) || !(value instanceof Tensor t)) {
                throw new IllegalArgumentException("'" + key + "' should be a tensor");
            }
            out.put(name, t);
        });
        return out;
    }

    private static Tensor tensor(String name, @Nullable Object state) {
        if (state instanceof Tensor t) {
            return t;
        }
        throw new IllegalArgumentException(name + " should be a generator's state");
    }
}
