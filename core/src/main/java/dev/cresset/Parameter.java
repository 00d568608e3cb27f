package dev.cresset;

/**
 * A tensor that a module learns: a field of this type is registered by being there, and gradients
 * are accumulated in it by default. PyTorch's {@code nn.Parameter}.
 */
public final class Parameter extends Tensor {
    /** Makes a parameter of a tensor's elements, which are shared. */
    public Parameter(Tensor data) {
        this(data, true);
    }

    /**
     * Makes a parameter of a tensor's elements, which are shared.
     *
     * @throws IllegalArgumentException if it is to require grad and is not floating-point
     */
    public Parameter(Tensor data, boolean requiresGrad) {
        super(data);
        requiresGrad_(requiresGrad);
    }

    /**
     * Returns a parameter that stands for a computed tensor where only a parameter can be: it has
     * the tensor's elements, and its gradients go where the tensor's would.
     */
    public static Parameter of(Tensor x) {
        Parameter out = new Parameter(x, false);
        out.standFor(x);
        return out;
    }

    /** Returns PyTorch's text: {@code Parameter containing:}, and the tensor's on the next line. */
    @Override
    public String toString() {
        return text(true);
    }
}
