package dev.cresset.nn;

import static dev.cresset.Tensor.empty;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.PadMode;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What all convolution layers share: a weight, a bias and how the kernel moves.
 *
 * <p>Both start uniform within {@code ±1/sqrt(fan in)}, the inputs that one result sees.
 */
public abstract sealed class ConvNd extends Layer permits Conv1d, Conv2d, Conv3d, ConvTransposeNd {
    /** The kernels: {@code (out, in / groups, *)}, transposed {@code (in, out / groups, *)}. */
    public Tensor weight;

    /** What is added, {@code (out)}; null if there is none. */
    public @Nullable Tensor bias;

    private final Options options;

    /**
     * How the layer is made. Sizes are given as one number for all spatial dimensions or one for
     * each, and are one for each in a layer.
     *
     * @param inChannels the channels of the input
     * @param outChannels the channels of the result
     * @param kernelSize the sizes of the kernel
     * @param stride the steps of the kernel
     * @param padding what is added at both ends
     * @param rule a rule that takes the place of {@code padding}, or null
     * @param dilation the distances between the kernel's elements
     * @param groups into how many groups inputs and outputs are split
     * @param outputPadding what a transposed convolution adds at one end of its result
     * @param bias whether a bias is learnt
     * @param paddingMode what the padding holds; {@link PadMode#CONSTANT} is zeros
     * @param dtype the parameters' type, null for the default one
     */
    public record Options(
            int inChannels,
            int outChannels,
            int[] kernelSize,
            int[] stride,
            int[] padding,
            @Nullable Padding rule,
            int[] dilation,
            int groups,
            int[] outputPadding,
            boolean bias,
            PadMode paddingMode,
            @Nullable DType dtype) {
        static Options of(int inChannels, int outChannels, int... kernelSize) {
            int[] one = {1};
            int[] none = {0};
            return new Options(
                    inChannels,
                    outChannels,
                    kernelSize,
                    one,
                    none,
                    null,
                    one,
                    1,
                    none,
                    true,
                    PadMode.CONSTANT,
                    null);
        }

        /** Returns the size of the kernel in a spatial dimension. */
        public int kernelSize(int dim) {
            return kernelSize[kernelSize.length == 1 ? 0 : dim];
        }

        /** Returns these options with steps. */
        public Options stride(int... value) {
            return with(value, padding, rule, dilation, groups, outputPadding);
        }

        /** Returns these options with padding. */
        public Options padding(int... value) {
            return with(stride, value, null, dilation, groups, outputPadding);
        }

        /** Returns these options with padding by a rule. */
        public Options padding(Padding value) {
            return with(stride, padding, value, dilation, groups, outputPadding);
        }

        /** Returns these options with distances between the kernel's elements. */
        public Options dilation(int... value) {
            return with(stride, padding, rule, value, groups, outputPadding);
        }

        /** Returns these options with a number of groups. */
        public Options groups(int value) {
            return with(stride, padding, rule, dilation, value, outputPadding);
        }

        /** Returns these options with what a transposed convolution adds to its result. */
        public Options outputPadding(int... value) {
            return with(stride, padding, rule, dilation, groups, value);
        }

        /** Returns these options with or without a bias. */
        public Options bias(boolean value) {
            return with(value, paddingMode, dtype);
        }

        /** Returns these options with what the padding holds. */
        public Options paddingMode(PadMode value) {
            return with(bias, value, dtype);
        }

        /** Returns these options with a type of parameters. */
        public Options dtype(DType value) {
            return with(bias, paddingMode, value);
        }

        private Options with(boolean bias, PadMode paddingMode, @Nullable DType dtype) {
            return new Options(
                    inChannels,
                    outChannels,
                    kernelSize,
                    stride,
                    padding,
                    rule,
                    dilation,
                    groups,
                    outputPadding,
                    bias,
                    paddingMode,
                    dtype);
        }

        private Options with(
                int[] stride,
                int[] padding,
                @Nullable Padding rule,
                int[] dilation,
                int groups,
                int[] outputPadding) {
            return new Options(
                    inChannels,
                    outChannels,
                    kernelSize,
                    stride,
                    padding,
                    rule,
                    dilation,
                    groups,
                    outputPadding,
                    bias,
                    paddingMode,
                    dtype);
        }

        /** Returns these options with one number for each of {@code n} dimensions. */
        private Options wide(int n) {
            return new Options(
                    inChannels,
                    outChannels,
                    Sizes.of("kernel_size", n, kernelSize),
                    Sizes.of("stride", n, stride),
                    Sizes.of("padding", n, padding),
                    rule,
                    Sizes.of("dilation", n, dilation),
                    groups,
                    Sizes.of("output_padding", n, outputPadding),
                    bias,
                    paddingMode,
                    dtype);
        }
    }

