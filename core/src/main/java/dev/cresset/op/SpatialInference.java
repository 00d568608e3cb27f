package dev.cresset.op;

import java.util.Arrays;

/** Shapes and dtypes of convolution, pooling and padding. */
final class SpatialInference {
    private SpatialInference() {}

    static Spec[] infer(NeuralOp.Spatial op, Spec... in) {
        return switch (op) {
            case NeuralOp.Convolution c -> new Spec[] {convolution(c, in)};
            case NeuralOp.ConvolutionWeight c -> {
                int[] sizes = new int[c.kernel().length + 2];
                sizes[0] = in[1].shape().size(1);
                sizes[1] = in[0].shape().size(1) / c.groups();
                System.arraycopy(c.kernel(), 0, sizes, 2, c.kernel().length);
                yield new Spec[] {new Spec(in[0].dtype(), Shape.of(sizes))};
            }
            case NeuralOp.MaxPool m -> {
                Shape out = maxPool(m, in[0]);
                yield new Spec[] {new Spec(in[0].dtype(), out), new Spec(DType.INT64, out)};
            }
            case NeuralOp.AvgPool a -> new Spec[] {new Spec(in[0].dtype(), avgPool(a, in[0]))};
            case NeuralOp.AdaptiveAvgPool a -> new Spec[] {adaptive(a, in[0])};
            case NeuralOp.Spread s -> {
                Shape g = in[0].shape();
                yield new Spec[] {
                    new Spec(in[0].dtype(), withSizes(g, g.rank() - s.sizes().length, s.sizes()))
                };
            }
            case NeuralOp.Pad p -> new Spec[] {new Spec(in[0].dtype(), pad(p, in[0]))};
            case PlaneOp p -> PlaneInference.infer(p, in);
        };
    }

    // ---- convolution

