package dev.cresset.testkit.golden;

/**
 * One case of a recording and how it went.
 *
 * @param part the part, such as {@code ops}
 * @param name the case, such as {@code add #3}
 * @param outcome how it went
 */
public record CaseResult(String part, String name, Outcome outcome) {
    /** Returns the one line that reports a failure. */
    String line() {
        return switch (outcome) {
            case Outcome.Passed _ -> "passed " + part + " " + name;
            case Outcome.Skipped s -> "skipped " + part + " " + name + ": " + s.reason();
            case Outcome.Failed f ->
                    "FAILED "
                            + part
                            + " "
                            + name
                            + ": expected "
                            + oneLine(f.expected())
                            + ", actual "
                            + oneLine(f.actual())
                            + (f.error().isEmpty() ? "" : ", " + f.error());
        };
    }

    private static String oneLine(String text) {
        String flat = text.replace("\n", "\\n");
        return flat.length() <= 400 ? flat : flat.substring(0, 400) + "… (" + flat.length() + ")";
    }
}
