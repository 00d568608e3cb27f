package dev.cresset.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.PythonText.Tuple;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Ellipsis;
import dev.cresset.testkit.python.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class EncodedTest {
    private static Object decode(String json, Map<String, View> tensors) {
        return new Encoded(tensors).decode(JsonMapper.shared().readTree(json));
    }

    private static Object decode(String json) {
        return decode(json, Map.of());
    }

    private static View iota(int... shape) {
        View v = View.allocate(DType.FLOAT32, Shape.of(shape));
        for (int i = 0; i < v.numel(); i++) {
            v.setDouble(i, i + 1);
        }
        return v;
    }

    @Test
    void plainValuesKeepPythonsTypes() {
        assertThat(decode("[null, true, 1, 1.0, \"s\", 99999999999]"))
                .isEqualTo(Arrays.asList(null, true, 1L, 1.0, "s", 99999999999L));
    }

    @Test
    void taggedValuesBecomeTheirObjects() {
        assertThat(decode("{\"f\": \"nan\"}")).isEqualTo(Double.NaN);
        assertThat(decode("{\"f\": \"-inf\"}")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(decode("{\"tuple\": [1, 2]}")).isEqualTo(new Tuple(List.of(1L, 2L)));
        assertThat(decode("{\"slice\": [null, 3, -1]}")).isEqualTo(new Slice(null, 3L, -1L));
        assertThat(decode("{\"ellipsis\": true}")).isEqualTo(Ellipsis.ELLIPSIS);
        assertThat(decode("{\"dtype\": \"bfloat16\"}")).isEqualTo(DType.BFLOAT16);
        assertThat(decode("{\"size\": [2, 3]}")).isEqualTo(Shape.of(2, 3));
        assertThat(decode("{\"device\": \"cpu\"}")).isEqualTo(new Encoded.Device("cpu"));
        assertThat(decode("{\"dict\": {\"a\": [1]}}")).isEqualTo(Map.of("a", List.of(1L)));
    }

    @Test
    void stridedTensorsAreRebuiltInTheirLayout() {
        Map<String, View> file = Map.of("x", iota(2, 3));
        Recorded r =
                (Recorded)
                        Objects.requireNonNull(
                                decode(
                                        "{\"t\": \"x\", \"rg\": true, \"strides\": [2, 5], \"offset\": 3}",
                                        file));
        assertThat(r.requiresGrad()).isTrue();
        assertThat(r.view().layout().strides()).containsExactly(2, 5);
        assertThat(r.view().layout().offset()).isEqualTo(3);
        for (int i = 0; i < 6; i++) {
            assertThat(r.view().doubleAt(i)).isEqualTo(i + 1);
        }
        assertThat(((float[]) r.view().storage().array())[3 + 2 + 5]).isEqualTo(5);
    }

    @Test
    void aStrideOfZeroIsAnExpandedTensor() {
        View row = View.allocate(DType.INT64, Shape.of(2, 2));
        for (int i = 0; i < 4; i++) {
            row.setLong(i, 10 + i % 2);
        }
        Recorded r =
                (Recorded)
                        Objects.requireNonNull(
                                decode("{\"t\": \"x\", \"strides\": [0, 1]}", Map.of("x", row)));
        assertThat(r.view().storage().length()).isEqualTo(2);
        assertThat(r.view().longAt(3)).isEqualTo(11);
    }

    @Test
    void unknownTagsAndTensorsAreErrors() {
        assertThatThrownBy(() -> decode("{\"what\": 1}")).hasMessageContaining("what");
        assertThatThrownBy(() -> decode("{\"t\": \"y\"}")).hasMessageContaining("'y'");
    }

    @Test
    void safetensorsOfEveryDtypeAreRead(@TempDir Path folder) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder header = new StringBuilder("{");
        String[] codes = {"F64", "I64", "F32", "I32", "F16", "BF16", "I16", "I8", "U8", "BOOL"};
        for (String code : codes) {
            int at = data.position();
            switch (code) {
                case "F64" -> data.putDouble(-1.5);
                case "I64" -> data.putLong(-(1L << 40));
                case "F32" -> data.putFloat(0.25f);
                case "I32" -> data.putInt(-7);
                case "F16" -> data.putShort(Float.floatToFloat16(2.5f));
                case "BF16" -> data.putShort((short) 0x3fc0);
                case "I16" -> data.putShort((short) -300);
                case "U8" -> data.put((byte) 200);
                default -> data.put((byte) 1);
            }
            header.append(header.length() > 1 ? "," : "")
                    .append(
                            "\"%s\":{\"dtype\":\"%s\",\"shape\":[],\"data_offsets\":[%d,%d]}"
                                    .formatted(code, code, at, data.position()));
        }
        byte[] json = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + data.position())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(data.flip());
        Path path = Files.write(folder.resolve("all.safetensors"), file.array());
        Map<String, View> read = SafeTensors.read(path);
        double[] expected = {-1.5, -(double) (1L << 40), 0.25, -7, 2.5, 1.5, -300, 1, 200, 1};
        for (int i = 0; i < codes.length; i++) {
            assertThat(Objects.requireNonNull(read.get(codes[i])).doubleAt(0))
                    .as(codes[i])
                    .isEqualTo(expected[i]);
        }
    }

    @Test
    void offsetsThatDoNotFitTheShapeAreRefused(@TempDir Path folder) throws IOException {
        byte[] json =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}"
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json);
        Path path = Files.write(folder.resolve("bad.safetensors"), file.array());
        assertThatThrownBy(() -> SafeTensors.read(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tensor a");
    }
}
