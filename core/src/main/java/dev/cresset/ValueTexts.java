package dev.cresset;

import dev.cresset.engine.Element;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import java.util.Arrays;
import java.util.List;

/**
 * The texts of a tensor's shown values in the one format that suits them all: PyTorch's {@code
 * torch._tensor_str._Formatter}.
 *
 * <p>The finite non-zero values decide. With {@code lo} and {@code hi} the least and greatest
 * absolute value: scientific if {@code hi / lo > 1000}, {@code hi > 1e8} or {@code lo < 1e-4}; else
 * whole numbers get a bare point ({@code 3.}); else a fixed number of digits. Zeros, infinities and
 * NaN neither choose the format nor widen the column.
 *
 * @param texts one text a value, right-aligned to the width
 * @param width the characters a value takes; zeros, infinities and NaN may take more
 */
record ValueTexts(List<String> texts, int width) {
    private enum Notation {
        FIXED,
        WHOLE,
        SCIENTIFIC
    }

    /**
     * Formats elements of a view.
     *
     * @param indices the storage indices of the elements
     */
    static ValueTexts of(View view, int[] indices, PrintOptions options) {
        DType dtype = view.dtype();
        return switch (dtype.category()) {
            case BOOL, INTEGRAL -> integers(view, indices);
            case FLOATING ->
                    floats(
                            Arrays.stream(indices)
                                    .mapToDouble(i -> Element.getDouble(dtype, view.storage(), i))
                                    .toArray(),
                            options);
        };
    }

    private static ValueTexts integers(View view, int[] indices) {
        boolean bool = view.dtype() == DType.BOOL;
        String[] texts = new String[indices.length];
        int width = 1;
        for (int i = 0; i < texts.length; i++) {
            long value = Element.getLong(view.dtype(), view.storage(), indices[i]);
            texts[i] = bool ? (value != 0 ? "True" : "False") : Long.toString(value);
            width = Math.max(width, texts[i].length());
        }
        return aligned(texts, width);
    }

    private static ValueTexts floats(double[] values, PrintOptions options) {
        Notation notation = notation(values, options);
        String[] texts = new String[values.length];
        int width = 1;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(values[i], notation, options.precision());
            if (decides(values[i])) {
                width = Math.max(width, texts[i].length());
            }
        }
        return aligned(texts, width);
    }

    private static Notation notation(double[] values, PrintOptions options) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = 0;
        boolean whole = true;
        for (double v : values) {
            if (decides(v)) {
                lo = Math.min(lo, Math.abs(v));
                hi = Math.max(hi, Math.abs(v));
                whole &= v == Math.rint(v);
            }
        }
        if (hi == 0) {
            return Notation.WHOLE;
        }
        Boolean asked = options.sciMode();
        boolean wide = hi / lo > 1000 || hi > 1e8 || lo < 1e-4;
        if (asked != null ? asked : wide) {
            return Notation.SCIENTIFIC;
        }
        return whole ? Notation.WHOLE : Notation.FIXED;
    }

    private static boolean decides(double value) {
        return Double.isFinite(value) && value != 0;
    }

    private static String text(double value, Notation notation, int precision) {
        return switch (notation) {
            case FIXED -> NumberText.fixed(value, precision);
            case WHOLE -> NumberText.fixed(value, 0) + (Double.isFinite(value) ? "." : "");
            case SCIENTIFIC -> NumberText.scientific(value, precision);
        };
    }

    private static ValueTexts aligned(String[] texts, int width) {
        for (int i = 0; i < texts.length; i++) {
            texts[i] = " ".repeat(Math.max(0, width - texts[i].length())) + texts[i];
        }
        return new ValueTexts(List.of(texts), width);
    }
}
