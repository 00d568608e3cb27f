package dev.cresset.nn;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.NeuralOp;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Rows of a table by index. */
abstract sealed class EmbeddingFunctions extends ActivationFunctions permits AttentionFunctions {
    EmbeddingFunctions() {}

    /** Returns rows of a table: index {@code (*)}, weight {@code (rows, n) -> (*, n)}. */
    public static Tensor embedding(Tensor index, Tensor weight) {
        return embedding(index, weight, o -> o);
    }

    /**
     * Returns rows of a table: index {@code (*)}, weight {@code (rows, n) -> (*, n)}.
     *
     * @throws IndexOutOfBoundsException if an index is not a row
     * @throws IllegalArgumentException if the table is no matrix, the indices are no int64 or
     *     int32, the padding is no row, or sparse gradients are asked for
     */
    public static Tensor embedding(
            Tensor index, Tensor weight, UnaryOperator<EmbeddingOptions> options) {
        EmbeddingOptions o = options.apply(EmbeddingOptions.DEFAULT);
        checkDense("embedding", o.sparse());
        Integer padding = o.paddingIdx();
        int row = -1;
        if (padding != null && weight.dim() == 2) {
            row = rowOf("embedding", padding, weight.size(0));
        }
        Double most = o.maxNorm();
        NeuralOp op = new NeuralOp.Embedding(row, o.scaleGradByFreq());
        if (most != null) {
            noGrad(() -> Tensor.apply(op, weight, index)); // refuses what is wrong before it writes
            noGrad(() -> renorm_(weight, index, most, o.normType()));
        }
        return Tensor.apply(op, weight, index);
    }

    static void checkDense(String name, boolean sparse) {
        if (sparse) {
            throw new IllegalArgumentException(
                    name
                            + ": sparse gradients are not offered (sparse=true); use sparse(false),"
                            + " which gives the same numbers");
        }
    }

    /** Returns a row counted from the front. */
    static int rowOf(String name, int padding, int rows) {
        if (padding < -rows || padding >= rows) {
            throw new IllegalArgumentException(
                    name
                            + ": Padding_idx must be within num_embeddings, got "
                            + padding
                            + " of "
                            + rows);
        }
        return padding < 0 ? padding + rows : padding;
    }

    static void renorm_(Tensor weight, Tensor index, double most, double p) {
        long[] rows = Arrays.stream(index.toLongArray()).distinct().sorted().toArray();
        Tensor table = weight.detach();
        for (long row : rows) {
            Tensor r = table.get(row);
            double norm = r.norm(p).item().doubleValue();
            if (norm > most) {
                r.mul_(most / (norm + 1e-7));
            }
        }
    }

    /** Returns one-hot rows for as many classes as there are up to the largest. */
    public static Tensor oneHot(Tensor index) {
        return oneHot(index, -1);
    }

    /**
     * Returns for each class number a row with 1 at its place: {@code (*) -> (*, classes)}, int64.
     *
     * @param classes their number; -1: one more than the largest class
     * @throws IllegalArgumentException if the numbers are not int64, negative or too large, or
     *     there are none and the number of classes is not given
     */
    public static Tensor oneHot(Tensor index, int classes) {
        if (index.dtype() != DType.INT64) {
            throw new IllegalArgumentException(
                    "one_hot: is only applicable to index tensor of type LongTensor, got "
                            + index.dtype());
        }
        if (index.numel() == 0 && classes <= 0) {
            throw new IllegalArgumentException(
                    "one_hot: Can not infer total number of classes from empty tensor of shape "
                            + index.shape().listText());
        }
        long least = index.numel() == 0 ? 0 : index.min().item().longValue();
        long most = index.numel() == 0 ? -1 : index.max().item().longValue();
        if (least < 0) {
            throw new IllegalArgumentException(
                    "one_hot: Class values must be non-negative, got " + least);
        }
        if (classes == 0 || classes < -1) {
            throw new IllegalArgumentException(
                    "one_hot: num_classes should be positive, got " + classes);
        }
        if (classes > 0 && most >= classes) {
            throw new IllegalArgumentException(
                    "one_hot: Class values must be smaller than num_classes, got "
                            + most
                            + " and "
                            + classes);
        }
        int n = classes == -1 ? (int) most + 1 : classes;
        int[] sizes = Arrays.copyOf(index.shape().toArray(), index.dim() + 1);
        sizes[index.dim()] = n;
        return Tensor.zeros(DType.INT64, sizes).scatter(-1, index.unsqueeze(-1), 1);
    }
}
