package dev.cresset.csv;

import java.util.List;

/**
 * A row of a CSV file.
 *
 * @param columns the names of the columns
 * @param cells the text of each cell
 * @param line the line that the row starts on, from 1
 */
public record CsvRow(List<String> columns, List<String> cells, long line) {
    /** Copies nothing: both lists are not to be changed. */
    public CsvRow {}

    /**
     * Returns a cell.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public String get(String column) {
        int i = columns.indexOf(column);
        if (i < 0) {
            throw new IllegalArgumentException(
                    "CSV: there is no column '" + column + "'; columns are " + columns);
        }
        return cells.get(i);
    }
}
