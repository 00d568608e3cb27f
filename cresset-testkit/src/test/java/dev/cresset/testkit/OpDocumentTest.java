package dev.cresset.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpDocumentTest {
    @Test
    void theCommittedDocumentIsCurrent() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
            root = root.getParent();
        }
        assertThat(Files.readString(root.resolve("docs/ops.md")).replace("\r\n", "\n"))
                .as("docs/ops.md; write it anew with dev.cresset.testkit.OpDocument")
                .isEqualTo(OpDocument.text());
    }
}
