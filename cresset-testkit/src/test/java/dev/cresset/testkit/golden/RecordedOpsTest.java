package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every offered op gives what real PyTorch gave, with its gradients, errors and dtypes. */
class RecordedOpsTest {
    @TempDir Path folder;

    @Test
    void offeredOpsGiveWhatPyTorchGave() throws Exception {
        unpack();
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            Report report = new GoldenRunner(List.of()).run(folder, Selection.ALL, false, out);
            assertThat(report.failed()).as("%s", text).isZero();
            assertThat(report.passed()).isGreaterThan(2500);
        }
    }

    private void unpack() throws Exception {
        try (InputStream in =
                        Objects.requireNonNull(
                                RecordedOpsTest.class.getResourceAsStream("ops.zip"));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Path file = folder.resolve(e.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
    }
}
