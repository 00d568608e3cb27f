package dev.cresset.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation whose Java snippets are compiled in a test class. */
final class Guide {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private Guide() {}

    /** Checks that each snippet of a page stands, line by line, in a test's source. */
    static void isCompiled(String page, Class<?> test) throws IOException {
        String text = Files.readString(Path.of("../docs", page));
        Path source = Path.of("src/test/java", test.getName().replace('.', '/') + ".java");
        String compiled = squeezed(Files.readString(source));
        List<String> snippets = new ArrayList<>();
        Matcher m = JAVA.matcher(text);
        while (m.find()) {
            snippets.add(m.group(1));
        }
        assertThat(snippets).isNotEmpty();
        for (String snippet : snippets) {
            assertThat(compiled).as("%s:%n%s", page, snippet).contains(squeezed(snippet));
        }
    }

    /** Line breaks are the formatter's. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
