package dev.cresset.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    /** The README shows the program that is compiled here, line by line. */
    @Test
    void theReadmeShowsThisProgram() throws IOException {
        String source =
                Files.readString(Path.of("src/main/java/dev/cresset/examples/Quickstart.java"));
        String shown =
                source.replace("package dev.cresset.examples;\n\n", "")
                        .replaceAll("/\\*\\*.*\\*/\n", "");
        assertThat(Files.readString(Path.of("../README.md"))).contains(shown);
    }
}
