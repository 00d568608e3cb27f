package dev.cresset.nn;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.MemoryFormat;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.PadMode;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Affine maps, convolutions and padding. */
abstract sealed class ConvolutionFunctions permits PoolingFunctions {
    ConvolutionFunctions() {}

    /** Returns {@code x W^T}; see {@link #linear(Tensor, Tensor, Tensor)}. */
    public static Tensor linear(Tensor x, Tensor weight) {
        return linear(x, weight, null);
    }

    /**
     * Returns {@code x W^T + b}.
     *
     * @param x {@code (*, in)}
     * @param weight {@code (out, in)} or {@code (in)}
     * @param bias {@code (out)}, or null for none
     * @return {@code (*, out)}
     * @throws IllegalArgumentException if the inner sizes or the dtypes differ
     */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Tensor w = weight.dim() == 2 ? weight.t() : weight;
        if (bias == null) {
            return x.matmul(w);
        }
        if (w.dim() != 2 || x.dim() == 0) {
            return x.matmul(w).add(bias);
        }
        if (x.dim() == 2) {
            return bias.addmm(x, w);
        }
        int[] sizes = x.shape().toArray();
        int in = sizes[sizes.length - 1];
        int rows = 1;
        for (int d = 0; d < sizes.length - 1; d++) {
            rows *= sizes[d];
        }
        sizes[sizes.length - 1] = w.size(1);
        return bias.addmm(x.reshape(rows, in), w).view(sizes);
    }

    /** Returns the 1-d cross-correlation of x {@code (N, C, length)} with a weight. */
    public static Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return conv1d(x, weight, bias, o -> o);
    }

    /**
     * Returns the 1-d cross-correlation of x with a weight.
     *
     * @param x {@code (N, C, length)} or {@code (C, length)}
     * @param weight {@code (O, C / groups, kernel)}
     * @param bias {@code (O)}, or null for none
     */
    public static Tensor conv1d(
            Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options) {
        return convolution(1, false, x, weight, bias, options.apply(ConvOptions.DEFAULT));
    }

    /** Returns the 1-d transposed convolution of x {@code (N, C, length)} with a weight. */
    public static Tensor convTranspose1d(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return convTranspose1d(x, weight, bias, o -> o);
    }

    /**
     * Returns the 1-d transposed convolution of x with a weight.
     *
     * @param x {@code (N, C, length)} or {@code (C, length)}
     * @param weight {@code (C, O / groups, kernel)}
     * @param bias {@code (O)}, or null for none
     */
    public static Tensor convTranspose1d(
            Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options) {
        return convolution(1, true, x, weight, bias, options.apply(ConvOptions.DEFAULT));
    }

    /** Returns the 1-d cross-correlation of x {@code (time, N, C)}, not padded. */
    public static Tensor convTbc(Tensor x, Tensor weight, Tensor bias) {
        return convTbc(x, weight, bias, 0);
    }

    /**
     * Returns the 1-d cross-correlation of a batch of sequences whose first dimension is time.
     *
     * @param x {@code (time, N, C in)}
     * @param weight {@code (kernel, C in, C out)}
     * @param bias {@code (C out)}
     * @param pad steps of zeros that are added at each end; negative: steps that are left out
     * @return {@code (time + 2 pad - kernel + 1, N, C out)}
     * @throws IllegalArgumentException if the shapes or dtypes do not fit
     */
    public static Tensor convTbc(Tensor x, Tensor weight, Tensor bias, int pad) {
        if (x.dim() != 3) {
            throw tbc("Input must have 3 dims: time, batch, in_channel, got " + text(x));
        }
        if (weight.dim() != 3) {
            throw tbc(
                    "Weight tensor must have 3 dims: kernel_width, in_channels, out_channels, got "
                            + text(weight));
        }
        if (bias.dim() != 1 || bias.size(0) != weight.size(2)) {
            throw tbc(
                    "Bias size must equal dim 2 in the weight tensor (output channels): weight "
                            + text(weight)
                            + ", bias "
                            + text(bias));
        }
        if (x.size(2) != weight.size(1)) {
            throw tbc(
                    "Input dim 2 (input channels) is not == dim 1 in the weight tensor: input "
                            + text(x)
                            + ", weight "
                            + text(weight));
        }
        int kept = x.size(0) + 2 * Math.min(0, pad);
        int steps = x.size(0) + 2 * pad - weight.size(0) + 1;
        if (steps < 0 || kept < 0) {
            throw tbc(
                    "the kernel is longer than the padded input: weight "
                            + text(weight)
                            + ", input "
                            + text(x)
                            + ", pad "
                            + pad);
        }
        if (steps == 0) {
            return bias.expand(0, x.size(1), bias.size(0)).clone();
        }
        Tensor in = pad < 0 ? x.narrow(0, -pad, kept) : x;
        Tensor out =
                conv1d(
                        in.permute(1, 2, 0),
                        weight.permute(2, 1, 0),
                        bias,
                        o -> o.padding(Math.max(0, pad)));
        return Grad.named("ConvTbcBackward0", out.permute(2, 0, 1).clone(MemoryFormat.CONTIGUOUS));
    }

    private static IllegalArgumentException tbc(String message) {
        return new IllegalArgumentException("conv_tbc: " + message);
    }

    private static String text(Tensor x) {
        return x.shape().listText();
    }

    /** Returns the 2-d cross-correlation of x {@code (N, C, height, width)} with a weight. */
    public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return conv2d(x, weight, bias, o -> o);
    }

    /**
     * Returns the 2-d cross-correlation of x with a weight.
     *
     * @param x {@code (N, C, height, width)} or {@code (C, height, width)}
     * @param weight {@code (O, C / groups, kernel)}
     * @param bias {@code (O)}, or null for none
     */
    public static Tensor conv2d(
            Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options) {
        return convolution(2, false, x, weight, bias, options.apply(ConvOptions.DEFAULT));
    }

    /** Returns the 2-d transposed convolution of x {@code (N, C, height, width)} with a weight. */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return convTranspose2d(x, weight, bias, o -> o);
    }

    /**
     * Returns the 2-d transposed convolution of x with a weight.
     *
     * @param x {@code (N, C, height, width)} or {@code (C, height, width)}
     * @param weight {@code (C, O / groups, kernel)}
     * @param bias {@code (O)}, or null for none
     */
    public static Tensor convTranspose2d(
            Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options) {
        return convolution(2, true, x, weight, bias, options.apply(ConvOptions.DEFAULT));
    }

    /**
     * Returns the 3-d cross-correlation of x {@code (N, C, depth, height, width)} with a weight.
     */
    public static Tensor conv3d(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return conv3d(x, weight, bias, o -> o);
    }

    /**
     * Returns the 3-d cross-correlation of x with a weight.
     *
     * @param x {@code (N, C, depth, height, width)} or {@code (C, depth, height, width)}
     * @param weight {@code (O, C / groups, kernel)}
     * @param bias {@code (O)}, or null for none
     */
    public static Tensor conv3d(
            Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options) {
        return convolution(3, false, x, weight, bias, options.apply(ConvOptions.DEFAULT));
    }

    /**
     * Returns the 3-d transposed convolution of x {@code (N, C, depth, height, width)} with a
     * weight.
     */
    public static Tensor convTranspose3d(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return convTranspose3d(x, weight, bias, o -> o);
    }

    /**
     * Returns the 3-d transposed convolution of x with a weight.
     *
     * @param x {@code (N, C, depth, height, width)} or {@code (C, depth, height, width)}
     * @param weight {@code (C, O / groups, kernel)}
     * @param bias {@code (O)}, or null for none
     */
    public static Tensor convTranspose3d(
            Tensor x, Tensor weight, @Nullable Tensor bias, UnaryOperator<ConvOptions> options) {
        return convolution(3, true, x, weight, bias, options.apply(ConvOptions.DEFAULT));
    }

    private static Tensor convolution(
            int n,
            boolean transposed,
            Tensor x,
            Tensor weight,
            @Nullable Tensor bias,
            ConvOptions o) {
        if (x.dim() == n + 1) {
            return convolution(n, transposed, x.unsqueeze(0), weight, bias, o).squeeze(0);
        }
        int[] stride = Sizes.of("stride", n, o.stride());
        int[] padding = Sizes.of("padding", n, o.padding());
        int[] dilation = Sizes.of("dilation", n, o.dilation());
        Tensor from = x;
        if (o.rule() != null) {
            padding = new int[n];
        }
        if (o.rule() == Padding.SAME && x.dim() == n + 2 && weight.dim() == n + 2) {
            if (!Sizes.all(1, stride)) {
                throw new IllegalArgumentException(
                        "conv"
                                + n
                                + "d: padding='same' is not supported for strided convolutions,"
                                + " got stride "
                                + Arrays.toString(stride));
            }
            int[] more = new int[2 * n];
            for (int i = 0; i < n; i++) {
                int total = dilation[i] * (weight.size(i + 2) - 1);
                padding[i] = total / 2;
                more[2 * (n - 1 - i) + 1] = total % 2;
            }
            from = Sizes.all(0, more) ? x : pad(x, more);
        }
        NeuralOp op =
                new NeuralOp.Convolution(
                        stride,
                        padding,
                        dilation,
                        transposed,
                        Sizes.of("output_padding", n, o.outputPadding()),
                        o.groups());
        return bias == null ? Tensor.apply(op, from, weight) : Tensor.apply(op, from, weight, bias);
    }

    /** Returns x with zeros around it; see {@link #pad(Tensor, int[], PadMode, double)}. */
    public static Tensor pad(Tensor x, int... padding) {
        return pad(x, padding, PadMode.CONSTANT, 0);
    }

    /** Returns x padded by a rule; see {@link #pad(Tensor, int[], PadMode, double)}. */
    public static Tensor pad(Tensor x, int[] padding, PadMode mode) {
        return pad(x, padding, mode, 0);
    }

    /**
     * Returns x with more elements around it.
     *
     * @param padding how many before and after the last dimension, before and after the one in
     *     front of it, and so on; negative numbers take elements away
     * @param mode what is added
     * @param value the constant, for {@link PadMode#CONSTANT}
     * @throws IllegalArgumentException if the padding is no list of pairs, too long or too large,
     *     or, for other modes, not of all dimensions after channels
     */
    public static Tensor pad(Tensor x, int[] padding, PadMode mode, double value) {
        if (padding.length % 2 != 0 || padding.length > 2 * x.dim()) {
            throw new IllegalArgumentException(
                    "pad: Padding length must be divisible by 2 and at most twice the number of"
                            + " dimensions of the input, got padding "
                            + Arrays.toString(padding)
                            + " for input "
                            + x.shape().listText());
        }
        int dimensions = padding.length / 2;
        if (mode != PadMode.CONSTANT
                && (dimensions < 1
                        || dimensions > 3
                        || (x.dim() != dimensions + 1 && x.dim() != dimensions + 2))) {
            throw new IllegalArgumentException(
                    "pad: Padding size "
                            + padding.length
                            + " is not supported for "
                            + x.dim()
                            + "D input tensor "
                            + x.shape().listText()
                            + " with mode "
                            + mode
                            + ": pad the last one, two or three dimensions of an input with one or"
                            + " two more");
        }
        int[] before = new int[x.dim()];
        int[] after = new int[x.dim()];
        for (int i = 0; i < dimensions; i++) {
            before[x.dim() - 1 - i] = padding[2 * i];
            after[x.dim() - 1 - i] = padding[2 * i + 1];
        }
        return Tensor.apply(new NeuralOp.Pad(before, after, dimensions, mode, value), x);
    }
}
