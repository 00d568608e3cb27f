package dev.cresset.engine;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Each thread's arrays for panels and a tile, reused from product to product. */
final class Scratch {
    private static final ThreadLocal<Map<Class<?>, SoftReference<Arrays>>> ARRAYS =
            ThreadLocal.withInitial(HashMap::new);

    private static final class Arrays {
        private @Nullable Object left;
        private int leftLength;
        private @Nullable Object right;
        private int rightLength;
        private @Nullable Object tile;
        private int tileLength;
    }

    private final IntFunction<Object> make;
    private final Class<?> type;
    private final int tile;

    Scratch(TileKernels kernels) {
        make = kernels::array;
        type = kernels.type();
        tile = kernels.rows() * kernels.columns();
    }

    private Arrays mine() {
        Map<Class<?>, SoftReference<Arrays>> arrays = ARRAYS.get();
        SoftReference<Arrays> held = arrays.get(type);
        Arrays mine = held == null ? null : held.get();
        if (mine == null) {
            mine = new Arrays();
            arrays.put(type, new SoftReference<>(mine));
        }
        return mine;
    }

    /** Returns an array for panels of a left factor. */
    Object left(int length) {
        Arrays mine = mine();
        Object held = mine.left;
        if (held == null || mine.leftLength < length) {
            held = make.apply(length);
            mine.left = held;
            mine.leftLength = length;
        }
        return held;
    }

    /** Returns an array for strips of a right factor. */
    Object right(int length) {
        Arrays mine = mine();
        Object held = mine.right;
        if (held == null || mine.rightLength < length) {
            held = make.apply(length);
            mine.right = held;
            mine.rightLength = length;
        }
        return held;
    }

    /** Returns an array for a tile. */
    Object tile() {
        Arrays mine = mine();
        Object held = mine.tile;
        if (held == null || mine.tileLength < tile) {
            held = make.apply(tile);
            mine.tile = held;
            mine.tileLength = tile;
        }
        return held;
    }
}
