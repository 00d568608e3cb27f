package dev.cresset.testkit.golden;

/** Compares texts character for character. */
final class Texts {
    private Texts() {}

    static void same(String expected, String actual) {
        if (expected.equals(actual)) {
            return;
        }
        int at = 0;
        while (at < Math.min(expected.length(), actual.length())
                && expected.charAt(at) == actual.charAt(at)) {
            at++;
        }
        throw new MismatchException(
                "'" + expected + "'", "'" + actual + "'", "first difference at character " + at);
    }
}
