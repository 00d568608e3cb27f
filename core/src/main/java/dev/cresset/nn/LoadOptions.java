package dev.cresset.nn;

import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Module#loadStateDict} reads.
 *
 * <pre>{@code
 * net.loadStateDict(file, o -> o.strict(false).rename("^module\\.", "").cast(DType.BFLOAT16).assign(true));
 * }</pre>
 *
 * @param strict whether missing and unexpected keys are errors rather than only reported
 * @param assign whether parameters and buffers take over the given tensors' elements and dtype
 *     rather than copy the values; they stay the same objects in both cases
 * @param renames what the state dict's keys go through first, in order
 * @param cast what floating-point tensors of the state dict are converted to first, null for as
 *     they are; values that are copied then become the module's own dtype
 * @param absentTies whether a key may be missing if its tensor is filled under another key, as
 *     Hugging Face's files leave out {@code lm_head.weight} where it is the embedding
 */
public record LoadOptions(
        boolean strict,
        boolean assign,
        List<Rename> renames,
        @Nullable DType cast,
        boolean absentTies) {
    static final LoadOptions DEFAULT = new LoadOptions(true, false, List.of(), null, false);

    /**
     * A replacement in keys.
     *
     * @param pattern what is looked for, everywhere in a key
     * @param replacement what comes instead; {@code $1} is what the first group matched
     */
    public record Rename(Pattern pattern, String replacement) {
        /** Returns the key with everything that matches replaced. */
        String apply(String key) {
            try {
                return pattern.matcher(key).replaceAll(replacement);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "loadStateDict: rename: the replacement \""
                                + replacement
                                + "\" does not fit \""
                                + pattern
                                + "\": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /** Copies the list. */
    public LoadOptions {
        renames = List.copyOf(renames);
    }

    /** Returns these options, strict or not. */
    public LoadOptions strict(boolean value) {
        return new LoadOptions(value, assign, renames, cast, absentTies);
    }

    /** Returns these options, taking over the given tensors' elements or copying them. */
    public LoadOptions assign(boolean value) {
        return new LoadOptions(strict, value, renames, cast, absentTies);
    }

    /**
     * Returns these options with one more replacement in the state dict's keys: {@code
     * rename("^module\\.", "")} takes off the prefix of {@code DataParallel}.
     *
     * @param regex what is looked for, everywhere in a key: {@link Pattern}
     * @param replacement what comes instead; {@code $1} is what the first group matched
     * @throws IllegalArgumentException if the expression is none
     */
    public LoadOptions rename(String regex, String replacement) {
        try {
            List<Rename> all = new ArrayList<>(renames);
            all.add(new Rename(Pattern.compile(regex), replacement));
            return new LoadOptions(strict, assign, all, cast, absentTies);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "loadStateDict: rename: \"" + regex + "\": " + e.getDescription(), e);
        }
    }

    /**
     * Returns these options with floating-point tensors converted first.
     *
     * @throws IllegalArgumentException if the dtype is not a floating-point one
     */
    public LoadOptions cast(@Nullable DType dtype) {
        if (dtype != null && !dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "loadStateDict: cast: " + dtype + " is no floating-point dtype");
        }
        return new LoadOptions(strict, assign, renames, dtype, absentTies);
    }

    /** Returns these options, with or without leave to omit what another key fills. */
    public LoadOptions absentTies(boolean value) {
        return new LoadOptions(strict, assign, renames, cast, value);
    }
}
