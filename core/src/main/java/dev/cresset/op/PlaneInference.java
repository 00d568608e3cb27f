package dev.cresset.op;

import static dev.cresset.op.SpatialInference.planes;
import static dev.cresset.op.SpatialInference.withSizes;

import java.util.Arrays;

/** Shapes and dtypes of the ops over planes. */
final class PlaneInference {
    private PlaneInference() {}

    static Spec[] infer(PlaneOp op, Spec... in) {
        DType dtype = in[0].dtype();
        return switch (op) {
            case PlaneOp.AdaptiveMaxPool p -> {
                Shape out = adaptiveMaxPool(in[0], p.sizes());
                yield new Spec[] {new Spec(dtype, out), new Spec(DType.INT64, out)};
            }
            case PlaneOp.FractionalMaxPool p -> {
                Shape out = fractionalMaxPool(p, in[0], in[1]);
                yield new Spec[] {new Spec(dtype, out), new Spec(DType.INT64, out)};
            }
            case PlaneOp.MaxUnpool p -> new Spec[] {new Spec(dtype, maxUnpool(p, in[0], in[1]))};
            case PlaneOp.Unfold u -> new Spec[] {new Spec(dtype, unfold(u.blocks(), in[0]))};
            case PlaneOp.Fold f -> new Spec[] {new Spec(dtype, fold(f, in[0]))};
            case PlaneOp.Resample r -> new Spec[] {new Spec(dtype, resample(r, in[0]))};
            case PlaneOp.ResampleAdjoint r ->
                    new Spec[] {new Spec(dtype, withSizes(in[0].shape(), 2, r.sizes()))};
            case PlaneOp.GridSample g -> new Spec[] {new Spec(dtype, gridSample(g, in[0], in[1]))};
            case PlaneOp.GridSampleGradient g ->
                    new Spec[] {
                        new Spec(in[1].dtype(), in[1].shape()),
                        new Spec(in[2].dtype(), in[2].shape())
                    };
        };
    }

    // ---- maxima

    private static Shape adaptiveMaxPool(Spec in, int... sizes) {
        int n = sizes.length;
        String name = "adaptive_max_pool" + n + "d";
        Shape x = in.shape();
        NeuralInference.floating(name, in);
        for (int s : sizes) {
            require(
                    s >= 0,
                    name,
                    "elements of output_size must be greater than or equal to 0 but received "
                            + Arrays.toString(sizes));
        }
        planes(name, x, n);
        return withSizes(x, x.rank() - n, sizes);
    }

    private static Shape fractionalMaxPool(PlaneOp.FractionalMaxPool op, Spec in, Spec samples) {
        int n = op.sizes().length;
        String name = "fractional_max_pool" + n + "d";
        Shape x = in.shape();
        NeuralInference.floating(name, in);
        planes(name, x, n);
        int lead = x.rank() - n;
        for (int d = 0; d < n; d++) {
            int size = x.size(lead + d);
            require(
                    op.kernel()[d] > 0 && op.sizes()[d] > 0,
                    name,
                    "kernel_size "
                            + Arrays.toString(op.kernel())
                            + " and output_size "
                            + Arrays.toString(op.sizes())
                            + " must be greater than zero");
            require(
                    (long) op.sizes()[d] + op.kernel()[d] <= (n == 3 ? size : size + 1L),
                    name,
                    "pool size "
                            + op.kernel()[d]
                            + " and output size "
                            + op.sizes()[d]
                            + " are too large relative to the input's size "
                            + size
                            + " in dimension "
                            + (lead + d));
        }
        require(
                samples.dtype() == in.dtype(),
                name,
                "Expected _random_samples to have the same dtype as input, got "
                        + samples.dtype()
                        + " and "
                        + in.dtype());
        Shape expected = Shape.of(x.rank() == n + 1 ? 1 : x.size(0), x.size(lead - 1), n);
        require(
                samples.shape().equals(expected),
                name,
                "Expected _random_samples of shape "
                        + expected.listText()
                        + ", got "
                        + samples.shape().listText());
        return withSizes(x, lead, op.sizes());
    }

