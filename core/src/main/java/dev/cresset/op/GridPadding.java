package dev.cresset.op;

import java.util.Locale;

/** What lies beyond the edge of a plane that is sampled at points. */
public enum GridPadding {
    /** Zeros. */
    ZEROS,
    /** The edge, again and again. */
    BORDER,
    /** The mirror image. */
    REFLECTION;

    /** Returns PyTorch's text: {@code border}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
