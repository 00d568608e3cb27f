package dev.cresset.data;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Images and their classes from a folder of IDX files: MNIST, Fashion-MNIST, KMNIST, EMNIST and
 * whatever else comes in MNIST's format.
 *
 * <pre>{@code
 * var train = Mnist.train(Path.of("/usr/share/datasets/fashion-mnist"));
 * for (var batch : new DataLoader<>(train, o -> o.batchSize(64).shuffle(true))) {
 *   train(batch.x(), batch.y());       // float32 (64, 1, 28, 28), 0 to 1; int64 (64)
 * }
 * }</pre>
 */
public final class Mnist implements Dataset<Batch> {
    private static final float WHITE = 255;

    private final Tensor images;
    private final Tensor labels;
    private final UnaryOperator<Tensor> transform;

    private Mnist(Tensor images, Tensor labels, UnaryOperator<Tensor> transform) {
        this.images = images;
        this.labels = labels;
        this.transform = transform;
    }

    /**
     * Reads the training part: {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte},
     * plain or with {@code .gz}.
     *
     * @throws DataFileException if a file is missing, damaged, or the two do not belong together
     * @throws IOException if reading fails
     */
    public static Mnist train(Path folder) throws IOException {
        return read(folder, "train");
    }

    /**
     * Reads the test part: {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, plain
     * or with {@code .gz}.
     *
     * @throws DataFileException if a file is missing, damaged, or the two do not belong together
     * @throws IOException if reading fails
     */
    public static Mnist test(Path folder) throws IOException {
        return read(folder, "t10k");
    }

    /**
     * Reads a part.
     *
     * @param part what the names of its files start with, such as {@code emnist-letters-train}
     * @throws DataFileException if a file is missing, damaged, or the two do not belong together
     * @throws IOException if reading fails
     */
    public static Mnist read(Path folder, String part) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new DataFileException(folder, "there is no such folder");
        }
        Path imageFile = find(folder, part, "images", "idx3");
        Path labelFile = find(folder, part, "labels", "idx1");
        Tensor images = Idx.read(imageFile);
        Tensor labels = Idx.read(labelFile);
        check(imageFile, images, 3, "images of one byte per pixel, (count, height, width)");
        check(labelFile, labels, 1, "labels of one byte, (count)");
        if (images.size(0) != labels.size(0)) {
            throw new DataFileException(
                    labelFile,
                    "has "
                            + labels.size(0)
                            + " labels, but "
                            + imageFile.getFileName()
                            + " has "
                            + images.size(0)
                            + " images");
        }
        return new Mnist(images, labels.to(DType.INT64), x -> x);
    }

    private static Path find(Path folder, String part, String what, String kind)
            throws DataFileException {
        String name = part + "-" + what + "-" + kind + "-ubyte";
        for (String candidate :
                List.of(
                        name,
                        name + ".gz",
                        name.replace("-idx", ".idx"),
                        name.replace("-idx", ".idx") + ".gz")) {
            Path file = folder.resolve(candidate);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new DataFileException(folder, "there is no " + name + ", with or without .gz");
    }

    private static void check(Path file, Tensor x, int rank, String wanted)
            throws DataFileException {
        if (x.dim() != rank || x.dtype() != DType.UINT8 || x.numel() == 0) {
            throw new DataFileException(
                    file,
                    "should hold "
                            + wanted
                            + ", but holds "
                            + x.dtype()
                            + " of shape "
                            + x.shape().listText());
        }
    }

    /**
     * Returns the same images with a further transform.
     *
     * @param next takes an image, float32 (1, height, width) of 0 to 1 unless an earlier transform
     *     made it something else
     */
    public Mnist transformed(UnaryOperator<Tensor> next) {
        return new Mnist(images, labels, x -> next.apply(transform.apply(x)));
    }

    /** Returns the images as they are in the file: uint8, (count, height, width). */
    public Tensor images() {
        return images;
    }

    /** Returns the classes: int64, (count). */
    public Tensor labels() {
        return labels;
    }

    /** Returns the number of classes: one more than the greatest label. */
    public int classes() {
        return labels.max().item().intValue() + 1;
    }

    @Override
    public int size() {
        return images.size(0);
    }

    /** Returns an image, float32 (1, height, width) of 0 to 1 and transformed, and its label. */
    @Override
    public Batch get(int index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("index " + index + " is negative");
        }
        Tensor image = images.select(0, index).toFloat().div_(WHITE).unsqueeze(0);
        return new Batch(List.of(transform.apply(image), labels.select(0, index)));
    }
}
