package dev.cresset.testkit.golden;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares vector-Jacobian products with recorded ones. */
final class Gradients {
    private Gradients() {}

    /**
     * Runs backward from the outputs that have a cotangent and compares the leaves' gradients.
     *
     * @param cotangents {index of an output: key}
     * @param grads {key of a leaf: key of its gradient, or null for none}
     * @throws MismatchException if a gradient differs, is missing, or is there against the
     *     recording
     */
    static void check(
            JsonNode cotangents,
            JsonNode grads,
            List<Tensor> outputs,
            Leaves leaves,
            Encoded encoded,
            Tolerance tolerance) {
        check(cotangents, grads, outputs, leaves, encoded, (i, c) -> c, tolerance);
    }

    /**
     * As {@link #check(JsonNode, JsonNode, List, Leaves, Encoded, Tolerance)}, with cotangents that
     * are changed first: from an output's place in the list and its recorded cotangent.
     */
    static void check(
            JsonNode cotangents,
            JsonNode grads,
            List<Tensor> outputs,
            Leaves leaves,
            Encoded encoded,
            BiFunction<Integer, Tensor, Tensor> change,
            Tolerance tolerance) {
        List<Tensor> from = new ArrayList<>();
        List<Tensor> with = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : cotangents.properties()) {
            int output = Integer.parseInt(e.getKey());
            Tensor cotangent = Tensor.of(encoded.tensor(e.getValue().asString()));
            from.add(outputs.get(output));
            with.add(change.apply(output, cotangent));
        }
        List<String> keys = new ArrayList<>();
        List<Tensor> inputs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : grads.properties()) {
            keys.add(e.getKey());
            inputs.add(
                    java.util.Objects.requireNonNull(
                            leaves.get(e.getKey()), "no leaf " + e.getKey()));
        }
        List<@Nullable Tensor> actual =
                Grad.grad(
                        from,
                        inputs,
                        o -> o.gradOutputs(with.toArray(Tensor[]::new)).allowUnused(true));
        for (int i = 0; i < keys.size(); i++) {
            JsonNode key = grads.get(keys.get(i));
            compare(
                    keys.get(i),
                    key.isNull() ? null : key.asString(),
                    actual.get(i),
                    encoded,
                    tolerance);
        }
    }

    /** Runs backward from the outputs that have a cotangent, into the leaves' own gradients. */
    static void backward(JsonNode cotangents, List<Tensor> outputs, Encoded encoded) {
        int left = cotangents.size();
        for (Map.Entry<String, JsonNode> e : cotangents.properties()) {
            Tensor out = outputs.get(Integer.parseInt(e.getKey()));
            Tensor with = Tensor.of(Encoded.copy(encoded.tensor(e.getValue().asString())));
            boolean retainGraph = --left > 0;
            out.backward(with.to(out.dtype()), retainGraph, false);
        }
    }

    /** Compares one gradient; a null key means that there must be none. */
    static void compare(
            String of,
            @Nullable String key,
            @Nullable Tensor actual,
            Encoded encoded,
            Tolerance tolerance) {
        String where = "gradient of " + of + ":";
        if (key == null || actual == null) {
            if (key != null || actual != null) {
                throw new MismatchException(
                        where + (key == null ? " none" : " a tensor"),
                        actual == null ? "none" : "a tensor",
                        "");
            }
            return;
        }
        try {
            Comparison.same(encoded.tensor(key), actual.view(), tolerance);
        } catch (MismatchException e) {
            throw e.in(where);
        }
    }
}
