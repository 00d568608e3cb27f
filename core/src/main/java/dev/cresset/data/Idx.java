package dev.cresset.data;

import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Files in the IDX format, in which MNIST and its kin come, plain or gzipped.
 *
 * <pre>{@code
 * Tensor images = Idx.read(Path.of("train-images-idx3-ubyte.gz"));   // uint8, (60000, 28, 28)
 * }</pre>
 *
 * <p>The format (Y. LeCun, "The MNIST database"): two zero bytes, a byte for the type, one for the
 * number of dimensions, each size as 4 bytes, then the elements, all big-endian.
 */
public final class Idx {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    private Idx() {}

    /**
     * Reads a file; its type decides the dtype: uint8, int8, int16, int32, float32 or float64.
     *
     * @throws DataFileException if there is no such file, or it is no IDX file, is cut off, or goes
     *     on after its last element
     * @throws IOException if reading fails
     */
    public static Tensor read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataFileException(file, "is a folder, not an IDX file");
        }
        try (InputStream in = open(file)) {
            return read(file, new DataInputStream(in));
        } catch (NoSuchFileException e) {
            throw new DataFileException(file, "there is no such file", e);
        } catch (EOFException e) {
            throw new DataFileException(file, "is cut off within its header", e);
        } catch (ZipException e) {
            throw new DataFileException(file, "is a damaged gzip file: " + e.getMessage(), e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            int magic = in.read() << 8 | in.read();
            in.reset();
            return magic == GZIP_MAGIC
                    ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER)
                    : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static Tensor read(Path file, DataInputStream in) throws IOException {
        int zero = in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int rank = in.readUnsignedByte();
        DType dtype =
                switch (type) {
                    case 0x08 -> DType.UINT8;
                    case 0x09 -> DType.INT8;
                    case 0x0B -> DType.INT16;
                    case 0x0C -> DType.INT32;
                    case 0x0D -> DType.FLOAT32;
                    case 0x0E -> DType.FLOAT64;
                    default -> null;
                };
        if (zero != 0 || dtype == null) {
            throw new DataFileException(
                    file,
                    String.format(
                            "is no IDX file: it starts with bytes %02x %02x %02x",
                            zero >> 8, zero & 0xff, type));
        }
        int[] sizes = new int[rank];
        long count = 1;
        for (int i = 0; i < rank; i++) {
            sizes[i] = in.readInt();
            if (sizes[i] < 0) {
                throw new DataFileException(
                        file, "its header has the size " + Integer.toUnsignedString(sizes[i]));
            }
            count = Math.min(count * sizes[i], 1L << 31);
        }
        long bytes = count * dtype.bytes();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new DataFileException(
                    file,
                    "its header announces "
                            + Arrays.toString(sizes)
                            + " elements, more than a Java array can hold");
        }
        byte[] data;
        try {
            data = in.readNBytes((int) bytes);
        } catch (EOFException e) {
            throw cutOff(file, sizes, dtype, "the gzip stream ends before", e);
        }
        if (data.length < bytes) {
            throw cutOff(file, sizes, dtype, data.length + " bytes follow it", null);
        }
        if (in.read() >= 0) {
            throw new DataFileException(
                    file,
                    "goes on after the "
                            + bytes
                            + " bytes of "
                            + Arrays.toString(sizes)
                            + " elements that its header announces");
        }
        Storage storage = storage(dtype, data);
        return Tensor.of(new View(dtype, storage, Layout.contiguous(Shape.of(sizes))));
    }

    private static DataFileException cutOff(
            Path file, int[] sizes, DType dtype, String found, @Nullable Throwable cause) {
        String what =
                "is cut off: its header announces "
                        + Arrays.toString(sizes)
                        + " elements of "
                        + dtype
                        + ", but "
                        + found;
        return cause == null
                ? new DataFileException(file, what)
                : new DataFileException(file, what, cause);
    }

    private static Storage storage(DType dtype, byte[] data) {
        if (dtype.bytes() == 1) {
            return new Storage.Bytes(data);
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        Storage out = Storage.allocate(dtype, data.length / dtype.bytes());
        switch (out) {
            case Storage.Shorts s -> in.asShortBuffer().get(s.array);
            case Storage.Ints s -> in.asIntBuffer().get(s.array);
            case Storage.Floats s -> in.asFloatBuffer().get(s.array);
            case Storage.Doubles s -> in.asDoubleBuffer().get(s.array);
            case Storage.Longs s -> in.asLongBuffer().get(s.array);
            case Storage.Bytes s -> in.get(s.array);
        }
        return out;
    }
}
