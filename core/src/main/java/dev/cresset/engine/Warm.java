package dev.cresset.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Whether a vector kernel has been compiled: asked for once, in the background, when first needed.
 */
final class Warm {
    private final BooleanSupplier warmUp;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean ready;

    /** Takes what runs a kernel until it is compiled, and returns whether it is. */
    Warm(BooleanSupplier warmUp) {
        this.warmUp = warmUp;
    }

    /** Returns whether the kernel is compiled; asks for that if need be. */
    boolean ready() {
        if (!ready && asked.compareAndSet(false, true)) {
            Warmup.start(() -> ready = warmUp.getAsBoolean());
        }
        return ready;
    }
}
