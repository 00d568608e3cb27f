package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tensor texts against those of PyTorch 2.13, recorded by tools/oracle/tensor_text.py (which
 * describes the columns of the resource).
 */
class TensorTextTest {
    record Case(
            int line,
            String group,
            View view,
            boolean parameter,
            boolean requiresGrad,
            @Nullable String gradFn,
            PrintOptions options,
            String expected) {

        static Case parse(int line, String text) {
            String[] c = text.split("\t", -1);
            DType dtype = DType.of(c[1]);
            Shape shape = Shape.of(numbers(c[2]));
            int[] strides = c[3].isEmpty() ? shape.contiguousStrides() : numbers(c[3]);
            View view =
                    viewOf(dtype, new Layout(shape, strides, 0), Base64.getDecoder().decode(c[7]));
            List<String> flags = List.of(c[4].split(" ", -1));
            return new Case(
                    line,
                    c[0],
                    view,
                    flags.contains("parameter"),
                    flags.contains("requires_grad"),
                    c[5].isEmpty() ? null : c[5],
                    optionsOf(c[6]),
                    c[8].replace("\\n", "\n"));
        }

        String text(View shown) {
            return TensorText.of(shown, parameter, requiresGrad, gradFn, options);
        }

        @Override
        public String toString() {
            return line + " " + group;
        }
    }

    static List<Case> recorded() throws IOException {
        try (var in =
                        Objects.requireNonNull(
                                TensorTextTest.class.getResourceAsStream("tensor_text.tsv.gz"));
                var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            List<String> all = lines.lines().toList();
            return IntStream.range(0, all.size())
                    .mapToObj(i -> Case.parse(i + 1, all.get(i)))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Test
    void allRecordedCasesAreThere() throws IOException {
        assertThat(recorded()).hasSize(548);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void textIsPyTorchs(Case c) {
        assertThat(c.text(c.view)).isEqualTo(c.expected);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void textDoesNotDependOnTheLayout(Case c) {
        Shape shape = c.view.shape();
        int[] strides = new int[shape.rank()];
        int step = 2;
        for (int d = 0; d < strides.length; d++) {
            strides[d] = step;
            step *= Math.max(shape.size(d), 1);
        }
        Layout layout = new Layout(shape, strides, 3);
        View other =
                new View(
                        c.view.dtype(),
                        Storage.allocate(c.view.dtype(), Math.max(layout.extent(), 3)),
                        layout);
        for (int i = 0; i < other.numel(); i++) {
            if (c.view.dtype().isFloatingPoint()) {
                other.setDouble(i, c.view.doubleAt(i));
            } else {
                other.setLong(i, c.view.longAt(i));
            }
        }
        assertThat(c.text(other)).isEqualTo(c.expected);
    }

    @Test
    @Timeout(5)
    void aSummaryReadsOnlyWhatItShows() {
        // 1.6e9 elements, all of them one: reading them all would take too much time and memory
        Layout layout = new Layout(Shape.of(40_000, 40_000), new int[] {0, 0}, 1);
        View view = new View(DType.FLOAT32, new Storage.Floats(new float[] {5, 6}), layout);
        String text = TensorText.of(view, false, false, null, PrintOptions.defaults());
        assertThat(text)
                .isEqualTo(
                        """
                        tensor([[6., 6., 6.,  ..., 6., 6., 6.],
                                [6., 6., 6.,  ..., 6., 6., 6.],
                                [6., 6., 6.,  ..., 6., 6., 6.],
                                ...,
                                [6., 6., 6.,  ..., 6., 6., 6.],
                                [6., 6., 6.,  ..., 6., 6., 6.],
                                [6., 6., 6.,  ..., 6., 6., 6.]])\
                        """);
    }

    @Test
    void onlyTheDefaultDtypeGoesWithoutSaying() {
        PrintOptions options = PrintOptions.defaults();
        View single = viewOf(DType.FLOAT32, Layout.contiguous(Shape.of(1)), new byte[4]);
        View twice = viewOf(DType.FLOAT64, Layout.contiguous(Shape.of(1)), new byte[8]);
        assertThat(TensorText.of(single, false, false, null, options, DType.FLOAT64))
                .isEqualTo("tensor([0.], dtype=torch.float32)");
        assertThat(TensorText.of(twice, false, false, null, options, DType.FLOAT64))
                .isEqualTo("tensor([0.])");
    }

    private static int[] numbers(String text) {
        return text.isEmpty()
                ? new int[0]
                : Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static PrintOptions optionsOf(String text) {
        PrintOptions o = PrintOptions.defaults();
        for (String option : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] pair = option.split("=", 2);
            o =
                    switch (pair[0]) {
                        case "precision" -> o.precision(Integer.parseInt(pair[1]));
                        case "threshold" -> o.threshold(Integer.parseInt(pair[1]));
                        case "edgeitems" -> o.edgeItems(Integer.parseInt(pair[1]));
                        case "linewidth" -> o.lineWidth(Integer.parseInt(pair[1]));
                        case "sci_mode" -> o.sciMode(pair[1].equals("True"));
                        case "profile" ->
                                o.profile(
                                        PrintOptions.Profile.valueOf(
                                                pair[1].toUpperCase(Locale.ROOT)));
                        default -> throw new IllegalArgumentException(option);
                    };
        }
        return o;
    }

    /** Returns a view with these elements, given in row-major order as little-endian bytes. */
    private static View viewOf(DType dtype, Layout layout, byte[] elements) {
        View view = new View(dtype, Storage.allocate(dtype, layout.extent()), layout);
        ByteBuffer in = ByteBuffer.wrap(elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < view.numel(); i++) {
            switch (dtype) {
                case FLOAT32 -> view.setDouble(i, in.getFloat());
                case FLOAT64 -> view.setDouble(i, in.getDouble());
                case FLOAT16 -> view.setDouble(i, Float.float16ToFloat(in.getShort()));
                case BFLOAT16 -> view.setDouble(i, Float.intBitsToFloat(in.getShort() << 16));
                case INT64 -> view.setLong(i, in.getLong());
                case INT32 -> view.setLong(i, in.getInt());
                case INT16 -> view.setLong(i, in.getShort());
                case INT8, UINT8, BOOL -> view.setLong(i, in.get());
            }
        }
        assertThat(in.hasRemaining()).isFalse();
        return view;
    }
}
