package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An open file tells what it holds and reads tensors when they are wanted. */
class OpenFileTest {
    @TempDir Path folder;

    private static SequencedMap<String, Tensor> tensors() {
        Tensor tied = Tensors.counting(DType.FLOAT32, 3, 4);
        SequencedMap<String, Tensor> out = new LinkedHashMap<>();
        out.put("a", tied);
        out.put("b", Tensors.counting(DType.INT64, 5));
        out.put("c", tied);
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.pt", "x.safetensors", "x.npz"})
    void aFileIsListedAndReadPieceByPiece(String name) throws IOException {
        Path path = folder.resolve(name);
        Checkpoint.save(tensors(), path);
        Tensor kept;
        Value.TensorValue unread;
        try (CheckpointFile file = Checkpoint.open(path)) {
            assertThat(file.format().ending()).isEqualTo(name.substring(1));
            assertThat(file.tensors().toString()).contains("a=float32[3, 4]", "b=int64[5]");
            Value.TensorValue a = file.tensors().get("a");
            assertThat(file.tensors().get("c").sameElements(a)).isTrue();
            kept = file.tensor("a");
            assertThat(file.tensor("c").view().storage()).isSameAs(kept.view().storage());
            assertThat(file.tensor("a")).isSameAs(kept);
            unread = file.tensors().get("b");
            assertThatThrownBy(() -> file.tensor("d"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no tensor 'd'; there are ");
        }
        assertThat(kept.view().doubleAt(11)).isEqualTo(12.0);
        assertThat(unread.shape().listText()).isEqualTo("[5]");
        assertThatThrownBy(unread::tensor).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDamagedTensorDoesNotKeepTheOthersFromBeingRead() throws IOException {
        Path path = folder.resolve("x.pt");
        Checkpoint.save(tensors(), path);
        byte[] bytes = Files.readAllBytes(path);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("archive/data/1");
        bytes[Math.ceilDiv(at + 14, 64) * 64 + 1] ^= 1;
        Files.write(path, bytes);
        try (CheckpointFile file = Checkpoint.open(path)) {
            assertThat(file.tensor("a").numel()).isEqualTo(12);
            assertThatThrownBy(() -> file.tensor("b"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("checksum");
        }
        assertThatThrownBy(() -> Checkpoint.load(path)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void tenGigabytesAreListedByTheirHeader() throws IOException {
        Path path = folder.resolve("large.safetensors");
        long bytes = 5L << 30;
        String header =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]},\"b\":{\"dtype\":\"F64\",\"shape\":[2,%d],\"data_offsets\":[%d,%d]}}"
                        .formatted(bytes / 4, bytes, bytes / 16, bytes, 2 * bytes);
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer start = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(text.length).put(text).flip();
        try (FileChannel out =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            out.write(start);
            out.write(ByteBuffer.wrap(new byte[1]), 8 + text.length + 2 * bytes - 1);
        }
        try (CheckpointFile file = Checkpoint.open(path)) {
            assertThat(file.bytes()).isGreaterThan(10L << 30);
            assertThat(file.tensors().get("b").bytes()).isEqualTo(bytes);
            assertThat(file.tensors())
                    .hasToString("{a=float32[1342177280], b=float64[2, 335544320]}");
        }
        assertThatThrownBy(() -> Checkpoint.load(path))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("start the JVM with a larger -Xmx");
    }

    @Test
    void aFileThatIsCutOffWhileOpenEndsAsACheckpointException() throws IOException {
        Path path = folder.resolve("x.safetensors");
        SequencedMap<String, Tensor> large = new LinkedHashMap<>();
        large.put("w", Tensors.counting(DType.FLOAT32, 100_000));
        Checkpoint.save(large, path);
        try (CheckpointFile file = Checkpoint.open(path)) {
            try (RandomAccessFile cut = new RandomAccessFile(path.toFile(), "rw")) {
                cut.setLength(4096);
            }
            assertThatThrownBy(() -> file.tensor("w"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("cut off while it was read");
        }
    }
}