    private static Shape maxUnpool(PlaneOp.MaxUnpool op, Spec in, Spec places) {
        int n = op.sizes().length;
        String name = "max_unpool" + n + "d";
        Shape x = in.shape();
        if (in.dtype() == DType.BOOL || !in.dtype().isFloatingPoint()) {
            NeuralInference.floating(name, in);
        }
        require(
                places.dtype() == DType.INT64,
                name,
                "elements in indices should be type int64 but got: " + places.dtype());
        require(
                places.shape().equals(x),
                name,
                "Expected shape of indices to be same as that of the input tensor ("
                        + x.listText()
                        + ") but got indices tensor with shape: "
                        + places.shape().listText());
        require(
                x.rank() == n + 1 || x.rank() == n + 2,
                name,
                "Input to max_unpooling"
                        + n
                        + "d should be a "
                        + (n + 1)
                        + "d or "
                        + (n + 2)
                        + "d Tensor, but got a tensor with "
                        + x.rank()
                        + " dimensions: "
                        + x.listText());
        for (int d = x.rank() - n - 1; d < x.rank(); d++) {
            require(
                    x.size(d) > 0,
                    name,
                    "Expected input to have non-zero size for non-batch dimensions, but got "
                            + x.listText());
        }
        for (int s : op.sizes()) {
            require(
                    s >= 0,
                    name,
                    "output_size must be non-negative, got " + Arrays.toString(op.sizes()));
        }
        return withSizes(x, x.rank() - n, op.sizes());
    }

    // ---- blocks

    private static void blocks(String name, PlaneOp.Blocks b) {
        positive(name, "kernel size", b.kernel());
        positive(name, "dilation", b.dilation());
        positive(name, "stride", b.stride());
        require(
                b.padding()[0] >= 0 && b.padding()[1] >= 0,
                name,
                "padding should be non-negative, but got " + Arrays.toString(b.padding()));
    }

    private static void positive(String name, String what, int... values) {
        require(
                values[0] > 0 && values[1] > 0,
                name,
                what + " should be greater than zero, but got " + Arrays.toString(values));
    }

    private static Shape unfold(PlaneOp.Blocks b, Spec in) {
        Shape x = in.shape();
        if (in.dtype() != DType.BOOL) {
            NeuralInference.floating("unfold", in);
        }
        blocks("unfold", b);
        boolean fits = x.rank() == 3 || x.rank() == 4;
        for (int d = x.rank() - 3; fits && d < x.rank(); d++) {
            fits = x.size(d) != 0;
        }
        require(
                fits,
                "unfold",
                "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other"
                        + " non-zero dimensions for input, but got: "
                        + x.listText());
        int[] plane = {x.size(x.rank() - 2), x.size(x.rank() - 1)};
        int[] counts = b.counts(plane);
        require(
                counts[0] > 0 && counts[1] > 0,
                "unfold",
                "Given input with spatial size "
                        + Arrays.toString(plane)
                        + ", "
                        + b.text()
                        + ", calculated shape of the array of sliding blocks as "
                        + Arrays.toString(counts)
                        + ", but its components must be at least one");
        int columns = x.size(x.rank() - 3) * b.kernel()[0] * b.kernel()[1];
        int blocks = counts[0] * counts[1];
        return x.rank() == 3 ? Shape.of(columns, blocks) : Shape.of(x.size(0), columns, blocks);
    }

