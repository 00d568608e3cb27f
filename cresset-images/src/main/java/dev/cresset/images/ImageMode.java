package dev.cresset.images;

/** Which channels a tensor of an image has. */
public enum ImageMode {
    /** One: luma by ITU-R 601-2, {@code 0.299 r + 0.587 g + 0.114 b}, as in PIL. */
    GRAY(1),
    /** Red, green, blue. */
    RGB(3),
    /** Red, green, blue, opacity. */
    RGBA(4);

    private final int channels;

    ImageMode(int channels) {
        this.channels = channels;
    }

    /** Returns the number of channels. */
    public int channels() {
        return channels;
    }
}
