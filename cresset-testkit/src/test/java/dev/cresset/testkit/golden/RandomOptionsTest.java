package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random legal options give what real PyTorch gave; random illegal ones are refused. */
class RandomOptionsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"modules, 1000", "training, 100", "rng, 150"})
    void areAsPyTorchs(String part, int least) throws Exception {
        Unzipped.into(folder, "fuzz.zip");
        Selection selection = new Selection(Set.of(part), Selection.glob("*"));
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            Report report = new GoldenRunner(List.of()).run(folder, selection, false, out);
            assertThat(report.failed()).as("%s", text).isZero();
            assertThat(report.passed()).isGreaterThan(least);
        }
    }
}
