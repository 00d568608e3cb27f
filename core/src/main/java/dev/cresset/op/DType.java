package dev.cresset.op;

/**
 * The type of a tensor's elements: PyTorch's dtype.
 *
 * <p>{@link #toString()} is PyTorch's text, {@code torch.float32}. bfloat16 and float16 are stored
 * as 16-bit patterns and computed in float32; bool is stored as one byte, 0 or 1.
 */
public enum DType {
    /** Truth values, one byte each. */
    BOOL("bool", "Bool", Category.BOOL, 1),
    /** Unsigned 8-bit integers, 0 to 255. */
    UINT8("uint8", "Byte", Category.INTEGRAL, 1),
    /** Signed 8-bit integers. */
    INT8("int8", "Char", Category.INTEGRAL, 1),
    /** Signed 16-bit integers. */
    INT16("int16", "Short", Category.INTEGRAL, 2),
    /** Signed 32-bit integers. */
    INT32("int32", "Int", Category.INTEGRAL, 4),
    /** Signed 64-bit integers: PyTorch's default for integers and indices. */
    INT64("int64", "Long", Category.INTEGRAL, 8),
    /** IEEE 754 binary16. */
    FLOAT16("float16", "Half", Category.FLOATING, 2),
    /** The upper half of an IEEE 754 binary32. */
    BFLOAT16("bfloat16", "BFloat16", Category.FLOATING, 2),
    /** IEEE 754 binary32: the default dtype. */
    FLOAT32("float32", "Float", Category.FLOATING, 4),
    /** IEEE 754 binary64. */
    FLOAT64("float64", "Double", Category.FLOATING, 8);

    /** The kinds of dtype that type promotion ranks: bool below integers below floats. */
    public enum Category {
        /** Truth values. */
        BOOL,
        /** Signed and unsigned integers. */
        INTEGRAL,
        /** Floating point. */
        FLOATING
    }

    private final String text;
    private final String legacyName;
    private final Category category;
    private final int bytes;

    DType(String text, String legacyName, Category category, int bytes) {
        this.text = text;
        this.legacyName = legacyName;
        this.category = category;
        this.bytes = bytes;
    }

    /** Returns the name without prefix: {@code float32}. */
    public String text() {
        return text;
    }

    /** Returns the name in PyTorch's older type names and in its error messages: {@code Float}. */
    public String legacyName() {
        return legacyName;
    }

    /** Returns the category that type promotion ranks. */
    public Category category() {
        return category;
    }

    /** Returns the size of one element in bytes, in memory and in files. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether this is a floating-point type. */
    public boolean isFloatingPoint() {
        return category == Category.FLOATING;
    }

    /** Returns whether this is an integer type; bool is not one. */
    public boolean isIntegral() {
        return category == Category.INTEGRAL;
    }

    /**
     * Finds a dtype by PyTorch's name.
     *
     * @param name {@code float32}, {@code torch.float32}, or one of the aliases {@code float},
     *     {@code double}, {@code half}, {@code long}, {@code int}, {@code short}
     * @throws IllegalArgumentException if there is no such dtype
     */
    public static DType of(String name) {
        String n = name.startsWith("torch.") ? name.substring(6) : name;
        for (DType d : values()) {
            if (d.text.equals(n)) {
                return d;
            }
        }
        return switch (n) {
            case "float" -> FLOAT32;
            case "double" -> FLOAT64;
            case "half" -> FLOAT16;
            case "long" -> INT64;
            case "int" -> INT32;
            case "short" -> INT16;
            default -> throw new IllegalArgumentException("dtype: there is no '" + name + "'");
        };
    }

    /**
     * Returns the type that holds values of both: PyTorch's {@code torch.promote_types}.
     *
     * @see <a href="https://pytorch.org/docs/stable/tensor_attributes.html">Type promotion</a>
     */
    public static DType promote(DType a, DType b) {
        if (a == b) {
            return a;
        }
        if (a.category != b.category) {
            return a.category.compareTo(b.category) > 0 ? a : b;
        }
        if (a.isFloatingPoint()) {
            boolean halves = a.bytes == 2 && b.bytes == 2;
            return halves ? FLOAT32 : a.bytes > b.bytes ? a : b;
        }
        if (a == UINT8 || b == UINT8) {
            DType other = a == UINT8 ? b : a;
            return other == INT8 ? INT16 : other;
        }
        return a.bytes > b.bytes ? a : b;
    }

    /** Returns PyTorch's text, such as {@code torch.float32}. */
    @Override
    public String toString() {
        return "torch." + text;
    }
}
