package dev.cresset.nn;

import dev.cresset.Tensor;

/** The channels of groups interleaved (Zhang et al. 2018): {@code (N, C, *)} in and out. */
public class ChannelShuffle extends Layer {
    private final Options options;

    /**
     * How the layer works.
     *
     * @param groups the number of groups
     */
    public record Options(int groups) {}

    /** Makes a layer. */
    public ChannelShuffle(int groups) {
        options = new Options(groups);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.channelShuffle(x, options.groups);
    }

    /** Returns how the layer works. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return "groups=" + options.groups;
    }
}
