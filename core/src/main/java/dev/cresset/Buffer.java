package dev.cresset;

/**
 * A tensor that belongs to a module without being learnt, such as running statistics: a field of
 * this type is registered by being there. PyTorch's {@code nn.Buffer}.
 */
public final class Buffer extends Tensor {
    private final boolean persistent;

    /** Makes a buffer of a tensor's elements, which are shared; it is part of the state dict. */
    public Buffer(Tensor data) {
        this(data, true);
    }

    /**
     * Makes a buffer of a tensor's elements, which are shared.
     *
     * @param persistent whether it is part of the module's state dict
     */
    public Buffer(Tensor data, boolean persistent) {
        super(data);
        this.persistent = persistent;
    }

    /**
     * Returns a buffer that stands for a computed tensor where only a buffer can be: it has the
     * tensor's elements, and its gradients go where the tensor's would.
     */
    public static Buffer of(Tensor x) {
        Buffer out = new Buffer(x);
        out.standFor(x);
        return out;
    }

    /** Returns whether this is part of the module's state dict. */
    public boolean persistent() {
        return persistent;
    }
}
