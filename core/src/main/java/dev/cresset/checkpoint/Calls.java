package dev.cresset.checkpoint;

import dev.cresset.engine.Layout;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that a pickle may make: each is one fixed piece of Java that makes a value. */
final class Calls {
    private final PickleInput in;
    private final StorageSource storages;
    private final Budget budget;

    Calls(PickleInput in, StorageSource storages, Budget budget) {
        this.in = in;
        this.storages = storages;
        this.budget = budget;
    }

    /** Returns a value if it may be a key. */
    Value key(Value value) throws CheckpointException {
        if (!Keys.isKey(value)) {
            throw in.fail("a key of a dict or an item of a set is not hashable, or too large");
        }
        return value;
    }

    /** Calls a callable (REDUCE). */
    Value call(Value callable, Value arguments) throws CheckpointException {
        if (!(callable instanceof Value.OpaqueValue c) || c.storage() != null) {
            throw in.fail("the pickle calls something that is not a function");
        }
        if (!(arguments instanceof Value.TupleValue(List<Value> args))) {
            throw in.fail(c.description() + ": the arguments are not a tuple");
        }
        String name = c.description();
        return switch (name) {
            case "collections.OrderedDict" -> map(name, true, args);
            case "collections.Counter" -> map(name, false, args);
            case "torch.Size" -> new Value.SizeValue(longs(name, arg(name, args, 0, 1, 1)));
            case "torch.device" -> device(name, args);
            case "builtins.set", "builtins.frozenset" -> set(name, args);
            case "builtins.complex" -> {
                arg(name, args, 0, 2, 2);
                yield new Value.ComplexValue(real(name, args.get(0)), real(name, args.get(1)));
            }
            case "builtins.bytearray" -> {
                if (args.isEmpty()) {
                    yield new Value.BytesValue(new byte[0]);
                }
                Value bytes = arg(name, args, 0, 1, 1);
                if (!(bytes instanceof Value.BytesValue)) {
                    throw in.fail(name + ": the argument is not bytes");
                }
                yield bytes;
            }
            case "_codecs.encode" -> encode(name, args);
            case "torch._utils._rebuild_tensor" -> tensor(name, args, 4, 4);
            case "torch._utils._rebuild_tensor_v2" -> tensor(name, args, 6, 7);
            case "torch._utils._rebuild_tensor_v3" -> tensor(name, args, 7, 8);
            case "torch._utils._rebuild_parameter" -> parameter(name, args, 3);
            case "torch._utils._rebuild_parameter_with_state" -> parameter(name, args, 4);
            case "torch._tensor._rebuild_from_type_v2" -> {
                Value function = arg(name, args, 0, 4, 4);
                yield call(function, args.get(2));
            }
            default -> throw in.fail(name + " cannot be called");
        };
    }

    /** Sets an object's attributes (BUILD): the metadata of a state dict, nothing else. */
    void build(Value object, Value state) throws CheckpointException {
        if (object instanceof Value.MapValue m
                && m.ordered()
                && state instanceof Value.MapValue attributes) {
            Value metadata = attributes.get("_metadata");
            if (metadata != null) {
                m.metadata(metadata);
            }
            return;
        }
        throw in.fail("the pickle sets attributes of something other than an OrderedDict");
    }

    /** Finds a storage by its persistent id (BINPERSID). */
    Value storage(Value id) throws CheckpointException {
        if (!(id instanceof Value.TupleValue(List<Value> parts))
                || parts.size() < 5
                || parts.size() > 6
                || !parts.get(0).equals(new Value.StringValue("storage"))) {
            throw in.fail("a persistent id is not ('storage', type, key, location, numel)");
        }
        if (!(parts.get(1) instanceof Value.OpaqueValue type)
                || type.storage() != null
                || !type.description().endsWith("Storage")) {
            throw in.fail("a storage has something other than a storage class as its type");
        }
        if (!(parts.get(2) instanceof Value.StringValue(String key))
                || !(parts.get(3) instanceof Value.StringValue)) {
            throw in.fail("a storage's key and location are not strings");
        }
        long numel = number("a storage's number of elements", parts.get(4));
        long base = 0;
        if (parts.size() == 6 && parts.get(5) != Value.NoneValue.NONE) {
            if (!(parts.get(5) instanceof Value.TupleValue(List<Value> view)) || view.size() != 3) {
                throw in.fail("a storage view is not (key, offset, size)");
            }
            base = number("a storage view's offset", view.get(1));
            long length = number("a storage view's size", view.get(2));
            if (base > numel || length > numel - base) {
                throw in.fail("a storage view goes beyond its storage of " + numel + " elements");
            }
        }
        String name = type.description();
        String shortName = name.substring(name.lastIndexOf('.') + 1);
        StorageRef ref = new StorageRef(key, shortName, Globals.storageDType(name), numel, base);
        return new Value.OpaqueValue(shortName + " of " + numel + " elements", ref);
    }

