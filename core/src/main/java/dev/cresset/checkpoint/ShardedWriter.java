package dev.cresset.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state dict as several safetensors files and an index, in Hugging Face's layout: {@code
 * model-00001-of-00002.safetensors}, …, {@code model.safetensors.index.json}.
 *
 * <p>Tensors go to the files in their order; a file is closed when the next tensor would make it
 * larger than wished, and a tensor that is larger by itself has a file of its own. Ties stay
 * together in one file.
 */
final class ShardedWriter {
    /* The files of an older checkpoint are never written over: if names are taken, the new files have others
     * (model-v2-00001-of-…). They are complete before the index is renamed, and the older ones are deleted
     * after it. So a process that is killed leaves the old checkpoint or the new one, and perhaps files that
     * no index names; those the next save deletes. */

    private static final String ENDING = ".safetensors.index.json";

    /** Tensors that are the same elements of the same memory; the first is stored. */
    private record Tied(List<String> names, Value.TensorValue tensor) {}

    private final Path index;
    private final String base;
    private final Map<String, String> metadata;
    private final List<List<Tied>> shards = new ArrayList<>();

    /**
     * Prepares a state dict.
     *
     * @param target an index's name, or a folder, whose index is then called model
     */
    ShardedWriter(
            SequencedMap<String, Value.TensorValue> tensors,
            Map<String, String> metadata,
            Path target,
            long maxShardBytes) {
        if (maxShardBytes <= 0) {
            throw new IllegalArgumentException(
                    "the size of a shard must be positive, got " + maxShardBytes);
        }
        if (Files.isDirectory(target)) {
            index = target.resolve("model" + ENDING);
        } else if (names(target)) {
            index = target;
        } else {
            throw new IllegalArgumentException(
                    target + ": give a folder that is there, or a name that ends in " + ENDING);
        }
        String name = Objects.requireNonNull(index.getFileName()).toString();
        base = name.substring(0, name.length() - ENDING.length());
        if (base.isEmpty()) {
            throw new IllegalArgumentException(target + ": a name must precede " + ENDING);
        }
        this.metadata = new LinkedHashMap<>(metadata);
        this.metadata.keySet().removeAll(Set.of("total_size", "format"));
        pack(ties(tensors), maxShardBytes);
    }

    /** Returns whether a name is that of an index. */
    static boolean names(Path path) {
        return path.toString().endsWith(ENDING);
    }

    private static List<Tied> ties(SequencedMap<String, Value.TensorValue> tensors) {
        List<Tied> out = new ArrayList<>();
        IdentityHashMap<Object, List<Tied>> byMemory = new IdentityHashMap<>();
        tensors.forEach((name, tensor) -> {
            List<Tied> siblings = byMemory.computeIfAbsent(tensor.memory(), m -> new ArrayList<>());
            for (Tied t : siblings) {
                if (t.tensor.sameElements(tensor)) {
                    t.names.add(name);
                    return;
                }
            }
            Tied first = new Tied(new ArrayList<>(List.of(name)), tensor);
            siblings.add(first);
            out.add(first);
        });
        return out;
    }

    private void pack(List<Tied> all, long most) {
        long size = 0;
        List<Tied> shard = new ArrayList<>();
        for (Tied t : all) {
            long bytes = t.tensor.bytes();
            if (!shard.isEmpty() && bytes > most - size) {
                shards.add(shard);
                shard = new ArrayList<>();
                size = 0;
            }
            shard.add(t);
            size += bytes;
        }
        shards.add(shard);
    }

    /** Writes the files, then the index, and deletes the files of an older index of this name. */
    void write() throws IOException {
        List<String> names = freeNames();
        Map<String, String> weightMap = new LinkedHashMap<>();
        long total = 0;
        for (int i = 0; i < shards.size(); i++) {
            SequencedMap<String, Value.TensorValue> tensors = new LinkedHashMap<>();
            for (Tied t : shards.get(i)) {
                t.names.forEach(name -> tensors.put(name, t.tensor));
                weightMap.put(t.names.getFirst(), names.get(i));
                total += t.tensor.bytes();
            }
            SafetensorsWriter writer = new SafetensorsWriter(tensors, Map.of());
            AtomicFile.write(index.resolveSibling(names.get(i)), writer::write);
        }
        Map<String, Object> about = new LinkedHashMap<>(metadata);
        about.put("total_size", total);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metadata", about);
        json.put("weight_map", weightMap);
        ByteBuffer text = ByteBuffer.wrap(Json.write(json).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(
                index,
                out -> {
                    while (text.hasRemaining()) {
                        out.write(text);
                    }
                });
        deleteOthers(Set.copyOf(names));
    }

    private List<String> freeNames() throws IOException {
        Set<String> taken = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
            files.forEach(f -> taken.add(name(f)));
        }
        for (int version = 1; ; version++) {
            List<String> out = new ArrayList<>();
            for (int i = 1; i <= shards.size(); i++) {
                out.add(
                        base
                                + (version == 1 ? "" : "-v" + version)
                                + String.format("-%05d-of-%05d.safetensors", i, shards.size()));
            }
            if (out.stream().noneMatch(taken::contains)) {
                return out;
            }
        }
    }

    private Path folder() {
        return Objects.requireNonNull(index.toAbsolutePath().getParent());
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    private void deleteOthers(Set<String> kept) throws IOException {
        Pattern shard =
                Pattern.compile(Pattern.quote(base) + "(-v\\d+)?-\\d{5}-of-\\d{5}\\.safetensors");
        @Nullable FileSystemException failed = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
            for (Path file : files) {
                if (shard.matcher(name(file)).matches() && !kept.contains(name(file))) {
                    try {
                        Files.deleteIfExists(file);
                    } catch (FileSystemException e) {
                        failed = e; // Windows keeps files that are mapped.
                    }
                }
            }
        }
        if (failed != null) {
            System.getLogger("dev.cresset.checkpoint")
                    .log(
                            System.Logger.Level.WARNING,
                            "an older file of " + index + " could not be deleted: " + failed);
        }
    }
}
