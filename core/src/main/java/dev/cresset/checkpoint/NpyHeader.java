package dev.cresset.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.cresset.engine.Layout;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of a NumPy array: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}.
 *
 * <p>Its text is a Python literal of a fixed form: it is matched, never evaluated. Arrays of Python
 * objects, which NumPy stores as pickles, and structured arrays are refused.
 *
 * @param descr NumPy's name of the element type
 * @param dtype the element type, null if Cresset has none such
 * @param order the byte order of the elements
 * @param itemBytes the size of an element
 * @param fortran whether the first index runs fastest
 * @param shape the sizes
 * @param end where the elements begin, in bytes
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The npy
 *     format</a>
 */
record NpyHeader(
        String descr,
        @Nullable DType dtype,
        ByteOrder order,
        int itemBytes,
        boolean fortran,
        List<Long> shape,
        int end) {
    /** What every array starts with. */
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** The longest header that is read, in bytes; NumPy's own limit. */
    static final int MAX_LENGTH = 10_000;

    /** The most dimensions that NumPy has. */
    private static final int MAX_RANK = 64;

    private static final Pattern DICT = Pattern.compile("\\s*\\{([^{}]*)\\}\\s*");
    private static final Pattern DESCR =
            Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
    private static final Pattern ORDER =
            Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");
    private static final Pattern TYPE = Pattern.compile("([<>|=])([a-zA-Z])([0-9]{1,4})");

    /** Says what is wrong with a header. */
    static final class HeaderException extends Exception {
        private static final long serialVersionUID = 1L;

        private HeaderException(String message) {
            super(message);
        }
    }

    /** Returns whether bytes start like an array. */
    static boolean matches(MemorySegment bytes) {
        return bytes.byteSize() >= MAGIC.length
                && bytes.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) == -1;
    }

    /** Reads the header that bytes start with. */
    static NpyHeader parse(MemorySegment bytes) throws HeaderException {
        if (!matches(bytes) || bytes.byteSize() < 12) {
            throw new HeaderException("it does not start as a NumPy array");
        }
        int major = bytes.get(JAVA_BYTE, 6);
        int fields = major == 1 ? 2 : 4;
        if (major < 1 || major > 3) {
            throw new HeaderException("version " + major + " of the npy format; known are 1 to 3");
        }
        long length = 0;
        for (int i = fields - 1; i >= 0; i--) {
            length = (length << 8) | (bytes.get(JAVA_BYTE, 8 + i) & 0xff);
        }
        if (length > MAX_LENGTH || length > bytes.byteSize() - 8 - fields) {
            throw new HeaderException("its header is said to have " + length + " bytes");
        }
        byte[] text = bytes.asSlice(8 + fields, length).toArray(JAVA_BYTE);
        return parse(new String(text, StandardCharsets.UTF_8), 8 + fields + (int) length);
    }

    private static NpyHeader parse(String text, int end) throws HeaderException {
        Matcher dict = DICT.matcher(text);
        if (!dict.matches()) {
            throw new HeaderException("its header is no Python dict: " + shortened(text));
        }
        String body = dict.group(1);
        Matcher descr = DESCR.matcher(body);
        if (!descr.find()) {
            throw new HeaderException(
                    "its header names no element type; structured arrays are not read");
        }
        Matcher fortran = ORDER.matcher(body);
        Matcher shape = SHAPE.matcher(body);
        if (!fortran.find() || !shape.find()) {
            throw new HeaderException("its header lacks fortran_order or shape");
        }
        return of(descr.group(1), fortran.group(1).equals("True"), sizes(shape.group(1)), end);
    }

    private static List<Long> sizes(String text) throws HeaderException {
        List<Long> out = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String digits = part.strip();
            if (digits.endsWith("L")) { // Python 2
                digits = digits.substring(0, digits.length() - 1);
            }
            if (digits.isEmpty()) {
                continue;
            }
            if (digits.length() > 18 || digits.indexOf('L') >= 0 || digits.matches(".*\\s.*")) {
                throw new HeaderException("its shape is (" + shortened(text) + ")");
            }
            out.add(Long.parseLong(digits));
        }
        if (out.size() > MAX_RANK) {
            throw new HeaderException("it has " + out.size() + " dimensions");
        }
        return out;
    }

    private static NpyHeader of(String descr, boolean fortran, List<Long> shape, int end)
            throws HeaderException {
        Matcher type = TYPE.matcher(descr);
        if (!type.matches()) {
            throw new HeaderException(
                    descr.contains("O")
                            ? "an array of Python objects is a pickle and is refused"
                            : "its element type is '" + shortened(descr) + "'");
        }
        ByteOrder order =
                type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        String kind = type.group(2) + type.group(3);
        if (kind.startsWith("O")) {
            throw new HeaderException("an array of Python objects is a pickle and is refused");
        }
        DType dtype =
                switch (kind) {
                    case "b1" -> DType.BOOL;
                    case "u1" -> DType.UINT8;
                    case "i1" -> DType.INT8;
                    case "i2" -> DType.INT16;
                    case "i4" -> DType.INT32;
                    case "i8" -> DType.INT64;
                    case "f2" -> DType.FLOAT16;
                    case "f4" -> DType.FLOAT32;
                    case "f8" -> DType.FLOAT64;
                    default -> null;
                };
        int itemBytes = Integer.parseInt(type.group(3)) * (kind.startsWith("U") ? 4 : 1);
        return new NpyHeader(descr, dtype, order, itemBytes, fortran, List.copyOf(shape), end);
    }

    /**
     * Returns the number of bytes of the elements.
     *
     * @throws ArithmeticException if it does not fit into 64 bits
     */
    long bytes() {
        long out = itemBytes;
        for (long size : shape) {
            out = Math.multiplyExact(out, size);
        }
        return out;
    }

    /**
     * Returns where each element lies.
     *
     * @throws ArithmeticException if the array is larger than a Java array can be
     */
    Layout layout() {
        int rank = shape.size();
        int[] sizes = shape.stream().mapToInt(Math::toIntExact).toArray();
        int[] strides = new int[rank];
        int stride = 1;
        for (int i = 0; i < rank; i++) {
            int d = fortran ? i : rank - 1 - i;
            strides[d] = stride;
            stride = Math.multiplyExact(stride, Math.max(1, sizes[d]));
        }
        return fortran
                ? new Layout(Shape.of(sizes), strides, 0)
                : Layout.contiguous(Shape.of(sizes));
    }

    /** Returns the header of a dense array, magic and padding included. */
    static byte[] of(DType dtype, Shape shape) {
        String type =
                switch (dtype) {
                    case BOOL -> "|b1";
                    case UINT8 -> "|u1";
                    case INT8 -> "|i1";
                    case INT16 -> "<i2";
                    case INT32 -> "<i4";
                    case INT64 -> "<i8";
                    case FLOAT16 -> "<f2";
                    case FLOAT32 -> "<f4";
                    case FLOAT64 -> "<f8";
                    case BFLOAT16 ->
                            throw new IllegalArgumentException(
                                    "NumPy has no bfloat16: cast the tensor to float32 first");
                };
        StringBuilder sizes = new StringBuilder("(");
        for (int size : shape.toArray()) {
            sizes.append(size).append(", ");
        }
        if (shape.rank() > 1) {
            sizes.setLength(sizes.length() - 2);
        } else if (shape.rank() == 1) {
            sizes.setLength(sizes.length() - 1);
        }
        String dict =
                "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + sizes + "), }";
        int length = Math.ceilDiv(10 + dict.length() + 1, 64) * 64 - 10;
        byte[] out = Arrays.copyOf(MAGIC, 10 + length);
        out[6] = 1;
        out[8] = (byte) length;
        out[9] = (byte) (length >> 8);
        Arrays.fill(out, 10, out.length - 1, (byte) ' ');
        byte[] text = dict.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, out, 10, text.length);
        out[out.length - 1] = '\n';
        return out;
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?").strip();
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
    }
}
