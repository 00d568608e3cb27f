package dev.cresset.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * One line that tells how far a training is: epoch, batch, loss, accuracy, examples per second and
 * time left. On a terminal it is rewritten in place; elsewhere the last state of each epoch is
 * printed.
 */
final class ProgressLine {
    private static final long REFRESH_NANOS = 100_000_000;

    private final PrintWriter out;
    private final boolean terminal;
    private final int epochs;
    private final int batches;
    private final int examples;
    private final long start = System.nanoTime();
    private long shown;
    private int width;

    /**
     * Starts a line.
     *
     * @param epochs the number of epochs
     * @param batches the number of batches in an epoch
     * @param examples the number of examples in an epoch
     */
    ProgressLine(PrintWriter out, boolean terminal, int epochs, int batches, int examples) {
        this.out = out;
        this.terminal = terminal;
        this.epochs = epochs;
        this.batches = batches;
        this.examples = examples;
    }

    /**
     * Tells of a batch; both counts start at 1, loss and accuracy are means over the epoch so far.
     */
    void update(int epoch, int batch, double loss, double accuracy) {
        long now = System.nanoTime();
        boolean last = batch == batches;
        if (!last && (!terminal || now - shown < REFRESH_NANOS)) {
            return;
        }
        shown = now;
        double done = epoch - 1 + (double) batch / batches;
        double seconds = (now - start) / 1e9;
        String text =
                String.format(
                        Locale.ROOT,
                        "epoch %d/%d  batch %d/%d  loss %.4f  accuracy %.1f %%  %,.0f examples/s "
                                + " %s left",
                        epoch,
                        epochs,
                        batch,
                        batches,
                        loss,
                        100 * accuracy,
                        done * examples / seconds,
                        time(seconds / done * (epochs - done)));
        if (!terminal) {
            out.println(text);
            return;
        }
        out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
        width = text.length();
        if (last && epoch == epochs) {
            out.println();
        }
        out.flush();
    }

    private static String time(double seconds) {
        Duration d = Duration.ofSeconds(Math.round(seconds));
        return String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
    }
}
