package dev.cresset.testkit.golden;

/** How a case went. */
public sealed interface Outcome {
    /** The result is the recorded one. */
    record Passed() implements Outcome {}

    /**
     * The result differs from the recorded one.
     *
     * @param expected what was recorded
     * @param actual what came out
     * @param error the largest error against the tolerance, empty where there is none
     */
    record Failed(String expected, String actual, String error) implements Outcome {}

    /**
     * Cresset is known not to offer what the case needs.
     *
     * @param reason one sentence that groups such cases
     */
    record Skipped(String reason) implements Outcome {}

    /** The one passed outcome. */
    Outcome PASSED = new Passed();
}
