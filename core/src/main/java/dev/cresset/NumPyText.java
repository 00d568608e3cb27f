package dev.cresset;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A tensor's values as NumPy prints them: {@code [1. 2.5]}, and {@code array([1. , 2.5],
 * dtype=float32)} among the items of a container.
 *
 * <p>These are NumPy's default options: 8 digits after the point at most, the fewest that tell a
 * number from its neighbours, lines of 75 characters, and of more than 1000 elements the first and
 * last three of each dimension.
 *
 * @see <a href="https://numpy.org/doc/2.4/reference/generated/numpy.array2string.html">
 *     numpy.array2string</a>
 */
final class NumPyText {
    private static final int PRECISION = 8;
    private static final int LINE = 75;
    private static final int THRESHOLD = 1000;
    private static final int EDGE = 3;
    private static final String DOTS = "...";

    private final View view;
    private final int[] sizes;
    private final boolean summarised;
    private final String separator;

    private NumPyText(View view, String separator) {
        this.view = view;
        this.sizes = view.shape().toArray();
        this.summarised = view.numel() > THRESHOLD;
        this.separator = separator;
    }

    /** Returns Python's {@code str(x.numpy())}. */
    static String str(Tensor x) {
        View view = x.view();
        if (view.shape().rank() > 0) {
            return new NumPyText(view, " ").text(0, LINE);
        }
        if (!view.dtype().isFloatingPoint()) {
            return integer(view, 0);
        }
        double value = view.doubleAt(0);
        int power =
                switch (view.dtype()) {
                    case FLOAT64 -> 16;
                    case FLOAT16 -> 3;
                    default -> 6;
                };
        return NumberText.shortest(value, shortest(view.dtype(), Math.abs(value)), power);
    }

    /** Returns Python's {@code repr(x.numpy())}. */
    static String repr(Tensor x) {
        String prefix = "array(";
        View view = x.view();
        String text = prefix + new NumPyText(view, ", ").text(prefix.length(), LINE - 1);
        String extras = extras(view);
        if (extras.isEmpty()) {
            return text + ")";
        }
        text += ",";
        int last = text.length() - (text.lastIndexOf('\n') + 1);
        boolean wrapped = last + extras.length() + 2 > LINE;
        return text + (wrapped ? "\n" + " ".repeat(prefix.length()) : " ") + extras + ")";
    }

    /* The shape and dtype, where the values do not tell them. */
    private static String extras(View view) {
        boolean empty = view.numel() == 0;
        String shape = "";
        if ((empty && view.shape().rank() != 1) || view.numel() > THRESHOLD) {
            Object[] sizes = Arrays.stream(view.shape().toArray()).boxed().toArray(Object[]::new);
            shape = "shape=" + PythonText.tuple(sizes);
        }
        boolean told =
                switch (view.dtype()) {
                    case FLOAT64, INT64, BOOL -> !empty;
                    case FLOAT32, FLOAT16, BFLOAT16, INT32, INT16, INT8, UINT8 -> false;
                };
        String dtype = told ? "" : "dtype=" + view.dtype().text();
        return shape + (shape.isEmpty() || dtype.isEmpty() ? "" : ", ") + dtype;
    }

    // ---- layout

    private String text(int indent, int width) {
        if (view.numel() == 0) {
            return "[]";
        }
        return nested(0, 0, elements(), " ".repeat(indent + 1), width);
    }

    private String nested(
            int dim, int start, IntFunction<String> element, String indent, int width) {
        if (dim == sizes.length) {
            return element.apply(start);
        }
        int size = sizes[dim];
        int step = view.numel();
        for (int d = 0; d <= dim; d++) {
            step /= sizes[d];
        }
        boolean cut = isCut(size);
        boolean last = dim == sizes.length - 1;
        String end = separator.stripTrailing();
        Lines lines =
                last
                        ? new Lines(indent, width - Math.max(1, end.length()), separator)
                        : new Lines(indent, 0, end + "\n".repeat(sizes.length - dim - 1));
        for (int i = 0; i < size; i++) {
            if (cut && i == EDGE) {
                lines.add(DOTS, last, false);
                i = size - EDGE;
            }
            String word = nested(dim + 1, start + i * step, element, indent + " ", width - 1);
            lines.add(word, last, i == size - 1);
        }
        return "[" + lines.text().substring(indent.length()) + "]";
    }

    private boolean isCut(int size) {
        return summarised && size > 2 * EDGE;
    }

    /** Words in lines: side by side while there is room, or one a line. */
    private static final class Lines {
        private final StringBuilder done = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private final String indent;
        private final int width;
        private final String separator;

        Lines(String indent, int width, String separator) {
            this.indent = indent;
            this.width = width;
            this.separator = separator;
            line.append(indent);
        }

        void add(String word, boolean sideBySide, boolean isLast) {
            boolean full = line.length() + word.length() > width;
            if (sideBySide && full && line.length() > indent.length()) {
                done.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(indent);
            }
            line.append(word);
            if (!isLast) {
                line.append(separator);
                if (!sideBySide) {
                    line.append(indent);
                }
            }
        }

        String text() {
            return done.append(line).toString();
        }
    }

    // ---- elements

    private IntFunction<String> elements() {
        int[] shown = shown();
        return switch (view.dtype().category()) {
            case BOOL -> {
                int width = sizes.length == 0 ? 0 : 5;
                yield i -> padded(integer(view, i), width);
            }
            case INTEGRAL -> {
                int width =
                        Arrays.stream(shown).map(i -> integer(view, i).length()).max().orElse(0);
                yield i -> padded(integer(view, i), width);
            }
            case FLOATING -> floats(shown);
        };
    }

