package dev.cresset;

/** Which direction of a Fourier transform has the factor: PyTorch's {@code norm}. */
public enum FftNorm {
    /** The inverse: 1 / n. */
    BACKWARD,
    /** Both: 1 / sqrt(n), which makes the transform orthogonal. */
    ORTHO,
    /** The forward direction: 1 / n. */
    FORWARD
}
