package dev.cresset.images;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.randint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Tensor;
import dev.cresset.data.DataFileException;
import dev.cresset.data.DataLoader;
import dev.cresset.data.WorkerException;
import dev.cresset.data.transform.Transforms;
import dev.cresset.op.DType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    @TempDir private Path folder;

    private Tensor noise(int channels, int height, int width) {
        manualSeed(channels);
        return randint(0, 256, channels, height, width).to(DType.UINT8);
    }

    private Path write(String name, Tensor image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Images.write(image, file);
        return file;
    }

    @ParameterizedTest
    @EnumSource(ImageMode.class)
    void whatIsWrittenIsReadBack(ImageMode mode) throws IOException {
        Tensor image = noise(mode.channels(), 5, 7);
        Tensor back = Images.read(write("x.png", image), mode);
        assertThat(back.equal(image)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.bmp", "x.tiff", "x.gif"})
    void greyPixelsKeepTheirValues(String name) throws IOException {
        Tensor grey = arange(256).view(1, 16, 16).to(DType.UINT8);
        Path file = write(name, grey);
        assertThat(Images.read(file, ImageMode.GRAY).equal(grey)).isTrue();
        assertThat(Images.read(file).equal(grey.expand(3, 16, 16))).isTrue();
    }

    @Test
    void jpegsComeCloseToWhatWasWritten() throws IOException {
        Tensor ramp = arange(64).mul(3).view(1, 8, 8).expand(3, 8, 8).to(DType.UINT8);
        Tensor back = Images.read(write("x.jpg", ramp));
        assertThat(back.toFloat().sub(ramp.toFloat()).abs().max().item().doubleValue())
                .isLessThan(12);
    }

    @Test
    void coloursBecomeGreyAsInPil() throws IOException {
        Tensor image =
                Tensor.tensor(
                                new int[][][] {
                                    {{255, 0, 0, 10}}, {{0, 255, 0, 20}}, {{0, 0, 255, 30}}
                                })
                        .to(DType.UINT8);
        assertThat(Images.read(write("x.png", image), ImageMode.GRAY).toString())
                .isEqualTo("tensor([[[ 76, 150,  29,  18]]], dtype=torch.uint8)");
    }

    @Test
    void picturesWithAPaletteOrFewBitsAreRead() {
        var bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(1, 0, 0xffffffff);
        assertThat(Images.of(bits, ImageMode.GRAY).toString())
                .isEqualTo("tensor([[[  0, 255]]], dtype=torch.uint8)");
        var deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x1234, 0xffff});
        assertThat(Images.of(deep, ImageMode.GRAY).toString())
                .isEqualTo("tensor([[[ 18, 255]]], dtype=torch.uint8)");
    }

    @Test
    void whatCannotBeReadOrWrittenIsOneSentence() throws IOException {
        Path none = folder.resolve("none.png");
        assertThatThrownBy(() -> Images.read(none))
                .isInstanceOf(DataFileException.class)
                .hasMessage(none + ": there is no such file");
        Path text = Files.writeString(folder.resolve("text.png"), "hello");
        assertThatThrownBy(() -> Images.read(text))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("is no image of a known format")
                .hasMessageContaining("jpeg");
        Path whole = write("whole.png", noise(3, 50, 50));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(bytes, 900));
        assertThatThrownBy(() -> Images.read(cut))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("cannot be read as an image");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.write(arange(3), none))
                .withMessageContaining("torch.int64 [3]");
        assertThatThrownBy(() -> Images.write(noise(3, 2, 2), folder.resolve("x.webp")))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("'webp' is no format");
    }

    @Test
    void foldersAreClassesInTheOrderOfTheirNames() throws IOException {
        write("pets/dog/2.png", noise(3, 8, 6));
        write("pets/dog/deeper/1.PNG", noise(3, 8, 6));
        write("pets/cat/9.jpg", noise(3, 8, 6));
        Files.writeString(folder.resolve("pets/cat/notes.txt"), "no image");
        Files.writeString(folder.resolve("pets/list.png"), "outside");
        ImageFolder data = ImageFolder.of(folder.resolve("pets"));
        assertThat(data.classes()).containsExactly("cat", "dog");
        assertThat(data.samples())
                .extracting(s ->
                        folder.resolve("pets").relativize(s.file()).toString().replace('\\', '/')
                                + s.label())
                .containsExactly("cat/9.jpg0", "dog/2.png1", "dog/deeper/1.PNG1");
        var transform =
                Transforms.compose(
                        Transforms.resize(4), Transforms.centerCrop(4), Transforms.toFloat());
        for (int workers : new int[] {0, 2}) {
            var loader =
                    new DataLoader<>(
                            data.transformed(transform), o -> o.batchSize(3).numWorkers(workers));
            var batch = loader.iterator().next();
            assertThat(batch.x().shape().toArray()).containsExactly(3, 3, 4, 4);
            assertThat(batch.x().dtype()).isEqualTo(DType.FLOAT32);
            assertThat(batch.x().max().item().doubleValue()).isLessThanOrEqualTo(1);
            assertThat(batch.y().toString()).isEqualTo("tensor([0, 1, 1])");
        }
        assertThat(data.mode(ImageMode.GRAY).get(1).x().shape().toArray()).containsExactly(1, 8, 6);
    }

    @Test
    void foldersWithoutImagesAreNamed() throws IOException {
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("none")))
                .hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> ImageFolder.of(folder))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("couldn't find any class folder");
        write("pets/cat/1.png", noise(3, 2, 2));
        Files.createDirectories(folder.resolve("pets/dog"));
        Files.createDirectories(folder.resolve("pets/emu"));
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("pets")))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("found no valid file for the classes dog, emu");
    }

    @Test
    void aDamagedImageIsNamedByTheWorkerThatReadsIt() throws IOException {
        write("pets/cat/1.png", noise(3, 2, 2));
        Path broken = Files.writeString(folder.resolve("pets/cat/2.png"), "x");
        var data = ImageFolder.of(folder.resolve("pets"));
        var batches = new DataLoader<>(data, o -> o.numWorkers(1)).iterator();
        batches.next();
        assertThatThrownBy(batches::next)
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("element 1")
                .hasMessageContaining(broken.toString());
        assertThat(data.size()).isEqualTo(2);
    }
}
