package dev.cresset;

import static dev.cresset.PythonText.ndarray;
import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.tensor;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.DType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What NumPy 2.4 prints. */
class NumPyTextTest {
    @Test
    void numbersHaveAsManyDigitsAsTheyNeedAndLineUp() {
        assertThat(ndarray(tensor(1.0, 2.25, -3))).hasToString("[ 1.    2.25 -3.  ]");
        assertThat(ndarray(tensor(new float[][] {{1, 2}, {3, 4}})))
                .hasToString("[[1. 2.]\n [3. 4.]]");
    }

    @Test
    void numbersFarApartAreScientific() {
        assertThat(ndarray(tensor(1e-5, 1.5, Double.NaN))).hasToString("[1.0e-05 1.5e+00     nan]");
    }

    @Test
    void aContainerShowsTheArraysDtype() {
        assertThat(PythonText.str(List.of(ndarray(ones(2)))))
                .isEqualTo("[array([1., 1.], dtype=float32)]");
        assertThat(PythonText.repr(ndarray(zeros(0, 3))))
                .isEqualTo("array([], shape=(0, 3), dtype=float32)");
    }

    @Test
    void aScalarPrintsAsANumber() {
        assertThat(PythonText.str("loss:", ndarray(tensor(0.1)))).isEqualTo("loss: 0.1");
    }

    @Test
    void manyElementsAreSummarised() {
        assertThat(ndarray(arange(2000).view(2, 1000)))
                .hasToString(
                        "[[   0    1    2 ...  997  998  999]\n [1000 1001 1002 ... 1997 1998 1999]]");
    }

    @Test
    void whatNumPyCannotHoldIsRefused() {
        assertThatThrownBy(() -> ndarray(ones(2).requiresGrad_(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("x.detach()");
        assertThatThrownBy(() -> ndarray(ones(DType.BFLOAT16, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Got unsupported ScalarType BFloat16");
    }

    /*
     * Rows of tools/oracle/numpy_text_resource.py: dtype, sizes, elements, whether repr, and the text.
     */
    @Test
    void recordedTextsOfNumPyAreTheSame() throws IOException {
        List<String> different = new ArrayList<>();
        int count = 0;
        for (String line : recorded()) {
            String[] cell = line.split("\t", -1);
            DType dtype = DType.of(cell[0]);
            Tensor x = Tensor.tensor(values(cell[2])).to(dtype).view(sizes(cell[1]));
            Object array = ndarray(x);
            String text = cell[3].equals("repr") ? PythonText.repr(array) : array.toString();
            String expected = cell[4].replace("\\n", "\n");
            if (!text.equals(expected)) {
                different.add(line + " but is\n" + text);
            }
            count++;
        }
        assertThat(count).isGreaterThan(100);
        assertThat(different).isEmpty();
    }

    private static double[] values(String cell) {
        if (cell.isEmpty()) {
            return new double[0];
        }
        String[] all = cell.split(" ");
        double[] out = new double[all.length];
        for (int i = 0; i < out.length; i++) {
            out[i] =
                    switch (all[i]) {
                        case "nan" -> Double.NaN;
                        case "inf" -> Double.POSITIVE_INFINITY;
                        case "-inf" -> Double.NEGATIVE_INFINITY;
                        default -> Double.parseDouble(all[i]);
                    };
        }
        return out;
    }

    private static int[] sizes(String cell) {
        return cell.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(cell.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static List<String> recorded() throws IOException {
        try (InputStream in = NumPyTextTest.class.getResourceAsStream("numpy_text.tsv.gz")) {
            return new String(
                            new GZIPInputStream(Objects.requireNonNull(in)).readAllBytes(),
                            StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
