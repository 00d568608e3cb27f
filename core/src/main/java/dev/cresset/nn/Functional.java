package dev.cresset.nn;

/**
 * Layers' computations as functions: PyTorch's {@code torch.nn.functional}.
 *
 * <pre>{@code
 * Tensor h = Functional.relu(Functional.conv2d(x, w, b, o -> o.stride(2).padding(1)));
 * Tensor loss = Functional.crossEntropy(h.flatten(1), y, o -> o.labelSmoothing(0.1));
 * }</pre>
 *
 * <p>Required arguments come first; what PyTorch gives a default is an option. With {@code
 * inplace=True} PyTorch's functions write to their input; here those are the functions whose names
 * end in an underscore, {@code Functional.relu_(x)}.
 */
public final class Functional extends OverwritingFunctions {
    private Functional() {}
}
