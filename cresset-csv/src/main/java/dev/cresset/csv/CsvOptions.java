package dev.cresset.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What a CSV file looks like.
 *
 * @param header whether the first row names the columns; otherwise they are called 0, 1, 2, …
 * @param separator what stands between cells
 * @param quote what surrounds a cell that holds separators or line breaks
 * @param charset how characters are written, unless the file starts with a byte-order mark
 * @param missing the cells that stand for no value, after stripping
 */
public record CsvOptions(
        boolean header, char separator, char quote, Charset charset, Set<String> missing) {
    static final CsvOptions DEFAULT =
            new CsvOptions(
                    true,
                    ',',
                    '"',
                    StandardCharsets.UTF_8,
                    Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"));

    /** Copies the set. */
    public CsvOptions {
        missing = Set.copyOf(missing);
    }

    /** Returns these options with or without a first row of names. */
    public CsvOptions header(boolean value) {
        return new CsvOptions(value, separator, quote, charset, missing);
    }

    /** Returns these options with a separator. */
    public CsvOptions separator(char value) {
        return new CsvOptions(header, value, quote, charset, missing);
    }

    /** Returns these options with a quote. */
    public CsvOptions quote(char value) {
        return new CsvOptions(header, separator, value, charset, missing);
    }

    /** Returns these options with a character set. */
    public CsvOptions charset(Charset value) {
        return new CsvOptions(header, separator, quote, value, missing);
    }

    /** Returns these options with the cells that stand for no value. */
    public CsvOptions missing(String... values) {
        return new CsvOptions(header, separator, quote, charset, Set.of(values));
    }
}