    private Value.MapValue map(String name, boolean ordered, List<Value> args)
            throws CheckpointException {
        Value.MapValue out = new Value.MapValue(ordered);
        if (args.isEmpty()) {
            return out;
        }
        Value source = arg(name, args, 0, 1, 1);
        if (source instanceof Value.MapValue m) {
            for (var entry : m.entries().entrySet()) {
                budget.object();
                out.put(entry.getKey(), entry.getValue());
            }
            return out;
        }
        for (Value pair : items(name, source)) {
            budget.object();
            List<Value> two = items(name, pair);
            if (two.size() != 2) {
                throw in.fail(name + ": an item is not a pair");
            }
            out.put(key(two.get(0)), two.get(1));
        }
        return out;
    }

    private Value set(String name, List<Value> args) throws CheckpointException {
        Value.SetValue out = new Value.SetValue();
        if (!args.isEmpty()) {
            for (Value item : items(name, arg(name, args, 0, 1, 1))) {
                budget.object();
                out.add(key(item));
            }
        }
        return out;
    }

    private Value device(String name, List<Value> args) throws CheckpointException {
        Value type = arg(name, args, 0, 1, 2);
        if (!(type instanceof Value.StringValue(String device))) {
            throw in.fail(name + ": the type is not a string");
        }
        return new Value.DeviceValue(
                args.size() == 1 ? device : device + ":" + number(name, args.get(1)));
    }

