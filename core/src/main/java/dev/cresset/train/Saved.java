package dev.cresset.train;

import dev.cresset.Tensor;
import java.util.Map;

/** Values of a state dict that is being read. */
record Saved(String owner, Map<?, ?> values) {
    Saved {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(owner + ": the state is empty");
        }
    }

    double number(String key) {
        if (values.get(key) instanceof Number n) {
            return n.doubleValue();
        }
        throw missing(key, "number");
    }

    long integer(String key) {
        if (values.get(key) instanceof Number n) {
            return n.longValue();
        }
        throw missing(key, "number");
    }

    long[] counts(String key, int length) {
        if (values.get(key) instanceof Tensor t && t.numel() == length) {
            return t.toLongArray();
        }
        throw missing(key, "tensor of " + length + " counts");
    }

    private IllegalArgumentException missing(String key, String kind) {
        return new IllegalArgumentException(
                owner
                        + ": the state has no "
                        + kind
                        + " '"
                        + key
                        + "'; keys are "
                        + values.keySet());
    }
}
