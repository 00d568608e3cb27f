package dev.cresset.testkit.python;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Python's arithmetic and comparison of plain numbers: int (long), float (double), bool. */
final class Numbers {
    private Numbers() {}

    static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static Object unary(String operator, Object x) {
        Object n = widen(x);
        return switch (operator) {
            case "+" -> n;
            case "-" ->
                    n instanceof Double d
                            ? (Object) (-d)
                            : n instanceof BigInteger b
                                    ? narrow(b.negate())
                                    : narrow(big(n).negate());
            case "~" -> narrow(big(n).not());
            default -> throw new IllegalArgumentException("python: operator " + operator);
        };
    }

    static Object binary(String operator, Object x, Object y) {
        Object a = widen(x);
        Object b = widen(y);
        if (a instanceof Double || b instanceof Double || operator.equals("/")) {
            return doubles(operator, real(a), real(b));
        }
        if (operator.equals("**") && big(b).signum() < 0) {
            return Math.pow(real(a), real(b));
        }
        return narrow(integers(operator, big(a), big(b)));
    }

    static boolean compare(String operator, Object x, Object y) {
        Object a = widen(x);
        Object b = widen(y);
        if (a instanceof Double || b instanceof Double) {
            double p = real(a);
            double q = real(b);
            return switch (operator) {
                case "<" -> p < q;
                case "<=" -> p <= q;
                case ">" -> p > q;
                case ">=" -> p >= q;
                case "==" -> p == q;
                case "!=" -> p != q;
                default -> throw new IllegalArgumentException("python: operator " + operator);
            };
        }
        int order = big(a).compareTo(big(b));
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "==" -> order == 0;
            case "!=" -> order != 0;
            default -> throw new IllegalArgumentException("python: operator " + operator);
        };
    }

    private static double doubles(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            case "**" -> Math.pow(a, b);
            default -> throw new IllegalArgumentException("python: operator " + operator);
        };
    }

    private static BigInteger integers(String operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "//" -> a.subtract(floorMod(a, b)).divide(b);
            case "%" -> floorMod(a, b);
            case "**" -> a.pow(b.intValueExact());
            case "<<" -> a.shiftLeft(b.intValueExact());
            case ">>" -> a.shiftRight(b.intValueExact());
            case "&" -> a.and(b);
            case "|" -> a.or(b);
            case "^" -> a.xor(b);
            default -> throw new IllegalArgumentException("python: operator " + operator);
        };
    }

    private static BigInteger floorMod(BigInteger a, BigInteger b) {
        BigInteger r = a.remainder(b);
        return r.signum() != 0 && r.signum() != b.signum() ? r.add(b) : r;
    }

    private static Object widen(Object x) {
        return switch (x) {
            case Boolean b -> b ? 1L : 0L;
            case Integer i -> (long) i;
            default -> x;
        };
    }

    private static double real(Object x) {
        return ((Number) x).doubleValue();
    }

    private static BigInteger big(Object x) {
        return x instanceof BigInteger b ? b : BigInteger.valueOf(((Number) x).longValue());
    }

    private static Object narrow(BigInteger n) {
        return n.bitLength() < 64 ? (Object) n.longValueExact() : n;
    }
}
