package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.engine.View;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every recorded file of real PyTorch and safetensors loads, or fails, as the recording says. */
class RecordedCheckpointsTest {
    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> validFilesHoldTheRecordedTree() {
        return RecordedFiles.rows("valid").map(row -> test(row, this::checkTree));
    }

    @TestFactory
    Stream<DynamicTest> validSafetensorsHoldTheRecordedValues() {
        return RecordedFiles.rows("st_valid").map(row -> test(row, this::checkSafetensors));
    }

    @TestFactory
    Stream<DynamicTest> badFilesEndAsTheyMust() {
        return Stream.concat(RecordedFiles.rows("bad"), RecordedFiles.rows("st_bad"))
                .map(row -> test(row, this::checkVerdict));
    }

    private interface Check {
        void run(Map<?, ?> row) throws IOException;
    }

    private static DynamicTest test(Map<?, ?> row, Check check) {
        return DynamicTest.dynamicTest(text(row, "file"), () -> check.run(row));
    }

    private void checkTree(Map<?, ?> row) throws IOException {
        Value actual = Checkpoint.read(RecordedFiles.copy(text(row, "file"), folder));
        Value tensors = Checkpoint.read(RecordedFiles.copy(text(row, "tensors"), folder));
        Map<?, ?> expect = (Map<?, ?>) RecordedFiles.json(text(row, "expect"));
        new Comparison((Value.MapValue) tensors).compare("", expect.get("expect"), actual);
    }

    private void checkSafetensors(Map<?, ?> row) throws IOException {
        Value.MapValue actual =
                (Value.MapValue) Checkpoint.read(RecordedFiles.copy(text(row, "file"), folder));
        if (!(row.get("expect") instanceof Map<?, ?> expect)) {
            assertThat(actual.get("f32")).isInstanceOf(Value.TensorValue.class);
            assertThat(actual.entries().values())
                    .hasAtLeastOneElementOfType(Value.OpaqueValue.class);
            return;
        }
        expect.forEach((name, e) -> {
            List<?> parts = (List<?>) e;
            View view = ((Value.TensorValue) get(actual, (String) name)).tensor().view();
            assertThat(view.dtype().text()).isEqualTo(parts.get(0));
            assertThat(view.shape().listText()).isEqualTo(parts.get(1).toString());
            List<?> values = (List<?>) parts.get(2);
            assertThat(view.numel()).isEqualTo(values.size());
            for (int i = 0; i < values.size(); i++) {
                assertThat(view.doubleAt(i))
                        .as("%s[%d]", name, i)
                        .isEqualTo((Double) real(values.get(i)));
            }
        });
    }

