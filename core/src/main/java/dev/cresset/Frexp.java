package dev.cresset;

/**
 * The parts of floating-point numbers {@code mantissa * 2^exponent}.
 *
 * @param mantissa of the numbers' dtype, {@code 0.5 <= |mantissa| < 1}, or 0, infinite or NaN
 * @param exponent int32
 */
public record Frexp(Tensor mantissa, Tensor exponent) {
    /** Returns PyTorch's text: {@code torch.return_types.frexp(} and both parts on own lines. */
    @Override
    public String toString() {
        return "torch.return_types.frexp(\nmantissa=" + mantissa + ",\nexponent=" + exponent + ")";
    }
}