    private Value encode(String name, List<Value> args) throws CheckpointException {
        Value text = arg(name, args, 0, 2, 2);
        if (!(text instanceof Value.StringValue(String s))
                || !args.get(1).equals(new Value.StringValue("latin1"))) {
            throw in.fail(name + ": only (string, 'latin1') is known");
        }
        budget.reserve(s.length(), "a bytes object");
        if (s.chars().anyMatch(c -> c > 0xff)) {
            throw in.fail(name + ": the string does not fit into latin1");
        }
        return new Value.BytesValue(s.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Value parameter(String name, List<Value> args, int count) throws CheckpointException {
        Value data = arg(name, args, 0, count, count);
        boolean requiresGrad = bool(name, args.get(1));
        return switch (data) {
            case Value.TensorValue t -> t.asParameter(requiresGrad);
            case Value.OpaqueValue o when o.description().startsWith("tensor") -> o;
            default -> throw in.fail(name + ": the data are not a tensor");
        };
    }

    private Value tensor(String name, List<Value> args, int least, int most)
            throws CheckpointException {
        Value first = arg(name, args, 0, least, most);
        StorageRef ref = first instanceof Value.OpaqueValue o ? o.storage() : null;
        if (ref == null) {
            throw in.fail(name + ": the first argument is not a storage");
        }
        long offset = number(name + ": the offset", args.get(1));
        long[] sizes = dimensions(name, args.get(2));
        long[] strides = dimensions(name, args.get(3));
        boolean requiresGrad = args.size() > 4 && bool(name, args.get(4));
        checkMetadata(name, args.size() == most && most > 4 ? args.getLast() : null);
        if (sizes.length != strides.length) {
            throw in.fail(
                    name + ": " + sizes.length + " sizes, but " + strides.length + " strides");
        }
        Value explicit = least == 7 ? args.get(6) : null;
        DType dtype = explicit instanceof Value.DTypeValue(DType d) ? d : ref.dtype();
        if (explicit instanceof Value.OpaqueValue || dtype == null) {
            storages.skip(ref);
            String type = explicit == null ? ref.type() : explicit.toString();
            return new Value.OpaqueValue(
                    "tensor of " + type + " and shape " + Arrays.toString(sizes), null);
        }
        int elementBytes = ref.untyped() ? dtype.bytes() : 1;
        if (ref.dtype() != dtype && !ref.untyped()) {
            throw in.fail(name + ": " + dtype + " elements in a " + ref.type());
        }
        Layout layout =
                layout(name, ref.numel() / elementBytes, ref.base(), offset, sizes, strides);
        return new Value.TensorValue(
                new FileTensor(storages.storage(ref, dtype), layout), requiresGrad, false);
    }

    /** Refuses a tensor whose values are not those of its storage: PyTorch's lazy negation. */
    private void checkMetadata(String name, @Nullable Value metadata) throws CheckpointException {
        if (metadata instanceof Value.MapValue m
                && new Value.BoolValue(true).equals(m.get("neg"))) {
            throw in.fail(name + ": a lazily negated tensor; save tensor.resolve_neg() instead");
        }
    }

    private Layout layout(
            String name, long numel, long base, long offset, long[] sizes, long[] strides)
            throws CheckpointException {
        boolean empty = Arrays.stream(sizes).anyMatch(s -> s == 0);
        try {
            long count = 1;
            long last = Math.addExact(base, offset);
            for (int d = 0; d < sizes.length; d++) {
                count = Math.multiplyExact(count, Math.max(sizes[d], 1));
                if (!empty) {
                    last = Math.addExact(last, Math.multiplyExact(sizes[d] - 1, strides[d]));
                }
            }
            if (!empty && last >= numel) {
                throw in.fail(
                        name
                                + ": shape "
                                + Arrays.toString(sizes)
                                + ", strides "
                                + Arrays.toString(strides)
                                + ", offset "
                                + offset
                                + " reach element "
                                + last
                                + " of a storage of "
                                + numel);
            }
            return new Layout(
                    Shape.of(toInts(sizes, count)),
                    toInts(strides, 0),
                    Math.toIntExact(base + offset));
        } catch (ArithmeticException e) {
            throw in.fail(
                    name
                            + ": a tensor of shape "
                            + Arrays.toString(sizes)
                            + ", strides "
                            + Arrays.toString(strides)
                            + ", offset "
                            + offset
                            + " is larger than a Java array can be (2^31 - 1 elements)");
        }
    }

    private static int[] toInts(long[] values, long alsoFits) {
        Math.toIntExact(alsoFits);
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    private long[] dimensions(String name, Value value) throws CheckpointException {
        long[] out = longs(name, value).stream().mapToLong(Long::longValue).toArray();
        if (Arrays.stream(out).anyMatch(n -> n < 0)) {
            throw in.fail(name + ": a size or stride is negative: " + Arrays.toString(out));
        }
        return out;
    }

    private List<Long> longs(String name, Value value) throws CheckpointException {
        List<Long> out = new ArrayList<>();
        switch (value) {
            case Value.SizeValue(List<Long> sizes) -> out.addAll(sizes);
            case Value.TupleValue(List<Value> items) -> {
                for (Value item : items) {
                    if (!(item instanceof Value.NumberValue(Long n))) {
                        throw in.fail(name + ": a size or stride is not a whole number");
                    }
                    out.add(n);
                }
            }
            default -> throw in.fail(name + ": sizes and strides are tuples of numbers");
        }
        return out;
    }

    private List<Value> items(String name, Value value) throws CheckpointException {
        return switch (value) {
            case Value.ListValue l -> l.items();
            case Value.TupleValue(List<Value> t) -> t;
            default -> throw in.fail(name + ": the argument is not a list");
        };
    }

    private boolean bool(String name, Value value) throws CheckpointException {
        if (value instanceof Value.BoolValue(boolean b)) {
            return b;
        }
        throw in.fail(name + ": requires_grad is not True or False");
    }

    private long number(String what, Value value) throws CheckpointException {
        if (value instanceof Value.NumberValue(Long n) && n >= 0) {
            return n;
        }
        throw in.fail(what + " is not a whole number of 0 or more that fits into 64 bits");
    }

    private double real(String name, Value value) throws CheckpointException {
        if (value instanceof Value.NumberValue(Number n)) {
            return n.doubleValue();
        }
        throw in.fail(name + ": an argument is not a number");
    }

    private Value arg(String name, List<Value> args, int index, int least, int most)
            throws CheckpointException {
        if (args.size() < least || args.size() > most) {
            throw in.fail(name + ": " + args.size() + " arguments, " + least + " were expected");
        }
        return args.get(index);
    }
}
