package dev.cresset.data;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.List;

/**
 * Tensors that belong together: an element of a {@link TensorDataset}, or several elements stacked.
 *
 * @param tensors the tensors, such as inputs and targets
 */
public record Batch(List<Tensor> tensors) {
    /** Copies the list. */
    public Batch {
        tensors = List.copyOf(tensors);
    }

    /** Returns the number of tensors. */
    public int size() {
        return tensors.size();
    }

    /**
     * Returns a tensor.
     *
     * @throws IndexOutOfBoundsException if there is no such tensor
     */
    public Tensor get(int index) {
        return tensors.get(index);
    }

    /** Returns the first tensor: the inputs. */
    public Tensor x() {
        return tensors.get(0);
    }

    /**
     * Returns the second tensor: the targets.
     *
     * @throws IndexOutOfBoundsException if there is only one tensor
     */
    public Tensor y() {
        return tensors.get(1);
    }

    /** Returns Python's text of the list that PyTorch's loader gives: {@code [tensor(…), …]}. */
    @Override
    public String toString() {
        return PythonText.repr(tensors);
    }
}
