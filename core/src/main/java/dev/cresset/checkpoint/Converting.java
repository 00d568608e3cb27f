package dev.cresset.checkpoint;

import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** Writes what a file holds in another format. */
final class Converting {
    private Converting() {}

    static void convert(Path from, Path to, ConvertOptions options) throws IOException {
        format(to);
        try (CheckpointFile file = Checkpoint.open(from)) {
            Value tree = file.tree();
            boolean asIs = options.path().isEmpty() && options.cast() == null;
            if (asIs && options.names().isEmpty()) {
                save(tree, to, options);
                return;
            }
            SequencedMap<String, Value.TensorValue> tensors =
                    StateDicts.values(tree, options.path().toArray(String[]::new));
            options.names().ifPresent(wanted -> keep(tensors, wanted, from));
            Value.MapValue source = StateDicts.at(tree, options.path().toArray(String[]::new));
            Value.MapValue out = new Value.MapValue(source.ordered());
            DType dtype = options.cast();
            Casting cast = dtype == null ? null : new Casting(dtype);
            for (Map.Entry<String, Value.TensorValue> e : tensors.entrySet()) {
                Value.TensorValue tensor = e.getValue();
                out.put(
                        new Value.StringValue(e.getKey()),
                        cast == null ? tensor : cast.cast(tensor));
            }
            Value metadata = source.metadata();
            if (metadata != null) {
                out.metadata(metadata);
            }
            save(out, to, options);
        }
    }

    private static void save(Value tree, Path to, ConvertOptions options) throws IOException {
        if (ShardedWriter.names(to)) {
            Checkpoint.saveSharded(tree, to, options.maxShardBytes());
        } else {
            Checkpoint.save(tree, to);
        }
    }

    private static void keep(
            SequencedMap<String, Value.TensorValue> tensors, Predicate<String> wanted, Path from) {
        tensors.keySet().removeIf(wanted.negate());
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException(from + ": no tensor has such a name");
        }
    }

    /** Checks that a name says which format is wanted. */
    private static void format(Path to) {
        String name = to.toString().toLowerCase(Locale.ROOT);
        List<String> endings =
                List.of(
                        ".pt",
                        ".pth",
                        ".bin",
                        ".safetensors",
                        ".safetensors.index.json",
                        ".npz",
                        ".npy");
        if (endings.stream().noneMatch(name::endsWith)) {
            throw new IllegalArgumentException(
                    "convert: what " + to + " shall be is said by its ending: one of " + endings);
        }
    }
}
