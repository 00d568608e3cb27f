package dev.cresset.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table of text: names on the left, numbers on the right, notes without heading at the end. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final int leftColumns;

    /** Makes a table whose first columns are aligned to the left. */
    Table(int leftColumns, String... head) {
        this.leftColumns = leftColumns;
        rows.add(List.of(head));
    }

    void add(List<String> row) {
        rows.add(row.stream().map(Table::printable).toList());
    }

    void print(PrintWriter out) {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(rows.getFirst().size(), 0));
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths.set(i, Math.max(widths.get(i), Math.min(row.get(i).length(), 60)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String pad = " ".repeat(Math.max(0, widths.get(i) - row.get(i).length()));
                line.append(i == 0 ? "" : "  ");
                line.append(
                        i < leftColumns
                                        || (i == row.size() - 1
                                                && rows.getFirst().getLast().isEmpty())
                                ? row.get(i) + pad
                                : pad + row.get(i));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Returns a text without what could move the cursor: names come from files. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    int type = Character.getType(c);
                    boolean plain =
                            type != Character.CONTROL
                                    && type != Character.FORMAT
                                    && type != Character.SURROGATE
                                    && type != Character.LINE_SEPARATOR
                                    && type != Character.PARAGRAPH_SEPARATOR;
                    if (plain) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(Locale.ROOT, "\\u%04x", c));
                    }
                });
        return out.toString();
    }

    /** Returns a number with four digits, as short as it can be. */
    static String number(double x) {
        if (Double.isNaN(x)) {
            return "-";
        }
        double a = Math.abs(x);
        if (x == Math.rint(x) && a < 1e6) {
            return Long.toString((long) x);
        }
        return a >= 1e-3 && a < 1e6
                ? String.format(Locale.ROOT, "%.4g", x)
                : String.format("%.3e", x);
    }

    /** Returns a size in bytes: {@code 44.7 MiB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        double n = bytes;
        int unit = -1;
        while (n >= 1024 && unit < units.length - 1) {
            n /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", n, units[unit]);
    }
}
