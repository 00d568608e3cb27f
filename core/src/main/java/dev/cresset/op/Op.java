package dev.cresset.op;

/**
 * An operation as data: what is to be computed, with its attributes, apart from the tensors.
 *
 * <p>The hierarchy is sealed. Every pass over the ops (shape inference, differentiation, execution)
 * is a switch without {@code default}, so that the compiler lists what a new op still lacks.
 */
public sealed interface Op
        permits Elementwise,
                ViewOp,
                Reduction,
                Scan,
                Selection,
                Movement,
                Indexing,
                Join,
                MatrixOp,
                Decomposition,
                NeuralOp {
    /**
     * Returns the name that PyTorch shows as {@code grad_fn} of a result: {@code AddBackward0}.
     *
     * <p>Enum constants and records derive it from their own name.
     */
    default String gradName() {
        String name = this instanceof Enum<?> e ? camelCase(e.name()) : getClass().getSimpleName();
        return name + "Backward0";
    }

    private static String camelCase(String constant) {
        String lower = Names.lowerCamelCase(constant);
        return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }
}
