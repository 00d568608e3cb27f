package dev.cresset.testkit.table;

import static dev.cresset.testkit.table.NeuralFunctions.given;
import static dev.cresset.testkit.table.NeuralFunctions.sizes;
import static dev.cresset.testkit.table.NeuralModules.both;

import dev.cresset.Tensor;
import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Constructors of padding, uneven pooling, resampling and rearranging modules. */
final class PlaneModules {
    private PlaneModules() {}

    static void addTo(TorchTable t) {
        pads(t);
        adaptive(t);
        powers(t);
        unpool(t, "MaxUnpool1d", MaxUnpool1d::new);
        unpool(t, "MaxUnpool2d", MaxUnpool2d::new);
        unpool(t, "MaxUnpool3d", MaxUnpool3d::new);
        t.op(
                "nn.MaxUnpoolNd.forward",
                "self, input, indices, output_size=None",
                a ->
                        a.as(MaxUnpoolNd.class, "self")
                                .call(
                                        a.tensor("input"),
                                        a.tensor("indices"),
                                        a.isNone("output_size")
                                                ? new int[0]
                                                : a.ints("output_size")));
        fractional(t);
        resampling(t);
        t.op(
                "nn.Unfold",
                "kernel_size, dilation=1, padding=0, stride=1",
                a -> new Unfold(a.ints("kernel_size"), o -> PlaneFunctions.blocks(a, o)));
        t.op(
                "nn.Fold",
                "output_size, kernel_size, dilation=1, padding=0, stride=1",
                a ->
                        new Fold(
                                a.ints("output_size"),
                                a.ints("kernel_size"),
                                o ->
                                        o.dilation(a.ints("dilation"))
                                                .padding(a.ints("padding"))
                                                .stride(a.ints("stride"))));
        t.op(
                "nn.LocalResponseNorm",
                "size, alpha=0.0001, beta=0.75, k=1.0",
                a ->
                        new LocalResponseNorm(
                                a.index("size"),
                                o ->
                                        o.alpha(a.scalar("alpha"))
                                                .beta(a.scalar("beta"))
                                                .k(a.scalar("k"))));
        t.op(
                "nn.CrossMapLRN2d",
                "size, alpha=0.0001, beta=0.75, k=1",
                a ->
                        new CrossMapLRN2d(
                                a.index("size"),
                                o ->
                                        o.alpha(a.scalar("alpha"))
                                                .beta(a.scalar("beta"))
                                                .k(a.scalar("k"))));
        t.op(
                "nn.Unflatten",
                "dim, unflattened_size",
                a -> new Unflatten(a.index("dim"), a.ints("unflattened_size")));
    }

    // ---- padding

    private interface Pad {
        Module of(int... padding);
    }

    private interface ConstantPad {
        Module of(int[] padding, Number value);
    }

    private static void pads(TorchTable t) {
        pad(t, "ReflectionPad1d", ReflectionPad1d::new);
        pad(t, "ReflectionPad2d", ReflectionPad2d::new);
        pad(t, "ReflectionPad3d", ReflectionPad3d::new);
        pad(t, "ReplicationPad1d", ReplicationPad1d::new);
        pad(t, "ReplicationPad2d", ReplicationPad2d::new);
        pad(t, "ReplicationPad3d", ReplicationPad3d::new);
        pad(t, "CircularPad1d", CircularPad1d::new);
        pad(t, "CircularPad2d", CircularPad2d::new);
        pad(t, "CircularPad3d", CircularPad3d::new);
        pad(t, "ZeroPad1d", ZeroPad1d::new);
        pad(t, "ZeroPad2d", ZeroPad2d::new);
        pad(t, "ZeroPad3d", ZeroPad3d::new);
        constant(t, "ConstantPad1d", ConstantPad1d::new);
        constant(t, "ConstantPad2d", ConstantPad2d::new);
        constant(t, "ConstantPad3d", ConstantPad3d::new);
    }

    private static void pad(TorchTable t, String name, Pad f) {
        t.op("nn." + name, "padding", a -> f.of(a.ints("padding")));
    }

    private static void constant(TorchTable t, String name, ConstantPad f) {
        t.op("nn." + name, "padding, value", a -> f.of(a.ints("padding"), a.scalar("value")));
    }

    // ---- pooling

