package dev.cresset.cli;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Module;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/**
 * The parameters of a module as a table of text: name, shape, dtype, count, mean, standard
 * deviation, extremes, Euclidean norm of the gradient, and the first name of a parameter that is
 * used twice.
 */
final class ParameterTable {
    private static final List<String> HEAD =
            List.of(
                    "name",
                    "shape",
                    "dtype",
                    "count",
                    "mean",
                    "std",
                    "min",
                    "max",
                    "grad norm",
                    "tied to");
    private static final int LEFT = 3; // columns of text before those of numbers

    private ParameterTable() {}

    /** Returns the table, a line for each name. */
    static String of(Module module) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        IdentityHashMap<Parameter, String> first = new IdentityHashMap<>();
        long total = 0;
        for (var entry : module.namedParameters(o -> o.removeDuplicate(false))) {
            String name = entry.getKey();
            Parameter p = entry.getValue();
            String tied = first.putIfAbsent(p, name);
            total += tied == null ? p.numel() : 0;
            rows.add(row(name, p, tied == null ? "" : tied));
        }
        return layOut(rows) + String.format(Locale.ROOT, "%,d parameters", total);
    }

    private static List<String> row(String name, Parameter p, String tied) {
        return noGrad(() -> {
            Tensor grad = p.grad();
            return List.of(
                    name,
                    p.shape().listText(),
                    p.dtype().text(),
                    String.format(Locale.ROOT, "%,d", p.numel()),
                    number(p.mean()),
                    number(p.std()),
                    number(p.min()),
                    number(p.max()),
                    grad == null ? "-" : number(grad.norm()),
                    tied);
        });
    }

    private static String number(Tensor x) {
        return String.format(Locale.ROOT, "%.4f", x.item().doubleValue());
    }

    private static String layOut(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                boolean left = c < LEFT || c == widths.length - 1;
                String pad = " ".repeat(widths[c] - row.get(c).length());
                line.append(left ? row.get(c) + pad : pad + row.get(c)).append("  ");
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
