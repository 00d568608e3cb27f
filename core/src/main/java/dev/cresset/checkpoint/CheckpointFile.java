package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A checkpoint file that is open: its tree is known, its tensors are read when they are wanted.
 *
 * <pre>{@code
 * try (CheckpointFile file = Checkpoint.open(Path.of("llama.safetensors"))) {
 *   file.tensors().forEach((name, t) -> System.out.println(name + " " + t));  // float32[32000, 4096]
 *   Tensor embedding = file.tensor("model.embed_tokens.weight");              // read now
 * }
 * }</pre>
 *
 * <p>Opening reads headers only, however large the file is. A tensor that was read stays usable
 * after the file is closed; one that was not cannot be read any more. May be used by several
 * threads.
 */
public final class CheckpointFile implements AutoCloseable {
    private final Path path;
    private final Format format;
    private final List<MappedFile> files;
    private final Value tree;

    CheckpointFile(Path path, Format format, List<MappedFile> files, Value tree) {
        this.path = path;
        this.format = format;
        this.files = List.copyOf(files);
        this.tree = tree;
    }

    /** Returns the path that was opened. */
    public Path path() {
        return path;
    }

    /** Returns what the file is. */
    public Format format() {
        return format;
    }

    /** Returns the size in bytes, of all files together if there are several. */
    public long bytes() {
        return files.stream().mapToLong(MappedFile::size).sum();
    }

    /** Returns the files: one, or an index and what it names. */
    public List<Path> files() {
        return files.stream().map(MappedFile::path).toList();
    }

    /** Returns all that the file holds; its tensors are read when they are asked for. */
    public Value tree() {
        return tree;
    }

    /** Returns all tensors by their paths, unread. */
    public SequencedMap<String, Value.TensorValue> tensors() {
        return tree.tensors();
    }

    /** Returns the texts that a safetensors file or an index keeps beside its tensors. */
    public Map<String, String> metadata() {
        return metadata(tree);
    }

    static Map<String, String> metadata(Value value) {
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

    /**
     * Reads one tensor.
     *
     * @param name its path, as {@link #tensors} has it
     * @throws IllegalArgumentException if there is none
     * @throws IOException if its bytes are damaged
     */
    public Tensor tensor(String name) throws IOException {
        Value.TensorValue value = tensors().get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    path
                            + ": there is no tensor '"
                            + name
                            + "'; there are "
                            + StateDicts.list(new ArrayList<>(tensors().keySet())));
        }
        return tensor(value);
    }

    /**
     * Reads one tensor of this file.
     *
     * @throws IOException if its bytes are damaged
     */
    public Tensor tensor(Value.TensorValue value) throws IOException {
        try {
            return value.tensor();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InternalError e) {
            throw MappedFile.cutOff(path);
        }
    }

    /** Reads every tensor for good and returns the tree, which the file is not needed for. */
    Value readAll(Budget budget) throws CheckpointException {
        List<FileTensor> all = new ArrayList<>();
        List<Object> counted = new ArrayList<>();
        for (Value.TensorValue value : Nesting.tensors(tree)) {
            FileTensor tensor = value.inFile();
            if (tensor != null) {
                all.add(tensor);
                counted.add(tensor.storage());
            }
        }
        for (Object storage : Nesting.distinct(counted)) {
            budget.reserve(((FileStorage) storage).bytes(), "the file's tensors: the next");
        }
        for (FileTensor tensor : all) {
            tensor.keep();
        }
        return tree;
    }

    @Override
    public void close() {
        files.forEach(MappedFile::close);
    }
}