    private interface AdaptiveMaxPool {
        Module of(@Nullable Integer[] sizes, UnaryOperator<AdaptiveMaxPoolNd.Options> options);
    }

    private interface LPPool {
        Module of(Number p, int[] kernel, UnaryOperator<LPPoolNd.Options> options);
    }

    private interface MaxUnpool {
        Module of(int[] kernel, UnaryOperator<MaxUnpoolOptions> options);
    }

    private interface FractionalMaxPool {
        Module of(int[] kernel, UnaryOperator<FractionalPoolOptions> options);
    }

    private static void adaptive(TorchTable t) {
        adaptive(t, "AdaptiveMaxPool1d", AdaptiveMaxPool1d::new);
        adaptive(t, "AdaptiveMaxPool2d", AdaptiveMaxPool2d::new);
        adaptive(t, "AdaptiveMaxPool3d", AdaptiveMaxPool3d::new);
        t.op(
                "nn.AdaptiveMaxPoolNd.forward",
                "self, input",
                a -> {
                    AdaptiveMaxPoolNd m = a.as(AdaptiveMaxPoolNd.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
    }

    private static void adaptive(TorchTable t, String name, AdaptiveMaxPool f) {
        t.op(
                "nn." + name,
                "output_size, return_indices=False",
                a -> f.of(sizes(a), o -> o.returnIndices(a.bool("return_indices"))));
    }

    private static void powers(TorchTable t) {
        power(t, "LPPool1d", LPPool1d::new);
        power(t, "LPPool2d", LPPool2d::new);
        power(t, "LPPool3d", LPPool3d::new);
    }

    private static void power(TorchTable t, String name, LPPool f) {
        t.op(
                "nn." + name,
                "norm_type, kernel_size, stride=None, ceil_mode=False",
                a ->
                        f.of(
                                a.scalar("norm_type"),
                                a.ints("kernel_size"),
                                o -> {
                                    LPPoolNd.Options p = o.ceilMode(a.bool("ceil_mode"));
                                    return given(a, "stride") ? p.stride(a.ints("stride")) : p;
                                }));
    }

    private static void unpool(TorchTable t, String name, MaxUnpool f) {
        t.op(
                "nn." + name,
                "kernel_size, stride=None, padding=0",
                a -> f.of(a.ints("kernel_size"), o -> PlaneFunctions.unpool(a, o)));
    }

    private static void fractional(TorchTable t) {
        fractional(t, "FractionalMaxPool2d", FractionalMaxPool2d::new);
        fractional(t, "FractionalMaxPool3d", FractionalMaxPool3d::new);
        t.op(
                "nn.FractionalMaxPoolNd.forward",
                "self, input",
                a -> {
                    FractionalMaxPoolNd m = a.as(FractionalMaxPoolNd.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
    }

    private static void fractional(TorchTable t, String name, FractionalMaxPool f) {
        t.op(
                "nn." + name,
                "kernel_size, output_size=None, output_ratio=None, return_indices=False,"
                        + " _random_samples=None",
                a -> f.of(a.ints("kernel_size"), o -> PlaneFunctions.fractional(a, o)));
    }

    // ---- resampling and rearranging

    private interface Resized {
        Module of(UnaryOperator<InterpolateOptions> options);
    }

    private static void resampling(TorchTable t) {
        t.op(
                "nn.Upsample",
                "size=None, scale_factor=None, mode='nearest', align_corners=None,"
                        + " recompute_scale_factor=None",
                a -> new Upsample(o -> PlaneFunctions.interpolate(a, o)));
        resized(t, "UpsamplingNearest2d", UpsamplingNearest2d::new);
        resized(t, "UpsamplingBilinear2d", UpsamplingBilinear2d::new);
        t.op("nn.PixelShuffle", "upscale_factor", a -> new PixelShuffle(a.index("upscale_factor")));
        t.op(
                "nn.PixelUnshuffle",
                "downscale_factor",
                a -> new PixelUnshuffle(a.index("downscale_factor")));
        t.op("nn.ChannelShuffle", "groups", a -> new ChannelShuffle(a.index("groups")));
    }

    private static void resized(TorchTable t, String name, Resized f) {
        t.op(
                "nn." + name,
                "size=None, scale_factor=None",
                a -> f.of(o -> PlaneFunctions.resized(a, o)));
    }
}
