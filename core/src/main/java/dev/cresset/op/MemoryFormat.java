package dev.cresset.op;

/** The order in which the elements of a new tensor lie in memory. */
public enum MemoryFormat {
    /** The order of the tensor that is copied, if that lies densely; else row-major. */
    PRESERVE,
    /** Row-major: the last dimension is innermost. */
    CONTIGUOUS,
    /** For images (N, C, H, W): the channels are innermost, then W, H and N. */
    CHANNELS_LAST,
    /** For volumes (N, C, D, H, W): the channels are innermost, then W, H, D and N. */
    CHANNELS_LAST_3D;

    /**
     * Returns the dimensions from the innermost to the outermost.
     *
     * @throws IllegalArgumentException if the format does not go with the rank, or is {@link
     *     #PRESERVE}, which is no order of its own
     */
    public int[] innermostFirst(int rank) {
        return switch (this) {
            case PRESERVE ->
                    throw new IllegalArgumentException(
                            "memory_format: preserve_format is the order of another tensor");
            case CONTIGUOUS -> {
                int[] dims = new int[rank];
                for (int i = 0; i < rank; i++) {
                    dims[i] = rank - 1 - i;
                }
                yield dims;
            }
            case CHANNELS_LAST -> {
                require(4, rank);
                yield new int[] {1, 3, 2, 0};
            }
            case CHANNELS_LAST_3D -> {
                require(5, rank);
                yield new int[] {1, 4, 3, 2, 0};
            }
        };
    }

    private void require(int wanted, int rank) {
        if (rank != wanted) {
            throw new IllegalArgumentException(
                    "required rank "
                            + wanted
                            + " tensor to use "
                            + name().toLowerCase(java.util.Locale.ROOT)
                            + " format, got rank "
                            + rank);
        }
    }
}
