package dev.cresset.testkit.table;

import static dev.cresset.testkit.table.NeuralFunctions.given;
import static dev.cresset.testkit.table.NeuralFunctions.sizes;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.nn.FractionalPoolOptions;
import dev.cresset.nn.Functional;
import dev.cresset.nn.GridSampleOptions;
import dev.cresset.nn.InterpolateMode;
import dev.cresset.nn.InterpolateOptions;
import dev.cresset.nn.LPPoolOptions;
import dev.cresset.nn.MaxUnpoolOptions;
import dev.cresset.nn.Pooled;
import dev.cresset.nn.UnfoldOptions;
import dev.cresset.op.GridPadding;
import dev.cresset.op.PadMode;
import dev.cresset.testkit.python.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions over planes in {@code torch.nn.functional}: uneven pooling, resampling, blocks. */
final class PlaneFunctions {
    private static final String SIZES = "input, size=None, scale_factor=None";

    private PlaneFunctions() {}

    static void addTo(TorchTable t) {
        adaptive(t, 1, Functional::adaptiveMaxPool1dWithIndices);
        adaptive(t, 2, Functional::adaptiveMaxPool2dWithIndices);
        adaptive(t, 3, Functional::adaptiveMaxPool3dWithIndices);
        fractional(t, 2, Functional::fractionalMaxPool2dWithIndices);
        fractional(t, 3, Functional::fractionalMaxPool3dWithIndices);
        unpool(t, 1, Functional::maxUnpool1d);
        unpool(t, 2, Functional::maxUnpool2d);
        unpool(t, 3, Functional::maxUnpool3d);
        power(t, 1, Functional::lpPool1d);
        power(t, 2, Functional::lpPool2d);
        power(t, 3, Functional::lpPool3d);
        resampling(t);
        sampling(t);
        affine(t);
        blocks(t);
        t.op(
                "nn.functional.pixel_shuffle",
                "input, upscale_factor",
                a -> Functional.pixelShuffle(a.tensor("input"), a.index("upscale_factor")));
        t.op(
                "nn.functional.pixel_unshuffle",
                "input, downscale_factor",
                a -> Functional.pixelUnshuffle(a.tensor("input"), a.index("downscale_factor")));
        t.op(
                "nn.functional.channel_shuffle",
                "input, groups",
                a -> Functional.channelShuffle(a.tensor("input"), a.index("groups")));
        t.alias("nn.functional.pixel_shuffle", "pixel_shuffle");
        t.alias("nn.functional.pixel_unshuffle", "pixel_unshuffle");
        t.alias("nn.functional.channel_shuffle", "channel_shuffle", "native_channel_shuffle");
        t.op(
                "nn.functional.local_response_norm",
                "input, size, alpha=0.0001, beta=0.75, k=1.0",
                a ->
                        Functional.localResponseNorm(
                                a.tensor("input"),
                                a.index("size"),
                                a.real("alpha"),
                                a.real("beta"),
                                a.real("k")));
        t.op(
                "nn.functional.normalize",
                "input, p=2.0, dim=1, eps=1e-12",
                a ->
                        Functional.normalize(
                                a.tensor("input"), a.real("p"), a.real("eps"), a.ints("dim")));
        t.op(
                "constant_pad_nd",
                "input, pad, value=0",
                a ->
                        Functional.pad(
                                a.tensor("input"),
                                a.ints("pad"),
                                PadMode.CONSTANT,
                                a.real("value")));
        t.op(
                "nn.functional.one_hot",
                "tensor, num_classes=-1",
                a -> Functional.oneHot(a.tensor("tensor"), a.index("num_classes")));
        t.op(
                "nn.functional.gumbel_softmax",
                "logits, tau=1, hard=False, eps=1e-10, dim=-1",
                a ->
                        Functional.gumbelSoftmax(
                                a.tensor("logits"), a.real("tau"), a.bool("hard"), a.index("dim")));
    }

    // ---- pooling

    private interface Adaptive {
        Pooled of(Tensor x, @Nullable Integer... sizes);
    }

    private static void adaptive(TorchTable t, int n, Adaptive f) {
        t.op(
                "nn.functional.adaptive_max_pool" + n + "d",
                "input, output_size, return_indices=False",
                a -> results(a, f.of(a.tensor("input"), sizes(a))));
    }

    private static Object results(Arguments a, Pooled out) {
        return a.bool("return_indices")
                ? PythonText.tuple(out.values(), out.indices())
                : out.values();
    }

