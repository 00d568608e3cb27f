package dev.cresset.benchmarks;

import java.io.IOException;

/** Cresset's process. */
public final class CressetContestant {
    private CressetContestant() {}

    /** Answers commands. */
    public static void main(String[] args) throws IOException {
        Serve.run(new CressetSuite());
    }
}
