package dev.cresset.benchmarks;

import dev.cresset.Threads;
import java.io.IOException;

/** Cresset's process. */
public final class CressetContestant {
    private CressetContestant() {}

    /** Answers commands. */
    public static void main(String[] args) throws IOException {
        Threads.set(Integer.getInteger("cresset.threads", 1));
        Serve.run(new CressetSuite());
    }
}
