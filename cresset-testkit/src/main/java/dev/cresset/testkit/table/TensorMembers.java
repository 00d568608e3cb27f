package dev.cresset.testkit.table;

import dev.cresset.Parameter;
import dev.cresset.PrintOptions;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.MemoryFormat;
import dev.cresset.testkit.golden.Encoded;
import dev.cresset.testkit.python.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Members of a tensor that are no ops, conversions, and the print options. */
final class TensorMembers {
    private TensorMembers() {}

    static void addTo(TorchTable t) {
        t.property("Tensor.shape", a -> a.tensor("self").shape());
        t.property("Tensor.dtype", a -> a.tensor("self").dtype());
        t.property("Tensor.device", a -> a.tensor("self").device());
        t.property("Tensor.data", a -> a.tensor("self").data());
        t.property("Tensor.grad", a -> a.tensor("self").grad());
        t.property("Tensor.requires_grad", a -> a.tensor("self").requiresGrad());
        t.property("Tensor.ndim", a -> (long) a.tensor("self").dim());
        t.op("Tensor.size", "self, dim=None", TensorMembers::size);
        t.op("Tensor.dim", "self", a -> (long) a.tensor("self").dim());
        t.op("Tensor.numel", "self", a -> a.tensor("self").numel());
        t.op("Tensor.stride", "self", a -> stride(a.tensor("self")));
        t.op("Tensor.detach", "self", a -> a.tensor("self").detach());
        t.op("Tensor.item", "self", a -> item(a.tensor("self")));
        t.op("item", "input", a -> item(a.tensor("input")));
        t.op("Tensor.tolist", "self", a -> list(a.tensor("self").toArray()));
        t.op("Tensor.numpy", "self", a -> PythonText.ndarray(a.tensor("self")));
        t.op("Tensor.__len__", "self", a -> (long) a.tensor("self").size(0));
        t.op("Tensor.__item__", "self", a -> item(a.tensor("self")));
        t.op("Tensor.__float__", "self", a -> a.tensor("self").item().doubleValue());
        t.op("Tensor.__int__", "self", a -> a.tensor("self").item().longValue());
        t.op("Tensor.__bool__", "self", a -> a.tensor("self").isTrue());
        t.op("Tensor.type", "self, dtype=None", TensorMembers::type);
        t.property("Tensor.is_leaf", a -> a.tensor("self").isLeaf());
        t.op("Tensor.is_contiguous", "self", a -> a.tensor("self").isContiguous());
        t.op(
                "Tensor.requires_grad_",
                "self, requires_grad=True",
                a -> a.tensor("self").requiresGrad_(a.bool("requires_grad")));
        t.op("nn.Parameter", "data, requires_grad=True", TensorMembers::parameter);
        t.op(
                "set_printoptions",
                "precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None",
                TensorMembers::printOptions);
        conversions(t);
    }

    private static void conversions(TorchTable t) {
        conversion(t, "float", DType.FLOAT32);
        conversion(t, "double", DType.FLOAT64);
        conversion(t, "half", DType.FLOAT16);
        conversion(t, "bfloat16", DType.BFLOAT16);
        conversion(t, "long", DType.INT64);
        conversion(t, "int", DType.INT32);
        conversion(t, "short", DType.INT16);
        conversion(t, "char", DType.INT8);
        conversion(t, "byte", DType.UINT8);
        conversion(t, "bool", DType.BOOL);
        t.op("to", "input, *how, dtype=None, device=None, memory_format=None", TensorMembers::to);
    }

    private static void conversion(TorchTable t, String name, DType dtype) {
        t.op(
                name,
                "input, memory_format=None",
                a ->
                        a.isNone("memory_format")
                                ? a.tensor("input").to(dtype)
                                : a.tensor("input").to(dtype, format(a)));
    }

    /** Returns the argument {@code memory_format}, which is not None. */
    static MemoryFormat format(Arguments a) {
        return switch (a.as(Encoded.MemoryFormat.class, "memory_format").name()) {
            case "torch.preserve_format" -> MemoryFormat.PRESERVE;
            case "torch.contiguous_format" -> MemoryFormat.CONTIGUOUS;
            case "torch.channels_last" -> MemoryFormat.CHANNELS_LAST;
            case "torch.channels_last_3d" -> MemoryFormat.CHANNELS_LAST_3D;
            default -> throw a.unsupported("memory_format");
        };
    }

    /* to(dtype, …), to(device, dtype, …) and to(other, …); non_blocking and copy follow. */
    private static Tensor to(Arguments a) {
        DType dtype = a.dtype("dtype");
        boolean copy = false;
        int flags = 0;
        for (Object how : a.items("how")) {
            switch (how) {
                case DType d -> dtype = d;
                case Tensor other -> dtype = other.dtype();
                case Boolean b -> copy |= b && ++flags == 2;
                case null, default -> {}
            }
            flags += how instanceof Boolean b && !b ? 1 : 0;
        }
        Tensor x = a.tensor("input");
        DType wanted = dtype == null ? x.dtype() : dtype;
        Tensor t = a.isNone("memory_format") ? x.to(wanted) : x.to(wanted, format(a));
        return copy && t == x ? x.clone() : t;
    }

    /** Returns the argument {@code dtype}, which is not None. */
    static DType dtype(Arguments a) {
        return dtype(a, "dtype");
    }

    /** Returns an argument that is a dtype and not None. */
    static DType dtype(Arguments a, String name) {
        return a.as(DType.class, name);
    }

    private static Object size(Arguments a) {
        Tensor x = a.tensor("self");
        return a.isNone("dim") ? x.shape() : (Object) (long) x.size(a.index("dim"));
    }

    private static Object stride(Tensor x) {
        List<@Nullable Object> out = new ArrayList<>();
        for (int s : x.stride()) {
            out.add((long) s);
        }
        return new PythonText.Tuple(out);
    }

    /* Java has no number for True: item() of a bool tensor is 1 or 0, isTrue() the truth. */
    private static Object item(Tensor x) {
        return x.dtype() == DType.BOOL ? (Object) x.isTrue() : x.item();
    }

    private static Object list(Object array) {
        if (!array.getClass().isArray()) {
            return array instanceof Float f ? (Object) (double) f : array;
        }
        List<@Nullable Object> out = new ArrayList<>();
        for (int i = 0; i < java.lang.reflect.Array.getLength(array); i++) {
            out.add(list(Objects.requireNonNull(java.lang.reflect.Array.get(array, i))));
        }
        return out;
    }

    private static Tensor parameter(Arguments a) {
        return new Parameter(a.tensor("data"), a.bool("requires_grad"));
    }

    private static Object type(Arguments a) {
        Tensor x = a.tensor("self");
        return a.isNone("dtype") ? x.type() : x.to(dtype(a));
    }

    private static @Nullable Object printOptions(Arguments a) {
        PrintOptions.set(o -> {
            PrintOptions p = o;
            if (!a.isNone("profile")) {
                p =
                        p.profile(
                                PrintOptions.Profile.valueOf(
                                        a.text("profile").toUpperCase(java.util.Locale.ROOT)));
                p = p.sciMode(null);
            }
            p = a.isNone("precision") ? p : p.precision(a.index("precision"));
            p = a.isNone("threshold") ? p : p.threshold(a.index("threshold"));
            p = a.isNone("edgeitems") ? p : p.edgeItems(a.index("edgeitems"));
            p = a.isNone("linewidth") ? p : p.lineWidth(a.index("linewidth"));
            return a.isNone("sci_mode") ? p : p.sciMode(a.bool("sci_mode"));
        });
        return null;
    }
}
