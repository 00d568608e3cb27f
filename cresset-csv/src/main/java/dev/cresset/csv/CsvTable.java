package dev.cresset.csv;

import static dev.cresset.Tensor.tensor;

import dev.cresset.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A CSV file in memory, whose columns become tensors. */
public final class CsvTable {
    /** What the cells of a column are, without those that stand for no value. */
    public enum Type {
        /** Whole numbers. */
        INTEGER,
        /** Numbers, or nothing at all. */
        NUMBER,
        /** Anything else. */
        TEXT
    }

    /**
     * A column of names as numbers.
     *
     * @param names the names, sorted
     * @param codes the place of each row's name among them: int64, (rows)
     */
    public record Classes(List<String> names, Tensor codes) {}

    private final Path path;
    private final CsvOptions options;
    private final List<String> columns;
    private final List<CsvRow> rows;

    private CsvTable(Path path, CsvOptions options, List<String> columns, List<CsvRow> rows) {
        this.path = path;
        this.options = options;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * Reads a file with a first row of names, plain or gzipped.
     *
     * @throws IOException if it cannot be read, or a row has more or fewer cells than there are
     *     columns
     */
    public static CsvTable read(Path path) throws IOException {
        return read(path, o -> o);
    }

    /**
     * Reads a file, plain or gzipped.
     *
     * @throws IOException if it cannot be read, or a row has more or fewer cells than there are
     *     columns
     */
    public static CsvTable read(Path path, UnaryOperator<CsvOptions> options) throws IOException {
        CsvOptions o = options.apply(CsvOptions.DEFAULT);
        try (CsvFile file = new CsvFile(path, o)) {
            List<CsvRow> rows = new ArrayList<>();
            file.forEachRemaining(rows::add);
            return new CsvTable(path, o, file.columns(), rows);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Returns the names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** Returns the number of rows, without that of the names. */
    public int size() {
        return rows.size();
    }

    /** Returns what the cells of a column are. */
    public Type type(String column) {
        boolean whole = true;
        boolean any = false;
        for (String cell : strings(column)) {
            if (isMissing(cell)) {
                continue;
            }
            any = true;
            try {
                Double.parseDouble(cell.strip());
            } catch (NumberFormatException e) {
                return Type.TEXT;
            }
            whole &= isWhole(cell.strip());
        }
        return any && whole ? Type.INTEGER : Type.NUMBER;
    }

    private static boolean isWhole(String cell) {
        try {
            Long.parseLong(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Returns the text of a column's cells.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public List<String> strings(String column) {
        int i = index(column);
        return rows.stream().map(row -> row.cells().get(i)).toList();
    }

    /**
     * Returns columns of numbers side by side: float32, (rows, columns); NaN where there is no
     * value.
     *
     * @throws IllegalArgumentException if there is no such column, or a cell is no number
     */
    public Tensor floats(String... names) {
        float[] out = new float[Math.multiplyExact(rows.size(), names.length)];
        for (int j = 0; j < names.length; j++) {
            double[] column = numbers(names[j]);
            for (int i = 0; i < column.length; i++) {
                out[i * names.length + j] = (float) column[i];
            }
        }
        return tensor(out).view(rows.size(), names.length);
    }

    /** Returns all columns but these, side by side; see {@link #floats}. */
    public Tensor floatsExcept(String... names) {
        for (String name : names) {
            index(name);
        }
        List<String> rest = new ArrayList<>(columns);
        rest.removeAll(List.of(names));
        return floats(rest.toArray(String[]::new));
    }

    /**
     * Returns a column of numbers: float64, (rows); NaN where there is no value.
     *
     * @throws IllegalArgumentException if there is no such column, or a cell is no number
     */
    public Tensor doubles(String column) {
        return tensor(numbers(column));
    }

    private double[] numbers(String column) {
        int c = index(column);
        double[] out = new double[rows.size()];
        for (int i = 0; i < out.length; i++) {
            String cell = rows.get(i).cells().get(c);
            try {
                out[i] = isMissing(cell) ? Double.NaN : Double.parseDouble(cell.strip());
            } catch (NumberFormatException e) {
                throw wrong(rows.get(i), column, cell, "a number", e);
            }
        }
        return out;
    }

    /**
     * Returns a column of whole numbers: int64, (rows).
     *
     * @throws IllegalArgumentException if there is no such column, or a cell is no whole number
     */
    public Tensor longs(String column) {
        int c = index(column);
        long[] out = new long[rows.size()];
        for (int i = 0; i < out.length; i++) {
            String cell = rows.get(i).cells().get(c);
            try {
                out[i] = Long.parseLong(cell.strip());
            } catch (NumberFormatException e) {
                throw wrong(rows.get(i), column, cell, "a whole number", e);
            }
        }
        return tensor(out);
    }

    /**
     * Returns a column of names as numbers, in the order of the sorted names.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public Classes classes(String column) {
        List<String> cells = strings(column).stream().map(String::strip).toList();
        List<String> names = List.copyOf(new TreeSet<>(cells));
        long[] codes =
                cells.stream().mapToLong(cell -> Collections.binarySearch(names, cell)).toArray();
        return new Classes(names, tensor(codes));
    }

    private boolean isMissing(String cell) {
        return options.missing().contains(cell.strip());
    }

    private int index(String column) {
        int i = columns.indexOf(column);
        if (i < 0) {
            throw new IllegalArgumentException(
                    path + ": there is no column '" + column + "'; columns are " + columns);
        }
        return i;
    }

    private IllegalArgumentException wrong(
            CsvRow row, String column, String cell, String wanted, NumberFormatException e) {
        return new IllegalArgumentException(
                path
                        + ", line "
                        + row.line()
                        + ", column '"
                        + column
                        + "': '"
                        + cell
                        + "' is not "
                        + wanted,
                e);
    }
}
