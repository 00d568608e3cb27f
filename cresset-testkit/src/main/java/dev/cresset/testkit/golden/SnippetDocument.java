package dev.cresset.testkit.golden;

import java.io.PrintStream;
import java.util.List;

/** A tutorial document as a program: its snippets run one after the other and share their state. */
public interface SnippetDocument {
    /** Returns the document's id: the name of its recording without the ending. */
    String id();

    /** Returns the snippets in the document's order, over fresh state. */
    List<? extends Snippet> snippets();

    /** One snippet. */
    interface Snippet {
        /** Returns the snippet's name in the recording. */
        String name();

        /** Runs it; it prints what the recording shows, a trailing expression's value last. */
        void run(PrintStream out) throws Exception;
    }
}
