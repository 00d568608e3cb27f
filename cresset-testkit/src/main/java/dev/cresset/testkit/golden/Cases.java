package dev.cresset.testkit.golden;

import dev.cresset.testkit.python.UnknownNameException;
import java.util.function.Consumer;

/** Runs the selected cases of one part and reports each. */
final class Cases {
    /** What a case does; it returns if the case passed. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    private final String part;
    private final Selection selection;
    private final Consumer<CaseResult> results;

    Cases(String part, Selection selection, Consumer<CaseResult> results) {
        this.part = part;
        this.selection = selection;
        this.results = results;
    }

    /**
     * Runs a case if it is selected. {@link SkipException} and an unknown name skip it; a {@link
     * MismatchException} and everything else that is thrown fail it.
     */
    void run(String name, Body body) {
        if (!selection.hasCase(name)) {
            return;
        }
        Outcome outcome;
        try {
            body.run();
            outcome = Outcome.PASSED;
        } catch (SkipException e) {
            outcome = new Outcome.Skipped(e.reason());
        } catch (UnknownNameException e) {
            outcome = new Outcome.Skipped("Cresset does not offer " + e.name() + " yet");
        } catch (MismatchException e) {
            outcome = e.failed();
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
            outcome = new Outcome.Failed("a result", describe(e), "");
        }
        results.accept(new CaseResult(part, name, outcome));
    }

    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return e + where;
    }
}