    private interface Fractional {
        Pooled of(Tensor x, int[] kernel, UnaryOperator<FractionalPoolOptions> options);
    }

    private static void fractional(TorchTable t, int n, Fractional f) {
        t.op(
                "nn.functional.fractional_max_pool" + n + "d",
                "input, kernel_size, output_size=None, output_ratio=None, return_indices=False,"
                        + " _random_samples=None",
                a ->
                        results(
                                a,
                                f.of(
                                        a.tensor("input"),
                                        a.ints("kernel_size"),
                                        o -> fractional(a, o))));
    }

    static FractionalPoolOptions fractional(Arguments a, FractionalPoolOptions o) {
        FractionalPoolOptions p =
                o.returnIndices(a.bool("return_indices"))
                        .randomSamples(a.tensorOrNull("_random_samples"));
        p = a.isNone("output_size") ? p : p.outputSize(a.ints("output_size"));
        return a.isNone("output_ratio") ? p : p.outputRatio(reals(a, "output_ratio"));
    }

    static double[] reals(Arguments a, String name) {
        return a.isSequence(name) ? a.reals(name) : new double[] {a.real(name)};
    }

    private interface Unpool {
        Tensor of(
                Tensor x,
                Tensor indices,
                int[] kernel,
                UnaryOperator<MaxUnpoolOptions> options,
                int... size);
    }

    private static void unpool(TorchTable t, int n, Unpool f) {
        t.op(
                "nn.functional.max_unpool" + n + "d",
                "input, indices, kernel_size, stride=None, padding=0, output_size=None",
                a ->
                        f.of(
                                a.tensor("input"),
                                a.tensor("indices"),
                                a.ints("kernel_size"),
                                o -> unpool(a, o),
                                a.isNone("output_size") ? new int[0] : a.ints("output_size")));
    }

    static MaxUnpoolOptions unpool(Arguments a, MaxUnpoolOptions o) {
        MaxUnpoolOptions p = o.padding(a.ints("padding"));
        return a.isNone("stride") ? p : p.stride(a.ints("stride"));
    }

    private interface Power {
        Tensor of(Tensor x, double p, int[] kernel, UnaryOperator<LPPoolOptions> options);
    }

    private static void power(TorchTable t, int n, Power f) {
        t.op(
                        "nn.functional.lp_pool" + n + "d",
                        "input, norm_type, kernel_size, stride=None, ceil_mode=False",
                        a ->
                                f.of(
                                        a.tensor("input"),
                                        a.real("norm_type"),
                                        a.ints("kernel_size"),
                                        o -> {
                                            LPPoolOptions p = o.ceilMode(a.bool("ceil_mode"));
                                            return given(a, "stride")
                                                    ? p.stride(a.ints("stride"))
                                                    : p;
                                        }))
                .called("avg_pool" + n + "d", "max_pool" + n + "d");
    }

    // ---- resampling

    private static void resampling(TorchTable t) {
        String all =
                SIZES
                        + ", mode='nearest', align_corners=None, recompute_scale_factor=None,"
                        + " antialias=False";
        t.op(
                "nn.functional.interpolate",
                all,
                a ->
                        Functional.interpolate(
                                a.tensor("input"),
                                o -> interpolate(a, o).antialias(a.bool("antialias"))));
        t.op(
                        "nn.functional.upsample",
                        SIZES + ", mode='nearest', align_corners=None",
                        a ->
                                Functional.upsample(
                                        a.tensor("input"),
                                        o ->
                                                resized(a, o)
                                                        .mode(mode(a))
                                                        .alignCorners(flag(a, "align_corners"))))
                .called("interpolate");
        t.op(
                        "nn.functional.upsample_nearest",
                        SIZES,
                        a -> Functional.upsampleNearest(a.tensor("input"), o -> resized(a, o)))
                .called("interpolate");
        t.op(
                        "nn.functional.upsample_bilinear",
                        SIZES,
                        a -> Functional.upsampleBilinear(a.tensor("input"), o -> resized(a, o)))
                .called("interpolate");
        averaged(t, "_upsample_bilinear2d_aa", InterpolateMode.BILINEAR);
        averaged(t, "_upsample_bicubic2d_aa", InterpolateMode.BICUBIC);
    }

