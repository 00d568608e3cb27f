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
        if (bias != null && w.dim() == 2 && x.dim() > 0) {
            if (x.dim() == 2) {
                return bias.addmm(x, w);
            }
            int[] sizes = x.shape().toArray();
            int last = sizes.length - 1;
            int rows = 1;
            for (int d = 0; d < last; d++) {
                rows *= sizes[d];
            }
            Tensor flat = x.reshape(rows, sizes[last]);
            sizes[last] = w.size(1);
            return bias.addmm(flat, w).view(sizes);
        }
        Tensor y = x.matmul(w);
        return bias == null ? y : y.add(bias);
    }

    /** Returns {@code max(x, 0)}, elementwise; NaN stays. */
    public static Tensor relu(Tensor x) {
        return x.relu();
    }
}
