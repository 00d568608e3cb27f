package dev.cresset;

import java.util.Locale;

/**
 * Where a tensor's elements are. There is the CPU; accelerators come behind the engine contract.
 */
public enum Device {
    /** The heap of this JVM. */
    CPU;

    /** Returns PyTorch's text: {@code cpu}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
