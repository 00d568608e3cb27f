package dev.cresset.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.cresset.engine.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * State dicts spread over several files by an index: Hugging Face's {@code
 * model.safetensors.index.json}.
 *
 * <p>The index maps each tensor's name to the file beside it that has it: {@code {"metadata": {…},
 * "weight_map": {"wte.weight": "model-00001-of-00002.safetensors", …}}}. A file's name must be a
 * plain name in the same folder; a file may be in any format but an index. Ties that a file's
 * metadata state are kept.
 */
final class Shards {
    /** The longest index, in bytes. */
    private static final long MAX_INDEX = 100_000_000;

    /** The most files. */
    private static final int MAX_FILES = 10_000;

    /** What a folder in Hugging Face's layout is loaded from, in order of preference. */
    private static final List<String> NAMES =
            List.of(
                    "model.safetensors.index.json",
                    "model.safetensors",
                    "pytorch_model.bin.index.json",
                    "pytorch_model.bin");

    /** Opens a file that an index names. */
    interface Opener {
        /** Returns the tree of a file, which stays open. */
        Value open(Path path) throws IOException;
    }

    private Shards() {}

    /**
     * Returns the file that a folder in Hugging Face's layout is loaded from.
     *
     * @throws CheckpointException if there is none
     */
    static Path inFolder(Path folder) throws CheckpointException {
        for (String name : NAMES) {
            Path path = folder.resolve(name);
            if (Files.isRegularFile(path)) {
                return path;
            }
        }
        throw new CheckpointException(
                folder, "", -1, "a folder that has none of " + String.join(", ", NAMES));
    }

    /** Reads an index and describes the tensors of all its files, in the order of the index. */
    static Value read(MappedFile file, Budget budget, Opener opener) throws IOException {
        if (file.size() > MAX_INDEX) {
            throw file.fail(0, "an index of " + file.size() + " bytes; at most " + MAX_INDEX);
        }
        budget.reserve(SafetensorsReader.HEADER_COST * file.size(), "the index");
        Object json;
        try {
            json = Json.parse(file.slice(0, file.size()).toArray(JAVA_BYTE));
        } catch (Json.SyntaxException e) {
            throw file.fail(e.offset(), "the index is not strict JSON: " + e.getMessage());
        }
        if (!(json instanceof Map<?, ?> index)
                || !(index.get("weight_map") instanceof Map<?, ?> weightMap)) {
            throw file.fail(0, "JSON, but no index: it has no object weight_map");
        }
        Map<String, Value.MapValue> shards = new TreeMap<>();
        Value.MapValue out = new Value.MapValue(false);
        for (var e : weightMap.entrySet()) {
            String name = (String) e.getKey();
            String shardName = plainName(file, name, e.getValue());
            Value.MapValue shard = shards.get(shardName);
            if (shard == null) {
                if (shards.size() == MAX_FILES) {
                    throw file.fail(-1, "the index names more than " + MAX_FILES + " files");
                }
                shard = open(file, shardName, opener);
                shards.put(shardName, shard);
            }
            Value tensor = shard.get(name);
            if (tensor == null) {
                throw file.fail(
                        -1,
                        "the index says that "
                                + shardName
                                + " has the tensor '"
                                + name
                                + "', but it has not");
            }
            out.put(new Value.StringValue(name), tensor);
        }
        ties(shards.values(), out);
        Value.MapValue metadata = metadata(index.get("metadata"), shards);
        if (!metadata.entries().isEmpty()) {
            out.metadata(metadata);
        }
        return out;
    }

    /** Adds the files' tensors that are the same as one of the index, under another name. */
    private static void ties(Iterable<Value.MapValue> shards, Value.MapValue out) {
        IdentityHashMap<Object, Set<Object>> known = new IdentityHashMap<>();
        out.entries()
                .forEach((name, value) -> {
                    if (value instanceof Value.TensorValue t) {
                        known.computeIfAbsent(t.memory(), m -> new HashSet<>()).add(place(t));
                    }
                });
        for (Value.MapValue shard : shards) {
            shard.entries()
                    .forEach((name, value) -> {
                        if (value instanceof Value.TensorValue t
                                && name instanceof Value.StringValue(String text)
                                && out.get(text) == null
                                && known.getOrDefault(t.memory(), Set.of()).contains(place(t))) {
                            out.put(name, t);
                        }
                    });
        }
    }

    /** Returns what elements of its memory a tensor is; equal for the same ones. */
    private static Object place(Value.TensorValue t) {
        Layout l = t.layout();
        return List.of(t.dtype(), l.offset(), l.shape(), Arrays.toString(l.strides()));
    }

    private static Value.MapValue open(MappedFile index, String name, Opener opener)
            throws IOException {
        Path path = index.path().resolveSibling(name);
        if (!Files.isRegularFile(path)) {
            throw index.fail(-1, "the file " + name + ", which the index names, is missing");
        }
        if (opener.open(path) instanceof Value.MapValue map) {
            return map;
        }
        throw index.fail(-1, "the file " + name + " is no map of tensors");
    }

    private static String plainName(MappedFile file, String tensor, @Nullable Object value)
            throws CheckpointException {
        if (value instanceof String name
                && !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.indexOf(':') < 0
                && name.indexOf('\0') < 0) {
            try {
                if (Path.of(name).getNameCount() == 1 && !Path.of(name).isAbsolute()) {
                    return name;
                }
            } catch (InvalidPathException e) {
                throw file.fail(-1, "tensor '" + tensor + "': no file can have its file's name");
            }
        }
        throw file.fail(
                -1,
                "tensor '" + tensor + "': its file must be the plain name of one in this folder");
    }

    /** Joins what the index and the files say beside their tensors. */
    private static Value.MapValue metadata(
            @Nullable Object ofIndex, Map<String, Value.MapValue> shards) {
        Map<String, String> texts = new LinkedHashMap<>();
        shards.values().forEach(shard -> texts.putAll(CheckpointFile.metadata(shard)));
        if (ofIndex instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value instanceof String || value instanceof Long) {
                    texts.put((String) key, value.toString());
                }
            });
        }
        Value.MapValue out = new Value.MapValue(false);
        texts.forEach((k, v) -> out.put(new Value.StringValue(k), new Value.StringValue(v)));
        return out;
    }
}
