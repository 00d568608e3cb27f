package dev.cresset.testkit.golden;

import dev.cresset.Device;
import dev.cresset.PythonText;
import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.testkit.python.Function;
import dev.cresset.testkit.python.UnknownNameException;
import dev.cresset.testkit.python.World;
import dev.cresset.testkit.table.TorchTable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the names of a recorded Python text mean: {@code torch}, {@code nn}, {@code F} and their
 * members as the table has them, members of tensors and modules, and Python's built-in functions.
 *
 * <p>A text may also name functions of {@code torch} without a prefix, as the recorder's do.
 */
public final class TorchWorld implements World {
    private static final Set<String> NAMESPACES =
            Set.of(
                    "nn",
                    "nn.functional",
                    "nn.init",
                    "nn.utils",
                    "nn.utils.parametrizations",
                    "nn.utils.parametrize",
                    "nn.utils.prune",
                    "nn.utils.rnn",
                    "linalg",
                    "optim",
                    "optim.lr_scheduler",
                    "optim.swa_utils",
                    "utils",
                    "utils.data",
                    "special");
    private static final Set<String> BUILTINS =
            Set.of(
                    "len",
                    "str",
                    "float",
                    "int",
                    "bool",
                    "list",
                    "tuple",
                    "dict",
                    "next",
                    "range",
                    "type",
                    "hasattr",
                    "OrderedDict");
    private static final Map<String, DType> ALIASES =
            Map.of(
                    "float", DType.FLOAT32,
                    "double", DType.FLOAT64,
                    "half", DType.FLOAT16,
                    "long", DType.INT64,
                    "int", DType.INT32,
                    "short", DType.INT16);
    private static final List<String> BARE =
            List.of("", "nn.functional.", "nn.", "utils.data.", "optim.lr_scheduler.");
    private static final Map<String, String> OPERATORS =
            Map.ofEntries(
                    Map.entry("+", "add"),
                    Map.entry("-", "sub"),
                    Map.entry("*", "mul"),
                    Map.entry("/", "div"),
                    Map.entry("//", "floor_divide"),
                    Map.entry("%", "remainder"),
                    Map.entry("**", "pow"),
                    Map.entry("@", "matmul"),
                    Map.entry("&", "bitwise_and"),
                    Map.entry("|", "bitwise_or"),
                    Map.entry("^", "bitwise_xor"),
                    Map.entry("<", "lt"),
                    Map.entry("<=", "le"),
                    Map.entry(">", "gt"),
                    Map.entry(">=", "ge"),
                    Map.entry("==", "eq"),
                    Map.entry("!=", "ne"));

    private final TorchTable table;

    /** Returns a world of a table's names. */
    public TorchWorld(TorchTable table) {
        this.table = table;
    }

    @Override
    public @Nullable Object name(String id) {
        Object known =
                switch (id) {
                    case "torch" -> new Namespace("");
                    case "nn" -> new Namespace("nn");
                    case "F" -> new Namespace("nn.functional");
                    case "f32" -> DType.FLOAT32;
                    case "f64" -> DType.FLOAT64;
                    case "i64" -> DType.INT64;
                    default -> null;
                };
        if (known != null) {
            return known;
        }
        if (BUILTINS.contains(id)) {
            Function f = (args, kwargs) -> builtin(id, args, kwargs);
            return f;
        }
        for (String prefix : BARE) {
            TorchTable.Entry entry = table.find(prefix + id);
            if (entry != null) {
                return (Function) entry::call;
            }
        }
        DType dtype = dtype(id);
        if (dtype != null) {
            return dtype;
        }
        throw new UnknownNameException(id);
    }

    @Override
    public @Nullable Object attribute(@Nullable Object of, String name) {
        return switch (of) {
            case Namespace n -> member(n, name);
            case Map<?, ?> m -> dictMember(m, name);
            case List<?> l when name.equals("append") ->
                    (Function) (args, kwargs) -> PythonText.repr(l);
            case String s when name.equals("format") ->
                    throw new UnknownNameException("str.format on " + s);
            case null -> throw new UnknownNameException("None." + name);
            default -> objectMember(of, name);
        };
    }

