package dev.cresset.testkit.golden;

import dev.cresset.testkit.table.TorchTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Replays a folder of recorded PyTorch results and reports every case that differs.
 *
 * <p>The folder has a subfolder for each part (ops, modules, rng, print, checkpoints, training,
 * seeds); one that is absent is left out.
 */
public final class GoldenRunner {
    private final List<Part> parts;

    /** Makes a runner without language models, whose recordings it skips. */
    public GoldenRunner(List<? extends SnippetDocument> documents) {
        this(documents, List.of());
    }

    /**
     * Returns a runner.
     *
     * @param documents the programs that print the tutorials' snippets
     * @param models the language models that load recorded weights
     */
    public GoldenRunner(
            List<? extends SnippetDocument> documents, List<? extends RecordedModel> models) {
        TorchTable table = TorchTable.standard();
        Torch torch = new Torch(table);
        this.parts =
                List.of(
                        new OpsPart(table),
                        new ModulesPart(torch),
                        new RngPart(torch),
                        new PrintPart(torch),
                        new CheckpointsPart(
                                models.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        RecordedModel::cls, Function.identity()))),
                        new TrainingPart(torch),
                        new SeedsPart(documents));
    }

    /** Returns the names of the parts, in the order in which they run. */
    public Set<String> partNames() {
        Set<String> out = new LinkedHashSet<>();
        parts.forEach(p -> out.add(p.name()));
        return out;
    }

    /**
     * Runs the selected cases of a folder and prints failures, skips and totals.
     *
     * @param folder the recordings
     * @param selection which cases
     * @param listSkips whether to name the skipped cases
     * @param out where to print
     * @return the totals
     * @throws IOException if the folder or a file of it cannot be read
     * @throws IllegalArgumentException if the selection names a part that does not exist, or the
     *     folder holds no selected part
     */
    public Report run(Path folder, Selection selection, boolean listSkips, PrintWriter out)
            throws IOException {
        for (String part : selection.parts()) {
            if (!partNames().contains(part)) {
                throw new IllegalArgumentException(
                        "golden: there is no part '"
                                + part
                                + "'; there are: "
                                + String.join(", ", partNames()));
            }
        }
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Report report = new Report(out);
        int found = 0;
        for (Part part : parts) {
            Path sub = folder.resolve(part.name());
            if (selection.hasPart(part.name()) && Files.isDirectory(sub)) {
                found++;
                part.run(sub, new Cases(part.name(), selection, report::add));
            }
        }
        if (found == 0) {
            throw new IllegalArgumentException(
                    "golden: "
                            + folder
                            + " holds none of the folders "
                            + String.join(", ", partNames()));
        }
        report.close(listSkips);
        return report;
    }
}
