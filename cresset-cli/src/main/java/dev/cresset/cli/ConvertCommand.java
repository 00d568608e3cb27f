package dev.cresset.cli;

import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.checkpoint.CheckpointFile;
import dev.cresset.checkpoint.ConvertOptions;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cresset convert}: writes what a checkpoint file holds in another format. */
@Command(
        name = "convert",
        description = "Writes what a checkpoint file holds in another format; ties are kept.")
final class ConvertCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(?:([KMG])B|B)?");

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FROM", description = "What 'inspect' takes.")
    private Path from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description =
                    "The new file; its ending says its format: .pt, .pth, .bin, .safetensors, .npz,"
                            + " .npy, or .safetensors.index.json for several files.")
    private Path to;

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            description = "Convert floating-point tensors: float16, bfloat16, float32, float64.")
    private @Nullable String dtype;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Only the state dict under this key; repeat it to go deeper.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            description = "Only tensors whose name matches; may be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--max-shard-size",
            paramLabel = "SIZE",
            description =
                    "The most bytes of tensors in one of several files: 500MB, 5GB (default).")
    private @Nullable String maxShardSize;

    @Option(names = "--force", description = "Replace TO if it exists.")
    private boolean force;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private ConvertCommand() {}

    @Override
    public Integer call() throws IOException {
        if (!force && Files.exists(to)) {
            throw new FileAlreadyExistsException(to + " (--force replaces it)");
        }
        Checkpoint.convert(from, to, this::options);
        try (CheckpointFile written = Checkpoint.open(to)) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s: %s, %s, %d tensors%n",
                            Table.printable(to.toString()),
                            written.format().text(),
                            Table.size(written.bytes()),
                            written.tensors().size());
        }
        return 0;
    }

    private ConvertOptions options(ConvertOptions o) {
        ConvertOptions out = o.path(keys.toArray(String[]::new));
        if (dtype != null) {
            out = out.cast(DType.of(dtype));
        }
        if (maxShardSize != null) {
            if (!to.toString().endsWith(".safetensors.index.json")) {
                throw new IllegalArgumentException(
                        "--max-shard-size needs a TO that ends in .safetensors.index.json");
            }
            out = out.maxShardBytes(bytes(maxShardSize));
        }
        return names.isEmpty() ? out : out.names(new NameFilter(names));
    }

    /** Returns the bytes of a size: a number and, perhaps, one of KB, MB, GB (powers of 1000). */
    private static long bytes(String size) {
        Matcher m = SIZE.matcher(size.strip().toUpperCase(Locale.ROOT));
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "--max-shard-size: '" + size + "' is no size such as 500MB, 5GB or 1000000");
        }
        String unit = m.group(2) == null ? "" : m.group(2);
        long factor =
                switch (unit) {
                    case "K" -> 1_000L;
                    case "M" -> 1_000_000L;
                    case "G" -> 1_000_000_000L;
                    default -> 1;
                };
        return Math.multiplyExact(Long.parseLong(m.group(1)), factor);
    }
}
