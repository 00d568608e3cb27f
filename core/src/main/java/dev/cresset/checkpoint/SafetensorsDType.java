package dev.cresset.checkpoint;

import dev.cresset.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * The dtypes of a safetensors header, in the order of the official library: the writer sorts
 * tensors by it, last first, so that every tensor is aligned to its element.
 */
enum SafetensorsDType {
    BOOL(8, DType.BOOL),
    F4(4, null),
    F6_E2M3(6, null),
    F6_E3M2(6, null),
    U8(8, DType.UINT8),
    I8(8, DType.INT8),
    F8_E5M2(8, null),
    F8_E4M3(8, null),
    F8_E8M0(8, null),
    F8_E4M3FNUZ(8, null),
    F8_E5M2FNUZ(8, null),
    I16(16, DType.INT16),
    U16(16, null),
    F16(16, DType.FLOAT16),
    BF16(16, DType.BFLOAT16),
    I32(32, DType.INT32),
    U32(32, null),
    F32(32, DType.FLOAT32),
    C64(64, null),
    F64(64, DType.FLOAT64),
    I64(64, DType.INT64),
    U64(64, null);

    private final int bits;
    private final @Nullable DType dtype;

    SafetensorsDType(int bits, @Nullable DType dtype) {
        this.bits = bits;
        this.dtype = dtype;
    }

    /** Returns the size of an element in bits. */
    int bits() {
        return bits;
    }

    /** Returns Cresset's dtype, null if it has none. */
    @Nullable DType dtype() {
        return dtype;
    }

    /** Returns the dtype that a header names, null if there is none of this name. */
    static @Nullable SafetensorsDType find(String name) {
        for (SafetensorsDType d : values()) {
            if (d.name().equals(name)) {
                return d;
            }
        }
        return null;
    }

    /** Returns the header's dtype for Cresset's. */
    static SafetensorsDType of(DType dtype) {
        for (SafetensorsDType d : values()) {
            if (d.dtype == dtype) {
                return d;
            }
        }
        throw new AssertionError(dtype);
    }
}
