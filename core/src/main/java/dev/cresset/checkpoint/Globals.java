package dev.cresset.checkpoint;

import dev.cresset.op.DType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of Python names that a pickle may mention.
 *
 * <p>A name is only ever compared with this table: nothing is looked up, loaded or run because a
 * file says so. The list is that of PyTorch's {@code weights_only} reader, without what Cresset has
 * no counterpart for.
 */
final class Globals {
    private static final String[] FUNCTIONS = {
        "collections.OrderedDict",
        "collections.Counter",
        "torch.Size",
        "torch.device",
        "torch.Tensor",
        "torch.nn.parameter.Parameter",
        "torch._utils._rebuild_tensor",
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_tensor_v3",
        "torch._utils._rebuild_parameter",
        "torch._utils._rebuild_parameter_with_state",
        "torch._tensor._rebuild_from_type_v2",
        "torch.storage.UntypedStorage",
        "_codecs.encode",
        "builtins.set",
        "builtins.frozenset",
        "builtins.bytearray",
        "builtins.complex",
    };

    /** PyTorch's storage classes ("" if none) and dtypes that Cresset has no dtype for. */
    private static final String[][] FOREIGN = {
        {"ComplexFloatStorage", "complex64"},
        {"ComplexDoubleStorage", "complex128"},
        {"", "complex32"},
        {"", "uint16"},
        {"", "uint32"},
        {"", "uint64"},
        {"", "float8_e4m3fn"},
        {"", "float8_e5m2"},
        {"", "float8_e4m3fnuz"},
        {"", "float8_e5m2fnuz"},
        {"", "float8_e8m0fnu"},
    };

    private static final Map<String, Value> TABLE = table();

    private Globals() {}

    /** Returns the value that a global stands for, null if the name is not on the list. */
    static @Nullable Value find(String module, String name) {
        String m = module.equals("__builtin__") ? "builtins" : module;
        return TABLE.get(m + "\n" + name);
    }

    /** Returns the dtype of a storage class such as {@code torch.FloatStorage}, null if unknown. */
    static @Nullable DType storageDType(String name) {
        for (DType d : DType.values()) {
            if (name.equals("torch." + d.legacyName() + "Storage")) {
                return d;
            }
        }
        return null;
    }

    /** Returns the size in bytes of an element of a storage class, 1 if it is untyped. */
    static int storageBytes(String type) {
        return switch (type) {
            case "ComplexFloatStorage" -> 8;
            case "ComplexDoubleStorage" -> 16;
            default -> {
                DType dtype = storageDType("torch." + type);
                yield dtype == null ? 1 : dtype.bytes();
            }
        };
    }

    private static Map<String, Value> table() {
        Map<String, Value> table = new HashMap<>();
        for (String function : FUNCTIONS) {
            put(table, function, new Value.OpaqueValue(function, null));
        }
        for (DType d : DType.values()) {
            put(table, d.toString(), new Value.DTypeValue(d));
            String storage = "torch." + d.legacyName() + "Storage";
            put(table, storage, new Value.OpaqueValue(storage, null));
        }
        for (String[] foreign : FOREIGN) {
            put(table, "torch." + foreign[1], new Value.OpaqueValue("torch." + foreign[1], null));
            if (!foreign[0].isEmpty()) {
                String storage = "torch." + foreign[0];
                put(table, storage, new Value.OpaqueValue(storage, null));
            }
        }
        return Map.copyOf(table);
    }

    private static void put(Map<String, Value> table, String qualified, Value value) {
        int dot = qualified.lastIndexOf('.');
        table.put(qualified.substring(0, dot) + "\n" + qualified.substring(dot + 1), value);
    }
}
