package dev.cresset.images;

import static dev.cresset.Tensor.tensor;

import dev.cresset.Tensor;
import dev.cresset.data.Batch;
import dev.cresset.data.DataFileException;
import dev.cresset.data.Dataset;
import dev.cresset.data.transform.Transforms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images in folders whose names are their classes: {@code root/cat/1.jpg}, {@code
 * root/dog/more/7.png}.
 *
 * <p>Classes are numbered in the order of their names. Elements are an image, {@code float32 (3,
 * height, width)} of 0 to 1 unless a transform makes it something else, and its class, {@code int64
 * ()}.
 */
public final class ImageFolder implements Dataset<Batch> {
    /**
     * An image and its class.
     *
     * @param file where it is
     * @param label the number of its class
     */
    public record Sample(Path file, int label) {}

    private final List<String> classes;
    private final List<Sample> samples;
    private final ImageMode mode;
    private final @Nullable UnaryOperator<Tensor> transform;

    private ImageFolder(
            List<String> classes,
            List<Sample> samples,
            ImageMode mode,
            @Nullable UnaryOperator<Tensor> transform) {
        this.classes = classes;
        this.samples = samples;
        this.mode = mode;
        this.transform = transform;
    }

    /**
     * Finds the images of a folder; they are read when they are asked for.
     *
     * @throws DataFileException if there is no such folder, it has no folders, or one of them has
     *     no images
     * @throws IOException if a folder cannot be read
     */
    public static ImageFolder of(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new DataFileException(root, "there is no such folder");
        }
        List<Path> folders;
        try (Stream<Path> entries = Files.list(root)) {
            folders =
                    entries.filter(Files::isDirectory)
                            .sorted(Comparator.comparing(ImageFolder::name))
                            .toList();
        }
        if (folders.isEmpty()) {
            throw new DataFileException(
                    root, "couldn't find any class folder: images belong into root/class/");
        }
        Set<String> extensions = Images.extensions();
        List<Sample> samples = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (int label = 0; label < folders.size(); label++) {
            int of = label;
            int before = samples.size();
            try (Stream<Path> files = Files.walk(folders.get(label))) {
                files.filter(f -> extensions.contains(Images.extension(f)))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .forEach(f -> samples.add(new Sample(f, of)));
            }
            if (samples.size() == before) {
                empty.add(name(folders.get(label)));
            }
        }
        if (!empty.isEmpty()) {
            throw new DataFileException(
                    root,
                    "found no valid file for the classes "
                            + String.join(", ", empty)
                            + "; supported extensions are "
                            + extensions);
        }
        return new ImageFolder(
                folders.stream().map(ImageFolder::name).toList(),
                List.copyOf(samples),
                ImageMode.RGB,
                null);
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }

    /**
     * Returns the same images with a transform.
     *
     * @param next takes the image as bytes, uint8 {@code (channels, height, width)}, or what an
     *     earlier transform made of it; {@link Transforms#toFloat} scales it to 0 to 1
     */
    public ImageFolder transformed(UnaryOperator<Tensor> next) {
        UnaryOperator<Tensor> first = transform;
        return new ImageFolder(
                classes, samples, mode, first == null ? next : x -> next.apply(first.apply(x)));
    }

    /** Returns the same images with other channels. */
    public ImageFolder mode(ImageMode value) {
        return new ImageFolder(classes, samples, value, transform);
    }

    /** Returns the names of the classes by their numbers. */
    public List<String> classes() {
        return classes;
    }

    /** Returns where the images are, in the order of their classes and paths. */
    public List<Sample> samples() {
        return samples;
    }

    @Override
    public int size() {
        return samples.size();
    }

    /**
     * Reads and transforms an image.
     *
     * @throws UncheckedIOException if the file cannot be read; it names the file
     */
    @Override
    public Batch get(int index) {
        Sample sample = samples.get(index);
        try {
            Tensor bytes = Images.read(sample.file(), mode);
            Tensor image =
                    transform == null ? Transforms.toFloat().apply(bytes) : transform.apply(bytes);
            return new Batch(List.of(image, tensor((long) sample.label())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
