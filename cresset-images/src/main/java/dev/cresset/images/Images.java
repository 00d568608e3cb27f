package dev.cresset.images;

import static dev.cresset.Tensor.tensor;

import dev.cresset.Tensor;
import dev.cresset.data.DataFileException;
import dev.cresset.op.DType;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Image files as tensors of bytes, {@code (channels, height, width)}.
 *
 * <pre>{@code
 * Tensor cat = Images.read(Path.of("cat.png"));     // uint8, (3, 480, 640)
 * Images.write(cat, Path.of("copy.png"));
 * }</pre>
 *
 * <p>Formats are those of ImageIO: PNG, JPEG, GIF (its first picture), BMP, WBMP and TIFF.
 */
public final class Images {
    private static final int BYTE = 255;
    private static final int BYTE_BITS = 8;

    private Images() {}

    /**
     * Reads an image in colour; what is transparent keeps its colour.
     *
     * @throws DataFileException if there is no such file, or it is no image that can be read
     * @throws IOException if reading fails
     */
    public static Tensor read(Path file) throws IOException {
        return read(file, ImageMode.RGB);
    }

    /**
     * Reads an image.
     *
     * @throws DataFileException if there is no such file, or it is no image that can be read
     * @throws IOException if reading fails
     */
    public static Tensor read(Path file, ImageMode mode) throws IOException {
        BufferedImage image;
        try (InputStream in = Files.newInputStream(file)) {
            image = ImageIO.read(new MemoryCacheImageInputStream(in)); // closes what it is given
        } catch (NoSuchFileException e) {
            throw new DataFileException(file, "there is no such file", e);
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // ImageIO's readers answer damaged files with any of these.
            throw new DataFileException(file, "cannot be read as an image: " + e.getMessage(), e);
        }
        if (image == null) {
            throw new DataFileException(
                    file, "is no image of a known format " + new TreeSet<>(extensions()));
        }
        return of(image, mode);
    }

    /** Returns an image in memory as bytes, {@code (channels, height, width)}. */
    public static Tensor of(BufferedImage image, ImageMode mode) {
        int h = image.getHeight();
        int w = image.getWidth();
        int[] argb = isGray(image) ? grey(image) : image.getRGB(0, 0, w, h, null, 0, w);
        int n = argb.length;
        int[] out = new int[mode.channels() * n];
        for (int i = 0; i < n; i++) {
            int a = argb[i] >>> 24;
            int r = (argb[i] >> 16) & BYTE;
            int g = (argb[i] >> 8) & BYTE;
            int b = argb[i] & BYTE;
            switch (mode) {
                case GRAY -> out[i] = luma(r, g, b);
                case RGB, RGBA -> {
                    out[i] = r;
                    out[n + i] = g;
                    out[2 * n + i] = b;
                    if (mode == ImageMode.RGBA) {
                        out[3 * n + i] = a;
                    }
                }
            }
        }
        return tensor(out).to(DType.UINT8).view(mode.channels(), h, w);
    }

    /* PIL's integers: 0.299, 0.587 and 0.114 in units of 2^-16, rounded. */
    private static int luma(int r, int g, int b) {
        return (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
    }

    private static boolean isGray(BufferedImage image) {
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && image.getRaster().getNumBands() <= 2
                && !(image.getColorModel() instanceof IndexColorModel);
    }

    /* getRGB would take grey samples for linear light, and make them brighter. */
    private static int[] grey(BufferedImage image) {
        Raster raster = image.getRaster();
        int h = image.getHeight();
        int w = image.getWidth();
        int[] samples = raster.getSamples(0, 0, w, h, 0, (int[]) null);
        int bits = image.getColorModel().getComponentSize(0);
        int[] opacity =
                raster.getNumBands() == 2
                        ? raster.getSamples(0, 0, w, h, 1, (int[]) null)
                        : new int[0];
        for (int i = 0; i < samples.length; i++) {
            int v = toByte(samples[i], bits);
            int a = opacity.length == 0 ? BYTE : toByte(opacity[i], bits);
            samples[i] = a << 24 | v << 16 | v << 8 | v;
        }
        return samples;
    }

    private static int toByte(int sample, int bits) {
        return bits > BYTE_BITS ? sample >> (bits - BYTE_BITS) : sample * BYTE / ((1 << bits) - 1);
    }

    /**
     * Writes bytes {@code (channels, height, width)} of 1, 3 or 4 channels; the name's ending is
     * the format.
     *
     * @throws IllegalArgumentException if it is not uint8, or has another shape
     * @throws IOException if writing fails, or the format is not known or cannot hold such channels
     */
    public static void write(Tensor image, Path file) throws IOException {
        if (image.dtype() != DType.UINT8
                || image.dim() != 3
                || (image.size(0) != 1 && image.size(0) != 3 && image.size(0) != 4)) {
            throw new IllegalArgumentException(
                    "Images.write: expected torch.uint8 (1, 3 or 4, height, width), but found "
                            + image.dtype()
                            + " "
                            + image.shape().listText());
        }
        int channels = image.size(0);
        int h = image.size(1);
        int w = image.size(2);
        int n = h * w;
        int[] values = image.reshape(-1).toIntArray();
        BufferedImage out =
                new BufferedImage(
                        w,
                        h,
                        switch (channels) {
                            case 1 -> BufferedImage.TYPE_BYTE_GRAY;
                            case 3 -> BufferedImage.TYPE_INT_RGB;
                            default -> BufferedImage.TYPE_INT_ARGB;
                        });
        if (channels == 1) {
            out.getRaster().setSamples(0, 0, w, h, 0, values);
        } else {
            int[] argb = new int[n];
            for (int i = 0; i < n; i++) {
                int a = channels == 4 ? values[3 * n + i] : BYTE;
                argb[i] = a << 24 | values[i] << 16 | values[n + i] << 8 | values[2 * n + i];
            }
            out.setRGB(0, 0, w, h, argb, 0, w);
        }
        String format = extension(file);
        if (!ImageIO.write(out, format, file.toFile())) {
            throw new DataFileException(
                    file,
                    "cannot be written: '"
                            + format
                            + "' is no format for "
                            + channels
                            + " channels");
        }
    }

    /** Returns the endings of the formats that can be read, in small letters. */
    public static Set<String> extensions() {
        Set<String> out = new TreeSet<>();
        for (String suffix : ImageIO.getReaderFileSuffixes()) {
            out.add(suffix.toLowerCase(Locale.ROOT));
        }
        out.remove("");
        return out;
    }

    static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