    private static Shape fold(PlaneOp.Fold op, Spec in) {
        PlaneOp.Blocks b = op.blocks();
        Shape x = in.shape();
        if (in.dtype() != DType.BOOL) {
            NeuralInference.floating("fold", in);
        }
        blocks("fold", b);
        boolean fits = x.rank() == 2 || x.rank() == 3;
        for (int d = x.rank() - 2; fits && d < x.rank(); d++) {
            fits = x.size(d) != 0;
        }
        require(
                fits,
                "fold",
                "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and"
                        + " non-zero dimensions for input, but got: "
                        + x.listText());
        int columns = x.size(x.rank() - 2);
        int block = b.kernel()[0] * b.kernel()[1];
        require(
                columns % block == 0,
                "fold",
                "Expected size of input's dimension 1 to be divisible by the product of"
                        + " kernel_size, but got input.size(1)="
                        + columns
                        + " and kernel_size="
                        + Arrays.toString(b.kernel()));
        int[] counts = b.counts(op.sizes());
        require(
                counts[0] > 0 && counts[1] > 0 && counts[0] * counts[1] == x.size(x.rank() - 1),
                "fold",
                "Given output_size="
                        + Arrays.toString(op.sizes())
                        + ", "
                        + b.text()
                        + ", expected size of input's dimension 2 to match the calculated number"
                        + " of sliding blocks "
                        + counts[0]
                        + " * "
                        + counts[1]
                        + ", but got input.size(2)="
                        + x.size(x.rank() - 1));
        int channels = columns / block;
        return x.rank() == 2
                ? Shape.of(channels, op.sizes()[0], op.sizes()[1])
                : Shape.of(x.size(0), channels, op.sizes()[0], op.sizes()[1]);
    }

    // ---- resampling

    private static Shape resample(PlaneOp.Resample op, Spec in) {
        int n = op.sizes().length;
        Shape x = in.shape();
        require(
                x.rank() == n + 2,
                "interpolate",
                "Expected a "
                        + (n + 2)
                        + "-dimensional input (N, C, and "
                        + n
                        + " spatial dimensions), but got "
                        + x.listText());
        if (in.dtype() != DType.UINT8) {
            NeuralInference.floating("interpolate", in);
        }
        boolean positive = x.size(1) > 0;
        for (int d = 0; d < n; d++) {
            positive &= x.size(d + 2) > 0 && op.sizes()[d] > 0;
        }
        require(
                positive,
                "interpolate",
                "Input and output sizes should be greater than 0, but got input "
                        + x.listText()
                        + " and output "
                        + Arrays.toString(op.sizes()));
        return withSizes(x, 2, op.sizes());
    }

    private static Shape gridSample(PlaneOp.GridSample op, Spec in, Spec grid) {
        String name = "grid_sample";
        Shape x = in.shape();
        Shape g = grid.shape();
        String both =
                ", but got input with sizes "
                        + x.listText()
                        + " and grid with sizes "
                        + g.listText();
        NeuralInference.floating(name, in);
        require(
                in.dtype() == grid.dtype(),
                name,
                "expected input and grid to have same dtype, but input has "
                        + in.dtype()
                        + " and grid has "
                        + grid.dtype());
        int n = op.dimensions();
        require(
                x.rank() == n + 2 && g.rank() == n + 2,
                name,
                "expected 4D or 5D input and grid with same number of dimensions" + both);
        require(
                x.size(0) == g.size(0),
                name,
                "expected grid and input to have same batch size" + both);
        require(
                g.size(n + 1) == n,
                name,
                "expected grid to have size "
                        + n
                        + " in last dimension, but got grid with sizes "
                        + g.listText());
        for (int d = 2; d < x.rank(); d++) {
            require(
                    x.size(d) > 0,
                    name,
                    "expected input to have non-empty spatial dimensions, but input has sizes "
                            + x.listText()
                            + " with dimension "
                            + d
                            + " being empty");
        }
        require(
                n == 2 || op.by() != Interpolation.CUBIC,
                name,
                "bicubic interpolation only supports 4D input, got " + x.listText());
        int[] sizes = new int[n];
        Arrays.setAll(sizes, d -> g.size(d + 1));
        return withSizes(x, 2, sizes);
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + rule);
        }
    }
}