    private static void averaged(TorchTable t, String name, InterpolateMode mode) {
        t.op(
                        name,
                        "input, output_size, align_corners, scale_factors=None",
                        a -> {
                            if (!a.isNone("scale_factors")) {
                                throw a.unsupported("scale_factors");
                            }
                            return Functional.interpolate(
                                    a.tensor("input"),
                                    o ->
                                            o.size(a.ints("output_size"))
                                                    .mode(mode)
                                                    .alignCorners(a.bool("align_corners"))
                                                    .antialias(true));
                        })
                .called("interpolate");
    }

    static InterpolateOptions interpolate(Arguments a, InterpolateOptions o) {
        return resized(a, o)
                .mode(mode(a))
                .alignCorners(flag(a, "align_corners"))
                .recomputeScaleFactor(flag(a, "recompute_scale_factor"));
    }

    static InterpolateOptions resized(Arguments a, InterpolateOptions o) {
        InterpolateOptions p = a.isNone("size") ? o : o.size(a.ints("size"));
        return a.isNone("scale_factor") ? p : p.scaleFactor(reals(a, "scale_factor"));
    }

    private static @Nullable Boolean flag(Arguments a, String name) {
        return a.isNone(name) ? null : (Boolean) a.bool(name);
    }

    private static InterpolateMode mode(Arguments a) {
        String name = a.text("mode").toUpperCase(Locale.ROOT).replace('-', '_');
        for (InterpolateMode mode : InterpolateMode.values()) {
            if (mode.name().equals(name)) {
                return mode;
            }
        }
        throw a.unsupported("mode");
    }

    private static void sampling(TorchTable t) {
        t.op(
                "nn.functional.grid_sample",
                "input, grid, mode='bilinear', padding_mode='zeros', align_corners=None",
                a ->
                        Functional.gridSample(
                                a.tensor("input"),
                                a.tensor("grid"),
                                o ->
                                        o.mode(mode(a))
                                                .paddingMode(
                                                        GridPadding.valueOf(
                                                                a.text("padding_mode")
                                                                        .toUpperCase(Locale.ROOT)))
                                                .alignCorners(
                                                        !a.isNone("align_corners")
                                                                && a.bool("align_corners"))));
        for (String name : List.of("grid_sampler", "grid_sampler_2d", "grid_sampler_3d")) {
            t.op(
                            name,
                            "input, grid, interpolation_mode, padding_mode, align_corners",
                            a ->
                                    Functional.gridSample(
                                            a.tensor("input"),
                                            a.tensor("grid"),
                                            o -> numbered(a, o)))
                    .called("grid_sample");
        }
        t.op(
                "nn.functional.affine_grid",
                "theta, size, align_corners=None",
                a ->
                        Functional.affineGrid(
                                a.tensor("theta"),
                                a.ints("size"),
                                !a.isNone("align_corners") && a.bool("align_corners")));
    }

    private static void affine(TorchTable t) {
        t.op(
                "affine_grid_generator",
                "theta, size, align_corners",
                a ->
                        a.tensor("theta")
                                .affineGridGenerator(a.ints("size"), a.bool("align_corners")));
    }

    private static GridSampleOptions numbered(Arguments a, GridSampleOptions o) {
        InterpolateMode[] modes = {
            InterpolateMode.BILINEAR, InterpolateMode.NEAREST, InterpolateMode.BICUBIC
        };
        GridPadding[] paddings = {GridPadding.ZEROS, GridPadding.BORDER, GridPadding.REFLECTION};
        return o.mode(modes[a.index("interpolation_mode")])
                .paddingMode(paddings[a.index("padding_mode")])
                .alignCorners(a.bool("align_corners"));
    }

    // ---- blocks

    private static void blocks(TorchTable t) {
        String rest = "kernel_size, dilation=1, padding=0, stride=1";
        t.op(
                "nn.functional.unfold",
                "input, " + rest,
                a ->
                        Functional.unfold(
                                a.tensor("input"), a.ints("kernel_size"), o -> blocks(a, o)));
        t.op(
                "nn.functional.fold",
                "input, output_size, " + rest,
                a ->
                        Functional.fold(
                                a.tensor("input"),
                                a.ints("output_size"),
                                a.ints("kernel_size"),
                                o -> blocks(a, o)));
    }

    static UnfoldOptions blocks(Arguments a, UnfoldOptions o) {
        return o.dilation(a.ints("dilation")).padding(a.ints("padding")).stride(a.ints("stride"));
    }
}
