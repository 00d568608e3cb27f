package dev.cresset.checkpoint;

import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint file holds: a tree of tensors, maps, lists, numbers, strings and a few small
 * things.
 *
 * <p>The same object at two places of a file is the same object here, and tensors that share memory
 * share it here. A tree that was read has no cycles and is at most {@value Nesting#MAX_DEPTH}
 * levels deep, so it can be walked by recursion.
 */
public sealed interface Value {
    /**
     * Returns the tree as Java objects: maps, lists, {@code PythonText.Tuple}s, numbers, strings,
     * booleans, null and tensors; what Java has no class for stays a value.
     */
    default @Nullable Object toJava() {
        return ToJava.of(this);
    }

    /** A tensor; one of a file that is still open is read when {@link #tensor} is first called. */
    final class TensorValue implements Value {
        private final @Nullable Tensor tensor;
        private final @Nullable FileTensor inFile;
        private final boolean requiresGrad;
        private final boolean parameter;

        /**
         * Makes a value of a tensor.
         *
         * @param tensor its values, without history
         * @param requiresGrad whether to mark it as requiring a gradient
         * @param parameter whether to mark it as an {@code nn.Parameter}
         */
        public TensorValue(Tensor tensor, boolean requiresGrad, boolean parameter) {
            this.tensor = tensor;
            this.inFile = null;
            this.requiresGrad = requiresGrad;
            this.parameter = parameter;
        }

        TensorValue(FileTensor inFile, boolean requiresGrad, boolean parameter) {
            this.tensor = null;
            this.inFile = inFile;
            this.requiresGrad = requiresGrad;
            this.parameter = parameter;
        }

        /** Returns the same tensor as a parameter. */
        TensorValue asParameter(boolean grad) {
            return inFile != null
                    ? new TensorValue(inFile, grad, true)
                    : new TensorValue(tensor(), grad, true);
        }

        @Nullable FileTensor inFile() {
            return inFile;
        }

        /**
         * Returns the tensor, without history.
         *
         * @throws java.io.UncheckedIOException of a {@link CheckpointException} if it is read only
         *     now, from an open {@link CheckpointFile}, and its bytes are damaged
         * @throws IllegalStateException if it is read only now, and the file is closed
         */
        public Tensor tensor() {
            if (tensor != null) {
                return tensor;
            }
            return Objects.requireNonNull(inFile).tensor();
        }

        /** Returns the dtype, without reading values. */
        public DType dtype() {
            return inFile != null ? inFile.storage().dtype() : tensor().dtype();
        }

        /** Returns the shape, without reading values. */
        public Shape shape() {
            return inFile != null ? inFile.layout().shape() : tensor().view().shape();
        }

        /** Returns the number of bytes of its elements. */
        public long bytes() {
            return shape().numel() * dtype().bytes();
        }

        /**
         * Returns what stands for the memory that the elements lie in, without reading it: tensors
         * of one file share memory exactly if this is the same object.
         */
        public Object memory() {
            return inFile != null ? inFile.storage() : tensor().view().storage();
        }

        /** Returns whether another tensor is the same elements of the same memory: a tie. */
        public boolean sameElements(TensorValue other) {
            Layout a = layout();
            Layout b = other.layout();
            return memory() == other.memory()
                    && dtype() == other.dtype()
                    && a.offset() == b.offset()
                    && a.shape().equals(b.shape())
                    && Arrays.equals(a.strides(), b.strides());
        }

        Layout layout() {
            return inFile != null ? inFile.layout() : tensor().view().layout();
        }

        /** Returns whether the file marks it as requiring a gradient. */
        public boolean requiresGrad() {
            return requiresGrad;
        }

        /** Returns whether the file marks it as an {@code nn.Parameter}. */
        public boolean parameter() {
            return parameter;
        }

        /** Returns dtype and shape: {@code float32[2, 3]}. */
        @Override
        public String toString() {
            return dtype().text() + shape().listText();
        }
    }

    /**
     * A Python {@code dict}, {@code OrderedDict} or {@code Counter}: entries in the order of
     * insertion, with typed keys.
     */
    final class MapValue implements Value {
        private final SequencedMap<Value, Value> entries = new LinkedHashMap<>();
        private final boolean ordered;
        private @Nullable Value metadata;

        MapValue(boolean ordered) {
            this.ordered = ordered;
        }

        /** Returns the entries, unmodifiable. */
        public SequencedMap<Value, Value> entries() {
            return Collections.unmodifiableSequencedMap(entries);
        }

        /** Returns whether this is an {@code OrderedDict}, as a module's state dict is. */
        public boolean ordered() {
            return ordered;
        }

        /**
         * Returns a state dict's {@code _metadata} attribute (module versions) or the {@code
         * __metadata__} of a safetensors file, null if absent.
         */
        public @Nullable Value metadata() {
            return metadata;
        }

        /** Returns the value of a string key, null if there is none. */
        public @Nullable Value get(String key) {
            return entries.get(new StringValue(key));
        }

        void put(Value key, Value value) {
            entries.put(key, value);
        }

        void metadata(Value value) {
            metadata = value;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof MapValue m && ordered == m.ordered && entries.equals(m.entries);
        }

        @Override
        public int hashCode() {
            return entries.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /** A Python {@code list}. */
    final class ListValue implements Value {
        private final List<Value> items = new ArrayList<>();

        ListValue() {}

        /** Returns the items, unmodifiable. */
        public List<Value> items() {
            return Collections.unmodifiableList(items);
        }

        void add(Value item) {
            items.add(item);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof ListValue l && items.equals(l.items);
        }

        @Override
        public int hashCode() {
            return items.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * A Python {@code tuple}.
     *
     * @param items its items
     */
    record TupleValue(List<Value> items) implements Value {
        /** Copies the list. */
        public TupleValue {
            items = List.copyOf(items);
        }

        @Override
        public int hashCode() {
            return KeyHash.of(items);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /** A Python {@code set} or {@code frozenset}, in the order of the file. */
    final class SetValue implements Value {
        private final SequencedSet<Value> items = new LinkedHashSet<>();

        SetValue() {}

        /** Returns the items, unmodifiable. */
        public SequencedSet<Value> items() {
            return Collections.unmodifiableSequencedSet(items);
        }

        void add(Value item) {
            items.add(item);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof SetValue s && items.equals(s.items);
        }

        @Override
        public int hashCode() {
            return items.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * A Python {@code int} or {@code float}.
     *
     * @param value a {@link Long}; a {@link BigInteger} if it is an int beyond 64 bits; a {@link
     *     Double} if it is a float
     */
    record NumberValue(Number value) implements Value {
        /**
         * Normalises the number to one of the three classes.
         *
         * @throws IllegalArgumentException if the number is of a class that is none of Java's
         *     primitives and not a BigInteger
         */
        public NumberValue {
            value =
                    switch (value) {
                        case Long n -> n;
                        case Double n -> n;
                        case Float n -> (double) n;
                        case Integer n -> (long) n;
                        case Short n -> (long) n;
                        case Byte n -> (long) n;
                        case BigInteger n when n.bitLength() < 64 -> n.longValue();
                        case BigInteger n -> n;
                        default ->
                                throw new IllegalArgumentException(
                                        "number: "
                                                + value.getClass().getName()
                                                + " has no Python counterpart");
                    };
        }

        @Override
        public int hashCode() {
            return switch (value) {
                case Double n -> KeyHash.of(Double.doubleToLongBits(n));
                case BigInteger n -> KeyHash.of(n.toByteArray());
                default -> KeyHash.of(value.longValue());
            };
        }
    }

    /**
     * A Python {@code str}.
     *
     * @param value its text
     */
    record StringValue(String value) implements Value {
        @Override
        public int hashCode() {
            return KeyHash.of(value);
        }
    }

    /**
     * A Python {@code bool}.
     *
     * @param value its truth
     */
    record BoolValue(boolean value) implements Value {}

    /** Python's {@code None}. */
    enum NoneValue implements Value {
        /** The only one. */
        NONE
    }

    /** Python's {@code bytes} or {@code bytearray}. */
    final class BytesValue implements Value {
        private final byte[] bytes;

        BytesValue(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Returns the bytes as a new array. */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof BytesValue b && Arrays.equals(bytes, b.bytes);
        }

        @Override
        public int hashCode() {
            return KeyHash.of(bytes);
        }

        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }

    /**
     * A Python {@code complex} number.
     *
     * @param real its real part
     * @param imaginary its imaginary part
     */
    record ComplexValue(double real, double imaginary) implements Value {
        @Override
        public int hashCode() {
            return KeyHash.of(Double.doubleToLongBits(real), Double.doubleToLongBits(imaginary));
        }
    }

    /**
     * A {@code torch.dtype}.
     *
     * @param dtype the dtype
     */
    record DTypeValue(DType dtype) implements Value {}

    /**
     * A {@code torch.Size}.
     *
     * @param sizes its sizes
     */
    record SizeValue(List<Long> sizes) implements Value {
        /** Copies the list. */
        public SizeValue {
            sizes = List.copyOf(sizes);
        }

        @Override
        public int hashCode() {
            return KeyHash.of(sizes);
        }
    }

    /**
     * A {@code torch.device}.
     *
     * @param name such as {@code cpu} or {@code cuda:0}
     */
    record DeviceValue(String name) implements Value {
        @Override
        public int hashCode() {
            return KeyHash.of(name);
        }
    }

    /**
     * Something that the file names and Cresset knows but has no value for: a tensor of a dtype
     * that Cresset lacks, a bare storage, a dtype or class of PyTorch's.
     */
    final class OpaqueValue implements Value {
        private final String description;
        private final @Nullable StorageRef storage;

        OpaqueValue(String description, @Nullable StorageRef storage) {
            this.description = description;
            this.storage = storage;
        }

        /** Returns what it is, such as {@code tensor of dtype complex64 and shape [2]}. */
        public String description() {
            return description;
        }

        @Nullable StorageRef storage() {
            return storage;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof OpaqueValue v && description.equals(v.description);
        }

        @Override
        public int hashCode() {
            return description.hashCode();
        }

        @Override
        public String toString() {
            return description;
        }
    }

    /**
     * Returns the state dict at a path of keys: {@code stateDict("model")}.
     *
     * @param path keys from here down; none for this value itself
     * @throws IllegalArgumentException if there is no map from strings to tensors
     */
    default SequencedMap<String, Tensor> stateDict(String... path) {
        return StateDicts.of(this, path);
    }

    /**
     * Returns all tensors below this value by their paths, keys joined with dots: {@code
     * model.0.weight}. If two paths are equal, the later one gets a number: {@code
     * model.0.weight#2}.
     */
    default SequencedMap<String, TensorValue> tensors() {
        return StateDicts.tensors(this);
    }

    /**
     * Returns a tree of Java objects as a value: maps, collections, numbers, strings, booleans,
     * null, byte arrays, dtypes, shapes, tensors and values.
     *
     * @throws IllegalArgumentException if an object is of another class, or the nesting is deeper
     *     than {@value Nesting#MAX_DEPTH}
     */
    static Value of(@Nullable Object tree) {
        return new FromJava().value(tree, "", 0);
    }
}