    private @Nullable Object member(Namespace n, String name) {
        String full = n.member(name);
        if (NAMESPACES.contains(full)) {
            return new Namespace(full);
        }
        DType dtype = n.path().isEmpty() ? dtype(name) : null;
        if (dtype != null) {
            return dtype;
        }
        TorchTable.Entry entry = table.find(full);
        if (entry != null) {
            return (Function) entry::call;
        }
        if (n.path().isEmpty()) {
            switch (name) {
                case "Size" -> {
                    return (Function) (args, kwargs) -> Shape.of(sizes(args.getFirst()));
                }
                case "strided" -> {
                    return new Encoded.TensorLayout("torch.strided");
                }
                case "device" -> {
                    return (Function) (args, kwargs) -> device(args.getFirst());
                }
                default -> {}
            }
        }
        throw new UnknownNameException(n + "." + name);
    }

    private static Device device(@Nullable Object name) {
        for (Device d : Device.values()) {
            if (d.toString().equals(name)) {
                return d;
            }
        }
        throw new UnknownNameException("device " + name);
    }

    private static int[] sizes(@Nullable Object sequence) {
        List<@Nullable Object> items = Results.itemsOf(sequence);
        if (items == null) {
            throw new IllegalArgumentException("Size: not a sequence: " + sequence);
        }
        return items.stream()
                .mapToInt(i -> ((Long) java.util.Objects.requireNonNull(i)).intValue())
                .toArray();
    }

    private static @Nullable DType dtype(String name) {
        for (DType d : DType.values()) {
            if (d.text().equals(name)) {
                return d;
            }
        }
        return ALIASES.get(name);
    }

    private static Object dictMember(Map<?, ?> m, String name) {
        return switch (name) {
            case "keys" -> (Function) (args, kwargs) -> new DictView("odict_keys", keys(m));
            case "values" ->
                    (Function) (args, kwargs) -> new ArrayList<@Nullable Object>(m.values());
            case "items" ->
                    (Function)
                            (args, kwargs) -> {
                                List<@Nullable Object> out = new ArrayList<>();
                                m.forEach((k, v) -> out.add(PythonText.tuple(k, v)));
                                return out;
                            };
            default -> throw new UnknownNameException("dict." + name);
        };
    }

    private static List<@Nullable Object> keys(Map<?, ?> m) {
        return new ArrayList<@Nullable Object>(m.keySet());
    }

    /** The keys of a dict as Python prints them. */
    private record DictView(String type, List<@Nullable Object> items) {
        @Override
        public String toString() {
            return type + "(" + PythonText.repr(items) + ")";
        }
    }

    /*
     * A property, a public field (weight), an op as a method (x.sum), in this order. The table lists
     * members that are no ops under the name of their Java class: Tensor.shape, Module.state_dict.
     */
    private @Nullable Object objectMember(Object of, String name) {
        for (Class<?> c = of.getClass(); c != null; c = c.getSuperclass()) {
            TorchTable.Entry entry = table.find(c.getSimpleName() + "." + name);
            if (entry != null) {
                return entry.isProperty() ? entry.call(List.of(of), Map.of()) : bound(entry, of);
            }
        }
        if (of instanceof Tensor) {
            TorchTable.Entry op = table.find(name);
            if (op != null) {
                return bound(op, of);
            }
        } else if (!(of instanceof Number)) {
            try {
                Field field = of.getClass().getField(name);
                return field.get(of);
            } catch (NoSuchFieldException | IllegalAccessException e) {
                throw new UnknownNameException(of.getClass().getSimpleName() + "." + name);
            }
        }
        throw new UnknownNameException(of.getClass().getSimpleName() + "." + name);
    }

