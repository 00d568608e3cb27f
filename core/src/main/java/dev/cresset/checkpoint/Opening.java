package dev.cresset.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens files: finds their format and describes what they hold. */
final class Opening {
    private final List<MappedFile> files = new ArrayList<>();
    private final Budget budget;

    private Opening(Budget budget) {
        this.budget = budget;
    }

    /** Opens a file, or the one that a folder in Hugging Face's layout is loaded from. */
    static CheckpointFile open(Path path, Budget budget) throws IOException {
        Path file = Files.isDirectory(path) ? Shards.inFolder(path) : path;
        Opening opening = new Opening(budget);
        try {
            MappedFile mapped = opening.map(file);
            Format format = Format.of(mapped);
            Value tree = opening.tree(mapped, format);
            return new CheckpointFile(path, format, opening.files, tree);
        } catch (IOException | RuntimeException | Error e) {
            opening.files.forEach(MappedFile::close);
            throw e;
        }
    }

    private MappedFile map(Path path) throws IOException {
        MappedFile mapped = MappedFile.open(path);
        files.add(mapped);
        return mapped;
    }

    private Value tree(MappedFile file, Format format) throws IOException {
        return switch (format) {
            case PYTORCH -> ZipCheckpoint.read(file, budget);
            case PYTORCH_LEGACY -> LegacyCheckpoint.read(file, budget);
            case SAFETENSORS -> SafetensorsReader.read(file, budget);
            case SHARDED -> Shards.read(file, budget, path -> shard(file, path));
            case NPY -> NpyReader.read(file, budget);
            case NPZ -> NpzReader.read(file, budget);
        };
    }

    private Value shard(MappedFile index, Path path) throws IOException {
        MappedFile mapped = map(path);
        Format format = Format.of(mapped);
        if (format == Format.SHARDED) {
            throw index.fail(-1, "it names " + path.getFileName() + ", which is an index itself");
        }
        return tree(mapped, format);
    }
}
