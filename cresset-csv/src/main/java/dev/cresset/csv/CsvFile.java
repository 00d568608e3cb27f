package dev.cresset.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.cresset.data.DataFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The rows of an open CSV file, plain or gzipped. */
final class CsvFile implements Iterator<CsvRow>, AutoCloseable {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Path path;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> columns;
    private @Nullable CsvRecord ahead;

    CsvFile(Path path, CsvOptions o) throws IOException {
        this.path = path;
        reader =
                CsvReader.builder()
                        .fieldSeparator(o.separator())
                        .quoteCharacter(o.quote())
                        .detectBomHeader(true)
                        .allowExtraFields(true) // told with their line below
                        .allowMissingFields(true)
                        .ofCsvRecord(open(path), o.charset());
        try {
            records = reader.iterator();
            columns = names(o);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static InputStream open(Path path) throws IOException {
        InputStream file;
        try {
            file = Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw new DataFileException(path, "there is no such file", e);
        }
        BufferedInputStream in = new BufferedInputStream(file);
        try {
            in.mark(2);
            int magic = in.read() << 8 | in.read();
            in.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(in) : in;
        } catch (IOException e) {
            in.close();
            throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    private List<String> names(CsvOptions o) throws DataFileException {
        try {
            ahead = records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | CsvParseException e) {
            throw damaged(e);
        }
        CsvRecord first = ahead;
        if (first == null) {
            throw new DataFileException(path, "is empty");
        }
        if (!o.header()) {
            return IntStream.range(0, first.getFieldCount()).mapToObj(String::valueOf).toList();
        }
        ahead = null;
        List<String> names = first.getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new DataFileException(path, "has two columns of the name '" + name + "'");
            }
        }
        return names;
    }

    List<String> columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        try {
            return ahead != null || records.hasNext();
        } catch (UncheckedIOException | CsvParseException e) {
            throw new UncheckedIOException(damaged(e));
        }
    }

    @Override
    public CsvRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        CsvRecord record = ahead;
        if (record == null) {
            try {
                record = records.next();
            } catch (UncheckedIOException | CsvParseException e) {
                throw new UncheckedIOException(damaged(e));
            }
        }
        ahead = null;
        if (record.getFieldCount() != columns.size()) {
            throw new UncheckedIOException(
                    new DataFileException(
                            path,
                            "line "
                                    + record.getStartingLineNumber()
                                    + " has "
                                    + record.getFieldCount()
                                    + " cells, but there are "
                                    + columns.size()
                                    + " columns"));
        }
        return new CsvRow(
                columns, new ArrayList<>(record.getFields()), record.getStartingLineNumber());
    }

    private DataFileException damaged(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new DataFileException(path, "cannot be read as CSV: " + cause.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