    private static Spec convolution(NeuralOp.Convolution op, Spec... in) {
        int n = op.stride().length;
        String name = (op.transposed() ? "conv_transpose" : "conv") + n + "d";
        Shape x = in[0].shape();
        Shape w = in[1].shape();
        for (int i = 0; i < n; i++) {
            check(op.stride()[i] > 0, name, "non-positive stride is not supported", op.stride());
            check(op.padding()[i] >= 0, name, "negative padding is not supported", op.padding());
            check(
                    op.dilation()[i] > 0,
                    name,
                    "dilation should be greater than zero",
                    op.dilation());
        }
        check(op.groups() > 0, name, "non-positive groups is not supported", op.groups());
        if (w.rank() != n + 2) {
            throw new IllegalArgumentException(
                    name
                            + ": expected a weight of "
                            + (n + 2)
                            + " dimensions, got "
                            + w.listText());
        }
        if (x.rank() != n + 2) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected "
                            + (n + 2)
                            + "-dimensional input for "
                            + w.rank()
                            + "-dimensional weight "
                            + w.listText()
                            + ", but got "
                            + x.rank()
                            + "-dimensional input of size "
                            + x.listText()
                            + " instead");
        }
        for (int i = 1; i < in.length; i++) {
            if (in[i].dtype() != in[0].dtype()) {
                throw new IllegalArgumentException(
                        name
                                + ": Input type ("
                                + in[0].dtype().text()
                                + ") and "
                                + (i == 1 ? "weight" : "bias")
                                + " type ("
                                + in[i].dtype().text()
                                + ") should be the same");
            }
        }
        if (in[0].dtype() == DType.BOOL) {
            throw new IllegalArgumentException("\"" + name + "\" not implemented for 'Bool'");
        }
        int[] kernel = Arrays.copyOfRange(w.toArray(), 2, n + 2);
        for (int size : kernel) {
            check(size > 0, name, "kernel size should be greater than zero", kernel);
        }
        channels(op, name, x, w);
        int out = op.transposed() ? w.size(1) * op.groups() : w.size(0);
        if (in.length > 2 && !in[2].shape().equals(Shape.of(out))) {
            throw new IllegalArgumentException(
                    name
                            + ": Given weight of size "
                            + w.listText()
                            + ", expected bias to be 1-dimensional with "
                            + out
                            + " elements, but got bias of size "
                            + in[2].shape().listText()
                            + " instead");
        }
        int[] sizes = new int[n + 2];
        sizes[0] = x.size(0);
        sizes[1] = out;
        for (int i = 0; i < n; i++) {
            sizes[i + 2] = convolved(op, name, x, w, i);
        }
        if (x.numel() == 0 && x.size(0) != 0 && x.size(1) != 0) {
            throw new IllegalArgumentException(
                    name
                            + ": Only zero batch or zero channel inputs are supported, but got"
                            + " input shape: "
                            + x.listText());
        }
        return new Spec(in[0].dtype(), Shape.of(sizes));
    }

    private static void channels(NeuralOp.Convolution op, String name, Shape x, Shape w) {
        int g = op.groups();
        String given = name + ": Given " + (op.transposed() ? "transposed=true, " : "");
        if (w.size(0) < g || w.size(0) % g != 0) {
            throw new IllegalArgumentException(
                    given
                            + "groups="
                            + g
                            + ", expected weight to be "
                            + (w.size(0) < g ? "at least " + g : "divisible by " + g)
                            + " at dimension 0, but got weight of size "
                            + w.listText()
                            + " instead");
        }
        int expected = op.transposed() ? w.size(0) : w.size(1) * g;
        if (x.size(1) != expected) {
            throw new IllegalArgumentException(
                    given
                            + "groups="
                            + g
                            + ", weight of size "
                            + w.listText()
                            + ", expected input"
                            + x.listText()
                            + " to have "
                            + expected
                            + " channels, but got "
                            + x.size(1)
                            + " channels instead");
        }
    }

    private static int convolved(NeuralOp.Convolution op, String name, Shape x, Shape w, int dim) {
        int size = x.size(dim + 2);
        int stride = op.stride()[dim];
        int padding = op.padding()[dim];
        int dilation = op.dilation()[dim];
        int reach = dilation * (w.size(dim + 2) - 1) + 1;
        if (op.transposed()) {
            int extra = op.outputPadding()[dim];
            if (extra < 0 || (extra >= stride && extra >= dilation)) {
                throw new IllegalArgumentException(
                        name
                                + ": output padding must be smaller than either stride or dilation,"
                                + " but got output_padding="
                                + extra
                                + ", stride="
                                + stride
                                + ", dilation="
                                + dilation);
            }
            int out = (size - 1) * stride - 2 * padding + reach + extra;
            if (out < 0 || (out == 0 && size > 0)) {
                throw new IllegalArgumentException(
                        name
                                + ": Given input size per channel: "
                                + spatial(x, 2)
                                + ". Calculated output size per channel: "
                                + out
                                + " in dimension "
                                + dim
                                + ". Output size is too small");
            }
            return out;
        }
        if (size + 2 * padding < reach) {
            throw new IllegalArgumentException(
                    name
                            + ": Calculated padded input size per channel: ("
                            + (size + 2 * padding)
                            + ") in dimension "
                            + dim
                            + ". Kernel size: ("
                            + reach
                            + "). Kernel size can't be greater than actual input size");
        }
        return (size + 2 * padding - reach) / stride + 1;
    }

    // ---- pooling

    private static Shape maxPool(NeuralOp.MaxPool op, Spec in) {
        String name = "max_pool" + op.kernel().length + "d";
        if (in.dtype() == DType.BOOL) {
            throw new IllegalArgumentException("\"" + name + "\" not implemented for 'Bool'");
        }
        return pooled(
                name,
                in.shape(),
                op.kernel(),
                op.stride(),
                op.padding(),
                op.dilation(),
                op.ceilMode());
    }

    private static Shape avgPool(NeuralOp.AvgPool op, Spec in) {
        String name = "avg_pool" + op.kernel().length + "d";
        if (in.dtype() == DType.BOOL) {
            throw new IllegalArgumentException("\"" + name + "\" not implemented for 'Bool'");
        }
        int[] ones = new int[op.kernel().length];
        Arrays.fill(ones, 1);
        Shape x = in.shape();
        for (int d = 0; ones.length == 3 && x.rank() >= 4 && d < 3; d++) {
            if (x.size(x.rank() - 3 + d) < op.kernel()[d]) {
                throw new IllegalArgumentException(
                        name
                                + ": input image "
                                + spatial(x, x.rank() - 3)
                                + " smaller than kernel size "
                                + Arrays.toString(op.kernel()));
            }
        }
        return pooled(
                name, in.shape(), op.kernel(), op.stride(), op.padding(), ones, op.ceilMode());
    }

    private static Shape pooled(
            String name,
            Shape x,
            int[] kernel,
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean ceilMode) {
        int n = kernel.length;
        for (int i = 0; i < n; i++) {
            check(kernel[i] > 0, name, "kernel size should be greater than zero", kernel);
            check(stride[i] > 0, name, "stride should be greater than zero", stride);
            check(dilation[i] > 0, name, "dilation should be greater than zero", dilation);
            check(padding[i] >= 0, name, "pad must be non-negative", padding);
            if (padding[i] > (dilation[i] * (kernel[i] - 1) + 1) / 2) {
                throw new IllegalArgumentException(
                        name
                                + ": pad should be at most half of effective kernel size, but got"
                                + " pad="
                                + padding[i]
                                + ", kernel_size="
                                + kernel[i]
                                + " and dilation="
                                + dilation[i]);
            }
        }
        planes(name, x, n);
        int lead = x.rank() - n;
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            int size = x.size(lead + i);
            int reach = dilation[i] * (kernel[i] - 1) + 1;
            int room = size + 2 * padding[i] - reach + (ceilMode ? stride[i] - 1 : 0);
            out[i] = Math.floorDiv(room, stride[i]) + 1;
            if (ceilMode && (out[i] - 1) * stride[i] >= size + padding[i]) {
                out[i]--;
            }
            if (out[i] < 1) {
                throw new IllegalArgumentException(
                        name
                                + ": Given input size: "
                                + x.listText()
                                + ", kernel "
                                + Arrays.toString(kernel)
                                + ": calculated output size "
                                + out[i]
                                + " in dimension "
                                + i
                                + ". Output size is too small");
            }
        }
        return withSizes(x, lead, out);
    }

    private static Spec adaptive(NeuralOp.AdaptiveAvgPool op, Spec in) {
        int n = op.sizes().length;
        String name = "adaptive_avg_pool" + n + "d";
        if (!in.dtype().isFloatingPoint()) {
            NeuralInference.floating(name, in);
        }
        for (int s : op.sizes()) {
            check(
                    s >= 0,
                    name,
                    "elements of output_size must be greater than or equal to 0",
                    op.sizes());
        }
        planes(name, in.shape(), n);
        return new Spec(in.dtype(), withSizes(in.shape(), in.shape().rank() - n, op.sizes()));
    }

    static void planes(String name, Shape x, int n) {
        if (x.rank() != n + 1 && x.rank() != n + 2) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected "
                            + (n + 1)
                            + "D or "
                            + (n + 2)
                            + "D (batch mode) tensor for input, but got: "
                            + x.listText());
        }
        for (int d = x.rank() - n - 1; d < x.rank(); d++) {
            if (x.size(d) == 0) {
                throw new IllegalArgumentException(
                        name
                                + ": Expected "
                                + (n + 1)
                                + "D or "
                                + (n + 2)
                                + "D (batch mode) tensor with optional 0 dim batch size for input,"
                                + " but got: "
                                + x.listText());
            }
        }
    }

    // ---- padding

    private static Shape pad(NeuralOp.Pad op, Spec in) {
        if (in.dtype() == DType.BOOL
                && (op.mode() == PadMode.REFLECT || op.mode() == PadMode.REPLICATE)) {
            throw new IllegalArgumentException(
                    "\"pad\" with mode " + op.mode() + " not implemented for 'Bool'");
        }
        int[] sizes = in.shape().toArray();
        if (op.mode() == PadMode.REFLECT || op.mode() == PadMode.REPLICATE) {
            notEmpty(op, in.shape());
        }
        for (int d = 0; d < sizes.length; d++) {
            int before = op.before()[d];
            int after = op.after()[d];
            if (before != 0 || after != 0) {
                sizes[d] = padded(op.mode(), in.shape(), d, before, after);
            }
        }
        boolean some = op.mode() == PadMode.CONSTANT || op.mode() == PadMode.CIRCULAR;
        for (int d = sizes.length - op.dimensions(); d < sizes.length; d++) {
            some |= sizes[d] > 0;
        }
        if (!some) {
            throw new IllegalArgumentException(
                    "pad: input "
                            + in.shape().listText()
                            + " is too small: nothing is left of it with mode "
                            + op.mode());
        }
        return Shape.of(sizes);
    }

    /** Checks that only the batch may be empty. */
    private static void notEmpty(NeuralOp.Pad op, Shape x) {
        for (int d = x.rank() - op.dimensions() - 1; d < x.rank(); d++) {
            if (x.size(d) == 0) {
                throw new IllegalArgumentException(
                        "pad: with mode "
                                + op.mode()
                                + " all sizes but that of the batch must be positive, got "
                                + x.listText());
            }
        }
    }

    private static int padded(PadMode mode, Shape x, int dim, int before, int after) {
        int size = x.size(dim);
        int kept = size + Math.min(before, 0) + Math.min(after, 0);
        boolean fits =
                switch (mode) {
                    case CONSTANT -> kept >= 0;
                    case REFLECT -> Math.max(before, after) < size;
                    case REPLICATE -> size > 0;
                    case CIRCULAR -> kept >= 0 && Math.max(before, after) <= kept;
                };
        int out = size + before + after;
        if (fits && out >= 0) {
            return out;
        }
        throw new IllegalArgumentException(
                "pad: padding ("
                        + before
                        + ", "
                        + after
                        + ") of dimension "
                        + dim
                        + (out < 0 || kept < 0
                                ? " takes away more than there is: mode "
                                : " is too large for mode ")
                        + mode
                        + " and input "
                        + x.listText());
    }

    // ---- shared

    /** Returns a shape with other last sizes. */
    static Shape withSizes(Shape x, int lead, int... sizes) {
        int[] out = Arrays.copyOf(x.toArray(), lead + sizes.length);
        System.arraycopy(sizes, 0, out, lead, sizes.length);
        return Shape.of(out);
    }

    private static String spatial(Shape x, int lead) {
        return Arrays.toString(Arrays.copyOfRange(x.toArray(), lead, x.rank()));
    }

    private static void check(boolean holds, String name, String rule, int... values) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": " + rule + ", but got " + Arrays.toString(values));
        }
    }
}
