package dev.cresset;

import dev.cresset.engine.View;
import java.lang.reflect.Array;

/** Elements copied to Java arrays. */
final class Export {
    private Export() {}

    static float[] floats(Tensor x) {
        View v = x.view();
        float[] out = new float[v.numel()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) v.doubleAt(i);
        }
        return out;
    }

    static double[] doubles(Tensor x) {
        View v = x.view();
        double[] out = new double[v.numel()];
        for (int i = 0; i < out.length; i++) {
            out[i] = v.doubleAt(i);
        }
        return out;
    }

    static long[] longs(Tensor x) {
        View v = x.view();
        long[] out = new long[v.numel()];
        for (int i = 0; i < out.length; i++) {
            out[i] = v.longAt(i);
        }
        return out;
    }

    static int[] ints(Tensor x) {
        View v = x.view();
        int[] out = new int[v.numel()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) v.longAt(i);
        }
        return out;
    }

    static boolean[] booleans(Tensor x) {
        View v = x.view();
        boolean[] out = new boolean[v.numel()];
        for (int i = 0; i < out.length; i++) {
            out[i] = x.dtype().isFloatingPoint() ? v.doubleAt(i) != 0 : v.longAt(i) != 0;
        }
        return out;
    }

    static Object nested(Tensor x) {
        Object flat =
                switch (x.dtype()) {
                    case FLOAT32, FLOAT16, BFLOAT16 -> floats(x);
                    case FLOAT64 -> doubles(x);
                    case INT64 -> longs(x);
                    case INT32, UINT8 -> ints(x);
                    case INT16 -> {
                        short[] out = new short[Math.toIntExact(x.numel())];
                        for (int i = 0; i < out.length; i++) {
                            out[i] = (short) x.view().longAt(i);
                        }
                        yield out;
                    }
                    case INT8 -> {
                        byte[] out = new byte[Math.toIntExact(x.numel())];
                        for (int i = 0; i < out.length; i++) {
                            out[i] = (byte) x.view().longAt(i);
                        }
                        yield out;
                    }
                    case BOOL -> booleans(x);
                };
        return x.dim() == 0 ? Array.get(flat, 0) : nest(flat, x.shape().toArray());
    }

    private static Object nest(Object flat, int[] sizes) {
        Object out = Array.newInstance(flat.getClass().getComponentType(), sizes);
        fill(out, flat, sizes, 0, 0);
        return out;
    }

    private static int fill(Object array, Object flat, int[] sizes, int dim, int start) {
        if (dim == sizes.length - 1) {
            System.arraycopy(flat, start, array, 0, sizes[dim]);
            return start + sizes[dim];
        }
        int at = start;
        for (int i = 0; i < sizes[dim]; i++) {
            at = fill(Array.get(array, i), flat, sizes, dim + 1, at);
        }
        return at;
    }
}
