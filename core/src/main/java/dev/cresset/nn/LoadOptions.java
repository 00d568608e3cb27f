package dev.cresset.nn;

/**
 * How {@link Module#loadStateDict} reads.
 *
 * @param strict whether missing and unexpected keys are errors rather than only reported
 * @param assign whether parameters and buffers take over the given tensors' elements and dtype
 *     rather than copy the values; they stay the same objects in both cases
 */
public record LoadOptions(boolean strict, boolean assign) {
    static final LoadOptions DEFAULT = new LoadOptions(true, false);

    /** Returns these options, strict or not. */
    public LoadOptions strict(boolean value) {
        return new LoadOptions(value, assign);
    }

    /** Returns these options, taking over the given tensors' elements or copying them. */
    public LoadOptions assign(boolean value) {
        return new LoadOptions(strict, value);
    }
}