    ConvNd(int n, boolean transposed, Options start, UnaryOperator<Options> options) {
        Options o = options.apply(start).wide(n);
        this.options = o;
        check(transposed);
        int[] sizes = new int[n + 2];
        sizes[0] = transposed ? o.inChannels : o.outChannels;
        sizes[1] = (transposed ? o.outChannels : o.inChannels) / o.groups;
        System.arraycopy(o.kernelSize, 0, sizes, 2, n);
        weight = new Parameter(made(sizes));
        bias = o.bias ? new Parameter(made(o.outChannels)) : null;
        resetParameters();
    }

    private void check(boolean transposed) {
        Options o = options;
        if (o.groups <= 0) {
            throw new IllegalArgumentException(
                    typeName() + ": groups must be a positive integer, got " + o.groups);
        }
        divides("in_channels", o.inChannels);
        divides("out_channels", o.outChannels);
        if (o.rule == Padding.SAME && !Sizes.all(1, o.stride)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": padding='same' is not supported for strided convolutions, got"
                            + " stride "
                            + Sizes.tuple(o.stride));
        }
        if (transposed && (o.paddingMode != PadMode.CONSTANT || o.rule != null)) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": Only \"zeros\" padding mode is supported, got "
                            + (o.rule == null ? o.paddingMode : o.rule));
        }
    }

    private void divides(String name, int channels) {
        if (channels % options.groups != 0) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": "
                            + name
                            + " must be divisible by groups, got "
                            + channels
                            + " and "
                            + options.groups);
        }
    }

    private Tensor made(int... sizes) {
        DType dtype = options.dtype;
        return dtype == null ? empty(sizes) : empty(dtype, sizes);
    }

    /** Draws the parameters anew. */
    public void resetParameters() {
        Init.kaimingUniform_(weight, o -> o.a(Math.sqrt(5)));
        long fan = Init.calculateFanInAndFanOut(weight).in();
        if (bias != null && fan != 0) {
            double bound = 1 / Math.sqrt((double) fan);
            Init.uniform_(bias, -bound, bound);
        }
    }

    /** Returns the convolution's options with the layer's. */
    final ConvOptions moves(int[] padding, @Nullable Padding rule, int[] outputPadding) {
        return new ConvOptions(
                options.stride, padding, rule, options.dilation, options.groups, outputPadding);
    }

    /** What a convolution of some number of dimensions is. */
    interface Function {
        Tensor of(
                Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options);
    }

    /** Convolves x, which is padded first where the padding is not zeros. */
    final Tensor convolve(Tensor x, Function function) {
        Options o = options;
        int n = o.stride.length;
        if (o.paddingMode == PadMode.CONSTANT) {
            ConvOptions moves = moves(o.padding, o.rule, new int[n]);
            return function.of(x, weight, bias, p -> moves);
        }
        int[] around = new int[2 * n];
        for (int i = 0; i < n; i++) {
            int at = 2 * (n - 1 - i);
            int total = o.dilation[i] * (o.kernelSize[i] - 1);
            boolean same = o.rule == Padding.SAME;
            int before = same ? total / 2 : o.rule == Padding.VALID ? 0 : o.padding[i];
            around[at] = before;
            around[at + 1] = same ? total - before : before;
        }
        ConvOptions moves = moves(new int[n], null, new int[n]);
        return function.of(Functional.pad(x, around, o.paddingMode), weight, bias, p -> moves);
    }

    /** Returns how the layer was made. */
    public final Options options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        Options o = options;
        StringBuilder out = new StringBuilder();
        out.append(o.inChannels).append(", ").append(o.outChannels);
        out.append(", kernel_size=").append(Sizes.tuple(o.kernelSize));
        out.append(", stride=").append(Sizes.tuple(o.stride));
        if (o.rule != null) {
            out.append(", padding=").append(o.rule);
        } else if (!Sizes.all(0, o.padding)) {
            out.append(", padding=").append(Sizes.tuple(o.padding));
        }
        if (!Sizes.all(1, o.dilation)) {
            out.append(", dilation=").append(Sizes.tuple(o.dilation));
        }
        if (!Sizes.all(0, o.outputPadding)) {
            out.append(", output_padding=").append(Sizes.tuple(o.outputPadding));
        }
        if (o.groups != 1) {
            out.append(", groups=").append(o.groups);
        }
        if (bias == null) {
            out.append(", bias=False");
        }
        if (o.paddingMode != PadMode.CONSTANT) {
            out.append(", padding_mode=").append(o.paddingMode);
        }
        return out.toString();
    }
}
