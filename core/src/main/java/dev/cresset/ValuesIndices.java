package dev.cresset;

/**
 * Values and where they were found: PyTorch's {@code torch.return_types.max} and its like.
 *
 * @param name the op's name, as it is printed
 * @param values the values
 * @param indices their indices along the op's dimension, int64
 */
public record ValuesIndices(String name, Tensor values, Tensor indices) {
    /** Returns PyTorch's text: {@code torch.return_types.max(} values and indices on own lines. */
    @Override
    public String toString() {
        return "torch.return_types." + name + "(\nvalues=" + values + ",\nindices=" + indices + ")";
    }
}
