package dev.cresset;

/**
 * The process-wide generator that all draws without a {@code generator} argument share.
 *
 * <p>It is seeded from the operating system's entropy; {@code manualSeed} reseeds it.
 */
final class DefaultGenerator {
    private static final Generator INSTANCE = new Generator(Generator.nonDeterministicSeed());

    private DefaultGenerator() {}

    /** Returns the one default generator. */
    static Generator get() {
        return INSTANCE;
    }
}
