package dev.cresset.testkit.table;

import static dev.cresset.testkit.table.NeuralFunctions.given;
import static dev.cresset.testkit.table.NeuralFunctions.sizes;

import dev.cresset.Tensor;
import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import java.util.List;
import java.util.function.UnaryOperator;

/** Constructors of padding, uneven pooling, resampling and rearranging modules. */
final class PlaneModules {
    private PlaneModules() {}

    static void addTo(TorchTable t) {
        pads(t);
        adaptive(t);
        powers(t);
        t.op(
                "nn.MaxUnpool1d",
                "kernel_size, stride=None, padding=0",
                a -> new MaxUnpool1d(a.ints("kernel_size"), o -> PlaneFunctions.unpool(a, o)));
        t.op(
                "nn.MaxUnpool2d",
                "kernel_size, stride=None, padding=0",
                a -> new MaxUnpool2d(a.ints("kernel_size"), o -> PlaneFunctions.unpool(a, o)));
        t.op(
                "nn.MaxUnpool3d",
                "kernel_size, stride=None, padding=0",
                a -> new MaxUnpool3d(a.ints("kernel_size"), o -> PlaneFunctions.unpool(a, o)));
        unpool(t, "MaxUnpool1d", (m, x, i, s) -> ((MaxUnpool1d) m).call(x, i, s));
        unpool(t, "MaxUnpool2d", (m, x, i, s) -> ((MaxUnpool2d) m).call(x, i, s));
        unpool(t, "MaxUnpool3d", (m, x, i, s) -> ((MaxUnpool3d) m).call(x, i, s));
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

    private static Object both(Pooled p) {
        return List.of(p.values(), p.indices());
    }

    private static void adaptive(TorchTable t) {
        String parameters = "output_size, return_indices=False";
        t.op(
                "nn.AdaptiveMaxPool1d",
                parameters,
                a ->
                        new AdaptiveMaxPool1d(
                                sizes(a), o -> o.returnIndices(a.bool("return_indices"))));
        t.op(
                "nn.AdaptiveMaxPool2d",
                parameters,
                a ->
                        new AdaptiveMaxPool2d(
                                sizes(a), o -> o.returnIndices(a.bool("return_indices"))));
        t.op(
                "nn.AdaptiveMaxPool3d",
                parameters,
                a ->
                        new AdaptiveMaxPool3d(
                                sizes(a), o -> o.returnIndices(a.bool("return_indices"))));
        t.op(
                "nn.AdaptiveMaxPool1d.forward",
                "self, input",
                a -> {
                    AdaptiveMaxPool1d m = a.as(AdaptiveMaxPool1d.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
        t.op(
                "nn.AdaptiveMaxPool2d.forward",
                "self, input",
                a -> {
                    AdaptiveMaxPool2d m = a.as(AdaptiveMaxPool2d.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
        t.op(
                "nn.AdaptiveMaxPool3d.forward",
                "self, input",
                a -> {
                    AdaptiveMaxPool3d m = a.as(AdaptiveMaxPool3d.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
    }

    private static void powers(TorchTable t) {
        String parameters = "norm_type, kernel_size, stride=None, ceil_mode=False";
        t.op(
                "nn.LPPool1d",
                parameters,
                a ->
                        new LPPool1d(
                                a.scalar("norm_type"),
                                a.ints("kernel_size"),
                                o -> {
                                    LPPool1d.Options p = o.ceilMode(a.bool("ceil_mode"));
                                    return given(a, "stride") ? p.stride(a.ints("stride")) : p;
                                }));
        t.op(
                "nn.LPPool2d",
                parameters,
                a ->
                        new LPPool2d(
                                a.scalar("norm_type"),
                                a.ints("kernel_size"),
                                o -> {
                                    LPPool2d.Options p = o.ceilMode(a.bool("ceil_mode"));
                                    return given(a, "stride") ? p.stride(a.ints("stride")) : p;
                                }));
        t.op(
                "nn.LPPool3d",
                parameters,
                a ->
                        new LPPool3d(
                                a.scalar("norm_type"),
                                a.ints("kernel_size"),
                                o -> {
                                    LPPool3d.Options p = o.ceilMode(a.bool("ceil_mode"));
                                    return given(a, "stride") ? p.stride(a.ints("stride")) : p;
                                }));
    }

    private interface Unpool {
        Tensor of(Module m, Tensor x, Tensor indices, int... size);
    }

    private static void unpool(TorchTable t, String name, Unpool f) {
        t.op(
                "nn." + name + ".forward",
                "self, input, indices, output_size=None",
                a ->
                        f.of(
                                a.as(Module.class, "self"),
                                a.tensor("input"),
                                a.tensor("indices"),
                                a.isNone("output_size") ? new int[0] : a.ints("output_size")));
    }

    private static void fractional(TorchTable t) {
        String parameters =
                "kernel_size, output_size=None, output_ratio=None, return_indices=False,"
                        + " _random_samples=None";
        t.op(
                "nn.FractionalMaxPool2d",
                parameters,
                a ->
                        new FractionalMaxPool2d(
                                a.ints("kernel_size"), o -> PlaneFunctions.fractional(a, o)));
        t.op(
                "nn.FractionalMaxPool3d",
                parameters,
                a ->
                        new FractionalMaxPool3d(
                                a.ints("kernel_size"), o -> PlaneFunctions.fractional(a, o)));
        t.op(
                "nn.FractionalMaxPool2d.forward",
                "self, input",
                a -> {
                    FractionalMaxPool2d m = a.as(FractionalMaxPool2d.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
        t.op(
                "nn.FractionalMaxPool3d.forward",
                "self, input",
                a -> {
                    FractionalMaxPool3d m = a.as(FractionalMaxPool3d.class, "self");
                    Tensor x = a.tensor("input");
                    return m.options().returnIndices() ? both(m.callWithIndices(x)) : m.call(x);
                });
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
