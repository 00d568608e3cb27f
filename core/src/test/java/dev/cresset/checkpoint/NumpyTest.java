package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NumPy's own files are read, and NumPy would read what is written. */
class NumpyTest {
    @TempDir Path folder;

    private Value read(String name) throws IOException {
        return Checkpoint.read(RecordedFiles.copy(name, folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c_f4|float32|[2, 3]|0 1 2 3 4 5",
                "fortran_f8|float64|[2, 3]|0 1 2 3 4 5",
                "big_i4|int32|[2, 3]|0 1 2 3 4 5",
                "scalar_i8|int64|[]|7",
                "empty_f4|float32|[0, 3]|",
                "bool|bool|[3]|1 0 1",
                "f2|float16|[3]|1 -0.5 Infinity",
                "u1|uint8|[2]|0 255",
            })
    void numPysArraysAreRead(String name, String dtype, String shape, String values)
            throws IOException {
        View view = ((Value.TensorValue) read(name + ".npy")).tensor().view();
        assertThat(view.dtype().text()).isEqualTo(dtype);
        assertThat(view.shape().listText()).isEqualTo(shape);
        List<String> expected = values == null ? List.of() : List.of(values.split(" "));
        assertThat(view.numel()).isEqualTo(expected.size());
        for (int i = 0; i < view.numel(); i++) {
            assertThat(view.doubleAt(i)).isEqualTo(Double.parseDouble(expected.get(i)));
        }
    }

    @Test
    void archivesAreReadPackedOrNot() throws IOException {
        SequencedMap<String, Tensor> plain = read("plain.npz").stateDict();
        assertThat(plain).containsOnlyKeys("a", "b/c.weight");
        assertThat(plain.get("b/c.weight").toDoubleArray()).containsExactly(1, 0, 0, 1);
        SequencedMap<String, Tensor> packed = read("compressed.npz").stateDict();
        assertThat(packed.get("a").numel()).isEqualTo(30_000);
        assertThat(packed.get("a").view().longAt(29_999)).isEqualTo(29_999);
    }

    @Test
    void whatCressetHasNoDtypeForIsNamed() throws IOException {
        assertThat(read("complex.npy")).hasToString("tensor of <c16 and shape [1]");
        assertThat(read("text.npy")).hasToString("tensor of <U2 and shape [1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "structured"})
    void picklesAndStructuresAreRefused(String name) {
        assertThatThrownBy(() -> read(name + ".npy"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(name.equals("objects") ? "pickle" : "structured");
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyDtypeComesBackButBfloat16(DType dtype) throws IOException {
        Path npy = folder.resolve("a.npy");
        Tensor saved = Tensors.counting(dtype, 2, 3);
        if (dtype == DType.BFLOAT16) {
            assertThatThrownBy(() -> Checkpoint.save(saved, npy))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NumPy has no bfloat16");
            assertThat(npy).doesNotExist();
            return;
        }
        Checkpoint.save(saved, npy);
        Tensor loaded = ((Value.TensorValue) Checkpoint.read(npy)).tensor();
        assertThat(loaded.dtype()).isEqualTo(dtype);
        assertThat(loaded.equal(saved)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c_f4", "scalar_i8", "empty_f4", "bool", "f2", "u1"})
    void arraysAreWrittenByteForByteAsNumPyDoes(String name) throws IOException {
        Path again = folder.resolve("again.npy");
        Checkpoint.save(read(name + ".npy"), again);
        assertThat(Files.readAllBytes(again)).isEqualTo(RecordedFiles.bytes(name + ".npy"));
    }

    @Test
    void tiesInArchivesAreRestoredUnlessTheArraysDiffer() throws IOException {
        Tensor tied = Tensors.floats(1, 2, 3);
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        saved.put("wte", tied);
        saved.put("head", tied);
        Path npz = folder.resolve("a.npz");
        Checkpoint.save(saved, npz);
        SequencedMap<String, Tensor> loaded = Checkpoint.load(npz);
        assertThat(loaded.get("head")).isSameAs(loaded.get("wte"));

        AtomicFile.write(
                npz,
                out -> {
                    ZipWriter zip = new ZipWriter(out);
                    zip.add("wte.npy", RecordedFiles.bytes("c_f4.npy"));
                    zip.add("head.npy", RecordedFiles.bytes("u1.npy"));
                    zip.add(
                            NpzReader.METADATA,
                            "{\"ties\":{\"head\":\"wte\"}}".getBytes(StandardCharsets.UTF_8));
                    zip.finish();
                });
        assertThat(Checkpoint.load(npz).get("head").dtype()).isEqualTo(DType.UINT8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3), }",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3), }",
                "{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }",
                "{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (6,)}",
                "{'fortran_order': False, 'shape': (2, 3), }",
                "",
            })
    void brokenHeadersAreRefused(String header) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[10 + text.length + 24];
        System.arraycopy(NpyHeader.MAGIC, 0, bytes, 0, 6);
        bytes[6] = 1;
        bytes[8] = (byte) text.length;
        System.arraycopy(text, 0, bytes, 10, text.length);
        Path file = Files.write(folder.resolve("bad.npy"), bytes);
        assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void aNameThatPromisesNoPickleKeepsItsPromise() throws IOException {
        Path pt = folder.resolve("a.pt");
        Checkpoint.save(Map.of("w", Tensors.floats(1)), pt);
        Path lying = Files.copy(pt, folder.resolve("a.npz"));
        assertThatThrownBy(() -> Checkpoint.read(lying))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("PyTorch zip file under a name of another format");
    }
}
