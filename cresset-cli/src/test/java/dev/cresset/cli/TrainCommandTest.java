package dev.cresset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainCommandTest {
    private static final Path CLOTHES = Path.of("../examples/data/fashion-mnist");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder;
    private Path tiny;

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private void fails(String message, String... args) {
        err.getBuffer().setLength(0);
        assertThat(run(args)).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains(message);
    }

    /** 96 images of 12 x 12 whose class is the bright third. */
    @BeforeEach
    void makeImages() throws IOException {
        tiny = Files.createDirectory(folder.resolve("tiny"));
        write("train", 96, 12);
        write("t10k", 30, 12);
    }

    private void write(String part, int count, int size) throws IOException {
        byte[] pixels = new byte[count * size * size];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 3);
            int start = i * size * size + labels[i] * size / 3 * size;
            Arrays.fill(pixels, start, start + size * size / 3, (byte) (100 + i));
        }
        idx(tiny.resolve(part + "-images-idx3-ubyte"), pixels, count, size, size);
        idx(tiny.resolve(part + "-labels-idx1-ubyte"), labels, count);
    }

    private static void idx(Path file, byte[] elements, int... sizes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var data = new DataOutputStream(bytes);
        data.writeInt(0x800 + sizes.length);
        for (int size : sizes) {
            data.writeInt(size);
        }
        data.write(elements);
        Files.write(file, bytes.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(ImageModel.class)
    void everyModelLearnsWhichThirdIsBright(ImageModel model) {
        assertThat(
                        run(
                                "train",
                                "--data",
                                tiny.toString(),
                                "--model",
                                model.toString(),
                                "--epochs",
                                "8",
                                "--batch-size",
                                "8",
                                "--threads",
                                "2"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("96 images of 12 x 12 to train on, 30 to test, 3 classes")
                .containsPattern("epoch 8/8  loss 0\\.\\d{4}  test accuracy 100.00 %");
    }

    @Test
    void theCnnRecognisesRealClothes() {
        assertThat(run("train", "--data", CLOTHES.toString(), "--model", "cnn", "--epochs", "4"))
                .isZero();
        String last = out.toString().lines().toList().getLast();
        double accuracy = Double.parseDouble(last.replaceAll(".*accuracy ([0-9.]+) %.*", "$1"));
        assertThat(accuracy).isGreaterThan(70);
    }

    @Test
    void aResumedRunEqualsOneThatWasNeverStopped() throws IOException {
        Path whole = folder.resolve("whole.pt");
        Path part = folder.resolve("part.pt");
        Path rest = folder.resolve("rest.pt");
        String[] train = {
            "train",
            "--data",
            tiny.toString(),
            "--model",
            "cnn",
            "--epochs",
            "4",
            "--batch-size",
            "10",
            "--workers",
            "2",
            "--out"
        };
        assertThat(run(with(train, whole.toString()))).isZero();
        assertThat(run(with(train, part.toString(), "--save-every", "13"))).isZero();
        Path middle = folder.resolve("middle.pt");
        keepMiddle(train, middle);
        assertThat(run(with(train, rest.toString(), "--resume", middle.toString(), "--seed", "5")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("Resumed " + middle + ": 1 of 4 epochs done, 9 steps");
        assertThat(weights(rest)).isEqualTo(weights(whole)).isEqualTo(weights(part));
    }

    /** What a run leaves behind that stops after its first epoch. */
    private void keepMiddle(String[] train, Path middle) throws IOException {
        Path file = folder.resolve("stopped.pt");
        var stopping =
                new PrintWriter(out) {
                    @Override
                    public void flush() {
                        super.flush();
                        if (Files.exists(file) && !Files.exists(middle)) {
                            copy(file, middle);
                        }
                    }
                };
        assertThat(
                        Main.commandLine()
                                .setOut(stopping)
                                .setErr(new PrintWriter(err))
                                .execute(with(train, file.toString())))
                .isZero();
        assertThat(middle).exists();
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    private static String weights(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        Checkpoint.read(file)
                .stateDict("model")
                .forEach((name, value) -> text.append(name).append(bits(value)));
        return text.toString();
    }

    private static String bits(Tensor value) {
        return Arrays.toString(value.toDouble().reshape(-1).toDoubleArray());
    }

    @Test
    void weightsAloneAreSavedWhereTheNameSaysSo() throws IOException {
        Path file = folder.resolve("net.safetensors");
        assertThat(
                        run(
                                "train",
                                "--data",
                                tiny.toString(),
                                "--model",
                                "mlp",
                                "--epochs",
                                "1",
                                "--out",
                                file.toString()))
                .isZero();
        assertThat(Checkpoint.load(file)).containsKey("1.weight");
        fails(
                "holds no run that --out saved",
                "train",
                "--data",
                tiny.toString(),
                "--model",
                "mlp",
                "--resume",
                file.toString());
    }

    @Test
    void aRunWithOtherSettingsIsNotResumed() {
        Path file = folder.resolve("run.pt");
        String[] train = {"train", "--data", tiny.toString(), "--epochs", "1"};
        assertThat(run(with(train, "--model", "mlp", "--out", file.toString()))).isZero();
        fails(
                "model is cnn here, but was mlp",
                with(train, "--model", "cnn", "--resume", file.toString()));
        fails(
                "epochs is 2 here, but was 1",
                "train",
                "--data",
                tiny.toString(),
                "--epochs",
                "2",
                "--model",
                "mlp",
                "--resume",
                file.toString());
        out.getBuffer().setLength(0);
        assertThat(run(with(train, "--model", "mlp", "--resume", file.toString()))).isZero();
        assertThat(out.toString()).contains("nothing is left to train");
        fails(
                "no such file or folder: " + folder.resolve("none"),
                with(train, "--model", "mlp", "--resume", folder.resolve("none").toString()));
    }

    @Test
    void missingCutOffAndMismatchedFilesAreOneSentence() throws IOException {
        String[] train = {"train", "--model", "cnn", "--epochs", "1", "--data"};
        fails("there is no such folder", with(train, folder.resolve("none").toString()));
        fails(
                "there is no train-images-idx3-ubyte, with or without .gz",
                with(train, folder.toString()));
        Path images = tiny.resolve("train-images-idx3-ubyte");
        byte[] whole = Files.readAllBytes(images);
        Files.write(images, Arrays.copyOf(whole, whole.length - 5));
        fails(
                "is cut off: its header announces [96, 12, 12] elements",
                with(train, tiny.toString()));
        Files.write(images, whole);
        Path labels = tiny.resolve("train-labels-idx1-ubyte");
        byte[] allLabels = Files.readAllBytes(labels);
        idx(labels, new byte[95], 95);
        fails(
                "has 95 labels, but train-images-idx3-ubyte has 96 images",
                with(train, tiny.toString()));
        Files.write(labels, allLabels);
        write("t10k", 30, 9);
        fails(
                "the training images have 12 x 12 pixels, the test images 9 x 9",
                with(train, tiny.toString()));
        write("t10k", 30, 12);
        byte[] far = new byte[30];
        far[7] = 9;
        idx(tiny.resolve("t10k-labels-idx1-ubyte"), far, 30);
        fails(
                "the test labels go up to 9, the training labels only to 2",
                with(train, tiny.toString()));
        assertThat(out.toString()).doesNotContain("epoch");
    }

    @Test
    void wrongOptionsAreOneSentence() {
        String[] train = {"train", "--data", tiny.toString(), "--model", "mlp"};
        fails("--epochs must be at least 1, got 0", with(train, "--epochs", "0"));
        fails("--lr must be greater than 0", with(train, "--lr", "-1"));
        fails("--save-every needs --out", with(train, "--save-every", "5"));
        fails("there is no folder", with(train, "--out", folder.resolve("a/b.pt").toString()));
        fails("Invalid value for option '--model'", "train", "--data", "x", "--model", "vgg");
        fails("Missing required option: '--model", "train", "--data", "x");
    }
}