    /* Where, in row-major order, the elements lie that are shown. */
    private int[] shown() {
        int[] out = {0};
        for (int size : sizes) {
            int[] next = new int[out.length * (isCut(size) ? 2 * EDGE : size)];
            int n = 0;
            for (int start : out) {
                for (int i = 0; i < size; i++) {
                    if (!isCut(size) || i < EDGE || i >= size - EDGE) {
                        next[n++] = start * size + i;
                    }
                }
            }
            out = next;
        }
        return out;
    }

    private static String integer(View view, int at) {
        long value = view.longAt(at);
        return view.dtype() == DType.BOOL ? (value != 0 ? "True" : "False") : Long.toString(value);
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private IntFunction<String> floats(int[] shown) {
        DType dtype = view.dtype();
        double[] all = Arrays.stream(shown).mapToDouble(view::doubleAt).toArray();
        double[] finite = Arrays.stream(all).filter(Double::isFinite).toArray();
        boolean scientific = isScientific(dtype, finite);
        int left = 0;
        int right = 0;
        int exponent = 0;
        for (double v : finite) {
            Digits d = Digits.of(dtype, v, scientific);
            left = Math.max(left, d.whole.length());
            right = Math.max(right, d.fraction.length());
            exponent = Math.max(exponent, d.exponent.length());
        }
        int digits = right;
        if (scientific) {
            right += exponent;
        }
        if (finite.length < all.length) {
            boolean negative = Arrays.stream(all).anyMatch(v -> v == Double.NEGATIVE_INFINITY);
            left = Math.max(left, (negative ? 4 : 3) - right - 1);
        }
        int before = left;
        int after = right;
        return i -> {
            double v = view.doubleAt(i);
            if (!Double.isFinite(v)) {
                return padded(NumberText.fixed(v, 0), before + after + 1);
            }
            Digits d = Digits.of(dtype, v, scientific);
            if (scientific) {
                return padded(exactly(v, digits), before + 1 + digits + d.exponent.length());
            }
            String fill = " ".repeat(digits - d.fraction.length());
            return padded(d.whole, before) + "." + d.fraction + fill;
        };
    }

    /* As many digits as the longest has; digits beyond the fewest are those of the binary value. */
    private static String exactly(double value, int digits) {
        String text = NumberText.scientific(value, digits);
        return digits == 0 ? text.replace("e", ".e") : text;
    }

    private static boolean isScientific(DType dtype, double[] finite) {
        double[] sizes = Arrays.stream(finite).map(Math::abs).filter(v -> v != 0).toArray();
        if (sizes.length == 0) {
            return false;
        }
        double hi = Arrays.stream(sizes).max().getAsDouble();
        double lo = Arrays.stream(sizes).min().getAsDouble();
        double greatest =
                switch (dtype) {
                    case FLOAT64 -> 1e8;
                    case FLOAT16 -> 1e3;
                    default -> 1e6;
                };
        return hi >= greatest || lo < rounded(dtype, 1e-4) || rounded(dtype, hi / lo) > 1000;
    }

    private static double rounded(DType dtype, double value) {
        return switch (dtype) {
            case FLOAT64 -> value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
            default -> (float) value;
        };
    }

    /* One number: the sign and digits before the point, those behind, and e+05 or nothing. */
    private record Digits(String whole, String fraction, String exponent) {
        static Digits of(DType dtype, double value, boolean scientific) {
            String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
            double size = Math.abs(value);
            if (size == 0) {
                return new Digits(sign + "0", "", scientific ? "e+00" : "");
            }
            BigDecimal d = shortest(dtype, size);
            if (scientific) {
                if (d.precision() > PRECISION + 1) {
                    d =
                            new BigDecimal(size)
                                    .round(new MathContext(PRECISION + 1, RoundingMode.HALF_EVEN))
                                    .stripTrailingZeros();
                }
                String digits = d.unscaledValue().toString();
                int exponent = d.precision() - d.scale() - 1;
                return new Digits(
                        sign + digits.charAt(0),
                        digits.substring(1),
                        NumberText.exponent(exponent));
            }
            if (d.scale() > PRECISION) {
                d =
                        new BigDecimal(size)
                                .setScale(PRECISION, RoundingMode.HALF_EVEN)
                                .stripTrailingZeros();
            }
            String text = d.toPlainString();
            int point = text.indexOf('.');
            return point < 0
                    ? new Digits(sign + text, "", "")
                    : new Digits(sign + text.substring(0, point), text.substring(point + 1), "");
        }
    }

    /* The fewest digits that read back as the same number of this dtype. */
    private static BigDecimal shortest(DType dtype, double size) {
        if (dtype == DType.FLOAT64 || size == 0 || !Double.isFinite(size)) {
            return size == 0 || !Double.isFinite(size)
                    ? BigDecimal.ZERO
                    : NumberText.shortestDecimal(size);
        }
        BigDecimal exact = new BigDecimal(size);
        for (int digits = 1; digits < 9; digits++) {
            BigDecimal d = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            float read = d.floatValue();
            if (dtype == DType.FLOAT16) {
                read = Float.float16ToFloat(Float.floatToFloat16(read));
            }
            if (read == size) {
                return d.stripTrailingZeros();
            }
        }
        return new BigDecimal(Float.toString((float) size)).stripTrailingZeros();
    }
}
