package dev.cresset.train;

import dev.cresset.data.DataLoader;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a loop is, as {@code tqdm} does: a bar, the rate, the time left, and numbers of
 * one's choice. Without a terminal it shows nothing.
 *
 * <pre>{@code
 * var progress = Progress.of(loader, o -> o.label("epoch 1"));
 * for (var batch : progress) {
 *   progress.show("loss", train(batch));
 * }
 * }</pre>
 *
 * <pre>
 * epoch 1:  42%|████████▍           | 394/938 [00:12&lt;00:17, 31.52it/s, loss=0.4321]
 * </pre>
 *
 * @param <T> what is looped over
 */
public final class Progress<T> implements Iterable<T> {
    /**
     * What is shown, and where.
     *
     * @param label what stands before the bar
     * @param out where it goes
     * @param shown whether it is shown, null for "if there is a terminal"
     * @param total the number of elements, -1 if it is not known
     * @param interval how often it is renewed, at most
     * @param ascii whether the bar is made of {@code #}
     */
    public record Options(
            String label,
            PrintStream out,
            @Nullable Boolean shown,
            int total,
            Duration interval,
            boolean ascii) {
        /** Returns these options with a label. */
        public Options label(String value) {
            return new Options(value, out, shown, total, interval, ascii);
        }

        /** Returns these options with a place to write to. */
        public Options out(PrintStream value) {
            return new Options(label, value, shown, total, interval, ascii);
        }

        /** Returns these options shown or not, whatever there is. */
        public Options shown(boolean value) {
            return new Options(label, out, value, total, interval, ascii);
        }

        /** Returns these options with a number of elements. */
        public Options total(int value) {
            return new Options(label, out, shown, value, interval, ascii);
        }

        /** Returns these options with a shortest time between renewals. */
        public Options interval(Duration value) {
            return new Options(label, out, shown, total, value, ascii);
        }

        /** Returns these options with or without a bar of {@code #}. */
        public Options ascii(boolean value) {
            return new Options(label, out, shown, total, interval, value);
        }
    }

    private static final int BAR = 20;
    private static final Duration USUAL_INTERVAL = Duration.ofMillis(100);
    private static final String PARTS = " ▏▎▍▌▋▊▉";
    private static final char FULL = '█';

    private final Iterable<T> source;
    private final Options options;
    private final boolean shown;
    private final LongSupplier clock;
    private final Map<String, String> numbers = new LinkedHashMap<>();

    private Progress(Iterable<T> source, Options options, LongSupplier clock) {
        this.source = source;
        this.options = options;
        this.clock = clock;
        Boolean wanted = options.shown();
        shown = wanted == null ? onTerminal() : wanted;
    }

    /** Returns a loop over the elements that shows how far it is. */
    public static <T> Progress<T> of(Iterable<T> source) {
        return of(source, o -> o);
    }

    /** Returns a loop over the elements that shows how far it is. */
    public static <T> Progress<T> of(Iterable<T> source, UnaryOperator<Options> options) {
        return of(source, options, System::nanoTime);
    }

    static <T> Progress<T> of(
            Iterable<T> source, UnaryOperator<Options> options, LongSupplier clock) {
        int total =
                switch (source) {
                    case DataLoader<?> l when l.hasSize() -> l.size();
                    case Collection<?> c -> c.size();
                    default -> -1;
                };
        boolean ascii = !System.err.charset().name().startsWith("UTF");
        Options usual = new Options("", System.err, null, total, USUAL_INTERVAL, ascii);
        return new Progress<>(source, options.apply(usual), clock);
    }

    @SuppressWarnings("SystemConsoleNull") // there may be none, terminal or not
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Shows a number beside the bar, from the next renewal on. */
    public void show(String name, Number value) {
        if (shown) {
            numbers.put(name, number(value));
        }
    }

    /** Shows what a metric is at. */
    public void show(String name, Metric metric) {
        if (shown) {
            numbers.put(name, number(metric.value()));
        }
    }