    private static Function bound(TorchTable.Entry entry, Object self) {
        return (args, kwargs) -> {
            List<@Nullable Object> all = new ArrayList<>();
            all.add(self);
            all.addAll(args);
            return entry.call(all, kwargs);
        };
    }

    @Override
    public @Nullable Object unary(String operator, @Nullable Object operand) {
        return switch (operator) {
            case "-" -> call("neg", operand);
            case "~" -> call("bitwise_not", operand);
            case "+" -> operand;
            default -> throw new UnknownNameException(operator + " of a tensor");
        };
    }

    @Override
    public @Nullable Object binary(String operator, @Nullable Object left, @Nullable Object right) {
        if (operator.equals("%") && left instanceof String format) {
            return percent(format, right);
        }
        String op = OPERATORS.get(operator);
        if (op == null) {
            throw new UnknownNameException("operator " + operator);
        }
        if (left instanceof Tensor) {
            return call(op, left, right);
        }
        return switch (operator) {
            case "+" -> call("__radd__", right, left);
            case "-" -> call("__rsub__", right, left);
            case "*" -> call("__rmul__", right, left);
            case "/" -> call("__rdiv__", right, left);
            case "%" -> call("__rmod__", right, left);
            case "**" -> call("__rpow__", right, left);
            default -> throw new UnknownNameException("number " + operator + " tensor");
        };
    }

    private @Nullable Object call(String name, @Nullable Object... args) {
        TorchTable.Entry entry = table.find(name);
        if (entry == null) {
            throw new UnknownNameException("torch." + name);
        }
        return entry.call(java.util.Arrays.asList(args), Map.of());
    }

    @Override
    public @Nullable Object index(@Nullable Object of, @Nullable Object index) {
        if (of instanceof Tensor) {
            return call("__getitem__", of, index);
        }
        List<@Nullable Object> items = Results.itemsOf(of);
        if (items != null && index instanceof Long i) {
            return items.get(Math.toIntExact(i < 0 ? i + items.size() : i));
        }
        if (of != null) {
            Object member = objectMember(of, "__getitem__");
            return ((Function) java.util.Objects.requireNonNull(member))
                    .call(java.util.Arrays.asList(index), Map.of());
        }
        throw new UnknownNameException("None[…]");
    }

    @Override
    public Iterable<? extends @Nullable Object> items(@Nullable Object of) {
        if (of instanceof Iterable<?> all) {
            return all;
        }
        List<@Nullable Object> items = Results.itemsOf(of);
        if (items == null) {
            throw new UnknownNameException("iteration over " + Results.describe(of));
        }
        return items;
    }

    @Override
    public boolean truth(@Nullable Object value) {
        return Boolean.TRUE.equals(convert("bool", value));
    }

    @Override
    public String format(@Nullable Object value, @Nullable String conversion, String spec) {
        if (spec.isEmpty()) {
            /* A 0-dim tensor formats as its number. */
            return value instanceof Tensor t && t.view().shape().rank() == 0
                    ? PythonText.str(convert("item", t))
                    : "r".equals(conversion) ? PythonText.repr(value) : PythonText.str(value);
        }
        if (spec.matches("\\.\\d+f")) {
            int digits = Integer.parseInt(spec.substring(1, spec.length() - 1));
            return PythonText.fixed(real(value), digits);
        }
        throw new UnknownNameException("format '" + spec + "'");
    }

    private String percent(String format, @Nullable Object value) {
        List<@Nullable Object> values =
                value instanceof Tuple t
                        ? new ArrayList<@Nullable Object>(t.items())
                        : java.util.Arrays.asList(value);
        Iterator<@Nullable Object> next = values.iterator();
        StringBuilder out = new StringBuilder();
        var field = java.util.regex.Pattern.compile("%(?:\\.(\\d+)f|([ds%]))").matcher(format);
        int at = 0;
        while (field.find()) {
            out.append(format, at, field.start());
            at = field.end();
            if (field.group(1) != null) {
                int digits = Integer.parseInt(field.group(1));
                out.append(PythonText.fixed(real(next.next()), digits));
            } else if (field.group(2).equals("%")) {
                out.append('%');
            } else {
                out.append(PythonText.str(next.next()));
            }
        }
        return out.append(format.substring(at)).toString();
    }

