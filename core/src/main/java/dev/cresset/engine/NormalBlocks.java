package dev.cresset.engine;

import org.jspecify.annotations.Nullable;

/** The Box-Muller transform of blocks of 16 uniforms on the vector unit, where there is one. */
public final class NormalBlocks {
    /** The elements from which on the vector unit is worth being asked for. */
    private static final int LEAST = 1 << 14;

    private final VectorNormal.Scratch scratch = new VectorNormal.Scratch();

    private NormalBlocks() {}

    /**
     * Returns a transform for a fill of so many elements, or null if plain loops are to do it: the
     * bits are the same.
     */
    public static @Nullable NormalBlocks of(int elements) {
        boolean takes =
                elements >= LEAST
                        && Engines.preferred() instanceof VectorEngine
                        && VectorNormal.isWarm();
        return takes ? new NormalBlocks() : null;
    }

    /**
     * Turns uniforms in [0, 1) into normal values, in place.
     *
     * @param count the number of elements, a multiple of 16
     */
    public void transform(float[] x, int start, int count, float mean, float std) {
        VectorNormal.transform(x, start, count, mean, std, scratch);
    }
}
