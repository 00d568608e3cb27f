package dev.cresset.op;

/**
 * What is known of a tensor before its values are: dtype and shape.
 *
 * @param dtype the element type
 * @param shape the sizes
 * @param weak whether it is a Java number, which takes part in type promotion by category only
 */
public record Spec(DType dtype, Shape shape, boolean weak) {
    /** Returns the spec of a tensor. */
    public Spec(DType dtype, Shape shape) {
        this(dtype, shape, false);
    }
}
