package dev.cresset.testkit;

import dev.cresset.Fft;
import dev.cresset.Linalg;
import dev.cresset.Masked;
import dev.cresset.Special;
import dev.cresset.Tensor;
import dev.cresset.Windows;
import dev.cresset.nn.Functional;
import dev.cresset.op.DType;
import dev.cresset.testkit.table.TorchTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes {@code docs/ops.md}: the ops of the case table, what they are called, which dtypes they
 * take and whether gradients flow through them, as found by trying.
 */
public final class OpDocument {
    private OpDocument() {}

    /**
     * Writes the document.
     *
     * @param args the file to write
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("OpDocument: give the file to write: docs/ops.md");
        }
        Files.writeString(Path.of(args[0]), text());
    }

    /** Returns the document. */
    public static String text() {
        StringBuilder out =
                new StringBuilder(
                        """
                        # Ops

                        Generated from the op case table by `dev.cresset.testkit.OpDocument`; do not edit.
                        An op has PyTorch's semantics under PyTorch's name in camelCase. "In place" names the
                        form that changes its first argument. Dtypes are those that the op accepts.

                        | Cresset | PyTorch | in place | dtypes | differentiable |
                        |---|---|---|---|---|
                        """);
        TorchTable table = TorchTable.standard();
        OpCases.all().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(op ->
                        out.append("| `")
                                .append(callName(op.name()))
                                .append("` | `")
                                .append(op.name())
                                .append("` | ")
                                .append(
                                        table.find(op.name() + "_") == null
                                                ? ""
                                                : "`" + javaName(op.name()) + "_`")
                                .append(" | ")
                                .append(dtypes(op))
                                .append(" | ")
                                .append(op.differentiable() ? "yes" : "")
                                .append(" |\n"));
        return out.toString();
    }

    /** The classes that hold what PyTorch has in modules of its own. */
    private static final Map<String, Class<?>> CLASSES =
            Map.of(
                    "fft.", Fft.class,
                    "linalg.", Linalg.class,
                    "masked.", Masked.class,
                    "nn.functional.", Functional.class,
                    "signal.windows.", Windows.class,
                    "special.", Special.class);

    /** Returns what a call begins with: {@code Linalg.qr}, or a tensor's method. */
    private static String callName(String name) {
        String method = javaName(name);
        for (var e : CLASSES.entrySet()) {
            boolean there =
                    name.startsWith(e.getKey())
                            && Stream.of(e.getValue().getMethods())
                                    .anyMatch(m -> m.getName().equals(method));
            if (there) {
                return e.getValue().getSimpleName() + "." + method;
            }
        }
        return name.endsWith("_") && !name.endsWith("__") ? method + "_" : method;
    }

    /**
     * Returns the name of Cresset's method for an op of PyTorch's: {@code log_softmax} logSoftmax.
     */
    static String javaName(String name) {
        if (name.equals("__getitem__")) {
            return "get";
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        StringBuilder out = new StringBuilder();
        for (String part : last.split("_+", -1)) {
            if (!out.isEmpty() && !part.isEmpty()) {
                out.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            } else {
                out.append(part);
            }
        }
        return out.toString();
    }

    private static String dtypes(OpCase op) {
        List<DType> taken = new ArrayList<>();
        for (DType d : DType.values()) {
            if (accepts(op, d)) {
                taken.add(d);
            }
        }
        List<DType> floats =
                List.of(DType.values()).stream().filter(DType::isFloatingPoint).toList();
        if (taken.size() == DType.values().length) {
            return "all";
        } else if (taken.equals(floats)) {
            return "floats";
        } else if (taken.size() == DType.values().length - 1 && !taken.contains(DType.BOOL)) {
            return "all but bool";
        }
        return String.join(", ", taken.stream().map(DType::text).toList());
    }

    /* The error of a refused dtype is the op's own; any other failure is not this one's to hide. */
    private static boolean accepts(OpCase op, DType dtype) {
        Sample s = op.samples().getFirst();
        List<Tensor> inputs = s.inputs(DType.FLOAT32).stream().map(x -> x.abs().to(dtype)).toList();
        try {
            s.call(inputs);
            return true;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
