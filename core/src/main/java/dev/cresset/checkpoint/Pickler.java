package dev.cresset.checkpoint;

import dev.cresset.engine.Layout;
import dev.cresset.op.DType;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as a pickle of protocol 2 that PyTorch's {@code torch.load(weights_only=True)}
 * reads.
 *
 * <p>A storage is described once per key, so that tensors that share one share it again after
 * loading. The same list, map or tensor at two places of the tree is the same object again after
 * loading.
 */
final class Pickler {
    private static final int BATCH = 1000;

    /**
     * A storage that the pickle refers to; its key is its place in the order of appearance.
     *
     * @param any a tensor that lies in it
     */
    record Saved(Value.TensorValue any) {
        /** Returns the number of elements of the whole storage. */
        long length() {
            FileTensor inFile = any.inFile();
            return inFile != null
                    ? inFile.storage().bytes() / any.dtype().bytes()
                    : any.tensor().view().storage().length();
        }
    }

    private record Key(int index, DType dtype) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final IdentityHashMap<Object, Key> keys = new IdentityHashMap<>();
    private final SequencedMap<Integer, Saved> storages = new LinkedHashMap<>();
    private final IdentityHashMap<Value, Integer> objects = new IdentityHashMap<>();
    private final Map<String, Integer> globals = new HashMap<>();
    private int memo;

    /** Returns the storages that the pickle refers to, in the order of their keys 0, 1, …. */
    Collection<Saved> storages() {
        return Collections.unmodifiableCollection(storages.values());
    }

    /**
     * Returns the pickle of a tree.
     *
     * @throws IllegalArgumentException if the tree holds something that has no values, contains
     *     itself, or views one storage as two dtypes
     */
    byte[] pickle(Value tree) {
        String fault = Nesting.fault(tree);
        if (fault != null) {
            throw new IllegalArgumentException("checkpoint: cannot save: " + fault);
        }
        out.write(0x80);
        out.write(2);
        value(tree);
        out.write('.');
        return out.toByteArray();
    }

    private void value(Value value) {
        Integer before = objects.get(value);
        if (before != null) {
            get(before);
            return;
        }
        switch (value) {
            case Value.NoneValue v -> out.write('N');
            case Value.BoolValue(boolean b) -> bool(b);
            case Value.NumberValue(Number n) -> number(n);
            case Value.StringValue(String s) -> string(s);
            case Value.BytesValue v -> bytes(v);
            case Value.ComplexValue(double re, double im) -> {
                global("__builtin__", "complex");
                number(re);
                number(im);
                out.write(0x86);
                out.write('R');
            }
            case Value.DTypeValue(DType d) -> global("torch", d.text());
            case Value.SizeValue(List<Long> sizes) -> {
                global("torch", "Size");
                longs(sizes);
                out.write(0x85);
                out.write('R');
            }
            case Value.DeviceValue(String name) -> device(name);
            case Value.TupleValue(List<Value> items) -> tuple(items);
            case Value.ListValue v -> {
                out.write(']');
                remember(v);
                batches(v.items().stream().map(List::of).toList(), 'e');
            }
            case Value.SetValue v -> {
                global("__builtin__", "set");
                out.write(']');
                batches(v.items().stream().map(List::of).toList(), 'e');
                out.write(0x85);
                out.write('R');
                remember(v);
            }
            case Value.MapValue v -> map(v);
            case Value.TensorValue v -> tensor(v);
            case Value.OpaqueValue v ->
                    throw new IllegalArgumentException(
                            "checkpoint: cannot save a " + v.description() + ": it has no values");
        }
    }

    private void map(Value.MapValue map) {
        if (map.ordered()) {
            global("collections", "OrderedDict");
            out.write(')');
            out.write('R');
        } else {
            out.write('}');
        }
        remember(map);
        batches(
                map.entries().entrySet().stream()
                        .map(e -> List.of(e.getKey(), e.getValue()))
                        .toList(),
                'u');
        Value metadata = map.metadata();
        if (map.ordered() && metadata != null) {
            out.write('}');
            string("_metadata");
            value(metadata);
            out.write('s');
            out.write('b');
        }
    }

    private void batches(List<List<Value>> groups, int opcode) {
        for (int i = 0; i < groups.size(); i++) {
            if (i % BATCH == 0) {
                out.write('(');
            }
            groups.get(i).forEach(this::value);
            if (i % BATCH == BATCH - 1 || i == groups.size() - 1) {
                out.write(opcode);
            }
        }
    }

