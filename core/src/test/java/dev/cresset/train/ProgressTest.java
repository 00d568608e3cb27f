package dev.cresset.train;

import static dev.cresset.Tensor.arange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.data.DataLoader;
import dev.cresset.data.TensorDataset;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong clock = new AtomicLong();

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .filter(l -> !l.isEmpty())
                .toList();
    }

    private Progress.Options shown(Progress.Options o) {
        return o.out(out).shown(true).ascii(true).interval(Duration.ZERO);
    }

    @Test
    void aBarTellsShareRateAndTimeLeft() {
        var progress = Progress.of(List.of(1, 2, 3, 4), o -> shown(o).label("epoch 1"), clock::get);
        for (int i : progress) {
            clock.addAndGet(500_000_000L);
            progress.show("loss", 1.0 / i);
        }
        assertThat(lines())
                .containsExactly(
                        "epoch 1:   0%|                    | 0/4 [00:00<?, ?it/s]",
                        "epoch 1:  25%|#####               | 1/4 [00:00<00:01, 2.00it/s, loss=1.0000]",
                        "epoch 1:  50%|##########          | 2/4 [00:01<00:01, 2.00it/s, loss=0.5000]",
                        "epoch 1:  75%|###############     | 3/4 [00:01<00:00, 2.00it/s, loss=0.3333]",
                        "epoch 1: 100%|####################| 4/4 [00:02<00:00, 2.00it/s, loss=0.2500]");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("]" + System.lineSeparator());
    }

    @Test
    void unknownLengthsAndSlowLoopsAreShownToo() {
        Iterable<Integer> stream = () -> List.of(1, 2).iterator();
        var progress = Progress.of(stream, this::shown, clock::get);
        progress.forEach(i -> clock.addAndGet(3_700_000_000_000L));
        progress.show("n", 3);
        assertThat(lines())
                .containsExactly(
                        "0it [00:00, ?it/s]",
                        "1it [1:01:40, 3700.00s/it]",
                        "2it [2:03:20, 3700.00s/it]");
    }

    @Test
    void thereAreEighthsWhereTheTerminalCan() {
        var progress = Progress.of(List.of(1, 2, 3), o -> shown(o).ascii(false), clock::get);
        progress.forEach(i -> {});
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("|██████▋             |")
                .contains("|█████████████▎      |")
                .contains("|████████████████████|");
    }

    @Test
    void withoutATerminalNothingIsPrintedAndTheLoopIsTheSame() {
        var quiet = Progress.of(List.of(1, 2, 3), o -> o.out(out).shown(false));
        quiet.show("loss", 1);
        assertThat(quiet).containsExactly(1, 2, 3);
        assertThat(bytes.size()).isZero();
    }

    @Test
    void aLoaderThatGoesOnStartsWhereItIs() {
        var data = new TensorDataset(arange(5));
        var first = new DataLoader<>(data);
        var batches = first.iterator();
        batches.next();
        batches.next();
        batches.next();
        var second = new DataLoader<>(data);
        second.loadStateDict(first.stateDict());
        Progress.of(second, this::shown, clock::get).forEach(b -> clock.addAndGet(1_000_000_000L));
        assertThat(lines())
                .containsExactly(
                        " 60%|############        | 3/5 [00:00<?, ?it/s]",
                        " 80%|################    | 4/5 [00:01<00:01, 1.00it/s]",
                        "100%|####################| 5/5 [00:02<00:00, 1.00it/s]");
    }

    @Test
    void renewalsKeepTheirDistance() {
        var progress =
                Progress.of(
                        List.of(1, 2, 3, 4, 5, 6),
                        o -> shown(o).interval(Duration.ofSeconds(2)),
                        clock::get);
        progress.forEach(i -> clock.addAndGet(1_000_000_000L));
        assertThat(lines()).hasSize(4).last().asString().contains("6/6");
    }
}
