package dev.cresset.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.data.DataFileException;
import dev.cresset.data.DataLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    private static final String FLOWERS =
            """
            width,count, kind ,note
            1.5,3,rose,"a, b"
            ,4,lily,"two
            lines"
            -2e1,-5,rose,""
            """;

    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("x.csv"), text);
    }

    private CsvTable table(String text, UnaryOperator<CsvOptions> options) throws IOException {
        return CsvTable.read(file(text), options);
    }

    @Test
    void columnsBecomeTensors() throws IOException {
        CsvTable t = table(FLOWERS, o -> o);
        assertThat(t.columns()).containsExactly("width", "count", "kind", "note");
        assertThat(t.size()).isEqualTo(3);
        assertThat(t.floats("count", "width").toString())
                .isEqualTo(
                        "tensor([[  3.0000,   1.5000],\n        [  4.0000,      nan],\n        [ -5.0000, -20.0000]])");
        assertThat(t.longs("count").toString()).isEqualTo("tensor([ 3,  4, -5])");
        assertThat(t.doubles("width").toDoubleArray()).containsExactly(1.5, Double.NaN, -20);
        assertThat(t.classes("kind").names()).containsExactly("lily", "rose");
        assertThat(t.classes("kind").codes().toString()).isEqualTo("tensor([1, 0, 1])");
        assertThat(t.strings("note")).containsExactly("a, b", "two\nlines", "");
        assertThat(t.floatsExcept("kind", "note").shape().toArray()).containsExactly(3, 2);
    }

    @Test
    void typesAreFound() throws IOException {
        CsvTable t = table(FLOWERS + "NA,NA,NA,NA\n", o -> o);
        assertThat(t.type("width")).isEqualTo(CsvTable.Type.NUMBER);
        assertThat(t.type("count")).isEqualTo(CsvTable.Type.INTEGER);
        assertThat(t.type("kind")).isEqualTo(CsvTable.Type.TEXT);
        assertThat(t.doubles("count").toDoubleArray()).endsWith(Double.NaN);
    }

    @Test
    void otherShapesOfFilesAreRead() throws IOException {
        CsvTable t = table("1;'a;b'\n2;?\n", o -> o.header(false).separator(';').quote('\''));
        assertThat(t.columns()).containsExactly("0", "1");
        assertThat(t.strings("1")).containsExactly("a;b", "?");
        CsvTable missing = table("x\n1\n?\n", o -> o.missing("?"));
        assertThat(missing.doubles("x").toDoubleArray()).containsExactly(1, Double.NaN);
        Path latin =
                Files.write(
                        folder.resolve("l.csv"), "ü\n1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(CsvTable.read(latin, o -> o.charset(StandardCharsets.ISO_8859_1)).columns())
                .containsExactly("ü");
        Path marked = Files.writeString(folder.resolve("b.csv"), "\uFEFFa\r\n1\r\n");
        assertThat(CsvTable.read(marked).longs("a").toString()).isEqualTo("tensor([1])");
        Path zipped = folder.resolve("x.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(FLOWERS.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(CsvTable.read(zipped).size()).isEqualTo(3);
    }

    @Test
    void whatIsWrongIsNamedWithItsLine() throws IOException {
        CsvTable t = table(FLOWERS, o -> o);
        Path x = folder.resolve("x.csv");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> t.floats("kind"))
                .withMessage(x + ", line 2, column 'kind': 'rose' is not a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> t.longs("width"))
                .withMessage(x + ", line 2, column 'width': '1.5' is not a whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> t.strings("colour"))
                .withMessageContaining(
                        "there is no column 'colour'; columns are [width, count, kind, note]");
        assertFails("", "is empty");
        assertFails("a,a\n", "has two columns of the name 'a'");
        assertFails("a,b\n1,2\n3\n", "line 3 has 1 cells, but there are 2 columns");
        assertFails("a,b\n1,2,3\n", "line 2 has 3 cells, but there are 2 columns");
        Path none = folder.resolve("none.csv");
        assertThatThrownBy(() -> CsvTable.read(none))
                .isInstanceOf(DataFileException.class)
                .hasMessage(none + ": there is no such file");
    }

    private void assertFails(String text, String message) throws IOException {
        Path x = file(text);
        assertThatThrownBy(() -> CsvTable.read(x))
                .isInstanceOf(DataFileException.class)
                .hasMessage(x + ": " + message);
    }

    @Test
    void rowsCanBeStreamedAndShared() throws IOException {
        Path numbers =
                file(
                        "n,square\n"
                                + IntStream.range(0, 10)
                                        .mapToObj(i -> i + "," + i * i + "\n")
                                        .collect(Collectors.joining()));
        var alone =
                DataLoader.of(new CsvStream(numbers), CsvTableTest::squares, o -> o.batchSize(4));
        assertThat(alone)
                .containsExactly(
                        List.of("0", "1", "4", "9"),
                        List.of("16", "25", "36", "49"),
                        List.of("64", "81"));
        assertThat(alone).hasSize(3);
        var shared =
                DataLoader.of(
                        new CsvStream(numbers),
                        CsvTableTest::squares,
                        o -> o.batchSize(4).numWorkers(2));
        assertThat(shared)
                .containsExactly(
                        List.of("0", "4", "16", "36"),
                        List.of("1", "9", "25", "49"),
                        List.of("64"),
                        List.of("81"));
        assertThatThrownBy(() -> new CsvStream(folder.resolve("none")).iterator())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is no such file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CsvStream(numbers).iterator().next().get("m"))
                .withMessageContaining("columns are [n, square]");
    }

    private static List<String> squares(List<CsvRow> rows) {
        return rows.stream().map(row -> row.get("square")).toList();
    }
}
