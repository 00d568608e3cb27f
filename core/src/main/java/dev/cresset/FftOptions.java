package dev.cresset;

import org.jspecify.annotations.Nullable;

/**
 * Along which dimensions a Fourier transform goes.
 *
 * @param sizes the lengths of the transforms: the input is cut or filled up with zeros, -1 to take
 *     it as it is; null for all as they are
 * @param dims the dimensions, null for the transform's usual ones
 * @param norm which direction has the factor
 */
public record FftOptions(int @Nullable [] sizes, int @Nullable [] dims, FftNorm norm) {
    static final FftOptions DEFAULT = new FftOptions(null, null, FftNorm.BACKWARD);

    /** Returns these options for a length of the one transform. */
    public FftOptions n(int value) {
        return s(value);
    }

    /** Returns these options for a length along each dimension. */
    public FftOptions s(int... values) {
        return new FftOptions(values, dims, norm);
    }

    /** Returns these options along one dimension. */
    public FftOptions dim(int value) {
        return dims(value);
    }

    /** Returns these options along several dimensions. */
    public FftOptions dims(int... values) {
        return new FftOptions(sizes, values, norm);
    }

    /** Returns these options with another factor. */
    public FftOptions norm(FftNorm value) {
        return new FftOptions(sizes, dims, value);
    }
}
