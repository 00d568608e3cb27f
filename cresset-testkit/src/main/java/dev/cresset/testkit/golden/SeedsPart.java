package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The snippets of tutorial documents: what they print under the recorded seed, character for
 * character.
 */
final class SeedsPart implements Part {
    private final Map<String, SnippetDocument> documents;

    SeedsPart(List<? extends SnippetDocument> documents) {
        this.documents =
                documents.stream()
                        .collect(Collectors.toMap(SnippetDocument::id, Function.identity()));
    }

    @Override
    public String name() {
        return "seeds";
    }

    @Override
    public void run(Path folder, Cases cases) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            document(Json.read(file), cases);
        }
    }

    private void document(JsonNode recording, Cases cases) {
        String id = Json.text(recording, "document").replaceFirst("\\.[a-z]+$", "");
        SnippetDocument document = documents.get(id);
        if (document == null) {
            for (JsonNode snippet : recording.get("snippets")) {
                cases.run(
                        id + " " + Json.text(snippet, "name"),
                        () -> {
                            throw new SkipException("examples has no document " + id);
                        });
            }
            return;
        }
        Tensor.manualSeed(recording.get("seed").asLong());
        List<? extends SnippetDocument.Snippet> snippets = document.snippets();
        int at = 0;
        for (JsonNode recorded : recording.get("snippets")) {
            String snippetName = Json.text(recorded, "name");
            SnippetDocument.Snippet snippet = at < snippets.size() ? snippets.get(at) : null;
            Run run = null;
            if (snippet != null && snippet.name().equals(snippetName)) {
                /* A snippet runs even if it is not selected: the next ones build on it. */
                run = print(snippet);
                at++;
            }
            Run shown = run;
            cases.run(id + " " + snippetName, () -> compare(recorded, shown));
        }
    }

    private record Run(String text, @Nullable Throwable failure) {}

    private static Run print(SnippetDocument.Snippet snippet) {
        var bytes = new ByteArrayOutputStream();
        Throwable failure = null;
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            snippet.run(out);
        } catch (Exception | StackOverflowError e) {
            failure = e;
        }
        return new Run(bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"), failure);
    }

    private static void compare(JsonNode recorded, @Nullable Run run) {
        String expected = Json.text(recorded, "stdout");
        if (recorded.has("value")) {
            expected += Json.text(recorded, "value") + "\n";
        }
        if (run == null) {
            throw new MismatchException(
                    "a snippet named " + Json.text(recorded, "name") + " at this place",
                    "none",
                    "");
        }
        if (run.failure() != null) {
            throw new MismatchException(expected, run.failure().toString(), "");
        }
        Texts.same(expected, run.text());
    }
}
