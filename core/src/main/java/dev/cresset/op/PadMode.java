package dev.cresset.op;

import java.util.Locale;

/** What lies beyond the edge of a padded tensor. */
public enum PadMode {
    /** One value; zeros for the padding of a convolution. */
    CONSTANT,
    /** The mirror image, without the edge itself. */
    REFLECT,
    /** The edge, again and again. */
    REPLICATE,
    /** The opposite end. */
    CIRCULAR;

    /** Returns PyTorch's text: {@code reflect}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
