package dev.cresset.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
    @TempDir private Path folder;

    private Path file(String name, String hex) throws IOException {
        return Files.write(folder.resolve(name), HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static byte[] idx(int type, byte[] elements, int... sizes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(0);
        out.writeByte(type);
        out.writeByte(sizes.length);
        for (int size : sizes) {
            out.writeInt(size);
        }
        out.write(elements);
        return bytes.toByteArray();
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "08, 01FF,             'tensor([[  1, 255]], dtype=torch.uint8)'",
        "09, 01FF,             'tensor([[ 1, -1]], dtype=torch.int8)'",
        "0B, 0001FFFE,         'tensor([[ 1, -2]], dtype=torch.int16)'",
        "0C, 00000001FFFFFFFE, 'tensor([[ 1, -2]], dtype=torch.int32)'",
        "0D, 3F800000C0200000, 'tensor([[ 1.0000, -2.5000]])'",
        "0E, 3FF0000000000000C004000000000000, 'tensor([[ 1.0000, -2.5000]], dtype=torch.float64)'"
    })
    void elementsAreBigEndian(String type, String elements, String text) throws IOException {
        Path file = file("x", "0000" + type + "02 00000001 00000002" + elements);
        assertThat(Idx.read(file).toString()).isEqualTo(text);
    }

    @Test
    void gzippedFilesAreFoundByTheirContent() throws IOException {
        Path file = Files.write(folder.resolve("plain"), zipped(idx(8, new byte[] {7, 8}, 2)));
        assertThat(Idx.read(file).toString()).isEqualTo("tensor([7, 8], dtype=torch.uint8)");
    }

    @Test
    void scalarsAndEmptyTensorsAreRead() throws IOException {
        assertThat(Idx.read(file("s", "00000800 05")).toString())
                .isEqualTo("tensor(5, dtype=torch.uint8)");
        assertThat(Idx.read(file("e", "00000802 00000000 00000003")).shape().toArray())
                .containsExactly(0, 3);
    }

    @Test
    void whatIsWrongWithAFileIsOneSentence() throws IOException {
        assertMessage(folder.resolve("none"), "there is no such file");
        assertMessage(folder, "is a folder, not an IDX file");
        assertMessage(file("a", ""), "is cut off within its header");
        assertMessage(file("b", "00000802 00000001"), "is cut off within its header");
        assertMessage(
                file("c", "89504e47 00000000"), "is no IDX file: it starts with bytes 89 50 4e");
        assertMessage(file("d", "00000701"), "is no IDX file: it starts with bytes 00 00 07");
        assertMessage(
                file("e", "00000801 00000003 0102"),
                "is cut off: its header announces [3] elements of torch.uint8, but 2 bytes follow it");
        assertMessage(
                file("f", "00000801 00000001 0102"),
                "goes on after the 1 bytes of [1] elements that its header announces");
        assertMessage(file("g", "00000801 FFFFFFFF 01"), "its header has the size 4294967295");
        assertMessage(
                file("h", "00000803 7FFFFFFF 7FFFFFFF 7FFFFFFF"),
                "its header announces [2147483647, 2147483647, 2147483647] elements, more than a"
                        + " Java array can hold");
        byte[] noise = new byte[1000];
        new java.util.Random(1).nextBytes(noise);
        byte[] whole = zipped(idx(8, noise, 1000));
        Path cut = Files.write(folder.resolve("i"), Arrays.copyOf(whole, whole.length - 500));
        assertThatThrownBy(() -> Idx.read(cut))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(cut + ": is cut off: its header announces [1000]");
        byte[] broken = whole.clone();
        broken[2] = 9;
        assertThatThrownBy(() -> Idx.read(Files.write(folder.resolve("j"), broken)))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("is a damaged gzip file");
    }

    private static void assertMessage(Path file, String message) {
        assertThatThrownBy(() -> Idx.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessage(file + ": " + message);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private void images(String name, int count) throws IOException {
        byte[] pixels = new byte[count * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (51 * i);
        }
        write(name, idx(8, pixels, count, 2, 2));
    }

    @Test
    void aFolderOfImagesAndLabelsIsADataset() throws IOException {
        images("train-images-idx3-ubyte", 2);
        write("train-labels-idx1-ubyte.gz", zipped(idx(8, new byte[] {3, 9}, 2)));
        Mnist data = Mnist.train(folder);
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.classes()).isEqualTo(10);
        Batch first = data.get(0);
        assertThat(first.x().toString())
                .isEqualTo("tensor([[[0.0000, 0.2000],\n         [0.4000, 0.6000]]])");
        assertThat(first.y().toString()).isEqualTo("tensor(3)");
        assertThat(
                        data.transformed(x -> x.mul(10))
                                .transformed(x -> x.add(1))
                                .get(0)
                                .x()
                                .sum()
                                .item())
                .isEqualTo(16.0);
        for (Batch batch : new DataLoader<>(data, o -> o.batchSize(2).numWorkers(1))) {
            assertThat(batch.x().shape().toArray()).containsExactly(2, 1, 2, 2);
            assertThat(batch.y().dtype()).isEqualTo(DType.INT64);
        }
        Tensor untouched = data.images();
        assertThat(untouched.dtype()).isEqualTo(DType.UINT8);
    }

    @Test
    void foldersThatDoNotHoldWhatTheyShouldAreRefused() throws IOException {
        assertFolder(folder.resolve("none"), folder.resolve("none"), "there is no such folder");
        assertFolder(folder, folder, "there is no t10k-images-idx3-ubyte, with or without .gz");
        images("t10k-images.idx3-ubyte", 2);
        assertFolder(folder, folder, "there is no t10k-labels-idx1-ubyte, with or without .gz");
        Path labels = folder.resolve("t10k-labels-idx1-ubyte");
        write("t10k-labels-idx1-ubyte", idx(8, new byte[3], 3));
        assertFolder(folder, labels, "has 3 labels, but t10k-images.idx3-ubyte has 2 images");
        write("t10k-labels-idx1-ubyte", idx(8, new byte[4], 2, 2));
        assertFolder(
                folder,
                labels,
                "should hold labels of one byte, (count), but holds torch.uint8 of shape [2, 2]");
    }

    private static void assertFolder(Path folder, Path file, String message) {
        assertThatThrownBy(() -> Mnist.test(folder))
                .isInstanceOf(DataFileException.class)
                .hasMessage(file + ": " + message);
    }
}
