package dev.cresset.nn;

import dev.cresset.Tensor;

/** Splits a dimension into several: the opposite of {@link Flatten}. */
public class Unflatten extends Layer {
    private final Options options;

    /**
     * What is split.
     *
     * @param dim the dimension, counted from the end if negative
     * @param unflattenedSize the sizes it becomes, of which one may be -1
     */
    public record Options(int dim, int[] unflattenedSize) {}

    /** Makes a layer. */
    public Unflatten(int dim, int... unflattenedSize) {
        options = new Options(dim, unflattenedSize.clone());
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.unflatten(options.dim, options.unflattenedSize);
    }

    /** Returns what is split. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "dim=" + options.dim + ", unflattened_size=" + Sizes.tuple(options.unflattenedSize);
    }
}
