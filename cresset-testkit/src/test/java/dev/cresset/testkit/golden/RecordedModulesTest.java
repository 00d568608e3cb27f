package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every offered module prints, holds and computes what real PyTorch's did, with its gradients. */
class RecordedModulesTest {
    @TempDir Path folder;

    @Test
    void offeredModulesAreAsPyTorchs() throws Exception {
        Unzipped.into(folder, "modules.zip");
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            Report report = new GoldenRunner(List.of()).run(folder, Selection.ALL, false, out);
            assertThat(report.failed()).as("%s", text).isZero();
            assertThat(report.passed()).isGreaterThan(840);
        }
    }
}
