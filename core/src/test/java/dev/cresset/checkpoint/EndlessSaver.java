package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.op.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Saves one generation after the other to the same file until it is killed: {@code EndlessSaver
 * FILE GENERATION}. Every element of a generation is its number.
 */
final class EndlessSaver {
    private EndlessSaver() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        for (int generation = Integer.parseInt(args[1]); ; generation++) {
            save(generation, file);
            System.out.println(generation);
        }
    }

    /** Saves a generation; under the name of an index, in two files. */
    static void save(int generation, Path file) throws IOException {
        if (ShardedWriter.names(file)) {
            Checkpoint.saveSharded(tensors(generation), file, 2L << 19);
        } else {
            Checkpoint.save(tensors(generation), file);
        }
    }

    static SequencedMap<String, Tensor> tensors(int generation) {
        SequencedMap<String, Tensor> out = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            out.put("w" + i, Tensor.full(Shape.of(1 << 16), (long) generation));
        }
        return out;
    }
}
