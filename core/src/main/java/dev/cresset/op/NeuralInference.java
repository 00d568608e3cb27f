package dev.cresset.op;

/** Shapes and dtypes of the ops of neural networks. */
final class NeuralInference {
    private NeuralInference() {}

    static Spec[] infer(NeuralOp op, Spec... in) {
        return switch (op) {
            case NeuralOp.Embedding e -> {
                Shape weight = in[0].shape();
                Shape index = in[1].shape();
                if (weight.rank() != 2) {
                    throw new IllegalArgumentException(
                            "embedding: 'weight' must be 2-D, got " + weight.listText());
                }
                if (in[1].dtype() != DType.INT64 && in[1].dtype() != DType.INT32) {
                    throw new IllegalArgumentException(
                            "embedding: Expected tensor for argument 'indices' to have scalar type"
                                    + " Long or Int, got "
                                    + in[1].dtype().legacyName());
                }
                int[] sizes = java.util.Arrays.copyOf(index.toArray(), index.rank() + 1);
                sizes[index.rank()] = weight.size(1);
                yield new Spec[] {new Spec(in[0].dtype(), Shape.of(sizes))};
            }
        };
    }
}
