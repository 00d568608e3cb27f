package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
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
     * @throws CheckpointException if the file is no checkpoint or is damaged
     * @throws IOException if the file cannot be read
     */
    public static Value read(Path path) throws IOException {
        try (MappedFile file = MappedFile.open(path)) {
            return read(file);
        } catch (OutOfMemoryError e) {
            throw new CheckpointException(
                    path,
                    "",
                    -1,
                    "the Java heap has too little room left for what the file holds: start the JVM"
                            + " with a larger -Xmx");
        } catch (InternalError e) {
            // What Java makes of a page of a mapped file that cannot be read.
            throw new CheckpointException(
                    path, "", -1, "the file was cut off while it was read, or its disk failed");
        }
    }

    private static Value read(MappedFile file) throws CheckpointException {
        String name = lowerCaseName(file.path());
        if (name.endsWith(".safetensors")) {
            return SafetensorsReader.read(file);
        }
        if (file.size() >= 4 && file.u4(0) == 0x04034b50L) {
            return ZipCheckpoint.read(file);
        }
        if (SafetensorsReader.matches(file)) {
            if (name.endsWith(".pt") || name.endsWith(".pth")) {
                throw file.fail(
                        -1,
                        "a safetensors file under a name of PyTorch's format: rename it to"
                                + " .safetensors");
            }
            return SafetensorsReader.read(file);
        }
        if (file.size() > 0 && file.u1(0) == 0x80) {
            return LegacyCheckpoint.read(file);
        }
        throw file.fail(0, "neither PyTorch's zip or legacy format nor safetensors");
    }

    /**
     * Saves a tree of maps, lists, numbers, strings, booleans, null and tensors.
     *
     * <p>A name that ends in {@code .safetensors} makes a safetensors file, which holds a map from
     * strings to tensors; any other name PyTorch's zip format. Tensors are saved without history.
     * Either the whole file appears under the name, or it stays as it was.
     *
     * @param tree a state dict or anything else that {@link Value#of} takes
     * @throws IllegalArgumentException if the format cannot hold the tree
     * @throws IOException if writing fails
     */
    public static void save(@Nullable Object tree, Path path) throws IOException {
        Value value = Value.of(tree);
        if (lowerCaseName(path).endsWith(".safetensors")) {
            SafetensorsWriter writer = new SafetensorsWriter(value.stateDict(), metadata(value));
            AtomicFile.write(path, writer::write);
        } else {
            AtomicFile.write(path, out -> ZipCheckpoint.write(value, out));
        }
    }

    /** Returns the metadata of a tree that came from a safetensors file. */
    private static Map<String, String> metadata(Value value) {
        Map<String, String> out = new LinkedHashMap<>();
        if (value instanceof Value.MapValue m && m.metadata() instanceof Value.MapValue metadata) {
            metadata.entries()
                    .forEach((key, text) -> {
                        if (key instanceof Value.StringValue(String k)
                                && text instanceof Value.StringValue(String t)) {
                            out.put(k, t);
                        }
                    });
        }
        return out;
    }

    private static String lowerCaseName(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }
}
