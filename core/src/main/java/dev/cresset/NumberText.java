package dev.cresset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Decimal texts of doubles, digit for digit as Python writes them.
 *
 * <p>Digits are rounded from the exact binary value, half to even: {@code fixed(0.125, 2)} is
 * {@code 0.12}, where {@link String#format} gives {@code 0.13}.
 */
final class NumberText {
    private NumberText() {}

    /**
     * Returns Python's {@code f"{value:.{digits}f}"}: {@code -0.0000} keeps its sign; {@code nan},
     * {@code inf}, {@code -inf}.
     */
    static String fixed(double value, int digits) {
        if (!Double.isFinite(value)) {
            return nonFinite(value);
        }
        BigDecimal d = new BigDecimal(Math.abs(value)).setScale(digits, RoundingMode.HALF_EVEN);
        return sign(value) + d.toPlainString();
    }

    /** Returns Python's {@code f"{value:.{digits}e}"}: {@code 1.0000e-05}. */
    static String scientific(double value, int digits) {
        if (!Double.isFinite(value)) {
            return nonFinite(value);
        }
        if (value == 0) {
            return sign(value) + mantissa("0", digits) + exponent(0);
        }
        // at most 767 significant digits are not 0
        MathContext rounding = new MathContext(Math.min(digits, 800) + 1, RoundingMode.HALF_EVEN);
        BigDecimal d = new BigDecimal(Math.abs(value)).round(rounding);
        return sign(value)
                + mantissa(d.unscaledValue().toString(), digits)
                + exponent(d.precision() - d.scale() - 1);
    }

    /**
     * Returns Python's {@code repr(value)}: the fewest digits that read back as the same double,
     * with an exponent below 1e-4 and from 1e16 on: {@code 0.1}, {@code 3.0}, {@code 1e-05}, {@code
     * 1e+16}.
     */
    static String shortest(double value) {
        boolean plain = value == 0 || !Double.isFinite(value);
        return shortest(value, plain ? BigDecimal.ZERO : shortestDecimal(Math.abs(value)), 16);
    }

    /**
     * Returns the text of a number whose size has these digits, with an exponent below 1e-4 and
     * from a power of ten on.
     */
    static String shortest(double value, BigDecimal d, int power) {
        if (!Double.isFinite(value)) {
            return nonFinite(value);
        }
        if (value == 0) {
            return sign(value) + "0.0";
        }
        int exponent = d.precision() - d.scale() - 1;
        if (Math.abs(value) < 1e-4 || exponent >= power) {
            String digits = d.unscaledValue().toString();
            return sign(value) + mantissa(digits, digits.length() - 1) + exponent(exponent);
        }
        String plain = d.toPlainString();
        return sign(value) + (d.scale() > 0 ? plain : plain + ".0");
    }

    /* Double.toString gives the shortest digits, but never fewer than two (4.9E-324 for 5e-324). */
    static BigDecimal shortestDecimal(double value) {
        BigDecimal one = new BigDecimal(value).round(new MathContext(1, RoundingMode.HALF_EVEN));
        if (one.doubleValue() == value) {
            return one.stripTrailingZeros();
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros();
    }

    private static String mantissa(String digits, int decimals) {
        String padded = digits + "0".repeat(Math.max(0, decimals + 1 - digits.length()));
        String rest = padded.substring(1, decimals + 1);
        return padded.charAt(0) + (rest.isEmpty() ? "" : "." + rest);
    }

    /** Returns {@code e-05}: at least two digits. */
    static String exponent(int exponent) {
        int e = Math.abs(exponent);
        return (exponent < 0 ? "e-" : "e+") + (e < 10 ? "0" : "") + e;
    }

    private static String sign(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    }

    /**
     * Returns C's {@code "%g"}: 6 significant digits without trailing zeros, with an exponent below
     * 1e-4 and from 1e6 on: {@code 1.19209e-07}, {@code 65504}.
     */
    static String general(double value) {
        if (!Double.isFinite(value)) {
            return nonFinite(value);
        }
        if (value == 0) {
            return sign(value) + "0";
        }
        BigDecimal d =
                new BigDecimal(Math.abs(value))
                        .round(new MathContext(6, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int exponent = d.precision() - d.scale() - 1;
        if (exponent < -4 || exponent >= 6) {
            String digits = d.unscaledValue().toString();
            return sign(value) + mantissa(digits, digits.length() - 1) + exponent(exponent);
        }
        return sign(value) + d.toPlainString();
    }

    private static String nonFinite(double value) {
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
}
