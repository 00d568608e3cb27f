package dev.cresset.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The file formats that are read; which one a file has is found by its content. */
public enum Format {
    /** PyTorch's zip format, since 1.6. */
    PYTORCH("PyTorch zip", ".pt"),
    /** PyTorch's format before 1.6: read only. */
    PYTORCH_LEGACY("PyTorch legacy", ".pt"),
    /** Hugging Face's safetensors. */
    SAFETENSORS("safetensors", ".safetensors"),
    /** An index in JSON that spreads a state dict over several files beside it. */
    SHARDED("sharded", ".index.json"),
    /** One NumPy array. */
    NPY("NumPy array", ".npy"),
    /** An archive of NumPy arrays. */
    NPZ("NumPy archive", ".npz");

    private final String text;
    private final String ending;

    Format(String text, String ending) {
        this.text = text;
        this.ending = ending;
    }

    /** Returns the name for people: {@code PyTorch zip}. */
    public String text() {
        return text;
    }

    /** Returns what names of such files usually end in, with its dot. */
    public String ending() {
        return ending;
    }

    /**
     * Returns what a file is, by its content.
     *
     * @throws CheckpointException if it is none of these
     * @throws IOException if the file cannot be read
     */
    public static Format of(Path path) throws IOException {
        try (MappedFile file = MappedFile.open(path)) {
            return of(file);
        }
    }

    /**
     * Returns what a file is, and refuses a file whose name promises another format: {@code
     * .safetensors} promises no pickle, {@code .npz} no pickle either.
     */
    static Format of(MappedFile file) throws CheckpointException {
        Format found = byContent(file);
        String name = file.path().toString().toLowerCase(Locale.ROOT);
        boolean honest =
                switch (found) {
                    case PYTORCH, PYTORCH_LEGACY ->
                            !name.endsWith(".safetensors")
                                    && !name.endsWith(".npz")
                                    && !name.endsWith(".npy");
                    case SAFETENSORS ->
                            !name.endsWith(".pt")
                                    && !name.endsWith(".pth")
                                    && !name.endsWith(".npz")
                                    && !name.endsWith(".npy");
                    case SHARDED -> name.endsWith(".json");
                    case NPY, NPZ ->
                            !name.endsWith(".safetensors")
                                    && !name.endsWith(".pt")
                                    && !name.endsWith(".pth");
                };
        if (!honest) {
            throw file.fail(
                    -1,
                    "a "
                            + found.text
                            + " file under a name of another format: rename it to end in "
                            + found.ending);
        }
        return found;
    }

    private static Format byContent(MappedFile file) throws CheckpointException {
        String name = file.path().toString().toLowerCase(Locale.ROOT);
        if (file.size() >= 4 && file.u4(0) == 0x04034b50L) {
            return NpzReader.matches(file) ? NPZ : PYTORCH;
        }
        if (NpyReader.matches(file)) {
            return NPY;
        }
        if (SafetensorsReader.matches(file) || name.endsWith(".safetensors")) {
            return SAFETENSORS;
        }
        if (file.size() > 0 && file.u1(0) == '{') {
            return SHARDED;
        }
        if (file.size() > 0 && file.u1(0) == 0x80) {
            return PYTORCH_LEGACY;
        }
        throw file.fail(
                0, "neither PyTorch's zip or legacy format nor safetensors nor a NumPy file");
    }
}
