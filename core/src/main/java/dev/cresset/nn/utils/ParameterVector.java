package dev.cresset.nn.utils;

import static dev.cresset.Tensor.cat;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.List;

/** All parameters as one vector, and back. */
public final class ParameterVector {
    private ParameterVector() {}

    /**
     * Returns the elements of all parameters, one after the other, as one vector that gradients
     * flow through.
     *
     * @throws IllegalArgumentException if there is no parameter
     */
    public static Tensor parametersToVector(Iterable<? extends Tensor> params) {
        List<Tensor> parts = new ArrayList<>();
        params.forEach(p -> parts.add(p.reshape(-1)));
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "parametersToVector: expected a non-empty list of parameters");
        }
        return cat(parts, 0);
    }

    /**
     * Makes parameters hold the slices of a vector, which share its memory. What is left of the
     * vector is ignored.
     *
     * @throws IllegalArgumentException if the vector is too short; nothing has changed then
     */
    public static void vectorToParameters(Tensor vector, Iterable<? extends Tensor> params) {
        List<Tensor> all = new ArrayList<>();
        params.forEach(all::add);
        long needed = all.stream().mapToLong(Tensor::numel).sum();
        if (vector.dim() != 1 || vector.numel() < needed) {
            throw new IllegalArgumentException(
                    "vectorToParameters: the parameters need a vector of "
                            + needed
                            + " elements, got one of shape "
                            + vector.shape().listText());
        }
        int at = 0;
        for (Tensor p : all) {
            int n = Math.toIntExact(p.numel());
            p.setData(vector.detach().narrow(0, at, n).viewAs(p).data());
            at += n;
        }
    }
}
