package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.nn.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Saves tensors to files and loads them: PyTorch's {@code .pt}/{@code .pth} and safetensors.
 *
 * <pre>{@code
 * Checkpoint.save(net.stateDict(), Path.of("mlp.params"));       // real torch.load reads it
 * net.loadStateDict(Checkpoint.load(Path.of("mlp.params")));
 *
 * Checkpoint.save(Map.of("epoch", 3, "model", net.stateDict()), Path.of("last.pt"));
 * Value file = Checkpoint.read(Path.of("last.pt"));
 * net.loadStateDict(file.stateDict("model"));
 * }</pre>
 *
 * <p>What a file is, is found by its content. A file whose name ends in {@code .safetensors} must
 * be one, and one that ends in {@code .pt} or {@code .pth} must be PyTorch's, so that a name that
 * promises a format without pickles keeps the promise.
 *
 * <p>Nothing in a file is ever run, and no class is looked up by a name from a file: see {@link
 * CheckpointException} for what becomes of broken and hostile ones.
 */
public final class Checkpoint {
    /** What a file of a sharded checkpoint holds at most, unless said otherwise: Hugging Face's. */
    static final long MAX_SHARD_BYTES = 5_000_000_000L;

    private Checkpoint() {}

    /**
     * Loads a state dict: the names and tensors of a file, in its order.
     *
     * <p>Tensors that share memory in the file share it here.
     *
     * @throws CheckpointException if the file is no checkpoint, is damaged, or holds more than a
     *     map from strings to tensors; {@link #read} reads such files
     * @throws IOException if the file cannot be read
     */
    public static SequencedMap<String, Tensor> load(Path path) throws IOException {
        Value tree = read(path);
        try {
            return tree.stateDict();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(path, "", -1, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads everything that a file holds.
     *
     * @param path a file in any {@link Format}, or a folder in Hugging Face's layout
     * @throws CheckpointException if the file is no checkpoint or is damaged
     * @throws IOException if the file cannot be read
     */
    public static Value read(Path path) throws IOException {
        return guarded(
                path,
                () -> {
                    Budget budget = new Budget(path);
                    try (CheckpointFile file = Opening.open(path, budget)) {
                        return file.readAll(budget);
                    }
                });
    }

    /**
     * Opens a file without reading its tensors, only what describes them.
     *
     * @param path a file in any {@link Format}, or a folder in Hugging Face's layout
     * @throws CheckpointException if the file is no checkpoint or is damaged
     * @throws IOException if the file cannot be read
     */
    public static CheckpointFile open(Path path) throws IOException {
        return guarded(path, () -> Opening.open(path, new Budget(path)));
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static <T> T guarded(Path path, Reading<T> reading) throws IOException {
        try {
            return reading.run();
        } catch (OutOfMemoryError e) {
            throw new CheckpointException(
                    path,
                    "",
                    -1,
                    "the Java heap has too little room left for what the file holds: start the JVM"
                            + " with a larger -Xmx");
        } catch (InternalError e) {
            throw MappedFile.cutOff(path);
        }
    }

    /**
     * Saves a tree of maps, lists, numbers, strings, booleans, null and tensors.
     *
     * <p>The name's ending decides the format: {@code .safetensors}, {@code .npz} (both hold a map
     * from strings to tensors), {@code .npy} (one tensor), {@code .safetensors.index.json} (as
     * {@link #saveSharded}, with files of up to 5 GB); any other name makes PyTorch's zip format.
     * Tensors are saved without history. Either the whole file appears under the name, or it stays
     * as it was.
     *
     * @param tree a state dict or anything else that {@link Value#of} takes
     * @throws IllegalArgumentException if the format cannot hold the tree
     * @throws IOException if writing fails
     */
    public static void save(@Nullable Object tree, Path path) throws IOException {
        Value value = Value.of(tree);
        String name = lowerCaseName(path);
        try {
            if (ShardedWriter.names(path)) {
                sharded(value, path, MAX_SHARD_BYTES);
            } else if (name.endsWith(".safetensors")) {
                SafetensorsWriter writer =
                        new SafetensorsWriter(
                                StateDicts.values(value), CheckpointFile.metadata(value));
                AtomicFile.write(path, writer::write);
            } else if (name.endsWith(".npz")) {
                NpzWriter writer = new NpzWriter(StateDicts.values(value));
                AtomicFile.write(path, writer::write);
            } else if (name.endsWith(".npy")) {
                if (!(value instanceof Value.TensorValue tensor)) {
                    throw new IllegalArgumentException(
                            "npy: a file holds one tensor; end the name in .npz to save several");
                }
                AtomicFile.write(path, out -> NpzWriter.writeOne(tensor, out));
            } else {
                AtomicFile.write(path, out -> ZipCheckpoint.write(value, out));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause(); // A tensor of an open file could not be read.
        }
    }

    /**
     * Saves a state dict as several safetensors files and an index, in Hugging Face's layout.
     *
     * <pre>{@code
     * Checkpoint.saveSharded(net.stateDict(), Path.of("folder"), 2_000_000_000L);
     * net.loadStateDict(Checkpoint.load(Path.of("folder")));
     * }</pre>
     *
     * <p>The files {@code model-00001-of-0000N.safetensors} come first and the index {@code
     * model.safetensors.index.json} last, and no file of an older checkpoint is written over: at
     * any moment the folder holds the old one or the new one. After that, files of this name that
     * the index does not name are deleted.
     *
     * @param tree a map from strings to tensors
     * @param path a folder, or the name of the index, which ends in {@code .safetensors.index.json}
     * @param maxShardBytes the most bytes of tensors in a file; one that is larger has a file of
     *     its own
     * @throws IllegalArgumentException if the tree is no state dict, the path is neither, or the
     *     size is not positive
     * @throws IOException if writing fails
     */
    public static void saveSharded(@Nullable Object tree, Path path, long maxShardBytes)
            throws IOException {
        try {
            sharded(Value.of(tree), path, maxShardBytes);
        } catch (UncheckedIOException e) {
            throw e.getCause(); // A tensor of an open file could not be read.
        }
    }

    private static void sharded(Value tree, Path path, long maxShardBytes) throws IOException {
        new ShardedWriter(
                        StateDicts.values(tree), CheckpointFile.metadata(tree), path, maxShardBytes)
                .write();
    }

    /**
     * Saves a model: one safetensors file with its state dict, whose metadata also say what the
     * model is made of, so that {@link #loadModel} can make it anew.
     *
     * <p>Kept are the tree of modules with their options, what is shared and tied, dtypes, which
     * parameters are frozen and which modules are in evaluation mode. Not kept are hooks, buffers
     * that are not persistent, and plain fields of custom classes. Any reader of safetensors, also
     * {@link #load}, takes the file as a state dict. A name that ends in {@code
     * .safetensors.index.json} makes several files, as {@link #saveSharded} does.
     *
     * @throws IllegalArgumentException if an option of a layer cannot be written
     * @throws IOException if writing fails
     */
    public static void saveModel(Module model, Path path) throws IOException {
        Map<String, String> metadata = Map.of(ModelTree.KEY, ModelTree.of(model).text());
        var tensors = StateDicts.values(Value.of(model.stateDict()));
        if (ShardedWriter.names(path)) {
            new ShardedWriter(tensors, metadata, path, MAX_SHARD_BYTES).write();
            return;
        }
        SafetensorsWriter writer = new SafetensorsWriter(tensors, metadata);
        AtomicFile.write(path, writer::write);
    }

    /**
     * Makes a model that {@link #saveModel} saved of Cresset's own layers.
     *
     * @param <M> the class that the target has; not checked here
     * @throws CheckpointException if the file is damaged, holds no model, or one with other classes
     * @throws IOException if the file cannot be read
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // typed by the target
    public static <M extends Module> M loadModel(Path path) throws IOException {
        return loadModel(path, o -> o);
    }

    /**
     * Makes a model that {@link #saveModel} saved, of Cresset's own layers and classes that the
     * caller names; no other class is made, or even looked up.
     *
     * @param <M> the class that the target has; not checked here
     * @throws CheckpointException if the file is damaged, holds no model, or one with classes that
     *     are not named; it lists them all
     * @throws IOException if the file cannot be read
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // typed by the target
    public static <M extends Module> M loadModel(Path path, UnaryOperator<ModelOptions> options)
            throws IOException {
        Value tree = read(path);
        String text = CheckpointFile.metadata(tree).get(ModelTree.KEY);
        if (text == null) {
            throw new CheckpointException(
                    path,
                    "",
                    -1,
                    "it holds no model, only tensors: make the model yourself and call"
                            + " loadStateDict(Checkpoint.load(path))");
        }
        ModelOptions given = options.apply(ModelOptions.DEFAULT);
        return guarded(path, () -> (M) ModelReader.read(path, text, tree.stateDict(), given));
    }

    /**
     * Writes what a file holds to another file, whose ending says in which format; ties are kept.
     *
     * <p>Tensors pass through one by one: the file may be larger than the heap.
     *
     * <pre>{@code
     * Checkpoint.convert(Path.of("last.pt"), Path.of("model.safetensors"),
     *     o -> o.path("model").cast(DType.BFLOAT16));
     * }</pre>
     *
     * @throws IllegalArgumentException if the format cannot hold what the file holds
     * @throws IOException if reading or writing fails
     */
    public static void convert(Path from, Path to, UnaryOperator<ConvertOptions> options)
            throws IOException {
        Converting.convert(from, to, options.apply(ConvertOptions.DEFAULT));
    }

    private static String lowerCaseName(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }
}
