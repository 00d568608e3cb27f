package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.PadMode;
import java.util.Arrays;

/**
 * More elements around the last dimensions: numbers before and after the last dimension, before and
 * after the one in front of it, and so on; one number stands for all. Negative numbers take
 * elements away.
 */
public abstract class PadNd extends Layer {
    private final PadMode mode;
    private final int[] padding;
    private final Number value;

    PadNd(int dimensions, PadMode mode, Number value, int... padding) {
        this.mode = mode;
        this.value = value;
        if (padding.length == 1) {
            this.padding = new int[2 * dimensions];
            Arrays.fill(this.padding, padding[0]);
            return;
        }
        this.padding = padding.clone();
        if (padding.length != 2 * dimensions) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": padding must be one number or "
                            + 2 * dimensions
                            + " of them, got "
                            + Arrays.toString(padding));
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.pad(x, padding, mode, value.doubleValue());
    }

    /** Returns how many elements are added, two numbers for each dimension. */
    final int[] padding() {
        return padding.clone();
    }

    /** Returns what is added. */
    final Number value() {
        return value;
    }

    @Override
    protected String extraRepr() {
        return Sizes.tuple(padding);
    }

    /**
     * How a layer pads.
     *
     * @param padding how many elements are added, two numbers for each dimension
     */
    public record Options(int[] padding) {}

    /**
     * How a layer pads with a constant.
     *
     * @param padding how many elements are added, two numbers for each dimension
     * @param value the constant
     */
    public record ConstantOptions(int[] padding, Number value) {
        String text() {
            return "padding=" + Sizes.tuple(padding) + ", value=" + PythonText.repr(value);
        }
    }
}
