package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/names.md} beside PyTorch 2.13's names, as {@code tools/oracle/names_resource.py}
 * lists them.
 */
class NamesTest {
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.+) \\|");
    private static final Pattern COUNTERPART = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");
    private static final List<String> PACKAGES =
            List.of(
                    "dev.cresset.nn.",
                    "dev.cresset.nn.utils.",
                    "dev.cresset.optim.",
                    "dev.cresset.data.",
                    "dev.cresset.");

    private record Row(String module, String name, String cell) {}

    private static List<Row> rows() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
            root = root.getParent();
        }
        List<Row> out = new ArrayList<>();
        String module = "";
        for (String line : Files.readAllLines(root.resolve("docs/names.md"))) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("## ")) {
                module = line.substring(3);
            } else if (row.matches()) {
                out.add(new Row(module, row.group(1), row.group(2)));
            }
        }
        return out;
    }

    @Test
    void thePageHasEveryNameOfPyTorch() throws IOException {
        List<String> names;
        try (InputStream in = NamesTest.class.getResourceAsStream("pytorch_names.txt")) {
            names =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        }
        assertThat(names).hasSizeGreaterThan(480);
        assertThat(rows())
                .extracting(r -> r.module + " " + r.name)
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void whatThePageNamesIsThere() throws IOException {
        List<String> absent = new ArrayList<>();
        int counterparts = 0;
        for (Row row : rows()) {
            Matcher m = COUNTERPART.matcher(row.cell);
            if (!m.matches()) {
                assertThat(row.cell).as(row.name).contains(" "); // a reason
                continue;
            }
            counterparts++;
            if (!exists(m.group(1), m.group(2))) {
                absent.add(row.name + ": " + row.cell);
            }
        }
        assertThat(absent).isEmpty();
        assertThat(counterparts).isGreaterThan(400);
    }

    private static boolean exists(String type, String method) {
        for (String p : PACKAGES) {
            try {
                Class<?> c = Class.forName(p + type);
                if (method == null || hasMethod(c, method)) {
                    return true;
                }
            } catch (ClassNotFoundException e) {
                continue; // in another package
            }
        }
        return false;
    }

    private static boolean hasMethod(Class<?> type, String name) {
        return Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getDeclaredMethods()))
                .filter(m -> !Modifier.isPrivate(m.getModifiers()))
                .anyMatch(m -> m.getName().equals(name));
    }
}