    private void tuple(List<Value> items) {
        if (items.isEmpty()) {
            out.write(')');
            return;
        }
        out.write('(');
        items.forEach(this::value);
        out.write('t');
    }

    private void tensor(Value.TensorValue tensor) {
        if (tensor.parameter()) {
            global("torch._utils", "_rebuild_parameter");
            out.write('(');
            view(tensor, false);
            bool(tensor.requiresGrad());
            emptyOrderedDict();
            out.write('t');
            out.write('R');
        } else {
            view(tensor, tensor.requiresGrad());
        }
        remember(tensor);
    }

    private void view(Value.TensorValue tensor, boolean requiresGrad) {
        DType dtype = tensor.dtype();
        Layout layout = tensor.layout();
        Key key = keys.computeIfAbsent(tensor.memory(), s -> new Key(keys.size(), dtype));
        if (key.dtype != dtype) {
            throw new IllegalArgumentException(
                    "checkpoint: cannot save two tensors that view one storage as "
                            + key.dtype
                            + " and as "
                            + dtype
                            + ": clone one of them");
        }
        Saved saved = storages.computeIfAbsent(key.index, i -> new Saved(tensor));
        global("torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        out.write('(');
        string("storage");
        global("torch", dtype.legacyName() + "Storage");
        string(Integer.toString(key.index));
        string("cpu");
        number(saved.length());
        out.write('t');
        out.write('Q');
        number(layout.offset());
        longs(ints(layout.shape().toArray()));
        longs(ints(layout.strides()));
        bool(requiresGrad);
        emptyOrderedDict();
        out.write('t');
        out.write('R');
    }

    private static List<Long> ints(int[] values) {
        return Arrays.stream(values).mapToObj(Long::valueOf).toList();
    }

    private void longs(List<Long> values) {
        if (values.isEmpty()) {
            out.write(')');
            return;
        }
        out.write('(');
        values.forEach(this::number);
        out.write('t');
    }

    private void emptyOrderedDict() {
        global("collections", "OrderedDict");
        out.write(')');
        out.write('R');
    }

    private void bytes(Value.BytesValue v) {
        global("_codecs", "encode");
        string(new String(v.bytes(), StandardCharsets.ISO_8859_1));
        string("latin1");
        out.write(0x86);
        out.write('R');
    }

    private void device(String name) {
        global("torch", "device");
        int colon = name.indexOf(':');
        if (colon < 0) {
            string(name);
            out.write(0x85);
        } else {
            string(name.substring(0, colon));
            number(Integer.parseInt(name.substring(colon + 1)));
            out.write(0x86);
        }
        out.write('R');
    }

    private void bool(boolean b) {
        out.write(b ? 0x88 : 0x89);
    }

    private void number(Number n) {
        switch (n) {
            case Double d -> {
                out.write('G');
                out.writeBytes(ByteBuffer.allocate(8).putDouble(d).array());
            }
            case BigInteger big -> integer(big);
            default -> whole(n.longValue());
        }
    }

    private void whole(long n) {
        if (n >= 0 && n <= 0xff) {
            out.write('K');
            out.write((int) n);
        } else if (n >= 0 && n <= 0xffff) {
            out.write('M');
            out.write((int) n);
            out.write((int) n >> 8);
        } else if (n == (int) n) {
            out.write('J');
            i4((int) n);
        } else {
            integer(BigInteger.valueOf(n));
        }
    }

    private void integer(BigInteger n) {
        byte[] big = n.toByteArray();
        if (big.length <= 0xff) {
            out.write(0x8a);
            out.write(big.length);
        } else {
            out.write(0x8b);
            i4(big.length);
        }
        for (int i = big.length - 1; i >= 0; i--) {
            out.write(big[i]);
        }
    }

    private void string(String s) {
        byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        i4(utf8.length);
        out.writeBytes(utf8);
    }

    private void global(String module, String name) {
        String line = module + "\n" + name + "\n";
        @Nullable Integer before = globals.get(line);
        if (before != null) {
            get(before);
            return;
        }
        out.write('c');
        out.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
        globals.put(line, put());
    }

    private void remember(Value value) {
        objects.put(value, put());
    }

    private int put() {
        if (memo <= 0xff) {
            out.write('q');
            out.write(memo);
        } else {
            out.write('r');
            i4(memo);
        }
        return memo++;
    }

    private void get(int index) {
        if (index <= 0xff) {
            out.write('h');
            out.write(index);
        } else {
            out.write('j');
            i4(index);
        }
    }

    private void i4(int n) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array());
    }
}
