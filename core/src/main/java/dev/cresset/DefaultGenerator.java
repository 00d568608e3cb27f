package dev.cresset;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The generator that draws without a {@code generator} argument share: one for the process, unless
 * {@link Generator#asDefault} puts another in its place.
 *
 * <p>The process's is seeded from the operating system's entropy; {@code manualSeed} reseeds it.
 */
final class DefaultGenerator {
    private static final Generator INSTANCE = new Generator(Generator.nonDeterministicSeed());

    private static final ScopedValue<Generator> IN_PLACE = ScopedValue.newInstance();

    private DefaultGenerator() {}

    /** Returns the default generator of the code that is running. */
    static Generator get() {
        return IN_PLACE.orElse(INSTANCE);
    }

    static <T extends @Nullable Object> T with(Generator generator, Supplier<T> body) {
        return ScopedValue.where(IN_PLACE, generator).call(body::get);
    }
}
