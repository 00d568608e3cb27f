package dev.cresset.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Saves a run every so often into a folder, {@code step-000000500.pt}, and keeps the newest files.
 *
 * <p>A file appears whole or not at all, and older ones are deleted only then: a crash at any
 * moment leaves something to go on with.
 */
public final class Checkpoints {
    /**
     * When to save.
     *
     * @param everySteps after how many steps, 0 for never
     * @param everyEpochs after how many epochs, 0 for never
     * @param every after how much time, at the next step, null for never
     * @param keep how many files to keep, 0 for all
     */
    public record Options(int everySteps, int everyEpochs, @Nullable Duration every, int keep) {
        static final Options DEFAULT = new Options(0, 1, null, 2);

        /** Returns these options with a number of steps. */
        public Options everySteps(int value) {
            return new Options(value, everyEpochs, every, keep);
        }

        /** Returns these options with a number of epochs. */
        public Options everyEpochs(int value) {
            return new Options(everySteps, value, every, keep);
        }

        /** Returns these options with a time. */
        public Options every(Duration value) {
            return new Options(everySteps, everyEpochs, value, keep);
        }

        /** Returns these options with a number of files to keep. */
        public Options keep(int value) {
            return new Options(everySteps, everyEpochs, every, value);
        }
    }

    private static final Pattern NAME = Pattern.compile("step-(\\d{9,18})\\.pt");

    private final Path folder;
    private final TrainingRun run;
    private final Options options;
    private final LongSupplier clock;
    private long savedAt;

    /** Makes one that saves after each epoch and keeps two files. */
    public Checkpoints(Path folder, TrainingRun run) {
        this(folder, run, o -> o);
    }

    /**
     * Makes one.
     *
     * @param folder is made when something is saved
     * @throws IllegalArgumentException if a number is negative
     */
    public Checkpoints(Path folder, TrainingRun run, UnaryOperator<Options> options) {
        this(folder, run, options, System::nanoTime);
    }

    Checkpoints(Path folder, TrainingRun run, UnaryOperator<Options> options, LongSupplier clock) {
        Options o = options.apply(Options.DEFAULT);
        if (o.everySteps() < 0
                || o.everyEpochs() < 0
                || o.keep() < 0
                || (o.every() != null && o.every().isNegative())) {
            throw new IllegalArgumentException("Checkpoints: a number is negative: " + o);
        }
        this.folder = folder;
        this.run = run;
        this.options = o;
        this.clock = clock;
        savedAt = clock.getAsLong();
    }

    /**
     * Loads the newest file into the run, if there is one.
     *
     * @return the file
     * @throws IllegalArgumentException if it is of another run
     * @throws IOException if it cannot be read
     */
    public Optional<Path> resume() throws IOException {
        List<Path> all = files();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        run.load(all.getLast());
        return Optional.of(all.getLast());
    }

    /** Returns the files, the oldest first. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(
                    entries.filter(p -> step(p) >= 0)
                            .sorted(Comparator.comparingLong(Checkpoints::step))
                            .toList());
        }
    }

    private static long step(Path file) {
        Matcher m = NAME.matcher(file.getFileName().toString());
        return m.matches() ? Long.parseLong(m.group(1)) : -1;
    }

    /**
     * Counts a step, and saves if it is time to.
     *
     * @return whether it saved
     * @throws IOException if writing fails
     */
    public boolean step() throws IOException {
        long step = run.countStep();
        Duration every = options.every();
        boolean due =
                (options.everySteps() > 0 && step % options.everySteps() == 0)
                        || (every != null && clock.getAsLong() - savedAt >= every.toNanos());
        if (due) {
            save();
        }
        return due;
    }

    /**
     * Counts an epoch, and saves if it is time to.
     *
     * @return whether it saved
     * @throws IOException if writing fails
     */
    public boolean epoch() throws IOException {
        int epoch = run.countEpoch();
        boolean due = options.everyEpochs() > 0 && epoch % options.everyEpochs() == 0;
        if (due) {
            save();
        }
        return due;
    }

    /**
     * Saves now; a file of the same step is replaced.
     *
     * @return the file
     * @throws IOException if writing fails
     */
    public Path save() throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(String.format(Locale.ROOT, "step-%09d.pt", run.step()));
        run.save(file);
        savedAt = clock.getAsLong();
        if (options.keep() > 0) {
            List<Path> all = files();
            for (Path old : all.subList(0, Math.max(0, all.size() - options.keep()))) {
                if (!old.equals(file)) {
                    Files.deleteIfExists(old);
                }
            }
        }
        return file;
    }
}
