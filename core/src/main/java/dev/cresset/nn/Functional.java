package dev.cresset.nn;

import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/** Layers' computations as functions: PyTorch's {@code torch.nn.functional}. */
public final class Functional {
    private Functional() {}

    /**
     * Returns {@code x W^T + b}.
     *
     * @param x {@code (*, in)}
     * @param weight {@code (out, in)} or {@code (in)}
     * @param bias {@code (out)}, or null for none
     * @return {@code (*, out)}
     */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Tensor w = weight.dim() == 2 ? weight.t() : weight;
        if (bias != null && x.dim() == 2 && w.dim() == 2) {
            return bias.addmm(x, w);
        }
        Tensor y = x.matmul(w);
        return bias == null ? y : y.add(bias);
    }

    /** Returns {@code max(x, 0)}, elementwise; NaN stays. */
    public static Tensor relu(Tensor x) {
        return x.relu();
    }
}
