package dev.cresset.data;

import dev.cresset.Tensor;
import java.util.List;

/**
 * The rows of tensors: element i holds row i of each.
 *
 * <pre>{@code
 * var digits = new TensorDataset(images, labels);     // images (N, 64), labels (N)
 * digits.get(0).x();                                  // (64)
 * }</pre>
 */
public final class TensorDataset implements Dataset<Batch> {
    private final List<Tensor> tensors;

    /**
     * Makes a dataset of tensors, which are not copied.
     *
     * @throws IllegalArgumentException if there is none, one is 0-dim, or their first sizes differ
     */
    public TensorDataset(Tensor... tensors) {
        if (tensors.length == 0) {
            throw new IllegalArgumentException("TensorDataset: at least one tensor is needed");
        }
        for (int i = 0; i < tensors.length; i++) {
            if (tensors[i].dim() == 0) {
                throw new IllegalArgumentException(
                        "TensorDataset: tensor " + i + " is 0-dim and has no rows");
            }
            if (tensors[i].size(0) != tensors[0].size(0)) {
                throw new IllegalArgumentException(
                        "TensorDataset: Size mismatch between tensors: tensor 0 has "
                                + tensors[0].size(0)
                                + " rows, tensor "
                                + i
                                + " has "
                                + tensors[i].size(0));
            }
        }
        this.tensors = List.of(tensors);
    }

    /** Returns the tensors. */
    public List<Tensor> tensors() {
        return tensors;
    }

    @Override
    public int size() {
        return tensors.get(0).size(0);
    }

    @Override
    public Batch get(int index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("index " + index + " is negative");
        }
        return new Batch(tensors.stream().map(t -> t.select(0, index)).toList());
    }
}
