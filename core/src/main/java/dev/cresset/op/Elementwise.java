package dev.cresset.op;

/**
 * An op that computes each element of its result from the elements at the same place in its inputs,
 * after broadcasting and type promotion.
 *
 * <p>An engine finds the arithmetic by {@link #kernel()}: a static method of that name on floats,
 * doubles or longs, which takes the inputs and then the {@link #attributes()}.
 */
public sealed interface Elementwise extends Op
        permits Unary, Binary, Compare, SpecialUnary, SpecialBinary, Slope, Parametric {
    /** How the result's dtype follows from the promoted dtype of the inputs. */
    enum Result {
        /** The promoted dtype. */
        SAME,
        /** The promoted dtype; integers and bool become the default float dtype. */
        FLOAT,
        /** Always bool. */
        BOOL
    }

    /** Returns how the result's dtype follows from the inputs'. */
    Result result();

    /** Returns the name of the scalar function that computes one element. */
    String kernel();

    /** Returns the numbers that the scalar function takes after the inputs. */
    default double[] attributes() {
        return NONE;
    }

    /** No attributes. */
    double[] NONE = {};
}