    private void checkVerdict(Map<?, ?> row) {
        Path file = RecordedFiles.copy(text(row, "file"), folder);
        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> {
                    switch (text(row, "must")) {
                        case "reject" ->
                                assertThatThrownBy(() -> Checkpoint.read(file))
                                        .isInstanceOf(CheckpointException.class)
                                        .hasMessageContaining(file.toString());
                        case "load" -> assertThat(Checkpoint.read(file).toString()).isNotEmpty();
                        case "either" -> {
                            try {
                                assertThat(Checkpoint.read(file).toString()).isNotNull();
                            } catch (CheckpointException clean) {
                                assertThat(clean.reason()).isNotEmpty();
                            }
                        }
                        default -> throw new AssertionError(row);
                    }
                });
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Map<?, ?> row, String key) {
        return (String) Objects.requireNonNull(row.get(key), key);
    }

    private static Value get(Value.MapValue map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static double real(Object json) {
        return switch (json) {
            case Map<?, ?> m ->
                    switch (text(m, "f")) {
                        case "nan" -> Double.NaN;
                        case "inf" -> Double.POSITIVE_INFINITY;
                        default -> Double.NEGATIVE_INFINITY;
                    };
            case Boolean b -> b ? 1 : 0;
            default -> ((Number) json).doubleValue();
        };
    }

    /** Compares a recorded tree with a value; storages must be shared exactly as recorded. */
    private static final class Comparison {
        private final Value.MapValue tensors;
        private final Map<Object, Object> storages = new HashMap<>();

        Comparison(Value.MapValue tensors) {
            this.tensors = tensors;
        }

        void compare(String at, Object expected, Value actual) {
            switch (expected) {
                case null -> assertThat(actual).as(at).isEqualTo(Value.NoneValue.NONE);
                case Boolean b -> assertThat(actual).as(at).isEqualTo(new Value.BoolValue(b));
                case Number n -> assertThat(actual).as(at).isEqualTo(new Value.NumberValue(n));
                case String s -> assertThat(actual).as(at).isEqualTo(new Value.StringValue(s));
                case List<?> l -> items(at, l, ((Value.ListValue) actual).items());
                case Map<?, ?> m -> tagged(at, m, actual);
                default -> throw new AssertionError(at + ": " + expected);
            }
        }

        private void tagged(String at, Map<?, ?> e, Value actual) {
            if (e.containsKey("shape")) {
                tensor(at, e, actual);
                return;
            }
            String tag = (String) e.keySet().iterator().next();
            Object content = Objects.requireNonNull(e.get(tag));
            switch (tag) {
                case "dict", "odict" -> {
                    Value.MapValue map = (Value.MapValue) actual;
                    assertThat(map.ordered()).as(at).isEqualTo(tag.equals("odict"));
                    entries(at, (List<?>) content, map);
                    if (e.get("_metadata") != null) {
                        compare(
                                at + "._metadata",
                                ordered(Objects.requireNonNull(e.get("_metadata")), map),
                                Objects.requireNonNull(map.metadata()));
                    }
                }
                case "tuple" -> items(at, (List<?>) content, ((Value.TupleValue) actual).items());
                case "set" ->
                        items(
                                at,
                                (List<?>) content,
                                new ArrayList<>(((Value.SetValue) actual).items()));
                case "int" ->
                        assertThat(actual)
                                .as(at)
                                .isEqualTo(new Value.NumberValue(new BigInteger((String) content)));
                case "f" -> assertThat(actual).as(at).isEqualTo(new Value.NumberValue(real(e)));
                case "size" ->
                        assertThat(actual).as(at).isEqualTo(new Value.SizeValue(longs(content)));
                case "dtype" ->
                        assertThat(((Value.DTypeValue) actual).dtype().text())
                                .as(at)
                                .isEqualTo(content);
                case "device" ->
                        assertThat(actual)
                                .as(at)
                                .isEqualTo(new Value.DeviceValue((String) content));
                case "bytes" -> {
                    byte[] bytes = ((Value.BytesValue) actual).bytes();
                    List<Long> unsigned = new ArrayList<>();
                    for (byte b : bytes) {
                        unsigned.add(b & 0xffL);
                    }
                    assertThat(unsigned).as(at).isEqualTo(content);
                }
                case "other" -> {
                    assertThat(content).as(at).isEqualTo("builtins.complex");
                    assertThat(actual).as(at).isInstanceOf(Value.ComplexValue.class);
                }
                default -> throw new AssertionError(at + ": unknown tag " + tag);
            }
        }

        /** The recordings write the metadata as a dict whatever it is; PyTorch's is ordered. */
        private static Object ordered(Object metadata, Value.MapValue map) {
            boolean isOrdered = ((Value.MapValue) Objects.requireNonNull(map.metadata())).ordered();
            return isOrdered
                    ? Map.of("odict", Objects.requireNonNull(((Map<?, ?>) metadata).get("dict")))
                    : metadata;
        }

        private void entries(String at, List<?> expected, Value.MapValue actual) {
            assertThat(actual.entries()).as(at).hasSameSizeAs(expected);
            var entries = new ArrayList<>(actual.entries().entrySet());
            for (int i = 0; i < expected.size(); i++) {
                List<?> pair = (List<?>) expected.get(i);
                String where = at + "[" + pair.get(0) + "]";
                compare(where + " key", pair.get(0), entries.get(i).getKey());
                compare(where, pair.get(1), entries.get(i).getValue());
            }
        }

        private void items(String at, List<?> expected, List<Value> actual) {
            assertThat(actual).as(at).hasSameSizeAs(expected);
            for (int i = 0; i < actual.size(); i++) {
                compare(at + "[" + i + "]", expected.get(i), actual.get(i));
            }
        }

        private void tensor(String at, Map<?, ?> e, Value actual) {
            if (Boolean.TRUE.equals(e.get("unsupported_dtype"))) {
                assertThat(actual).as(at).isInstanceOf(Value.OpaqueValue.class);
                assertThat(actual.toString()).contains("Complex");
                return;
            }
            Value.TensorValue tensor = (Value.TensorValue) actual;
            View view = tensor.tensor().view();
            assertThat(view.dtype().text()).as(at).isEqualTo(e.get("dtype"));
            assertThat(view.shape().listText()).as(at).isEqualTo(String.valueOf(e.get("shape")));
            assertThat(Arrays.toString(view.layout().strides()))
                    .as(at)
                    .isEqualTo(String.valueOf(e.get("strides")));
            assertThat((long) view.layout().offset()).as(at).isEqualTo(e.get("offset"));
            assertThat((long) view.storage().length()).as(at).isEqualTo(e.get("storage_numel"));
            assertThat(tensor.requiresGrad()).as(at).isEqualTo(e.get("rg"));
            assertThat(tensor.parameter()).as(at).isEqualTo(e.get("parameter") != null);

            Object number = Objects.requireNonNull(e.get("storage"));
            assertThat(storages.computeIfAbsent(number, n -> view.storage()))
                    .as(at + " storage")
                    .isSameAs(view.storage());
            storages.forEach(
                    (n, s) -> assertThat(s == view.storage()).as(at).isEqualTo(n.equals(number)));

            View values = ((Value.TensorValue) get(tensors, text(e, "t"))).tensor().view();
            for (int i = 0; i < view.numel(); i++) {
                assertThat(view.doubleAt(i)).as(at).isEqualTo((Double) values.doubleAt(i));
                assertThat(view.longAt(i)).as(at).isEqualTo(values.longAt(i));
            }
        }

        private static List<Long> longs(Object list) {
            return ((List<?>) list).stream().map(n -> (Long) n).toList();
        }
    }
}