    private double real(@Nullable Object value) {
        Object n = value instanceof Tensor ? convert("float", value) : value;
        return ((Number) java.util.Objects.requireNonNull(n)).doubleValue();
    }

    private @Nullable Object builtin(
            String id, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Object first = args.isEmpty() ? null : args.getFirst();
        return switch (id) {
            case "len" -> first instanceof Map<?, ?> m ? (long) m.size() : length(first);
            case "str" -> PythonText.str(first);
            case "float", "int", "bool" -> convert(id, first);
            case "list" -> toList(first);
            case "tuple" -> new Tuple(toList(first));
            case "next" -> items(first).iterator().next();
            case "range" -> range(args);
            case "type" -> call("type", first);
            case "hasattr" -> {
                attribute(first, String.valueOf(args.get(1)));
                yield true;
            }
            case "dict", "OrderedDict" -> dict(first, kwargs, id.equals("OrderedDict"));
            default -> throw new UnknownNameException(id);
        };
    }

    private @Nullable Object length(@Nullable Object value) {
        if (value instanceof Tensor) {
            return call("Tensor.__len__", value);
        }
        return (long) toList(value).size();
    }

    private List<@Nullable Object> toList(@Nullable Object value) {
        List<@Nullable Object> out = new ArrayList<>();
        if (value instanceof Map<?, ?> m) {
            out.addAll(m.keySet());
        } else if (value != null) {
            items(value).forEach(out::add);
        }
        return out;
    }

    private static List<Long> range(List<@Nullable Object> args) {
        long[] n =
                args.stream().mapToLong(a -> (Long) java.util.Objects.requireNonNull(a)).toArray();
        return switch (n.length) {
            case 1 -> LongStream.range(0, n[0]).boxed().toList();
            case 2 -> LongStream.range(n[0], n[1]).boxed().toList();
            default ->
                    LongStream.iterate(n[0], i -> n[2] > 0 ? i < n[1] : i > n[1], i -> i + n[2])
                            .boxed()
                            .toList();
        };
    }

    private Object dict(
            @Nullable Object pairs, Map<String, @Nullable Object> kwargs, boolean ordered) {
        LinkedHashMap<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
        if (pairs instanceof Map<?, ?> m) {
            out.putAll(m);
        } else if (pairs != null) {
            for (Object pair : items(pairs)) {
                List<@Nullable Object> kv = java.util.Objects.requireNonNull(Results.itemsOf(pair));
                out.put(kv.get(0), kv.get(1));
            }
        }
        out.putAll(kwargs);
        return ordered ? new Ordered(out) : out;
    }

    /** An OrderedDict made by a recorded text. */
    static final class Ordered extends LinkedHashMap<Object, Object>
            implements PythonText.OrderedDict<Object, Object> {
        private static final long serialVersionUID = 1;

        Ordered(Map<?, ?> entries) {
            super(entries);
        }
    }

    /* float(x), int(x), bool(x) of a tensor are Cresset's conversions, of a number Python's. */
    private @Nullable Object convert(String to, @Nullable Object value) {
        if (value instanceof Tensor) {
            return call("Tensor.__" + to + "__", value);
        }
        return switch (value) {
            case Number n ->
                    switch (to) {
                        case "float" -> n.doubleValue();
                        case "int" -> n.longValue();
                        case "bool" -> n.doubleValue() != 0;
                        default -> value;
                    };
            case null, default -> throw new UnknownNameException(to + "(" + value + ")");
        };
    }
}
