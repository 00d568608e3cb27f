package dev.cresset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a derivative is estimated from samples.
 *
 * @param dims the dimensions, null for all
 * @param spacing the distance of neighbours, where the next two are null
 * @param spacings a distance for each dimension, or null
 * @param coordinates the places of the samples of each dimension, vectors; null for equal distances
 * @param edgeOrder 1 or 2: how many neighbours beyond itself an end looks at
 */
public record GradientOptions(
        int @Nullable [] dims,
        double spacing,
        double @Nullable [] spacings,
        @Nullable List<Tensor> coordinates,
        int edgeOrder) {
    static final GradientOptions DEFAULT = new GradientOptions(null, 1, null, null, 1);

    /** Returns these options for some dimensions. */
    public GradientOptions dims(int... values) {
        return new GradientOptions(values, spacing, spacings, coordinates, edgeOrder);
    }

    /** Returns these options with the same distance along all dimensions. */
    public GradientOptions spacing(double value) {
        return new GradientOptions(dims, value, null, null, edgeOrder);
    }

    /** Returns these options with a distance for each dimension. */
    public GradientOptions spacings(double... values) {
        return new GradientOptions(dims, spacing, values, null, edgeOrder);
    }

    /** Returns these options with the places of the samples, a vector for each dimension. */
    public GradientOptions coordinates(List<Tensor> values) {
        return new GradientOptions(dims, spacing, null, List.copyOf(values), edgeOrder);
    }

    /** Returns these options with another order of the differences at the ends. */
    public GradientOptions edgeOrder(int value) {
        return new GradientOptions(dims, spacing, spacings, coordinates, value);
    }
}
