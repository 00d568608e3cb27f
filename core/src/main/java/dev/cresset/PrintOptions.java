package dev.cresset;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How tensors are printed: PyTorch's {@code torch.set_printoptions}.
 *
 * <pre>{@code
 * PrintOptions.set(o -> o.precision(2));      // tensor([1.12]) instead of tensor([1.1235])
 * PrintOptions.set(o -> o.profile(PrintOptions.Profile.FULL));
 * PrintOptions.reset();
 * }</pre>
 *
 * <p>The current options belong to the whole process, as in PyTorch.
 *
 * @param precision digits after the decimal point, 4 by default
 * @param threshold a tensor of more elements than this is summarised, 1000 by default
 * @param edgeItems items shown at either end of each dimension of a summarised tensor, 3 by
 *     default; 0 shows none, and then every tensor states its size
 * @param lineWidth characters a line may have before it is broken, 80 by default
 * @param sciMode true: always scientific notation, false: never, null (the default): if the values
 *     ask for it
 */
public record PrintOptions(
        int precision, int threshold, int edgeItems, int lineWidth, @Nullable Boolean sciMode) {

    /** PyTorch's named sets of options. */
    public enum Profile {
        /** Four digits, summaries beyond 1000 elements with 3 items at either end. */
        DEFAULT,
        /** Two digits, summaries beyond 1000 elements with 2 items at either end. */
        SHORT,
        /** Four digits, every element. */
        FULL
    }

    private static final PrintOptions DEFAULTS = new PrintOptions(4, 1000, 3, 80, null);

    private static final AtomicReference<PrintOptions> CURRENT = new AtomicReference<>(DEFAULTS);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public PrintOptions {
        notNegative("precision", precision);
        notNegative("threshold", threshold);
        notNegative("edgeItems", edgeItems);
        notNegative("lineWidth", lineWidth);
    }

    /** Returns PyTorch's default options. */
    public static PrintOptions defaults() {
        return DEFAULTS;
    }

    /** Returns the options that {@code toString()} of a tensor uses now. */
    public static PrintOptions current() {
        return CURRENT.get();
    }

    /**
     * Changes the current options.
     *
     * <p>As in PyTorch, what is not mentioned stays as it is, except {@code sciMode}: it returns to
     * null unless {@code change} sets it.
     *
     * @param change from the current options (with {@code sciMode} null) to the new ones
     */
    public static void set(UnaryOperator<PrintOptions> change) {
        CURRENT.updateAndGet(now -> change.apply(now.sciMode(null)));
    }

    /** Returns to the default options. */
    public static void reset() {
        CURRENT.set(DEFAULTS);
    }

    /** Returns these options with another number of digits after the decimal point. */
    public PrintOptions precision(int digits) {
        return new PrintOptions(digits, threshold, edgeItems, lineWidth, sciMode);
    }

    /** Returns these options with another number of elements that are still shown in full. */
    public PrintOptions threshold(int elements) {
        return new PrintOptions(precision, elements, edgeItems, lineWidth, sciMode);
    }

    /** Returns these options with another number of items at either end of a summary. */
    public PrintOptions edgeItems(int items) {
        return new PrintOptions(precision, threshold, items, lineWidth, sciMode);
    }

    /** Returns these options with another line width, in characters. */
    public PrintOptions lineWidth(int characters) {
        return new PrintOptions(precision, threshold, edgeItems, characters, sciMode);
    }

    /** Returns these options with scientific notation always, never, or (null) where it helps. */
    public PrintOptions sciMode(@Nullable Boolean always) {
        return new PrintOptions(precision, threshold, edgeItems, lineWidth, always);
    }

    /** Returns the options of a profile; {@code sciMode}, which profiles do not name, stays. */
    public PrintOptions profile(Profile profile) {
        return switch (profile) {
            case DEFAULT -> DEFAULTS.sciMode(sciMode);
            case SHORT -> DEFAULTS.precision(2).edgeItems(2).sciMode(sciMode);
            case FULL -> DEFAULTS.threshold(Integer.MAX_VALUE).sciMode(sciMode);
        };
    }

    private static void notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "print options: " + name + " must be 0 or greater, but is " + value);
        }
    }
}
