package dev.cresset.cli;

import dev.cresset.examples.Document;
import dev.cresset.examples.Documents;
import dev.cresset.testkit.golden.GoldenRunner;
import dev.cresset.testkit.golden.Report;
import dev.cresset.testkit.golden.Selection;
import dev.cresset.testkit.golden.SnippetDocument;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cresset golden}: compares Cresset with a folder of recorded PyTorch results. */
@Command(
        name = "golden",
        description = "Compares Cresset with recorded results of real PyTorch.",
        footer = {
            "",
            "Prints a line for each case that differs, the skipped cases by reason, and the totals.",
            "The exit status is 1 if a case failed."
        })
final class GoldenCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder of recordings.")
    private Path folder;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description =
                    "Only these parts: ops, modules, rng, print, checkpoints, training, seeds.")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            description = "Only cases whose name matches, such as 'add*' or 'nn.functional.relu'.")
    private @Nullable String name;

    @Option(names = "--list-skips", description = "Name the skipped cases, not only the reasons.")
    private boolean listSkips;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private GoldenCommand() {}

    @Override
    public Integer call() throws IOException {
        Pattern pattern = name == null ? null : Selection.glob(name);
        GoldenRunner runner = new GoldenRunner(documents(), RecordedModels.all());
        Report report =
                runner.run(
                        folder,
                        new Selection(only, pattern),
                        listSkips,
                        spec.commandLine().getOut());
        return report.failed() == 0 ? 0 : 1;
    }

    private static List<SnippetDocument> documents() {
        return Documents.all().stream().<SnippetDocument>map(Recorded::new).toList();
    }

    /** A document of the examples, as the golden runner sees it. */
    private record Recorded(Document document) implements SnippetDocument {
        @Override
        public String id() {
            return document.id();
        }

        @Override
        public List<? extends Snippet> snippets() {
            return document.snippets().stream().map(Part::new).toList();
        }
    }

    private record Part(Document.Snippet snippet) implements SnippetDocument.Snippet {
        @Override
        public String name() {
            return snippet.name();
        }

        @Override
        public void run(PrintStream out) throws Exception {
            snippet.body().run(out);
        }
    }
}
