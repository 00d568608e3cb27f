package dev.cresset.testkit.table;

import dev.cresset.FInfo;
import dev.cresset.IInfo;
import dev.cresset.PythonText;
import dev.cresset.Tensor;

/** Classes of values, and the limits of dtypes. */
final class TypeFunctions {
    private TypeFunctions() {}

    static void addTo(TorchTable t) {
        t.op("type", "value", a -> PythonText.typeOf(a.raw("value")));
        t.op(
                "finfo",
                "type=None",
                a ->
                        FInfo.of(
                                a.isNone("type")
                                        ? Tensor.defaultDtype()
                                        : TensorMembers.dtype(a, "type")));
        t.op("iinfo", "type", a -> IInfo.of(TensorMembers.dtype(a, "type")));
        t.property("FInfo.bits", a -> (long) a.as(FInfo.class, "self").bits());
        t.property("FInfo.eps", a -> a.as(FInfo.class, "self").eps());
        t.property("FInfo.max", a -> a.as(FInfo.class, "self").max());
        t.property("FInfo.min", a -> a.as(FInfo.class, "self").min());
        t.property("FInfo.tiny", a -> a.as(FInfo.class, "self").tiny());
        t.property("FInfo.resolution", a -> a.as(FInfo.class, "self").resolution());
        t.property("FInfo.smallest_normal", a -> a.as(FInfo.class, "self").smallestNormal());
        t.property("FInfo.dtype", a -> a.as(FInfo.class, "self").dtype().text());
        t.property("IInfo.bits", a -> (long) a.as(IInfo.class, "self").bits());
        t.property("IInfo.max", a -> a.as(IInfo.class, "self").max());
        t.property("IInfo.min", a -> a.as(IInfo.class, "self").min());
        t.property("IInfo.dtype", a -> a.as(IInfo.class, "self").dtype().text());
    }
}
