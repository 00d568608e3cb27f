package dev.cresset.examples;

import java.io.PrintStream;
import java.util.List;

/**
 * A tutorial as a Cresset program: the tutorial's snippets, one method each, in its order.
 *
 * <p>A snippet prints what the tutorial's prints, and the value of a trailing expression as a
 * notebook shows it. Snippets of a document share its fields, as cells share a notebook's
 * variables.
 *
 * <pre>{@code
 * public final class AccessParameters implements Document {
 *     private final Sequential net = …;
 *
 *     public String id() {
 *         return "000_707558991debe126";
 *     }
 *
 *     public List<Snippet> snippets() {
 *         return List.of(new Snippet("access", this::access));
 *     }
 *
 *     private void access(PrintStream out) {
 *         out.println(net.get(2).stateDict());
 *     }
 * }
 * }</pre>
 *
 * <p>A document's fields that draw random numbers are filled by its snippets, not by its
 * constructor: the seed is set between the two.
 */
public interface Document {
    /** Returns the name under which the tutorial's results are recorded. */
    String id();

    /** Returns the snippets in the tutorial's order. */
    List<Snippet> snippets();

    /**
     * One snippet.
     *
     * @param name its name in the recording
     * @param body what it does
     */
    record Snippet(String name, Body body) {}

    /** What a snippet does. */
    @FunctionalInterface
    interface Body {
        /**
         * Runs the snippet.
         *
         * @throws Exception as the calls it shows do
         */
        void run(PrintStream out) throws Exception;
    }
}
