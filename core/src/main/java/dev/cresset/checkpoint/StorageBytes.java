package dev.cresset.checkpoint;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Storages as bytes in files, and back. */
final class StorageBytes {
    private static final int CHUNK = 1 << 18;

    private StorageBytes() {}

    /** Something that takes bytes in order. */
    interface Sink {
        /** Takes all remaining bytes of a buffer. */
        void write(ByteBuffer bytes) throws IOException;
    }

    /**
     * Fills a storage from bytes; a bool byte other than 0 counts as 1.
     *
     * @param from exactly as many bytes as the storage's elements take
     */
    static void fill(DType dtype, Storage into, MemorySegment from, ByteOrder order) {
        fill(dtype, into, 0, from, order);
    }

    /**
     * Fills a part of a storage from bytes.
     *
     * @param at where the bytes belong, in bytes from the storage's start
     * @param from whole elements
     */
    static void fill(DType dtype, Storage into, long at, MemorySegment from, ByteOrder order) {
        int first = Math.toIntExact(at / dtype.bytes());
        int count = Math.toIntExact(from.byteSize() / dtype.bytes());
        MemorySegment.copy(from, layout(into, order), 0, into.array(), first, count);
        if (dtype == DType.BOOL && into instanceof Storage.Bytes b) {
            for (int i = first; i < first + count; i++) {
                b.array[i] = (byte) (b.array[i] == 0 ? 0 : 1);
            }
        }
    }

    /** Writes elements in little-endian order. */
    static void write(Storage from, int start, int count, Sink sink) throws IOException {
        ValueLayout layout = layout(from, ByteOrder.LITTLE_ENDIAN);
        int width = Math.toIntExact(layout.byteSize());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.min(CHUNK, (long) count * width));
            ByteBuffer buffer = chunk.asByteBuffer();
            for (int done = 0; done < count; ) {
                int n = Math.min(count - done, CHUNK / width);
                MemorySegment.copy(from.array(), start + done, chunk, layout, 0, n);
                sink.write(buffer.clear().limit(n * width));
                done += n;
            }
        }
    }

    /** Returns a view of the same values whose elements lie densely in row-major order. */
    static View dense(View view) {
        Layout layout = view.layout();
        if (layout.isContiguous()) {
            return view;
        }
        View out = View.allocate(view.dtype(), view.shape());
        Object from = view.storage().array();
        Object to = out.storage().array();
        for (int i = 0; i < out.numel(); i++) {
            System.arraycopy(from, layout.indexOf(i), to, i, 1);
        }
        return out;
    }

    private static ValueLayout layout(Storage storage, ByteOrder order) {
        return switch (storage) {
            case Storage.Floats f -> ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
            case Storage.Doubles d -> ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
            case Storage.Longs l -> ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
            case Storage.Ints i -> ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
            case Storage.Shorts s -> ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
            case Storage.Bytes b -> ValueLayout.JAVA_BYTE;
        };
    }
}
