package dev.cresset.csv;

import dev.cresset.data.IterableDataset;
import dev.cresset.data.WorkerInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file one after the other, for files that do not fit into memory. Each of
 * several workers gives its share: worker w of n the rows w, w + n, w + 2n, ….
 *
 * <pre>{@code
 * DataLoader<Batch> loader = DataLoader.of(new CsvStream(path), rows -> batchOf(rows), o -> o.batchSize(64));
 * }</pre>
 *
 * <p>The file is closed at its end.
 */
public final class CsvStream implements IterableDataset<CsvRow> {
    private final Path path;
    private final CsvOptions options;

    /** Makes a stream of a file with a first row of names. */
    public CsvStream(Path path) {
        this(path, o -> o);
    }

    /** Makes a stream of a file. */
    public CsvStream(Path path, UnaryOperator<CsvOptions> options) {
        this.path = path;
        this.options = options.apply(CsvOptions.DEFAULT);
    }

    /**
     * Opens the file.
     *
     * @throws UncheckedIOException if it cannot be read; the iterator throws it too
     */
    @Override
    public Iterator<CsvRow> iterator() {
        WorkerInfo worker = WorkerInfo.current();
        try {
            return new Rows(
                    new CsvFile(path, options),
                    worker == null ? 0 : worker.id(),
                    worker == null ? 1 : worker.numWorkers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Rows implements Iterator<CsvRow> {
        private final CsvFile file;
        private final int step;
        private int skip;
        private boolean over;
        private @Nullable CsvRow row;

        Rows(CsvFile file, int first, int step) {
            this.file = file;
            this.step = step;
            skip = first;
        }

        @Override
        public boolean hasNext() {
            while (row == null && !over) {
                if (!file.hasNext()) {
                    over = true;
                    close();
                } else if (skip > 0) {
                    file.next();
                    skip--;
                } else {
                    row = file.next();
                    skip = step - 1;
                }
            }
            return row != null;
        }

        private void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CsvRow next() {
            CsvRow out = hasNext() ? row : null;
            if (out == null) {
                throw new NoSuchElementException();
            }
            row = null;
            return out;
        }
    }
}
