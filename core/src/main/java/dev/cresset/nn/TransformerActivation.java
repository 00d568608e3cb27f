package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The function between the two linear maps of a transformer's layer.
 *
 * @param kind what it is
 * @param layer the layer, which becomes the child {@code activation}; null in a module's options
 * @param function the function of the caller's, or null
 */
public record TransformerActivation(
        Kind kind, @Nullable Layer layer, @Nullable UnaryOperator<Tensor> function) {
    /** What an activation is. */
    public enum Kind {
        /** {@link Functional#relu}. */
        RELU,
        /** {@link Functional#gelu(Tensor)}. */
        GELU,
        /** A layer. */
        LAYER,
        /** A function of the caller's. */
        FUNCTION
    }

    /** {@code max(x, 0)}. */
    public static final TransformerActivation RELU =
            new TransformerActivation(Kind.RELU, null, null);

    /** x times the normal distribution function of x. */
    public static final TransformerActivation GELU =
            new TransformerActivation(Kind.GELU, null, null);

    /** Returns an activation that is a layer. */
    public static TransformerActivation of(Layer layer) {
        return new TransformerActivation(Kind.LAYER, layer, null);
    }

    /**
     * Returns an activation that is a function; a model with one cannot be saved with structure.
     */
    public static TransformerActivation of(UnaryOperator<Tensor> function) {
        return new TransformerActivation(Kind.FUNCTION, null, function);
    }

    TransformerActivation withoutLayer() {
        return layer == null ? this : new TransformerActivation(kind, null, null);
    }

    /** Returns the value of the function; a layer is the given child. */
    Tensor apply(Tensor x, @Nullable Layer child) {
        return switch (kind) {
            case RELU -> Functional.relu(x);
            case GELU -> Functional.gelu(x);
            case LAYER -> {
                if (child == null) {
                    throw new IllegalStateException(
                            "the transformer's layer has no activation; assign its field activation");
                }
                yield child.call(x);
            }
            case FUNCTION -> {
                if (function == null) {
                    throw new IllegalStateException("the transformer's layer has no function");
                }
                yield function.apply(x);
            }
        };
    }

    /** Returns whether this is ReLU or GELU, as a function or a layer. */
    boolean isReluOrGelu(@Nullable Layer child) {
        return kind == Kind.RELU
                || kind == Kind.GELU
                || child instanceof ReLU
                || child instanceof GELU;
    }
}