    /** Shows what a mean is at. */
    public void show(String name, RunningMean mean) {
        if (shown) {
            numbers.put(name, number(mean.value()));
        }
    }

    private static String number(Number value) {
        if (value instanceof Double || value instanceof Float) {
            double d = value.doubleValue();
            boolean plain = d == 0 || (Math.abs(d) >= 1e-3 && Math.abs(d) < 1e5);
            return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", d);
        }
        return value.toString();
    }

    /** Starts the loop. */
    @Override
    public Iterator<T> iterator() {
        int first = source instanceof DataLoader<?> l ? l.position() : 0;
        Iterator<T> elements = source.iterator();
        return shown ? new Shown(elements, first) : elements;
    }

    private final class Shown implements Iterator<T> {
        private final Iterator<T> elements;
        private final int first;
        private final long start = clock.getAsLong();
        private int done;
        private boolean running;
        private boolean over;
        private long renewed;
        private int width;

        Shown(Iterator<T> elements, int first) {
            this.elements = elements;
            this.first = first;
            done = first;
            renew(start);
        }

        @Override
        public boolean hasNext() {
            boolean more = elements.hasNext();
            boolean counted = running;
            if (running) {
                running = false;
                done++;
            }
            long now = clock.getAsLong();
            if (!more && !over) {
                over = true;
                renew(now);
                options.out().println();
            } else if (counted && now - renewed >= options.interval().toNanos()) {
                renew(now);
            }
            return more;
        }

        @Override
        public T next() {
            if (running) {
                done++;
            }
            running = true;
            return elements.next();
        }

        private void renew(long now) {
            renewed = now;
            String text = text((now - start) / 1e9);
            options.out().print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
            options.out().flush();
            width = text.length();
        }

        private String text(double seconds) {
            StringBuilder out = new StringBuilder();
            if (!options.label().isEmpty()) {
                out.append(options.label()).append(": ");
            }
            int total = options.total();
            double rate = seconds > 0 ? (done - first) / seconds : 0;
            if (total >= 0) {
                double share = total == 0 ? 1 : Math.min(1, (double) done / total);
                out.append(String.format(Locale.ROOT, "%3d%%|", (int) (100 * share)))
                        .append(bar(share))
                        .append("| ")
                        .append(done)
                        .append('/')
                        .append(total);
            } else {
                out.append(done).append("it");
            }
            out.append(" [").append(time(seconds));
            if (total >= 0) {
                out.append('<').append(rate > 0 ? time((total - done) / rate) : "?");
            }
            out.append(", ").append(rate(rate));
            numbers.forEach(
                    (name, value) -> out.append(", ").append(name).append('=').append(value));
            return out.append(']').toString();
        }

        private String bar(double share) {
            if (options.ascii()) {
                int full = (int) (share * BAR);
                return "#".repeat(full) + " ".repeat(BAR - full);
            }
            int eighths = (int) (share * BAR * PARTS.length());
            int full = eighths / PARTS.length();
            String bar = String.valueOf(FULL).repeat(full);
            return full == BAR
                    ? bar
                    : bar + PARTS.charAt(eighths % PARTS.length()) + " ".repeat(BAR - full - 1);
        }

        private static String rate(double rate) {
            if (rate == 0) {
                return "?it/s";
            }
            return rate >= 1
                    ? String.format(Locale.ROOT, "%.2fit/s", rate)
                    : String.format(Locale.ROOT, "%.2fs/it", 1 / rate);
        }

        private static String time(double seconds) {
            Duration d = Duration.ofSeconds((long) seconds);
            return d.toHours() > 0
                    ? String.format(
                            Locale.ROOT,
                            "%d:%02d:%02d",
                            d.toHours(),
                            d.toMinutesPart(),
                            d.toSecondsPart())
                    : String.format(Locale.ROOT, "%02d:%02d", d.toMinutes(), d.toSecondsPart());
        }
    }
}
